"""The port to the knowledge base: entries, themes, questions, and the revisions of everything that counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.audience import Audience
from bot.domain.keys import ConversationKey
from bot.domain.model import Entry, EntryId, Kind, Outcome, PersonId, Theme, ThemeId
from bot.domain.people import Person, Place, Question, QuestionId, Room
from bot.domain.prompt import OwnText, Prompt
from bot.domain.question import Filters
from bot.domain.vocabulary import Phrasings, WordGroup


@dataclass(frozen=True)
class Change:
    """Who changes something, and when. No actor: the program itself."""

    actor: PersonId | None
    at: datetime


class Subject(StrEnum):
    """What a revision is about."""

    ENTRY = "entry"
    THEME = "theme"
    PERSON = "person"
    ROOM = "room"
    PLACE = "place"
    PHRASING = "phrasing"
    WORDS = "words"
    PROMPT = "prompt"
    PROMPT_TEXT = "prompt_text"


State = Entry | Theme | Person | Room | Place | Phrasings | WordGroup | Prompt | OwnText


@dataclass(frozen=True)
class Revision:
    """One change: the state before and after it. Numbers are in the order of the commits."""

    number: int
    at: datetime
    actor: PersonId | None
    subject: Subject
    key: str
    before: State | None
    after: State | None


@dataclass(frozen=True)
class Action:
    """What one command of one person changed, as one: its revisions in their order."""

    number: int
    command: str
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class Trace:
    """That something changed and when, without the states: enough to follow the feed, and quick to read.

    `wipes`: words went by it that nothing may hold any more.
    """

    number: int
    at: datetime
    subject: Subject
    key: str
    wipes: bool = False


class Revisions(Protocol):
    """The feed that serves history, undo and every process's search index. Saving anything appends to it."""

    async def after(self, number: int, limit: int) -> tuple[Revision, ...]:
        """Return up to `limit` revisions after a number, in order; what commits later is higher."""
        ...

    async def traces(self, number: int, limit: int) -> tuple[Trace, ...]:
        """Return the traces of the revisions that `after` would return."""
        ...

    async def last(self) -> int:
        """Return the highest number, 0 when there is none."""
        ...

    async def of(self, subject: Subject, key: str) -> tuple[Revision, ...]:
        """Return every revision of one thing, in order; those that cannot be read are left out."""
        ...

    async def bind(self, after: int, command: str, undoes: int | None = None) -> None:
        """Let everything after a number be one action of this command; `undoes`: it takes that one back.

        Only inside a transaction that holds the feed since that number was the last.
        """
        ...

    async def undoable(self, actor: PersonId) -> Action | None:
        """Return the last action of a person that was not taken back and takes none back itself."""
        ...


