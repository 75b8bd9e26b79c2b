"""Protected dialogues: rows that nobody can read without the key of each, which is in the key folder.

How events and words of one are sealed in the mailbox is in `sealing.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey
from bot.ports.people import Dialogue
from bot.ports.protected import OwnDialogue, ProtectedDialogue
from storage import tables
from storage.key_folder import LIFE, DialogueKey
from storage.sealing import MESSAGE, Keys
from storage.sql import brief, hold_beginnings
from storage.tables import Arrived, Departure

_ROW: Final = tables.protected_dialogue
_COMING: Final = exists().where(
    tables.inbox.c.sealed == _ROW.c.handle, tables.inbox.c.state == Arrived.RECEIVED
)
_GOING: Final = exists().where(
    tables.outbox.c.sealed == _ROW.c.handle, tables.outbox.c.state == Departure.WAITING
)
_SENT: Final = tables.sent
_OUTBOX: Final = tables.outbox
_LAST: Final = brief(
    select(_OUTBOX.c.id, _OUTBOX.c.state)
    .where(_OUTBOX.c.sealed == bindparam("handle"))
    .order_by(_OUTBOX.c.id.desc())
    .limit(1)
)
_OUT: Final = brief(
    select(_SENT.c.message, _SENT.c.delivery)
    .join(_OUTBOX, _OUTBOX.c.id == _SENT.c.delivery)
    .where(_OUTBOX.c.sealed == bindparam("handle"))
)
_ELSEWHERE: Final = brief(select(exists().where(_SENT.c.message == bindparam("message"))))
_OPEN: Final = brief(select(_ROW.c.handle).where(_ROW.c.state.is_not(None), _ROW.c.until > bindparam("now")))
_DIALOGUE: Final = TypeAdapter(Dialogue)
_ABOUT: Final = "dialogue"
_EARLIER: Final = timedelta(minutes=30)
"""How long before its key goes a dialogue is ended, so that its author hears of it."""

_DURABLE: Final = timedelta(minutes=10)
"""After how long the row of a key is durable, or never will be."""


class SqlProtectedDialogues:
    """Implements `bot.ports.protected.ProtectedDialogues`."""

    def __init__(self, connection: AsyncConnection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    @property
    def possible(self) -> bool:
        """Say whether there is a folder for keys, without which there are none."""
        return self._keys.folder is not None

    async def hold(self) -> None:
        """Let nobody else begin a dialogue until this transaction ends, so that nobody begins two at once."""
        await hold_beginnings(self._connection)

    async def begin(self, dialogue: Dialogue, now: datetime) -> str | None:
        """Make a key, keep the dialogue under it and return its handle; None when no key can be made."""
        return await self._make(dialogue.account, dialogue, now)

    async def aside(self, account: AccountKey, now: datetime) -> str | None:
        """Make a key under which something is said to an account; return its handle, None as above."""
        return await self._make(account, None, now)

    async def _make(self, account: AccountKey, dialogue: Dialogue | None, now: datetime) -> str | None:
        key = self._keys.make(now)
        if key is None:
            return None
        row = {
            "handle": key.handle,
            "author": _author(key, account),
            "state": dialogue and _sealed(key, dialogue),
            "until": key.begun + LIFE,
        }
        await self._connection.execute(insert(_ROW).values(row))
        return key.handle

    async def of(self, account: AccountKey, now: datetime) -> OwnDialogue | None:
        """Return the open dialogue of an account, or else one that has ended and still has to say so."""
        authors = [_author(key, account) for key in self._keys.all(now)]
        if not authors:
            return None
        over = _ROW.c.state.is_(None)
        theirs = select(_ROW.c.handle, over.label("over")).where(_ROW.c.author.in_(authors))
        found = await self._connection.execute(theirs.where(~over | _GOING).order_by(over))
        row = found.first()
        return OwnDialogue(row.handle, bool(row.over)) if row else None

    async def get(self, handle: str, now: datetime) -> Dialogue | None:
        """Return a dialogue; None when it has ended or its key is gone."""
        key = self._keys.get(handle, now)
        state = await self._connection.scalar(select(_ROW.c.state).where(_ROW.c.handle == handle))
        return _opened(key, state) if key and state else None

    async def save(self, handle: str, dialogue: Dialogue, now: datetime) -> None:
        """Keep what became of it; harmless when its key is gone."""
        key = self._keys.get(handle, now)
        if key:
            open_one = (_ROW.c.handle == handle, _ROW.c.state.is_not(None))
            await self._connection.execute(update(_ROW).where(*open_one).values(state=_sealed(key, dialogue)))

    async def asks(self, handle: str, message: str) -> bool:
        """Say whether a message of ours is the last that was said in a dialogue."""
        own = self._keys.opening(handle)
        last = (await self._connection.execute(_LAST, {"handle": handle})).one()
        rows = await self._connection.execute(_OUT, {"handle": handle})
        out = {own.opened(row.message, MESSAGE): row.delivery for row in rows}
        if message in out:
            return bool(out[message] == last.id)
        # it may be used before it is written down that it went out
        elsewhere = await self._connection.scalar(_ELSEWHERE, {"message": message})
        return last.state is Departure.WAITING and not elsewhere

    async def ending(self, now: datetime) -> Sequence[ProtectedDialogue]:
        """Return the open dialogues whose day is almost over."""
        keys = {key.handle: key for key in self._keys.all(now) if key.begun + LIFE - _EARLIER <= now}
        here = select(_ROW).where(_ROW.c.handle.in_(sorted(keys)), _ROW.c.state.is_not(None))
        found = [
            (row.handle, _opened(keys[row.handle], row.state))
            for row in (await self._connection.execute(here) if keys else ())
        ]
        return [ProtectedDialogue(handle, dialogue) for handle, dialogue in found if dialogue]

    async def end(self, handle: str) -> None:
        """Forget what was answered; the key goes as soon as nothing under it waits to go out.

        Whatever else of its account is open ends with it.
        """
        own = self._keys.get(handle, None)
        state = await self._connection.scalar(select(_ROW.c.state).where(_ROW.c.handle == handle))
        dialogue = _opened(own, state) if own and state else None
        authors = [_author(key, dialogue.account) for key in self._keys.all(None)] if dialogue else []
        theirs = or_(_ROW.c.handle == handle, _ROW.c.author.in_(authors))
        await self._connection.execute(update(_ROW).where(theirs).values(state=None))

    async def lost(self, now: datetime) -> bool:
        """Say whether a dialogue should be open whose key is gone, so that nobody knows whose it was."""
        handles = (await self._connection.scalars(_OPEN, {"now": now})).all()
        return any(self._keys.get(handle, now) is None for handle in handles)

    async def sweep(self, now: datetime) -> None:
        """Remove, once this transaction is durable, the keys of what has ended or is too old."""
        over = (_ROW.c.state.is_(None) & ~_COMING & ~_GOING) | (_ROW.c.until <= now)
        gone = delete(_ROW).where(over).returning(_ROW.c.handle)
        self._keys.discard((await self._connection.scalars(gone)).all(), now)
        self._keys.discard(self._keys.expired(now), now)
        self._keys.discard(await self._left_over(now), now)
        self._keys.marks("", now)  # removes what is too old

    async def _left_over(self, now: datetime) -> set[str]:
        """Return the keys of which no row is left: a process ended between its row and its key."""
        old = {key.handle for key in self._keys.all(now) if key.begun <= now - _DURABLE}
        known = select(_ROW.c.handle).where(_ROW.c.handle.in_(sorted(old)))
        return old - set((await self._connection.scalars(known)).all()) if old else old


def _author(key: DialogueKey, account: AccountKey) -> str:
    return key.digest(f"author {account}")


def _sealed(key: DialogueKey, dialogue: Dialogue) -> str:
    return key.sealed(_DIALOGUE.dump_json(dialogue).decode(), _ABOUT)


def _opened(key: DialogueKey, state: str) -> Dialogue | None:
    opened = key.opened(state, _ABOUT)
    return _DIALOGUE.validate_json(opened) if opened else None
