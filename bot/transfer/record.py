"""A row read: what it says of one entry, every value checked by itself, and what is not given left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from bot.domain.model import (
    Consent,
    Contact,
    EntryId,
    Kind,
    Outcome,
    PartialDate,
    Stage,
    State,
    Status,
    Visibility,
)
from bot.domain.people import Room
from bot.domain.tags import TAG_SETS, Barrier, GovernmentRole, Initiative, Instrument, Steering, Vantage
from bot.messages.cleaning import as_seen
from bot.messages.told import reason_of, told
from bot.ports.files import BadRow
from bot.transfer import values
from bot.transfer.dates import read_when
from bot.transfer.fields import TEXTS, WORDS, Target
from bot.transfer.mapping import Given, LaidOut
from bot.transfer.themes import Names, joined, read_themes
from bot.transfer.words import CHOICES, read_choice


@dataclass(frozen=True)
class Record:
    """What a row says; None or empty means that it does not say. `columns` are its own names of the fields.

    `texts` are parts of texts by language and name; the language is empty where it is the original one.
    `remarks` are what was made of values that are not plain, `blanks` the columns in which somebody wrote a
    word for nothing, with that word.
    """

    line: int
    columns: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    blanks: Mapping[str, str] = field(default_factory=dict)
    id: EntryId | None = None
    kind: Kind | None = None
    outcome: Outcome | None = None
    state: State | None = None
    stage: Stage | None = None
    status: Status | None = None
    visibility: Visibility | None = None
    room: Room | None = None
    organisation: str | None = None
    location: str | None = None
    happened_since: int | None = None
    happened_until: int | None = None
    recorded: datetime | None = None
    reviewed: datetime | None = None
    source_title: str | None = None
    source_author: str | None = None
    source_publisher: str | None = None
    source_published: PartialDate | None = None
    source_url: str | None = None
    external_id: str | None = None
    original: str | None = None
    languages: tuple[str, ...] = ()
    themes: tuple[Names, ...] = ()
    role: tuple[GovernmentRole, ...] = ()
    barrier: tuple[Barrier, ...] = ()
    steering: tuple[Steering, ...] = ()
    instrument: tuple[Instrument, ...] = ()
    vantage: tuple[Vantage, ...] = ()
    initiative: tuple[Initiative, ...] = ()
    author: int | None = None
    person: int | None = None
    name: str | None = None
    consent: Consent | None = None
    contact: Contact | None = None
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def ours(self) -> bool:
        """Whether it is a row of our own export: those say which entry they are, and when it was recorded."""
        return self.id is not None and self.recorded is not None

    def bad(self, name: str | None, reason: str) -> BadRow:
        """Return that this row cannot be taken because of a field, named as the file names it."""
        return BadRow(self.line, name and self.columns.get(name, name), reason)


def read_record(line: int, laid: LaidOut) -> Record | tuple[BadRow, ...]:
    """Read every value of a row, or return everything that is wrong with them."""
    faults = [
        BadRow(line, second, told("says the same as the column “{first}”; keep one.", first=first))
        for first, second in laid.double
    ]
    exact = all(_filled(laid.values.get(Target(name))) for name in ("id", "recorded"))
    read = _Read()
    for aim, given in laid.values.items():
        if _empty(aim, given, exact=exact):
            continue
        try:
            if _says_nothing(aim, given, exact=exact):
                read.blanks[given.column] = str(given.value).strip()
                continue
            read.columns.setdefault(str(aim), given.column)
            read.take(aim, given, exact=exact)
        except ValueError as error:
            faults.append(BadRow(line, given.column, reason_of(error)))
    faults += read.ends(line)
    if faults:
        return tuple(faults)
    themes, remark = joined(read.themes)
    remarks = (*read.remarks, remark) if remark else tuple(read.remarks)
    return Record(line, read.columns, remarks, read.blanks, texts=read.texts, themes=themes, **read.found)


@dataclass
class _Read:
    """What was read of a row so far."""

    found: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    themes: list[tuple[str, tuple[Names, ...]]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    blanks: dict[str, str] = field(default_factory=dict)
    _ends: dict[str, tuple[str, int]] = field(default_factory=dict)

    def take(self, aim: Target, given: Given, *, exact: bool) -> None:
        """Read a value; raise ValueError that says what is wrong with it."""
        if aim.field in TEXTS:
            read = values.read_line if aim.field == "title" else values.read_text
            words = read(given.value, exact=exact)
            self.texts.setdefault(aim.language or "", {})[aim.field] = words
        elif aim.field == "themes":
            found = read_themes(given.value, aim.language or "", exact=exact)
            self.themes.append((aim.language or "", found))
        elif aim.field in _DATES:
            self._take_date(aim.field, given)
        else:
            self.found[aim.field] = _READERS[aim.field](given.value, exact)

    def _take_date(self, name: str, given: Given) -> None:
        when = read_when(given.value)
        if when.last is not None and name == "source_published":
            raise ValueError(told("is a period; write the day, the month or the year in which it came out."))
        if when.remark:
            self.remarks.append(told("{column}: {remark}", column=given.column, remark=when.remark))
        ends = (when.first, when.last or when.first)
        if name == "source_published":
            self.found[name] = when.first
            return
        self.found[name] = ends[name == "happened_until"].year
        if when.last is not None:
            other = "happened_since" if name == "happened_until" else "happened_until"
            self._ends[other] = (given.column, ends[name == "happened_since"].year)

    def ends(self, line: int) -> list[BadRow]:
        """Let a period fill the year for which there was no column; return what contradicts it."""
        faults = []
        for name, (column, year) in self._ends.items():
            self.columns.setdefault(name, column)
            if self.found.setdefault(name, year) != year:
                reason = told(
                    "is a period, and the column “{column}” says otherwise; keep one.",
                    column=self.columns[name],
                )
                faults.append(BadRow(line, column, reason))
        return faults


def _filled(given: Given | None) -> bool:
    blank = given is None or given.value is None or not str(given.value).strip()
    return given is not None and not blank and not values.says_nothing(given.value)


def _empty(aim: Target, given: Given, *, exact: bool) -> bool:
    """Say whether nothing is given. In a row of ours, empty text is what it says."""
    if given.value is None or given.value in ([], {}):
        return True
    return (
        isinstance(given.value, str) and not _exactly(aim, exact=exact) and not as_seen(given.value).strip()
    )


def _says_nothing(aim: Target, given: Given, *, exact: bool) -> bool:
    """Say whether somebody wrote that there is nothing; raise ValueError where there has to be something."""
    if _exactly(aim, exact=exact) or not values.says_nothing(given.value):
        return False
    if aim == Target("title"):
        raise ValueError(
            told(
                "“{text}” is no title. Write one, or leave it empty: then its first sentence is taken.",
                text=str(given.value).strip(),
            )
        )
    return True


def _exactly(aim: Target, *, exact: bool) -> bool:
    """Say whether every character of a field counts, as in the words of a row of ours."""
    return exact and aim.field in WORDS


Reader = Callable[[object, bool], object]


def _choice(name: str) -> Reader:
    return lambda value, exact: read_choice(CHOICES[name], values.read_text(value, exact=exact))


def _tags(name: str) -> Reader:
    def read(value: object, exact: bool) -> object:  # noqa: FBT001 - one shape for every reader
        found = {read_choice(CHOICES[name], item) for item in values.read_list(value, exact=exact)}
        return tuple(sorted(found))

    return read


def _line(longest: int = values.LONGEST_LINE) -> Reader:
    return lambda value, exact: values.read_line(value, longest, exact=exact)


def _plain(read: Callable[[object], object]) -> Reader:
    return lambda value, exact: read(value)  # noqa: ARG005 - one shape for every reader


def _languages(value: object, exact: bool) -> object:  # noqa: FBT001 - one shape for every reader
    return tuple(values.read_language(item) for item in values.read_list(value, exact=exact))


def _texts(value: object, exact: bool) -> object:  # noqa: ARG001, FBT001 - one shape for every reader
    raise ValueError(
        told("is not an object with a language, and in it only {names}.", names=", ".join(TEXTS))
    )


_DATES: Final = frozenset({"happened_since", "happened_until", "source_published"})

_READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        **{name: _choice(name) for name in CHOICES if name not in TAG_SETS},
        **{name: _tags(name) for name in TAG_SETS},
        **{name: _line() for name in ("organisation", "location", "name")},
        **{name: _line() for name in ("source_title", "source_author", "source_publisher")},
        "id": _plain(values.read_id),
        "room": _plain(values.read_room),
        "recorded": _plain(values.read_moment),
        "reviewed": _plain(values.read_moment),
        "source_url": _plain(values.read_link),
        "external_id": _line(values.LONGEST_ID),
        "original": _plain(values.read_language),
        "languages": _languages,
        "author": _plain(values.read_person),
        "person": _plain(values.read_person),
        "texts": _texts,
    }
)
