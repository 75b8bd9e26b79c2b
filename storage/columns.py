"""Kinds of column: moments, keys, entry ids and fixed choices, each stored in one unambiguous form.

Which tables there are is in `tables.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.domain.errors import DamagedError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import EntryId, PartialDate

T = TypeVar("T")


def undamaged(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """Return the same, but for an error without the value that cannot be read."""
    if read is None:
        return None

    def careful(value: object) -> object:
        try:
            return read(value)
        except (ValueError, TypeError, AttributeError):
            raise DamagedError from None

    return careful


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, and sorted in the database by when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads it; it raises DamagedError when it cannot be read."""
        return undamaged(super().result_processor(dialect, coltype))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what the database takes; raise ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that people or platforms wrote. What no database can hold (NUL, half a character) becomes �."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is stored."""
        del dialect
        return None if value is None else storable(value).replace("\0", "\ufffd")


def storable(text: str) -> str:
    """Return the text with a � for every half of a surrogate pair, which UTF-8 cannot write."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Written(TypeDecorator[T], Generic[T]):
    """A value of ours in its written form. `read(write(value))` is the value again."""

    impl = Text
    cache_ok = True

    def __init__(self, write: Callable[[T], str], read: Callable[[str], T]) -> None:
        super().__init__()
        self.write = write
        self.read = read

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        """Return the written form."""
        del dialect
        return None if value is None else self.write(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads it; it raises DamagedError when it cannot be read."""
        return undamaged(super().result_processor(dialect, coltype))

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        """Return the value."""
        del dialect
        return None if value is None else self.read(value)


def write_parts(*parts: str | None) -> str:
    """Join the parts of a key so that different parts never give the same text, whatever is in them.

    The form is a JSON array in ASCII, `["slack","T1","C1"]`: readable in a query, and safe for any character.
    """
    return json.dumps(parts, separators=(",", ":"))


def _write_place(key: PlaceKey) -> str:
    return write_parts(key.platform, key.id)


def _read_place(text: str) -> PlaceKey:
    return PlaceKey(*json.loads(text))


def _write_room(key: RoomKey) -> str:
    return write_parts(key.place.platform, key.place.id, key.id)


def _read_room(text: str) -> RoomKey:
    platform, place, room = json.loads(text)
    return RoomKey(PlaceKey(platform, place), room)


def _write_account(key: AccountKey) -> str:
    return write_parts(key.place.platform, key.place.id, key.id)


def _read_account(text: str) -> AccountKey:
    platform, place, account = json.loads(text)
    return AccountKey(PlaceKey(platform, place), account)


def _write_conversation(key: ConversationKey) -> str:
    return write_parts(key.room.place.platform, key.room.place.id, key.room.id, key.thread)


def _read_conversation(text: str) -> ConversationKey:
    platform, place, room, thread = json.loads(text)
    return ConversationKey(RoomKey(PlaceKey(platform, place), room), thread)


def _read_entry(text: str) -> EntryId:
    entry = EntryId.parse(text)
    if entry is None:
        raise ValueError(f"{text!r} is not the id of an entry")
    return entry


PLACE = Written(_write_place, _read_place)
ROOM = Written(_write_room, _read_room)
ACCOUNT = Written(_write_account, _read_account)
CONVERSATION = Written(_write_conversation, _read_conversation)
ENTRY = Written[EntryId](str, _read_entry)
DATE = Written[PartialDate](str, PartialDate.parse)


def choice(values: type[StrEnum]) -> Written[StrEnum]:
    """Return the kind of column that holds one of these; pair it with `one_of`."""
    return Written[StrEnum](str, values)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Return the check that a column holds one of these, or nothing."""
    return CheckConstraint(f"{column} IN ({quoted(values)})", name=column)


def filled(column: str) -> CheckConstraint:
    """Return the check that a column holds more than spaces, or nothing."""
    return CheckConstraint(f"length(trim({column})) > 0", name=column)


def a_language(column: str) -> CheckConstraint:
    """Return the check that a column holds what may be the code of a language, or nothing."""
    return CheckConstraint(f"length({column}) BETWEEN 2 AND 8", name=column)


def quoted(values: type[StrEnum]) -> str:
    """Return the values as SQL literals, for a check."""
    return ", ".join(f"'{value.value}'" for value in values)
