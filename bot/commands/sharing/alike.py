"""Whether somebody told it before: what a new lesson looks like, among what its author may see.

Found through the search that answers questions, so wherever it was shared from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.commands.command import Desk, Request
from bot.domain.audience import Audience, Readership
from bot.domain.model import Entry, Kind, Status, Text
from bot.domain.question import Filters
from bot.finding import visible
from bot.language.analysis import content, stem

_KINDS: Final = frozenset({Kind.LESSON, Kind.PROJECT})
_LOOKED_AT: Final = 6
_SAME: Final = 0.48
"""From which share of words in common two are alike, as Dice has it: 2·both / (one + other)."""

_AT_LEAST: Final = 3
"""Words in common, whatever share of very short ones that is, unless they are the same.

Both seen on eight lessons, each told in other words (seven found) and on its subject only (one taken for it),
and on the 83 entries of the starter base among one another (two pairs, each about one thing).
"""

_OWN: Final = 5
"""How many of their own drafts somebody may be telling again."""


async def near_duplicate(text: Text, request: Request, desk: Desk) -> Entry | None:
    """Return what the author may see and this text looks like most; None when nothing does."""
    told = _told(text)
    async with desk.store.read() as tx:
        rooms = await tx.rooms.rooms_of(request.person.id)
        own = await tx.entries.of(request.person.id, _OWN)
    audience = Audience(Readership.DIRECT, frozenset(rooms))
    index = await desk.index.current()
    hits = index.search(told, audience, Filters(kinds=_KINDS), _LOOKED_AT)
    drafts = [entry for entry in own if entry.status is Status.DRAFT and entry.id.kind in _KINDS]
    return _most_alike(text, (*await visible(desk.store, [hit.entry for hit in hits], audience), *drafts))


def _most_alike(text: Text, entries: Iterable[Entry]) -> Entry | None:
    by_likeness = [(max(_common(text, each) for each in entry.texts), entry) for entry in entries]
    likeness, entry = max(by_likeness, key=lambda pair: pair[0], default=(0.0, None))
    return entry if likeness >= _SAME else None


def _told(text: Text) -> str:
    """Return what is compared: of what was told only in short, all of it."""
    core = (text.title, text.action, text.result)
    return " ".join(core if text.action else (text.title, *text.passages))


def _common(one: Text, other: Text) -> float:
    first, second = _stems(one, other.language), _stems(other, other.language)
    both = len(first & second)
    return 2 * both / (len(first) + len(second)) if both >= _AT_LEAST or (both and first == second) else 0.0


def _stems(text: Text, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in content(_told(text)))
