"""What others changed of an entry since somebody last saw it, so that nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.curating.differing import differences
from bot.curating.editing import themes_of
from bot.curating.telling import by_whom
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, PersonId, Theme, ThemeId
from bot.messages.i18n import Translator
from bot.messages.markup import Line, Plain
from bot.ports.knowledge import Change, Revision, Subject
from bot.ports.store import Transaction

_UNSEEN: Final = timedelta(hours=1)
"""How far back it is looked at when the entry was never shown here."""


@dataclass(frozen=True)
class Meanwhile:
    """What others changed unseen: in words, and the names of the fields."""

    lines: tuple[Line, ...] = ()
    fields: frozenset[str] = frozenset()


async def by_others(tx: Transaction, entry: Entry, room: RoomKey, change: Change, t: Translator) -> Meanwhile:
    """Return what others changed since this entry was shown in this room, or this person changed it."""
    seen = await tx.curating.seen(entry.id, room) or change.at - _UNSEEN
    revisions = await tx.revisions.of(Subject.ENTRY, str(entry.id))
    own = max((each.number for each in revisions if each.actor == change.actor), default=0)
    unseen = [each for each in revisions if each.number > own and each.at > seen and each.before]
    if not unseen:
        return Meanwhile()
    themes = await themes_of(tx)
    lines = await in_words(tx, unseen, themes, change.actor, t)
    return Meanwhile(lines, frozenset(name for each in unseen for name, _ in told(each, themes, t)))


def told_first(entry: Entry, meanwhile: Meanwhile, t: Translator) -> tuple[Line, ...]:
    """Return that nothing is done yet, because of what others changed."""
    opening = t.line("{id} has changed meanwhile, so I have not changed anything yet:", id=str(entry.id))
    return (opening, *meanwhile.lines, t.line("Type it again and I do it after all."))


def told(revision: Revision, themes: Mapping[ThemeId, Theme], t: Translator) -> tuple[tuple[str, Line], ...]:
    """Return what a revision of an entry changed, by field."""
    before, after = revision.before, revision.after
    if isinstance(before, Entry) and isinstance(after, Entry):
        return differences(before, after, themes, t)
    return ()


async def in_words(
    tx: Transaction,
    revisions: Sequence[Revision],
    themes: Mapping[ThemeId, Theme],
    reader: PersonId | None,
    t: Translator,
) -> tuple[Line, ...]:
    """Return who changed what and when, by what they are and never by name."""
    lines: list[Line] = []
    for each in revisions:
        entry = each.after if isinstance(each.after, Entry) else None
        who = await by_whom(tx, each.actor, entry, reader, t)
        lines.append(t.line("{when}, {who}:", when=t.moment(each.at), who=who))
        changed = told(each, themes, t)
        lines += [(Plain("– "), *line) for _, line in changed] or [t.line("– nothing that is shown")]
    return tuple(lines)
