"""The port to the store: transactions over everything that is remembered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import EntryId, PersonId
from bot.domain.people import Person
from bot.messages.incoming import Origin
from bot.ports.agenda import Agenda
from bot.ports.condition import Overview
from bot.ports.contact import Contacts
from bot.ports.curating import Curating
from bot.ports.due import Due
from bot.ports.echoes import Echoes
from bot.ports.feedback import Feedback
from bot.ports.figures import Figures
from bot.ports.harvest import Harvest
from bot.ports.knowledge import Change, Entries, Questions, Revisions
from bot.ports.lease import Leases
from bot.ports.mailbox import Inbox, Outbox, Said
from bot.ports.news import News
from bot.ports.people import Bearing, Dialogues, People, Rooms
from bot.ports.prompts import Prompts
from bot.ports.protected import ProtectedDialogues
from bot.ports.retention import Retention
from bot.ports.stories import Stories
from bot.ports.vocabulary import Themes, Vocabulary
from bot.ports.wishes import Wishes


@dataclass(frozen=True)
class Shown:
    """Where something was said, and because of what."""

    conversation: ConversationKey
    cause: str


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
    def agenda(self) -> Agenda:
        """What members would like to talk about."""
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
    def news(self) -> News:
        """What came in, and who follows it."""
        ...

    @property
    def echoes(self) -> Echoes:
        """What came of what people shared."""
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
    def stories(self) -> Stories:
        """What was told in them."""
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

    async def unsay(
        self, words: Collection[str], kept: Collection[str], entry: EntryId | None, now: datetime
    ) -> tuple[Said, ...]:
        """Forget what was said and quotes these words, or shows this entry; what waits is not said any more.

        Words that begin as others that are `kept` are left. Return where the quotations stand, but for what
        shows the entry.
        """
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
