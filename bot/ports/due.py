"""The port to work that waits for a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ports.mailbox import Claim


class Work(StrEnum):
    """The kinds of work that fall due."""

    RETENTION = "retention"
    FINDABLE = "findable"
    """A pioneer who paused can be found again; the subject is the id of their entry."""
    CONTACT = "contact"
    """A request for contact is over; the subject is its number."""
    ERASING = "erasing"
    """The last words to somebody who is forgotten go too; the subject is the direct room with them."""
    FRESHNESS = "freshness"
    """Owners are asked whether what they shared is still true; there is one, which comes back every day."""
    HARVEST = "harvest"
    """What was answered to a prompt is summed up; the subject is its cause (`Occurrence.cause`)."""
    FOLLOWED = "followed"
    """Somebody hears what is new in the themes they follow; the subject is their number and how often."""
    ECHO = "echo"
    """Who shared something hears what came of it; there is one, which comes back every week."""
    PROMPT = "prompt"
    """A prompt is to be posted; the subject is its number."""
    READING = "reading"
    """Who reads stories told protected hears that some wait; the subject is the Monday of their week."""
    STORY = "story"
    """A story that was told protected is published; the subject is its number."""


@dataclass(frozen=True)
class DueTask:
    """Claimed work: its kind, what it is about, and the moment it was planned for."""

    kind: Work
    subject: str
    at: datetime
    claim: Claim


@dataclass(frozen=True)
class Ticked:
    """When any process last looked, by its own clock; `doubt` is a mark made anew at each jump, or empty."""

    at: datetime
    doubt: str = ""


class Due(Protocol):
    """All work that waits for a moment, one row per (kind, subject)."""

    async def plan(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work, or move it when it was planned already."""
        ...

    async def plan_once(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work unless it was planned already."""
        ...

    async def plan_by(self, kind: Work, subject: str, at: datetime) -> None:
        """Plan the work unless it was planned already, for this moment or earlier."""
        ...

    async def hold(self, kind: Work, subjects: Collection[str], at: datetime) -> None:
        """Plan work as `plan_by` does, and let nobody else touch it until this transaction ends."""
        ...

    async def planned(self, kind: Work, subject: str) -> datetime | None:
        """Return the moment that work is planned for; None when it is not planned."""
        ...

    async def cancel(self, kind: Work, subject: str) -> None:
        """Plan it no more, whoever may be doing it; harmless when it was not planned."""
        ...

    async def claim(
        self, claim: Claim, now: datetime, limit: int, kinds: Collection[Work] = tuple(Work)
    ) -> tuple[DueTask, ...]:
        """Claim work of these kinds whose moment has come, earliest first, then lower numbers first."""
        ...

    async def held(self, tasks: Collection[DueTask]) -> tuple[DueTask, ...]:
        """Return those of the tasks that their claim still holds; nobody else gets them before the end."""
        ...

    async def finish_all(self, again: Mapping[DueTask, datetime | None]) -> None:
        """Remove all this work, or plan it again. What somebody else holds by now stays theirs."""
        ...

    async def finish(self, task: DueTask, again: datetime | None = None) -> None:
        """Remove the work, or plan it again. Raise ClaimLostError when the claim is not ours any more.

        Work that was planned for another moment while it was being done stays planned for that moment.
        """
        ...

    async def next_at(self) -> datetime | None:
        """Return the earliest moment at which work can be claimed: planned for, and claimed by nobody."""
        ...

    async def ticked(self) -> Ticked | None:
        """Return what was noted last; None when nothing was, or nothing that can be read."""
        ...

    async def note_tick(self, tick: Ticked) -> None:
        """Note it, instead of what was noted last."""
        ...
