"""The port to what readers say of entries: votes, reports and additions."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.feedback import Addition, Decision, Report, Usefulness
from bot.domain.model import EntryId, PersonId


class Feedback(Protocol):
    """What readers say of entries; it goes with the entry.

    What is asked about an entry includes what was said of those that were merged into it.
    """

    async def vote(self, entry: EntryId, person: PersonId, grade: int, now: datetime) -> None:
        """Note how useful a person calls an entry, instead of what they called it before."""
        ...

    async def usefulness(self, entry: EntryId) -> Usefulness:
        """Return how useful an entry was called."""
        ...

    async def report(self, report: Report) -> Report:
        """Store a report under a new number (the id given is ignored) and return it with that number."""
        ...

    async def open_reports(self, limit: int, entry: EntryId | None = None) -> tuple[Report, ...]:
        """Return the reports that nobody settled, oldest first; with `entry`, those of that one."""
        ...

    async def reported_since(self, person: PersonId, since: datetime) -> int:
        """Return how often a person reported anything since a moment."""
        ...

    async def close_reports(self, entry: EntryId, now: datetime) -> tuple[Report, ...]:
        """Settle the open reports of an entry and return them."""
        ...

    async def propose(self, addition: Addition) -> Addition:
        """Store an addition under a new number (the id given is ignored) and return it with that number."""
        ...

    async def addition(self, number: int) -> Addition | None:
        """Return an addition."""
        ...

    async def decide(self, number: int, decision: Decision) -> None:
        """Note what became of an addition."""
        ...

    async def additions(self, entry: EntryId) -> tuple[Addition, ...]:
        """Return the accepted additions to an entry, oldest first."""
        ...

    async def proposed(self, limit: int) -> tuple[Addition, ...]:
        """Return the additions that nobody decided on, oldest first."""
        ...
