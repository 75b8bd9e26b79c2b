"""What a restore does with what is on its way: the database keeps its own and gets what it does not have.

Its own is newer: it says what came in and what was said since the backup. What waited in the backup may have
been handled or sent since, so it is closed, unless the backup was made to move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.copies.copying import Change, Row, given_out, stored
from storage.tables import Arrived, Departure, metadata

Keys = frozenset[tuple[object, ...]]

_SHIFTED: Final = (tables.inbox, tables.outbox, tables.sent)
"""The tables whose rows get other numbers, behind those that are there."""

_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "inbox": ("key",),
    "outbox": ("token",),
    "sent": ("conversation", "message"),
    "cursor": ("name",),
    "lease": ("name",),
    "direct_room": ("account",),
    "talk": ("conversation", "account"),
    "dialogue": ("account",),
    "protected_dialogue": ("handle",),
    "member": ("room",),  # who left since must not come back
}
"""By which columns a row is one that is there already; of a room whose members are known, nobody is added."""

ON_ITS_WAY: Final = frozenset({*_SAME, "sent_entry"})
"""The tables of which the database keeps its own rows."""

_REASON: Final = "restored"


@dataclass
class Closed:
    """How many messages and answers waited in a backup and will not be handled or sent any more.

    `people` is how many were forgotten since, and were forgotten again.
    """

    messages: int = 0
    answers: int = 0
    people: int = 0


class Merge:
    """What becomes of each row of the backup on its way into a database. Build it with `over`.

    `shift` is by how much each number is raised, per table; `closed` is complete after every row.
    """

    def __init__(
        self, known: Mapping[str, Keys], shift: Mapping[str, int], now: datetime, *, moved: bool
    ) -> None:
        self._known = known
        self._now = now
        self._moved = moved
        self._left_out: dict[str, set[int]] = {table.name: set() for table in _SHIFTED}
        self.shift = shift
        self.closed = Closed()

    @staticmethod
    async def over(connection: AsyncConnection, now: datetime, *, moved: bool) -> Merge:
        """Look at what a database has; `moved`: nothing was done since the backup, so what waits goes on."""
        known = {name: await _keys(connection, metadata.tables[name], key) for name, key in _SAME.items()}
        numbers = await given_out(connection)
        return Merge(known, {table.name: numbers[table.name] for table in _SHIFTED}, now, moved=moved)

    @property
    def changes(self) -> Mapping[str, Change]:
        """What becomes of a row, by the name of its table; rows of other tables stay as they are."""
        return {
            "inbox": lambda row: self._numbered("inbox", row, self._event),
            "outbox": lambda row: self._numbered("outbox", row, self._outgoing),
            "sent": lambda row: self._numbered("sent", row, self._sent),
            "sent_entry": self._shown,
            "cursor": lambda row: self._new("cursor", row),
            "lease": lambda row: self._new("lease", row | {"holder": None, "until": None}),
            "direct_room": lambda row: self._new("direct_room", row),
            "talk": lambda row: self._new("talk", row),
            "dialogue": lambda row: self._new("dialogue", row if self._moved else row | {"paused": True}),
            "protected_dialogue": lambda row: self._new("protected_dialogue", row) if self._moved else None,
            "member": lambda row: self._new("member", row),
            "due": _free,
        }

    def _new(self, table: str, row: Row) -> Row | None:
        return None if _key(row, _SAME[table]) in self._known[table] else row

    def _numbered(self, table: str, row: Row, change: Callable[[Row], Row]) -> Row | None:
        if self._new(table, row) is None:
            self._left_out[table].add(row["id"])
            return None
        return change(row) | {"id": row["id"] + self.shift[table]}

    def _event(self, row: Row) -> Row:
        if self._moved or row["state"] != Arrived.RECEIVED:
            return _free(row)
        self.closed.messages += 1
        gone = {"payload": None, "conversation": None, "error": _REASON}
        return _free(row) | gone | {"state": Arrived.DEAD.value, "closed_at": self._now}

    def _outgoing(self, row: Row) -> Row:
        if self._moved or row["state"] != Departure.WAITING:
            return _free(row)
        self.closed.answers += 1
        gone = {"payload": None, "parts": None, "reason": _REASON}
        return _free(row) | gone | {"state": Departure.DEAD.value, "closed_at": self._now}

    def _sent(self, row: Row) -> Row:
        delivery = row["delivery"]
        if delivery is None or delivery in self._left_out["outbox"]:
            return row | {"delivery": None}
        return row | {"delivery": delivery + self.shift["outbox"]}

    def _shown(self, row: Row) -> Row | None:
        if row["sent"] in self._left_out["sent"]:
            return None
        return row | {"sent": row["sent"] + self.shift["sent"]}


def _free(row: Row) -> Row:
    """Let go of a row: who claimed it at the moment of the backup does not work on it any more."""
    return row if row["claim"] is None else row | {"claim": None, "free_at": None}


def _key(row: Row, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(row[name] for name in columns)


async def _keys(connection: AsyncConnection, table: Table, columns: tuple[str, ...]) -> Keys:
    here = stored(table)
    rows = await connection.execute(select(*(here.c[name] for name in columns)))
    return frozenset(tuple(row) for row in rows)
