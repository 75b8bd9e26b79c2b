"""A question as the search understands it: words to find and filters that narrow it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.model import EntryId, Kind, Outcome, ThemeId


@dataclass(frozen=True)
class Filters:
    """What an entry must be to count; an empty set asks nothing."""

    kinds: frozenset[Kind] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    themes: frozenset[ThemeId] = frozenset()


@dataclass(frozen=True)
class Hit:
    """An entry found for a question.

    `score` orders the hits of one search, highest first, and means nothing across searches. `confidence`
    (0–1) says how much of what the question is about the entry covers; thresholds in the settings compare
    with it, across questions.
    """

    entry: EntryId
    score: float
    confidence: float
