"""`SqlStore`: transactions over everything that is remembered, on SQLite or PostgreSQL.

What is remembered and how is in the repositories, one per subject.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import RoomKey
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
from bot.ports.store import Shown
from bot.ports.stories import Stories
from bot.ports.vocabulary import Themes, Vocabulary
from bot.ports.wishes import Wishes
from storage.agenda import SqlAgenda
from storage.bearing import bearing
from storage.contacts import SqlContacts
from storage.curating import SqlCurating
from storage.database.engine import open_engines, transaction
from storage.database.group_commit import GroupCommit
from storage.dialogues import SqlDialogues
from storage.due import SqlDue
from storage.echoes import SqlEchoes
from storage.erasing import erase, erase_traces
from storage.feedback import SqlFeedback
from storage.figures import SqlFigures
from storage.harvest import SqlHarvest
from storage.held import Held, held
from storage.inbox import SqlInbox
from storage.key_folder import KeyFolder
from storage.knowledge import SqlEntries
from storage.leases import SqlLeases
from storage.news import SqlNews
from storage.outbox import SqlOutbox
from storage.overview import overview
from storage.payloads import Damage
from storage.people import SqlPeople
from storage.prompts import SqlPrompts
from storage.protected import SqlProtectedDialogues
from storage.questions import SqlQuestions
from storage.retention import forget
from storage.revisions import SqlRevisions
from storage.rooms import SqlRooms
from storage.sealing import Keys
from storage.sql import hold_feed
from storage.stories import SqlStories
from storage.taking_back import unsay
from storage.themes import SqlThemes
from storage.vocabulary import SqlVocabulary
from storage.wishes import SqlWishes


class SqlTransaction:
    """Everything that is remembered, over one connection."""

    def __init__(self, connection: AsyncConnection, keys: Keys) -> None:
        self._connection = connection
        self._damage = Damage()
        self._keys = keys
        self._outbox = SqlOutbox(connection, self._damage, keys)
        self.forgot = False
        """Whether anything was removed that must not be found back anywhere."""

    @property
    def inbox(self) -> Inbox:
        """Events that came in."""
        return SqlInbox(self._connection, self._damage, self._keys)

    @property
    def outbox(self) -> Outbox:
        """What the bot says."""
        return self._outbox

    @property
    def entries(self) -> Entries:
        """Lessons, projects and pioneers."""
        return SqlEntries(self._connection)

    @property
    def curating(self) -> Curating:
        """What waits for admins."""
        return SqlCurating(self._connection)

    @property
    def questions(self) -> Questions:
        """What people asked."""
        return SqlQuestions(self._connection)

    @property
    def prompts(self) -> Prompts:
        """Prompts, and what became of each of their moments."""
        return SqlPrompts(self._connection)

    @property
    def agenda(self) -> Agenda:
        """What members would like to talk about."""
        return SqlAgenda(self._connection)

    @property
    def harvest(self) -> Harvest:
        """What was answered to prompts."""
        return SqlHarvest(self._connection)

    @property
    def feedback(self) -> Feedback:
        """What readers say of entries."""
        return SqlFeedback(self._connection)

    @property
    def news(self) -> News:
        """What came in, and who follows it."""
        return SqlNews(self._connection)

    @property
    def echoes(self) -> Echoes:
        """What came of what people shared."""
        return SqlEchoes(self._connection)

    @property
    def figures(self) -> Figures:
        """Numbers about the use of the base."""
        return SqlFigures(self._connection)

    @property
    def wishes(self) -> Wishes:
        """Wishes that a message is kept."""
        return SqlWishes(self._connection)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the network teaches its search."""
        return SqlVocabulary(self._connection)

    @property
    def themes(self) -> Themes:
        """Themes, for who curates them."""
        return SqlThemes(self._connection)

    @property
    def revisions(self) -> Revisions:
        """The feed of changes."""
        return SqlRevisions(self._connection)

    @property
    def people(self) -> People:
        """Persons and accounts."""
        return SqlPeople(self._connection)

    @property
    def rooms(self) -> Rooms:
        """Places and rooms."""
        return SqlRooms(self._connection)

    @property
    def contacts(self) -> Contacts:
        """How pioneers can be reached, and who would like to reach them."""
        return SqlContacts(self._connection)

    @property
    def dialogues(self) -> Dialogues:
        """Open forms."""
        return SqlDialogues(self._connection)

    @property
    def protected(self) -> ProtectedDialogues:
        """Protected dialogues."""
        return SqlProtectedDialogues(self._connection, self._keys)

    @property
    def stories(self) -> Stories:
        """What was told in them."""
        return SqlStories(self._connection)

    @property
    def due(self) -> Due:
        """Work that waits for a moment."""
        return SqlDue(self._connection)

    @property
    def leases(self) -> Leases:
        """Who serves alone what only one may serve."""
        return SqlLeases(self._connection)

    @property
    def damaged(self) -> int:
        """How many rows this transaction gave up because nobody can read them."""
        return self._damage.rows

    @property
    def said(self) -> int:
        """How many rows this transaction put in the outbox."""
        return self._outbox.added

    async def bearing(self, origin: Origin) -> Bearing:
        """Return what bears on a line from here, all at once."""
        return await bearing(self._connection, origin)

    async def overview(self) -> Overview:
        """Count what stands in the database."""
        return await overview(self._connection)

    async def held(self, person: PersonId) -> Held:
        """Return everything that is held about a person, by subject."""
        return await held(self._connection, person)

    async def erase(self, person: Person, event: Origin, change: Change) -> tuple[Shown, ...]:
        """Forget a person, but for the event in which they ask for it; return where it is shown."""
        self.forgot = True
        return await erase(self._connection, person, event, change)

    async def erase_traces(self, room: RoomKey, until: datetime) -> bool:
        """Remove what was said in a direct room up to a moment; say whether nothing of it waits to go out."""
        self.forgot = True
        return await erase_traces(self._connection, room, until)

    async def unsay(
        self, words: Collection[str], kept: Collection[str], entry: EntryId | None, now: datetime
    ) -> tuple[Said, ...]:
        """Forget what was said and quotes these words or shows this entry; return where it is quoted."""
        self.forgot = True
        return await unsay(self._connection, words, kept, entry, now)

    async def hold(self) -> None:
        """Let nobody else save anything that has revisions until this transaction ends."""
        await hold_feed(self._connection)

    async def forget(self, retention: Retention, now: datetime) -> Mapping[str, int]:
        """Remove what is older than it may be; return how many rows of each kind were removed or blanked."""
        self.forgot = True
        return await forget(self._connection, retention, now)


