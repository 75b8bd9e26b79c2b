"""What the knowledge base holds: entries (lessons, projects, pioneers), their texts, sources and themes.

People and rooms are in `people.py`; what may be shown to whom in `audience.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.keys import RoomKey
from bot.domain.tags import Tags

PersonId = int
ThemeId = int


class Kind(StrEnum):
    """The three kinds of entry."""

    LESSON = "lesson"
    PROJECT = "project"
    PIONEER = "pioneer"


LETTERS = {Kind.LESSON: "L", Kind.PROJECT: "P", Kind.PIONEER: "V"}
"""The letter of the ids that people type, per kind."""

_KINDS = {letter: kind for kind, letter in LETTERS.items()}
_ENTRY_ID = re.compile(r"([LPV])([1-9][0-9]{0,8})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, order=True)
class EntryId:
    """An id as people type it: L12, P4, V7."""

    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{LETTERS[self.kind]}{self.number}"

    @staticmethod
    def parse(text: str) -> EntryId | None:
        """Read an id in upper or lower case; None when the text is not one."""
        match = _ENTRY_ID.fullmatch(text.strip())
        return EntryId(_KINDS[match[1].upper()], int(match[2])) if match else None


class Outcome(StrEnum):
    """What came of what was tried. Only lessons have one."""

    SUCCESS = "success"
    PARTIAL = "partial"
    FAILURE = "failure"
    STOPPED = "stopped"


FAILED = (Outcome.FAILURE, Outcome.STOPPED)
"""What a lesson says that became of it, where it did not work."""


class State(StrEnum):
    """Where a project stands. It says nothing about its outcome."""

    IN_DEVELOPMENT = "in_development"
    IN_USE = "in_use"
    OUT_OF_USE = "out_of_use"


class Stage(StrEnum):
    """The ladder from a first sight to the standard."""

    IN_VIEW = "in_view"
    CHOSEN = "chosen"
    SUPPORTED = "supported"
    SCALED_UP = "scaled_up"
    STANDARD = "standard"


class Status(StrEnum):
    """Only what is published answers questions."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    """Who may see an entry: everybody, the members of the network, or one room."""

    PUBLIC = "public"
    NETWORK = "network"
    ROOM = "room"


class Consent(StrEnum):
    """Whether a pioneer agreed to be found. Only `given` may ever be shown."""

    GIVEN = "given"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Contact(StrEnum):
    """How a pioneer wants to be reached."""

    DIRECT = "direct"
    ASK_FIRST = "ask_first"
    NOT_NOW = "not_now"


@dataclass(frozen=True)
class Text:
    """An entry's words in one language; an empty string means: not told."""

    language: str
    title: str
    summary: str = ""
    situation: str = ""
    action: str = ""
    result: str = ""
    advice: str = ""

    @property
    def passages(self) -> tuple[str, ...]:
        """Everything told besides the title, in reading order."""
        told = (self.summary, self.situation, self.action, self.result, self.advice)
        return tuple(passage for passage in told if passage)


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as far as it is known: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        known = (f"{self.year:04}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in known if part)

    @staticmethod
    def parse(text: str) -> PartialDate:
        """Read `2011`, `2011-12` or `2011-12-05`; raise ValueError on anything else."""
        match = _PARTIAL_DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date like 2011, 2011-12 or 2011-12-05")
        year, month, day = (int(part) if part else None for part in match.groups())
        datetime(year or 0, month or 1, day or 1)  # noqa: DTZ001 - only checks that the day exists
        return PartialDate(year or 0, month, day)


@dataclass(frozen=True)
class Source:
    """Where it is written: what a reader needs to find it back."""

    title: str
    author: str | None = None
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None


@dataclass(frozen=True)
class Years:
    """When something happened, to the year; None where the source does not say, at least one is known."""

    since: int | None
    until: int | None = None


@dataclass(frozen=True)
class Lesson:
    """What was tried and what came of it; no outcome means: the source does not say."""

    outcome: Outcome | None = None


@dataclass(frozen=True)
class Project:
    """Who did what where."""

    state: State | None = None
    stage: Stage | None = None


@dataclass(frozen=True)
class Pioneer:
    """A person who declared themes and agreed to be found; the name is as they gave it."""

    person: PersonId
    name: str
    consent: Consent
    contact: Contact = Contact.ASK_FIRST


Details = Lesson | Project | Pioneer


@dataclass(frozen=True)
class Entry:
    """One lesson, project or pioneer with everything that is known of it.

    `texts` has at most one text per language and always one in `original`. `recorded` and `reviewed` are
    UTC. `room` is set exactly when the visibility is `room`. `external_id` names it in the file it came from.
    """

    id: EntryId
    details: Details
    texts: tuple[Text, ...]
    original: str
    status: Status
    visibility: Visibility
    recorded: datetime
    room: RoomKey | None = None
    organisation: str | None = None
    location: str | None = None
    happened: Years | None = None
    reviewed: datetime | None = None
    source: Source | None = None
    author: PersonId | None = None
    themes: tuple[ThemeId, ...] = ()
    tags: Tags = field(default_factory=Tags)
    external_id: str | None = None

    def text(self, language: str) -> Text:
        """Return the words in this language, or else in the original one."""
        by_language = {text.language: text for text in self.texts}
        return by_language.get(language) or by_language[self.original]

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of a lesson; other kinds have none."""
        return self.details.outcome if isinstance(self.details, Lesson) else None

    @property
    def owner(self) -> PersonId | None:
        """Who is asked about it: who shared it, or the pioneer themselves."""
        return self.details.person if isinstance(self.details, Pioneer) else self.author


@dataclass(frozen=True)
class Outline:
    """What counting and listing need of an entry: its id, and whose it is."""

    id: EntryId
    organisation: str | None


@dataclass(frozen=True)
class Theme:
    """A theme with its name per language (`nl` always there)."""

    id: ThemeId
    names: tuple[tuple[str, str], ...]

    def name(self, language: str) -> str:
        """Return the name in this language, or else in Dutch."""
        names = dict(self.names)
        return names.get(language) or names["nl"]
