"""Taking words out of what was said: rows of the outbox that show a story stay, without what they said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import EntryId
from bot.messages.outgoing import Upload, shown_by
from bot.ports.mailbox import Said
from storage import tables
from storage.payloads import OUTGOING
from storage.shown import SAYS, account_of
from storage.sql import batches
from storage.tables import Departure, Sending
from storage.unsaying import as_stored

_OUTBOX: Final = tables.outbox
_QUOTED: Final = 60
"""Characters by which words are known; longer ones may be cut off where they are quoted."""

_TELLING: Final = 12
"""Characters that words must have to be looked for anywhere; shorter ones are looked for as a quotation."""


async def unsay(
    connection: AsyncConnection,
    words: Collection[str],
    kept: Collection[str],
    entry: EntryId | None,
    now: datetime,
) -> tuple[Said, ...]:
    """Blank what was said and quotes these words, or shows this entry; what waits is not said any more.

    Words that begin as others that are `kept` are left. Return where the quotations stand, but for what
    shows the entry.
    """
    quotes = _quotes(words) - _quotes(kept)
    blank, said = [], list[Said]()
    query = select(_OUTBOX).where(_OUTBOX.c.payload.is_not(None), _OUTBOX.c.sealed.is_(None))
    for row in (await connection.execute(query.order_by(_OUTBOX.c.id))).all():
        quoted = any(each in row.payload for each in quotes)
        named = entry is not None and f"({entry})" in row.payload
        outgoing = next(iter(OUTGOING.read_all([row.payload])), None)
        shows = entry is not None and outgoing is not None and entry in shown_by(outgoing)
        if quoted or named or shows:
            blank.append(row.id)
        if (quoted or named) and not shows and outgoing and row.cause and row.kind in SAYS:
            said.append(Said(outgoing.conversation, row.cause, account_of(outgoing)))
    await blank_rows(connection, blank, now)
    return tuple(dict.fromkeys(said))


def _quotes(words: Iterable[str]) -> set[str]:
    """Return by what words are known, as it stands within a payload."""
    begun = (each.strip().partition("\n")[0] for each in words)
    return {
        as_stored(each[:_QUOTED].strip() if len(each) >= _TELLING else f"“{each}”") for each in begun if each
    }


async def blank_rows(connection: AsyncConnection, rows: Collection[int], now: datetime) -> None:
    """Take the words out of rows of the outbox; those that wait are closed.

    But for a file with entries: it is emptied, so that its asker hears that it can be asked for again.
    """
    rows = set(rows) - await _emptied(connection, rows)
    empty = {"payload": None, "parts": None, "claim": None, "state": Departure.DEAD}
    for batch in batches([*rows]):
        these = _OUTBOX.c.id.in_(batch)
        closed = update(_OUTBOX).where(these, _OUTBOX.c.state == Departure.WAITING)
        await connection.execute(closed.values(**empty, reason="erased", closed_at=now))
        await connection.execute(update(_OUTBOX).where(these).values(payload=None, parts=None))


async def _emptied(connection: AsyncConnection, rows: Collection[int]) -> set[int]:
    """Empty the files with entries that wait in these rows; return which rows that are."""
    emptied = set()
    for batch in batches([*rows]):
        files = (_OUTBOX.c.kind == Sending.UPLOAD, _OUTBOX.c.state == Departure.WAITING)
        query = select(_OUTBOX.c.id, _OUTBOX.c.payload).where(_OUTBOX.c.id.in_(batch), *files)
        for row in (await connection.execute(query)).all():
            for upload in OUTGOING.read_all([row.payload]):
                if isinstance(upload, Upload) and upload.shown:
                    empty = OUTGOING.write(replace(upload, file=replace(upload.file, content=b"")))
                    values = {"payload": empty, "parts": None, "claim": None}
                    await connection.execute(update(_OUTBOX).where(_OUTBOX.c.id == row.id).values(values))
                    emptied.add(row.id)
    return emptied
