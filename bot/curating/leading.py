"""Where an id leads: to its entry or theme, or to the one that this was merged into."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.model import Entry, EntryId, Theme, ThemeId
from bot.domain.vocabulary import Phrasing
from bot.ports.knowledge import Subject
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


async def themes_led(tx: Transaction, themes: Iterable[ThemeId]) -> tuple[ThemeId, ...]:
    """Return what these themes of some time ago are now; those that lead nowhere are left out."""
    there = {theme.id for theme in await tx.entries.themes()}
    found = dict[ThemeId, None]()
    for theme in themes:
        now: ThemeId | None = theme
        while now is not None and now not in there:
            now = await _became(tx, now)
        if now is not None:
            found[now] = None
    return tuple(found)


async def _became(tx: Transaction, theme: ThemeId) -> ThemeId | None:
    """Return which theme one that is gone was merged into: the feed names it next to its end."""
    revisions = await tx.revisions.of(Subject.THEME, str(theme))
    if not revisions or revisions[-1].after is not None:
        return None
    for each in await tx.revisions.after(revisions[-1].number, 1):
        if isinstance(each.after, Theme) and each.before == each.after:
            return each.after.id
    return None
