"""Which numbers lead to an entry or a person, for queries; where an entry leads is asked of `curating.py`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Select, literal, select

from bot.domain.model import EntryId, PersonId
from storage import tables
from storage.columns import ENTRY

_MERGED: Final = tables.merged_entry
_PERSON: Final = tables.person


def leading_to(entry: EntryId) -> Select[Any]:
    """Return the query for an entry's id and every id that leads to it, however long the way."""
    found = select(literal(entry, ENTRY).label("entry")).cte("leading", recursive=True)
    found = found.union(select(_MERGED.c.entry).join(found, _MERGED.c.target == found.c.entry))
    return select(found.c.entry)


def numbers_of(persons: Collection[PersonId]) -> Select[Any]:
    """Return the query for every number that these persons have, or had before accounts were linked."""
    found = select(_PERSON.c.id).where(_PERSON.c.id.in_(persons)).cte("numbers", recursive=True)
    found = found.union(select(_PERSON.c.id).join(found, _PERSON.c.merged_into == found.c.id))
    return select(found.c.id)
