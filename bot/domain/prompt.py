"""Prompts: scheduled invitations to share in a room, and what became of their single moments.

When the moments are is in `calendar.py`; what is said at one, and doing it, is in `bot/prompting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import tee
from zoneinfo import ZoneInfo

from bot.domain.calendar import Days, DaysOff, Moment, has, moments
from bot.domain.keys import RoomKey
from bot.domain.model import EntryId, PersonId
from bot.domain.people import QuestionId
from bot.domain.schedule import Schedule

PromptId = int


class PromptState(StrEnum):
    """Whether a prompt is posted. A draft waits until its owner says that it was understood."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Prompt:
    """An invitation of a kind, to a room, on a schedule by the clock of a zone.

    `words` are those of the owner, for a kind that has none of its own. One that is paused comes back on the
    day `paused_until`, or when somebody says so.
    """

    id: PromptId
    room: RoomKey
    owner: PersonId
    kind: str
    schedule: Schedule
    zone: str
    made: datetime
    words: str = ""
    state: PromptState = PromptState.DRAFT
    paused_until: date | None = None

    @property
    def name(self) -> str:
        """What people type for it."""
        return f"K{self.id}"

    @property
    def runs(self) -> bool:
        """Whether it is posted now or from a day that is known."""
        paused_for_now = self.state is PromptState.PAUSED and self.paused_until is not None
        return self.state is PromptState.ACTIVE or paused_for_now

    def timed_like(self, other: Prompt | None) -> bool:
        """Say whether another one has its moments at the same times."""
        if other is None:
            return False
        return _timing(self) == _timing(other)


def _timing(prompt: Prompt) -> tuple[object, ...]:
    return prompt.schedule, prompt.zone, prompt.state, prompt.paused_until


TextId = int


@dataclass(frozen=True)
class OwnText:
    """A text that a coordinator gave for prompts of a kind, in a language; a removed one is not said."""

    id: TextId
    kind: str
    language: str
    words: str
    author: PersonId
    removed: bool = False

    @property
    def name(self) -> str:
        """What people type for it, and what is remembered of a posting with it."""
        return f"T{self.id}"


class Outcome(StrEnum):
    """What became of one moment. What was moved still has to come; what is empty had nothing to say."""

    POSTED = "posted"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    MOVED = "moved"
    EMPTY = "empty"


SAID = (Outcome.POSTED, Outcome.LATE)
"""What was posted."""


@dataclass(frozen=True)
class Occurrence:
    """One moment of a prompt, which happens once: as planned on the local clock, and when that is (UTC).

    Of what was posted also the text, and the entries or the open question that it showed.
    """

    prompt: PromptId
    planned: datetime
    at: datetime
    outcome: Outcome
    room: RoomKey
    kind: str
    text: str | None = None
    entries: tuple[EntryId, ...] = ()
    question: QuestionId | None = None

    @property
    def cause(self) -> str:
        """What is said because of it is remembered by."""
        return cause_of(self.prompt, self.planned)


CAUSE = "prompt "
"""With this begins by what is remembered that something was said for a moment of a prompt."""


def cause_of(number: PromptId, planned: datetime) -> str:
    """Return by what is remembered that something was said for this moment of a prompt."""
    return f"{CAUSE}{number} {planned.isoformat(timespec='minutes')}"


def occurrence_of(cause: str | None) -> tuple[PromptId, datetime] | None:
    """Return the prompt and planned moment that something was said for; None when it was for neither."""
    if cause is None or not cause.startswith(CAUSE):
        return None
    number, _, planned = cause.removeprefix(CAUSE).partition(" ")
    return int(number), datetime.fromisoformat(planned)


_SUMMARY = "sum "


def summary_of(cause: str) -> str:
    """Return by what is remembered that the answers to what was said because of this were summed up."""
    return f"{_SUMMARY}{cause}"


def said_for_prompt(cause: str | None) -> bool:
    """Say whether something was said for a moment of a prompt, or summed up the answers to that."""
    return occurrence_of((cause or "").removeprefix(_SUMMARY)) is not None


@dataclass(frozen=True)
class Standing:
    """A prompt with the moment until which everything was dealt with, and what is known of single moments."""

    prompt: Prompt
    since: datetime
    known: tuple[Occurrence, ...] = ()


def coming(standing: Standing, after: datetime, off: DaysOff) -> Iterator[Moment]:
    """Yield the moments after a moment (UTC) at which it is still to be posted, in order, each once.

    A moment that something is known of is left out; one that was moved comes at its other moment, unless the
    prompt rests then. A draft has those that it would have.
    """
    return Calendar(off).coming(standing, after)


class Calendar:
    """What `coming` gives, for many prompts: moments of a schedule that several have are found once."""

    def __init__(self, off: DaysOff) -> None:
        self._off = off
        self._found: dict[tuple[Schedule, str, datetime, DaysOff], Iterator[Moment]] = {}

    def coming(self, standing: Standing, after: datetime) -> Iterator[Moment]:
        """Yield the moments after a moment (UTC) at which a prompt is still to be posted."""
        prompt = standing.prompt
        if not (prompt.runs or prompt.state is PromptState.DRAFT):
            return iter(())
        taken = {each.planned for each in standing.known}
        off = with_pause(prompt, self._off)
        regular = (moment for moment in self._regular(prompt, after, off) if moment.local not in taken)
        moved = [each for each in moved_in(standing, off) if each.at > after and not rests(prompt, each, off)]
        return merge(regular, moved, key=_when)

    def _regular(self, prompt: Prompt, after: datetime, off: DaysOff) -> Iterator[Moment]:
        schedule = (prompt.schedule, prompt.zone, after, off)
        if schedule not in self._found:
            found = moments(prompt.schedule, ZoneInfo(prompt.zone), after, off)
            (self._found[schedule],) = tee(found, 1)
        return copy(self._found[schedule])


def moved_in(standing: Standing, off: DaysOff) -> list[Moment]:
    """Return the moments that were moved, at when they come now, in order.

    Of what the schedule does not have any more, because it was changed, none comes.
    """
    schedule = standing.prompt.schedule
    moved = (each for each in standing.known if each.outcome is Outcome.MOVED)
    still = (Moment(each.planned, each.at) for each in moved if has(schedule, each.planned, off))
    return sorted(still, key=_when)


def rests(prompt: Prompt, moment: Moment, off: DaysOff) -> bool:
    """Say whether a moment that was moved comes in a pause; other days off do not keep it."""
    return off.paused(moment.at.astimezone(ZoneInfo(prompt.zone)).date())


def with_pause(prompt: Prompt, off: DaysOff, name: str = "") -> DaysOff:
    """Return the days off with those of a pause whose end is known; `name` is what it is called."""
    if prompt.state is not PromptState.PAUSED or prompt.paused_until is None:
        return off
    pause = Days(date.min, prompt.paused_until - timedelta(days=1), name)
    return replace(off, pauses=(*off.pauses, pause))


def _when(moment: Moment) -> datetime:
    return moment.at
