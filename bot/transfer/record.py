"""A row read: what it says of one entry, every value checked by itself, and what is not given left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from bot.domain.tags import Barrier, GovernmentRole, Initiative, Instrument, Steering, Vantage
from bot.ports.files import BadRow
from bot.transfer import values
from bot.transfer.fields import TAGS, TEXTS, Target
from bot.transfer.mapping import Given, LaidOut
from bot.transfer.words import CHOICES, read_choice

Names = tuple[tuple[str, str], ...]
"""A theme by its names, each with its language; an empty one where somebody just wrote the name."""


@dataclass(frozen=True)
class Record:
    """What a row says; None or empty means that it does not say. `columns` are its own names of the fields.

    `texts` are parts of texts by language and name; the language is empty where it is the original one.
    """

    line: int
    columns: Mapping[str, str] = field(default_factory=dict)
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
        BadRow(line, second, f"says the same as the column “{first}”; keep one.")
        for first, second in laid.double
    ]
    exact = Target("id") in laid.values and Target("recorded") in laid.values
    found: dict[str, Any] = {}
    texts: dict[str, dict[str, str]] = {}
    themes: list[tuple[str, tuple[Names, ...]]] = []
    columns: dict[str, str] = {}
    for aim, given in laid.values.items():
        if _empty(given, exact=exact):
            continue
        columns.setdefault(str(aim), given.column)
        try:
            if aim.field in TEXTS:
                longest = values.LONGEST_LINE if aim.field == "title" else values.LONGEST_TEXT
                words = values.read_text(given.value, longest, exact=exact)
                texts.setdefault(aim.language or "", {})[aim.field] = words
            elif aim.field == "themes":
                themes.append((aim.language or "", _themes(given.value, aim.language or "", exact=exact)))
            else:
                found[aim.field] = _READERS[aim.field](given.value, exact)
        except ValueError as error:
            faults.append(BadRow(line, given.column, str(error)))
    if faults:
        return tuple(faults)
    return Record(line, columns, texts=texts, themes=_joined(themes), **found)


def _empty(given: Given, *, exact: bool) -> bool:
    """Say whether nothing is given. In a row of ours, empty text is what it says."""
    if given.value is None or given.value in ([], {}):
        return True
    return isinstance(given.value, str) and not exact and not given.value.strip()


def _themes(value: object, language: str, *, exact: bool) -> tuple[Names, ...]:
    """Read names in a cell or a list, or the objects with a name per language that our JSON writes."""
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(item, Mapping) for item in items):
        return tuple(((language, name),) for name in values.read_list(value, exact=exact))
    found = []
    for item in items:
        if not isinstance(item, Mapping) or not item:
            raise ValueError("is not a list of themes as our own export writes one.")
        names = item.items()
        found.append(
            tuple(
                (values.read_language(each), values.read_text(name, values.LONGEST_LINE, exact=exact))
                for each, name in names
            )
        )
    return tuple(found)


def _joined(columns: Sequence[tuple[str, tuple[Names, ...]]]) -> tuple[Names, ...]:
    """Join the names of the same themes that stand in several columns, one per language."""
    if len(columns) == 1:
        return columns[0][1]
    longest = max((len(themes) for _, themes in columns), default=0)
    return tuple(
        tuple(
            name for _, themes in columns for names in themes[place : place + 1] for name in names if name[1]
        )
        for place in range(longest)
    )


Reader = Callable[[object, bool], object]


def _choice(name: str) -> Reader:
    return lambda value, exact: read_choice(CHOICES[name], values.read_text(value, exact=exact))


def _tags(name: str) -> Reader:
    def read(value: object, exact: bool) -> object:  # noqa: FBT001 - one shape for every reader
        found = {read_choice(CHOICES[name], item) for item in values.read_list(value, exact=exact)}
        return tuple(sorted(found))

    return read


def _line(longest: int = values.LONGEST_LINE) -> Reader:
    return lambda value, exact: values.read_text(value, longest, exact=exact)


def _plain(read: Callable[[object], object]) -> Reader:
    return lambda value, exact: read(value)  # noqa: ARG005 - one shape for every reader


def _languages(value: object, exact: bool) -> object:  # noqa: FBT001 - one shape for every reader
    return tuple(values.read_language(item) for item in values.read_list(value, exact=exact))


def _texts(value: object, exact: bool) -> object:  # noqa: ARG001, FBT001 - one shape for every reader
    raise ValueError(f"is not an object with a language, and in it only {', '.join(TEXTS)}.")


_READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        **{name: _choice(name) for name in CHOICES if name not in TAGS},
        **{name: _tags(name) for name in TAGS},
        **{name: _line() for name in ("organisation", "location", "name")},
        **{name: _line() for name in ("source_title", "source_author", "source_publisher")},
        "id": _plain(values.read_id),
        "room": _plain(values.read_room),
        "happened_since": _plain(values.read_year),
        "happened_until": _plain(values.read_year),
        "recorded": _plain(values.read_moment),
        "reviewed": _plain(values.read_moment),
        "source_published": _plain(values.read_date),
        "source_url": _plain(values.read_link),
        "external_id": _line(values.LONGEST_ID),
        "original": _plain(values.read_language),
        "languages": _languages,
        "author": _plain(values.read_person),
        "person": _plain(values.read_person),
        "texts": _texts,
    }
)
