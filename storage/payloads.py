"""The written form of what is stored whole: events, what is said, answers in forms, revision states, filters.

Every one is JSON in an envelope with a version, `{"v": 1, "body": …}`. When the shape of the dataclasses
changes, the version goes up and a reader from the version before it is added here; `tests/contract/frozen`
holds an example of every version that was ever written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from pydantic import ConfigDict, Discriminator, JsonValue, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from bot.domain.editing import Assignment
from bot.domain.errors import VoorloperError
from bot.domain.question import Filters
from bot.messages.incoming import Incoming
from bot.messages.outgoing import Outgoing
from bot.ports.knowledge import State
from storage.columns import storable

T = TypeVar("T")

_CONFIG = ConfigDict(
    extra="forbid", ser_json_bytes="base64", val_json_bytes="base64", hide_input_in_errors=True
)


class UnreadablePayloadError(VoorloperError):
    """A stored payload cannot be read: a newer program wrote it, or it is damaged. Never holds its words."""

    def __init__(self, problem: str, *, newer: bool) -> None:
        super().__init__(problem)
        self.newer = newer


@dataclass
class Damage:
    """Counts rows that are given up because nobody can read them."""

    rows: int = 0


@dataclass(frozen=True)
class Codec(Generic[T]):
    """Writes and reads one kind of payload.

    `readers` turns a body of the version it is listed under into one of the next version.
    """

    name: str
    adapter: TypeAdapter[T]
    version: int = 1
    readers: Mapping[int, Callable[[JsonValue], JsonValue]] = field(default_factory=dict)

    def write(self, value: T) -> str:
        """Return the value as JSON in an envelope."""
        body = self.adapter.dump_python(value, mode="json")
        return storable(json.dumps({"v": self.version, "body": body}, ensure_ascii=False))

    def read(self, text: str) -> T:
        """Return the value; raise UnreadablePayloadError when the program cannot know what it says."""
        try:
            body = self._newest_body(from_json(text))
            return self.adapter.validate_json(to_json(body))
        except ValidationError as error:
            problem = f"{self.name} of version {self.version} with {error.error_count()} problems"
            raise UnreadablePayloadError(problem, newer=False) from None
        except (ValueError, LookupError, TypeError) as error:
            problem = f"{self.name} is damaged: {type(error).__name__}"
            raise UnreadablePayloadError(problem, newer=False) from None

    def read_all(self, texts: Iterable[str], damage: Damage | None = None) -> tuple[T, ...]:
        """Return the values of those that the program can read, and count the others."""
        damage = damage or Damage()
        values = []
        for text in texts:
            try:
                values.append(self.read(text))
            except UnreadablePayloadError:
                damage.rows += 1
        return tuple(values)

    def _newest_body(self, envelope: dict[str, JsonValue]) -> JsonValue:
        """Return the body in the newest form; what was damaged shows as an error of Python itself."""
        version = envelope["v"]
        if type(version) is not int:
            raise TypeError
        if version > self.version:
            raise self._unknown(version)
        body = envelope["body"]
        while version in self.readers:
            body = self.readers[version](body)
            version += 1
        if version != self.version:
            raise self._unknown(version)
        return body

    def _unknown(self, version: int) -> UnreadablePayloadError:
        problem = f"{self.name} of version {version}; this program knows {self.version}"
        return UnreadablePayloadError(problem, newer=version > self.version)


_BY_TYPE = Discriminator("type")
"""Each of these says what it is; without this every one of them is tried on what is read."""

Pairs = tuple[tuple[str, str], ...]
Lines = tuple[str, ...]
Edits = tuple[Assignment, ...]

INCOMING: Codec[Incoming] = Codec(
    "incoming",
    TypeAdapter(Annotated[Incoming, _BY_TYPE], config=_CONFIG),
    version=4,
    readers={
        1: lambda body: body,  # since then words may say what they reply to
        2: lambda body: body,  # since then a reaction may be a wish, and a sender have a language and a zone
        3: lambda body: body,  # since then a message that somebody wishes to be kept may be our own
    },
)
OUTGOING: Codec[Outgoing] = Codec(
    "outgoing",
    TypeAdapter(Annotated[Outgoing, _BY_TYPE], config=_CONFIG),
    version=5,
    readers={
        1: lambda body: body,  # since then private words may bring two people together
        2: lambda body: body,  # since then a file says which entries are in it
        3: lambda body: body,  # since then somebody may be told what came of a post
        4: lambda body: body,  # since then words may name an account
    },
)
STATE: Codec[State] = Codec(
    "state",
    TypeAdapter(State, config=_CONFIG),
    version=2,
    readers={1: lambda body: body},  # since then a room may have its lamp on
)
ANSWERS: Codec[Pairs] = Codec("answers", TypeAdapter(Pairs, config=_CONFIG))
PARTS: Codec[Lines] = Codec("parts", TypeAdapter(Lines, config=_CONFIG))
FILTERS: Codec[Filters | None] = Codec(
    "filters",
    TypeAdapter(Filters | None, config=_CONFIG),
    version=2,
    readers={1: lambda body: body},  # since then a project's state may be asked
)
EDITS: Codec[Edits] = Codec("edits", TypeAdapter(Edits, config=_CONFIG))
