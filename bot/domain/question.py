"""A question as the search understands it: words to find and filters that narrow it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.model import EntryId, Kind, Outcome, ThemeId
from bot.domain.tags import GovernmentRole


@dataclass(frozen=True)
class Filters:
    """What an entry must be to count; an empty set asks nothing, of a set one is enough.

    `organisations` and `places` are names as people write them: all of their words must stand in the name of
    the organisation (for a place, there or in the location). `since`: known to have happened in that year or
    later. `phrases`: each must stand in the text as it is, in whatever word forms.
    """

    kinds: frozenset[Kind] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    themes: frozenset[ThemeId] = frozenset()
    roles: frozenset[GovernmentRole] = frozenset()
    organisations: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    since: int | None = None
    phrases: frozenset[str] = frozenset()

    @property
    def narrow(self) -> bool:
        """Whether anything is asked at all."""
        return self != Filters()


@dataclass(frozen=True)
class Hit:
    """An entry found for a question.

    `score` orders the hits of one search, highest first, and means nothing across searches. `confidence`
    (0–1) says how much of what the question is about the entry covers; thresholds in the settings compare
    with it, across questions. `organisation` tells whose it is from others, empty where nobody's; `sketch`
    how much its text has in common with another (see `bot.language.likeness`).
    """

    entry: EntryId
    score: float
    confidence: float
    organisation: str = ""
    sketch: tuple[int, ...] = ()
