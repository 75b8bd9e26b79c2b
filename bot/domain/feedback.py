"""What readers say of an entry: how useful it was, what is wrong with it, and what they would add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.model import EntryId, PersonId

GRADES = range(1, 6)
"""How useful something can be called, from not at all to very."""

SHOWN_FROM = 3
"""From how many votes on they are shown: of fewer, one could guess whose they are."""

USEFUL_FROM = 3
"""From which average on something counts as called useful."""


class Complaint(StrEnum):
    """What can be the matter with an entry. What touches somebody's privacy is hidden first."""

    OUTDATED = "outdated"
    INCORRECT = "incorrect"
    PRIVACY = "privacy"
    UNSAFE = "unsafe"


class Decision(StrEnum):
    """What became of a proposed addition."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True)
class Usefulness:
    """How many people called an entry how useful on average; `average` is 0 without votes."""

    votes: int = 0
    average: float = 0.0

    @property
    def shown(self) -> bool:
        """Whether it may be shown."""
        return self.votes >= SHOWN_FROM

    @property
    def praised(self) -> bool:
        """Whether it may be shown, and says that it was useful."""
        return self.shown and self.average >= USEFUL_FROM


@dataclass(frozen=True)
class Report:
    """That somebody finds something the matter with an entry; `hid`: it was hidden because of that."""

    id: int
    entry: EntryId
    reporter: PersonId
    complaint: Complaint
    at: datetime
    hid: bool = False
    closed: datetime | None = None


@dataclass(frozen=True)
class Addition:
    """What somebody would add to an entry, in their own words."""

    id: int
    entry: EntryId
    author: PersonId
    language: str
    text: str
    at: datetime
    decision: Decision = Decision.PROPOSED
