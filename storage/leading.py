"""Which numbers lead to an entry, for queries; where a number leads is asked of `curating.py`."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, literal, select

from bot.domain.model import EntryId
from storage import tables
from storage.columns import ENTRY

_MERGED: Final = tables.merged_entry


def leading_to(entry: EntryId) -> Select[Any]:
    """Return the query for an entry's id and every id that leads to it, however long the way."""
    found = select(literal(entry, ENTRY).label("entry")).cte("leading", recursive=True)
    found = found.union(select(_MERGED.c.entry).join(found, _MERGED.c.target == found.c.entry))
    return select(found.c.entry)
