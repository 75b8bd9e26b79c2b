"""What the network teaches its search: words that stand for one another, and how people asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.model import EntryId

MOST_PHRASINGS = 20
"""How many questions one entry is known by; the oldest go first."""


@dataclass(frozen=True)
class Phrasing:
    """A question that an entry answered, without greetings and names, in its language."""

    language: str
    text: str


@dataclass(frozen=True)
class Phrasings:
    """All questions that an entry is known by (“also asked as”), the oldest first."""

    entry: EntryId
    asked: tuple[Phrasing, ...]


class WordKind(StrEnum):
    """Why words stand for one another."""

    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"


WordGroupId = int


@dataclass(frozen=True)
class WordGroup:
    """Words and phrases that stand for one another, as written; of an abbreviation it comes first."""

    id: WordGroupId
    kind: WordKind
    words: tuple[str, ...]