class SqlStore:
    """The database behind a URL: `sqlite:///file` or `postgresql://…`.

    Its schema is there already (`storage.database.schema.migrate`). One store belongs to one event loop.
    """

    def __init__(self, url: str, keys: KeyFolder | None = None) -> None:
        self._key_folder = keys
        self._engines = open_engines(url)
        self._group_commit = GroupCommit(self._engines) if self._engines.one_writer else None

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[SqlTransaction]:
        """Open a writing transaction: all of it is durable at the end of the block, or none of it.

        What is urgent begins before others that wait here. Raise StoreUnavailableError when the database
        cannot be reached.
        """
        keys, durable = Keys(self._key_folder), False
        if self._group_commit:
            async with self._group_commit.transaction(keys.settle, urgent=urgent) as group:
                tx = SqlTransaction(group.connection, keys)
                yield tx
                group.forgot |= tx.forgot
            return
        try:
            async with transaction(self._engines.writing) as connection:
                yield SqlTransaction(connection, keys)
            durable = True
        finally:
            keys.settle(durable=durable)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlTransaction]:
        """Open a reading transaction: one consistent view, nothing may be written.

        Raise StoreUnavailableError when the database cannot be reached.
        """
        async with transaction(self._engines.reading) as connection:
            yield SqlTransaction(connection, Keys(self._key_folder))

    async def close(self) -> None:
        """Close every connection."""
        await self._engines.close()
