"""From what stands in one cell to a value of ours. Each function raises ValueError with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.model import EntryId
from bot.domain.people import Mode, Readers, Room
from bot.messages.cleaning import as_seen
from bot.messages.told import told
from bot.transfer.fields import LANGUAGE

LONGEST_TEXT: Final = 100_000
"""Characters in one passage; more is no lesson but a report, of which the source can be given."""

LONGEST_LINE: Final = 2_000
"""Characters in a title, a name or an address."""

LONGEST_ID: Final = 200
"""Characters in an external id."""

HIGHEST_NUMBER: Final = 99_999_999
"""The highest number of an entry that comes from elsewhere, so that there are always new ones."""

WHOLE: Final = re.compile(r"([0-9]{1,18})(\.0+)?", re.ASCII)
"""A whole number, also as spreadsheets write it."""

_NOTHING: Final = frozenset(
    ("n.v.t.", "n.v.t", "nvt", "n/a", "n.a.", "?", "-", "–", "—", "onbekend", "unknown", "geen")
)
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINK: Final = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def read_text(value: object, longest: int = LONGEST_TEXT, *, exact: bool = False) -> str:
    """Return words as they stand, or without what nobody sees, what surrounds them, and other line ends."""
    if isinstance(value, (list, tuple)):
        value = "\n".join(read_text(each, longest) for each in value)
    if isinstance(value, bool):
        value = "ja" if value else "nee"
    if isinstance(value, (int, float)):
        value = _written_number(value)
    if not isinstance(value, str):
        raise ValueError(told("is not text."))  # noqa: TRY004 - what a cell holds, not a mistake of ours
    strange = (_UNSTORABLE if exact else _CONTROL).search(value)
    if strange:
        raise ValueError(
            told(
                "holds a character that does not belong in a text ({code}).", code=f"U+{ord(strange[0]):04X}"
            )
        )
    text = value if exact else as_seen(value).strip()
    if len(text) > longest:
        raise ValueError(told("has {count} characters; {most} is the most.", count=len(text), most=longest))
    return text


def read_line(value: object, longest: int = LONGEST_LINE, *, exact: bool = False) -> str:
    """Return words that belong on one line: with one space between them, unless they have to stay exact."""
    text = read_text(value, longest, exact=exact)
    return text if exact else " ".join(text.split())


def says_nothing(value: object) -> bool:
    """Say whether somebody only wrote that there is nothing to write, such as n.v.t. or ?."""
    return isinstance(value, str) and value.strip().casefold() in _NOTHING


def _written_number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read_number(value: object) -> int:
    """Return a whole number that is not negative."""
    match = WHOLE.fullmatch(read_text(value))
    if match is None:
        raise ValueError(told("is not a whole number."))
    return int(match[1])


def read_person(value: object) -> int:
    """Return the number of a person, as a full export writes it."""
    number = read_number(value)
    if not 0 < number <= HIGHEST_NUMBER:
        raise ValueError(told("is not the number of a person."))
    return number


def read_id(value: object) -> EntryId:
    """Return an id such as L12."""
    entry_id = EntryId.parse(read_text(value, LONGEST_ID))
    if entry_id is None:
        raise ValueError(told("is not an id such as L12, P4 or V7."))
    if entry_id.number > HIGHEST_NUMBER:
        raise ValueError(told("has a number above {most}.", most=HIGHEST_NUMBER))
    return entry_id


def read_moment(value: object) -> datetime:
    """Return a moment in UTC; one without a zone is taken to be in UTC."""
    text = read_text(value, LONGEST_LINE)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            told(
                "“{text}” is no moment that exists; write it like 2026-03-02T09:30:00+01:00.", text=text[:40]
            )
        ) from None


def read_link(value: object) -> str:
    """Return the address of a page."""
    text = read_text(value, LONGEST_LINE)
    if not _LINK.fullmatch(text):
        raise ValueError(told("“{text}” is not a link; it begins with https:// or http://.", text=text[:60]))
    return text


def read_language(value: object) -> str:
    """Return the code of a language."""
    text = read_text(value, LONGEST_LINE)
    known = {"nederlands": "nl", "dutch": "nl", "engels": "en", "english": "en"}
    code = known.get(text.casefold(), text if "-" in text else text.lower())
    if not LANGUAGE.fullmatch(code):
        raise ValueError(told("“{text}” is not the code of a language; write nl or en.", text=text[:40]))
    return code


def read_list(value: object, *, exact: bool = False) -> tuple[str, ...]:
    """Return the items of a list, or of a cell in which they stand one after another."""
    if isinstance(value, str):
        return tuple(read_text(each, LONGEST_LINE, exact=exact) for each in split(value))
    items = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(read_text(each, LONGEST_LINE, exact=exact) for each in items)


def split(cell: str) -> tuple[str, ...]:
    """Return what stands in a cell between “;”, on lines or else between commas; or `join` wrote."""
    if cell.startswith("["):
        try:
            items = json.loads(cell)
        except (ValueError, RecursionError):
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
    between = "[;\n]" if ";" in cell or "\n" in cell else ","
    return tuple(item.strip() for item in re.split(between, cell) if item.strip())


def join(items: Sequence[str]) -> str:
    """Write items in one cell so that `split` gives them back."""
    readable = "; ".join(items)
    return readable if split(readable) == tuple(items) else json.dumps(list(items), ensure_ascii=False)


def read_room(value: object) -> Room:
    """Return a room as an export describes it."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
        if not isinstance(found, Mapping):
            raise TypeError  # noqa: TRY301 - one sentence for all that can be wrong with it
        key = RoomKey(PlaceKey(_word(found["platform"]), _word(found["place"])), _word(found["id"]))
        return Room(
            key,
            found.get("direct") is True,
            _perhaps(found.get("name")),
            Mode(found.get("mode", Mode.SILENT)),
            _perhaps(found.get("language")),
            _perhaps(found.get("zone")),
            Readers(found.get("readers", Readers.UNKNOWN)),
        )
    except (ValueError, TypeError, LookupError, RecursionError):
        raise ValueError(told("is not a channel as our own export describes one.")) from None


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return read_text(value, LONGEST_LINE, exact=True)


def _perhaps(value: object) -> str | None:
    return None if value is None else _word(value)
