"""The port to the store: transactions over everything that is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import JsonValue

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Person
from bot.messages.incoming import Origin
from bot.ports.condition import Overview
from bot.ports.contact import Contacts
from bot.ports.curating import Curating
from bot.ports.feedback import Feedback
from bot.ports.figures import Figures
from bot.ports.harvest import Harvest
from bot.ports.knowledge import Change, Entries, Questions, Revisions
from bot.ports.lease import Leases
from bot.ports.mailbox import Claim, Inbox, Outbox
from bot.ports.people import Bearing, Dialogues, People, Rooms
from bot.ports.prompts import Prompts
from bot.ports.protected import ProtectedDialogues
from bot.ports.retention import Retention
from bot.ports.vocabulary import Themes, Vocabulary
from bot.ports.wishes import Wishes


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
    PROMPT = "prompt"
    """A prompt is to be posted; the subject is its number."""


@dataclass(frozen=True)
class Shown:
    """Where something was said, and because of what."""

    conversation: ConversationKey
    cause: str


@dataclass(frozen=True)
class DueTask:
    """Claimed work: its kind, what it is about, and the moment it was planned for."""

    kind: Work
    subject: str
    at: datetime
    claim: Claim


@dataclass(frozen=True)
class Ticked:
    """When any process last looked at what is due, by its own clock.

    `doubt` is a mark that whoever sees a clock jump makes anew; empty when no clock is in doubt.
    """

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

    async def planned(self, kind: Work, subject: str) -> datetime | None:
        """Return the moment that work is planned for; None when it is not planned."""
        ...

    async def cancel(self, kind: Work, subject: str) -> None:
        """Plan it no more, whoever may be doing it; harmless when it was not planned."""
        ...

    async def claim(
        self, claim: Claim, now: datetime, limit: int, kinds: Collection[Work] = tuple(Work)
    ) -> tuple[DueTask, ...]:
        """Claim work of these kinds whose moment has come, earliest first."""
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


class Transaction(Protocol):
    """Everything that is remembered, inside one transaction."""

    @property
    def inbox(self) -> Inbox:
        """Events that came in."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What the bot says."""
        ...

    @property
    def entries(self) -> Entries:
        """Lessons, projects and pioneers."""
        ...

    @property
    def curating(self) -> Curating:
        """What waits for admins."""
        ...

    @property
    def questions(self) -> Questions:
        """What people asked."""
        ...

    @property
    def prompts(self) -> Prompts:
        """Prompts, and what became of each of their moments."""
        ...

    @property
    def harvest(self) -> Harvest:
        """What was answered to prompts."""
        ...

    @property
    def feedback(self) -> Feedback:
        """What readers say of entries."""
        ...

    @property
    def figures(self) -> Figures:
        """Numbers about the use of the base."""
        ...

    @property
    def wishes(self) -> Wishes:
        """Wishes that a message is kept."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """What the network teaches its search."""
        ...

    @property
    def themes(self) -> Themes:
        """Themes, for who curates them."""
        ...

    @property
    def revisions(self) -> Revisions:
        """The feed of changes."""
        ...

    @property
    def people(self) -> People:
        """Persons and accounts."""
        ...

    @property
    def rooms(self) -> Rooms:
        """Places and rooms."""
        ...

    @property
    def contacts(self) -> Contacts:
        """How pioneers can be reached, and who would like to reach them."""
        ...

    @property
    def dialogues(self) -> Dialogues:
        """Open forms."""
        ...

    @property
    def protected(self) -> ProtectedDialogues:
        """Protected dialogues."""
        ...

    @property
    def due(self) -> Due:
        """Work that waits for a moment."""
        ...

    @property
    def leases(self) -> Leases:
        """Who serves alone what only one may serve."""
        ...

    @property
    def damaged(self) -> int:
        """How many rows this transaction gave up because nobody can read them; admins must hear of it."""
        ...

    @property
    def said(self) -> int:
        """How many rows this transaction put in the outbox."""
        ...

    async def bearing(self, origin: Origin) -> Bearing:
        """Return what bears on a line from here, all at once."""
        ...

    async def overview(self) -> Overview:
        """Count what stands in the database."""
        ...

    async def held(self, person: PersonId) -> Mapping[str, JsonValue]:
        """Return everything that is held about a person, by subject."""
        ...

    async def erase(self, person: Person, event: Origin, change: Change) -> tuple[Shown, ...]:
        """Forget a person, but for the event in which they ask for it: everything of theirs goes.

        A number stays, in history too. What they took from a public source stays without them. Return where
        what was theirs is shown now, to be taken back.
        """
        ...

    async def erase_traces(self, room: RoomKey, until: datetime) -> bool:
        """Remove what was said in a direct room up to a moment; say whether nothing of it waits to go out."""
        ...

    async def hold(self) -> None:
        """Let nobody else save anything that has revisions until this transaction ends.

        What is read after this and changed by what was read cannot undo somebody else's change.
        """
        ...

    async def forget(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Remove what is older than it may be; return how many rows of each kind were removed or blanked."""
        ...


class Store(Protocol):
    """The database. Any method may raise StoreUnavailableError."""

    def begin(self, *, urgent: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """Open a writing transaction: all of it is durable at the end of the block, or none of it.

        What is urgent begins before what waits for its turn to write, where only one may.
        """
        ...

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a reading transaction: one consistent view, nothing may be written."""
        ...