class Entries(Protocol):
    """Lessons, projects and pioneers."""

    async def next_id(self, kind: Kind) -> EntryId:
        """Return a new id of this kind; a number is never given out again."""
        ...

    async def next_ids(self, kind: Kind, count: int) -> Sequence[EntryId]:
        """Return so many new ids of this kind, in order."""
        ...

    async def save(self, entry: Entry, change: Change) -> None:
        """Add the entry or replace it whole, and append the revision.

        A room it names is saved already. A number that `next_id` did not give out counts as given out.
        """
        ...

    async def save_all(self, entries: Sequence[Entry], change: Change) -> None:
        """Save many at once, as `save` would one after another. Raise ValueError when an id comes twice.

        All of them and their states before are in memory meanwhile: hand over some thousands at a time.
        """
        ...

    async def get(self, ids: Collection[EntryId]) -> Mapping[EntryId, Entry]:
        """Return those of the entries that exist, whatever their status."""
        ...

    async def newest(
        self, audience: Audience, limit: int, outcomes: Collection[Outcome] = ()
    ) -> tuple[Entry, ...]:
        """Return what was recorded last and the audience may see, newest first, then by id.

        With `outcomes` only the lessons with one of those.
        """
        ...

    async def of(self, person: PersonId, limit: int) -> tuple[Entry, ...]:
        """Return what a person shared or is shown as, whatever its status, newest first, then by id."""
        ...

    async def pioneer(self, person: PersonId) -> Entry | None:
        """Return what a person is shown as, when they are a pioneer, whether or not they still agree."""
        ...

    async def in_theme(self, theme: ThemeId, audience: Audience, limit: int) -> tuple[Entry, ...]:
        """Return what a theme holds and the audience may see, newest first, then by id."""
        ...

    async def count(self, audience: Audience) -> Mapping[Kind, int]:
        """Return how many entries of each kind the audience may see."""
        ...

    async def external_ids(self, external_ids: Collection[str]) -> frozenset[str]:
        """Return which of these external ids exist."""
        ...

    async def with_external_ids(self, external_ids: Collection[str]) -> Mapping[str, Entry]:
        """Return the entries that have one of these external ids, by it, whatever their status."""
        ...

    async def with_source_urls(self, urls: Collection[str]) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries whose source has one of these addresses, by it, whatever their status."""
        ...

    async def with_titles(self, titles: Collection[str]) -> tuple[Entry, ...]:
        """Return the entries that have one of these titles in some language, by id, whatever their status."""
        ...

    async def following(
        self, last: EntryId | None, audience: Audience | None, limit: int
    ) -> tuple[Entry, ...]:
        """Return up to `limit` entries that come after one, or the first ones; what the audience may see.

        No audience: all there are, whatever their status. The order is one fixed for a database, so that
        going on from the last of what was returned comes past every entry once.
        """
        ...

    async def themes(self) -> tuple[Theme, ...]:
        """Return all themes by id."""
        ...

    async def theme_sizes(self, audience: Audience) -> Mapping[ThemeId, int]:
        """Return how many entries of each theme the audience may see; empty themes are left out."""
        ...

    async def save_theme(self, names: Mapping[str, str], change: Change) -> Theme:
        """Add a theme and append the revision."""
        ...


class Questions(Protocol):
    """What people asked."""

    async def add(self, question: Question) -> Question:
        """Store a question under a new number (the id given is ignored) and return it with that number."""
        ...

    async def save(self, question: Question) -> None:
        """Replace a stored question."""
        ...

    async def get(self, number: QuestionId) -> Question | None:
        """Return a question."""
        ...

    async def because_of(self, cause: str) -> Question | None:
        """Return the question that was asked in this message (`Origin.cause`)."""
        ...

    async def delete(self, number: QuestionId) -> None:
        """Forget a question and its follow-ups, because its message was deleted."""
        ...

    async def latest(
        self,
        asker: PersonId,
        conversation: ConversationKey,
        since: datetime,
        before: QuestionId | None = None,
    ) -> Question | None:
        """Return what this person asked last in this conversation, when it is not older than `since`.

        With `before`, only questions with a lower number than this one count.
        """
        ...

    async def latest_openly(
        self, conversation: ConversationKey, since: datetime, before: QuestionId | None = None
    ) -> Question | None:
        """Return what anybody asked last in this conversation, as `latest`, whose answer all could read."""
        ...

    async def waiting(self, limit: int) -> tuple[Question, ...]:
        """Return questions that nobody answered yet, the oldest first, without what was found."""
        ...

    async def waiting_openly(self, limit: int) -> tuple[Question, ...]:
        """Return those of `waiting` whose answer not the asker alone read."""
        ...

    async def waiting_of(self, asker: PersonId, limit: int) -> tuple[Question, ...]:
        """Return the questions of a person that nobody answered yet, as `waiting` does."""
        ...

    async def waiting_words(
        self, filters: Filters, cause: str, limit: int
    ) -> tuple[tuple[QuestionId, str], ...]:
        """Return the words of what waits within these filters, the oldest first, in whatever language.

        Without what was asked in the message `cause`.
        """
        ...

    async def same_as(self, asked: Question) -> tuple[Question, ...]:
        """Return this question and those that are the same, by number, without what was found."""
        ...

    async def open_of(self, asker: PersonId) -> int:
        """Return how many questions of a person have no answer yet."""
        ...

    async def told(self, limit: int) -> tuple[Question, ...]:
        """Return the last questions that have their text, the newest first, without what was found."""
        ...
