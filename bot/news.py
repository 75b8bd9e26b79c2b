"""What is new, as it is told to a room or a person: lessons first, each with its source; and what was useful.

To whom it is told and when is in `bot/prompting/digest.py`, `bot/followers.py` and `bot/echoing.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.domain.audience import Audience, may_be_named, may_see
from bot.domain.feedback import Usefulness
from bot.domain.model import FAILED, Entry, EntryId, Kind, Lesson, ThemeId
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator
from bot.messages.reply import Paragraph
from bot.ports.store import Transaction
from bot.wording import and_more, heading, source_line, useful_line

MOST: Final = 200
"""How many of the newest changes are looked at."""

_LISTED: Final = 3

_QUOTED: Final = 300
"""Characters of what something taught that are quoted."""


def lessons_first(entries: Sequence[Entry]) -> list[Entry]:
    """Return the same, lessons before projects and pioneers."""
    return sorted(entries, key=lambda each: each.id.kind is not Kind.LESSON)


def told(entries: Sequence[Entry], t: Translator) -> tuple[Paragraph, ...]:
    """Return the first of the entries in words, as `listed` names them, and how many more there are."""
    blocks = [Paragraph((heading(each, t), source_line(each, t))) for each in listed(entries)]
    left = len(entries) - len(blocks)
    if left:
        more = t.line("{more} `new` shows what came in last.", more=and_more(left, t))
        blocks.append(Paragraph((more,)))
    return tuple(blocks)


def listed(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return those of the entries that are told."""
    return entries[:_LISTED]


async def called_useful(tx: Transaction, since: datetime) -> tuple[tuple[Entry, Usefulness], ...]:
    """Return what somebody voted on since a moment and enough people call useful, the most useful first."""
    voted = await tx.news.voted(since)
    leads = await tx.curating.leads_to(voted)
    entries = await tx.entries.get({leads.get(each, each) for each in voted})
    found = [
        (each, usefulness)
        for each in entries.values()
        if may_be_named(each) and (usefulness := await tx.feedback.usefulness(each.id)).praised
    ]
    return tuple(sorted(found, key=lambda each: (-each[1].average, -each[1].votes, each[0].id)))


async def praised(
    tx: Transaction,
    since: datetime,
    audience: Audience,
    told_already: Collection[EntryId],
    themes: Collection[ThemeId] | None = None,
) -> Sequence[tuple[Entry, Usefulness]]:
    """Return what these readers may see that others call most useful since a moment; at most one.

    Not of what is told already; with `themes` only of those.
    """
    for entry, usefulness in await called_useful(tx, since):
        fits = themes is None or not set(themes).isdisjoint(entry.themes)
        if fits and may_see(entry, audience) and entry.id not in told_already:
            return ((entry, usefulness),)
    return ()


def most_useful(entry: Entry, usefulness: Usefulness, t: Translator) -> Paragraph:
    """Return what others call most useful."""
    opening = t.line("Others call this most useful:")
    return Paragraph((opening, heading(entry, t), useful_line(usefulness, t), source_line(entry, t)))


def failed(entry: Entry) -> bool:
    """Say whether it tells of something that did not work."""
    return isinstance(entry.details, Lesson) and entry.details.outcome in FAILED


def teaching(failures: Iterable[Entry], told_already: Collection[EntryId], t: Translator) -> list[Entry]:
    """Return the newest of the failures that says what it taught and was not told here; at most one."""
    return [each for each in failures if each.id not in told_already and _lesson_of(each, t)][:1]


def _lesson_of(entry: Entry, t: Translator) -> str:
    text = entry.text(t.language)
    return text.advice or text.result


def taught(entry: Entry, t: Translator) -> Paragraph:
    """Return something that did not work, with what it taught."""
    quote = t.line("“{sentence}”", sentence=shortened(_lesson_of(entry, t), _QUOTED))
    opening = t.line("And one that did not work, with what it taught:")
    return Paragraph((opening, heading(entry, t), quote, source_line(entry, t)))
