"""Where an id leads: to its entry, or to the one that this was merged into."""

from __future__ import annotations

from bot.domain.model import Entry, EntryId
from bot.domain.vocabulary import Phrasing
from bot.ports.store import Transaction


async def led(tx: Transaction, entry_id: EntryId | None) -> Entry | None:
    """Return the entry that an id leads to now; None when there is none."""
    if entry_id is None:
        return None
    target = (await tx.curating.leads_to([entry_id])).get(entry_id, entry_id)
    return (await tx.entries.get([target])).get(target)


async def phrasings_of(tx: Transaction, entry: EntryId) -> tuple[tuple[EntryId, Phrasing], ...]:
    """Return how people asked for an entry, with the id that each was learned for."""
    asked = await tx.vocabulary.phrasings({entry, *await tx.curating.merged_into([entry])})
    return tuple((id_, each) for id_ in sorted(asked) for each in asked[id_])
