"""From a typed line to a query: its words, its filters and quoted phrases, and what could not be read.

A filter is a known key with a colon (`uitkomst:mislukt`), or with what is typed for one (`uitkomst=mislukt`).
What is written like a filter (`kleur:rood`) is a fault; any other word with a colon stays a word. Whatever is
wrong becomes a fault to be said, never an error, and what a fault does not name is still looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from bot.domain.model import ThemeId
from bot.domain.question import Filters, Query
from bot.language.analysis import content
from bot.querying.naming import ENDS, MARKS, STOPS, begins_name, one_name, past_open_mark, quoted_name
from bot.querying.values import (
    CHOSEN_FROM,
    EVERYDAY_KEYS,
    NAMING,
    Key,
    Vocabulary,
    key_of,
    narrowed,
    nearest_key,
    plain,
)

FIRST_YEAR = 1900
"""Nobody looks for what happened before; an earlier year is a slip."""

_LONGEST_PHRASE = 8
"""Words of a phrase; what is longer is somebody being quoted."""

_LONGEST_VALUE = 100
"""Letters of a name or a fault that are kept."""

_COLON = "[:=\N{FULLWIDTH COLON}]"
_SIGN = rf"{_COLON}|[ \t]+{_COLON}(?=[ \t]*(?:\w{{3}}|[{MARKS}]))|;(?=\w{{3}}|[{MARKS}])"
"""A colon, or what is typed for one; a smiley behind a word is none."""

_WITHOUT = r"(?i:niet|geen|behalve|zonder|uitgezonderd|not|no|except|without)[ \t]+(?i:in |met |with )?"
"""Words before a filter that ask for its opposite."""

_TOKEN = re.compile(
    rf"(?P<plain>\s+|[(\[,;`*_~]+)"
    rf"|(?P<without>(?:[-\N{{EN DASH}}\N{{MINUS SIGN}}]|{_WITHOUT})?)(?P<key>[^\W\d_]{{2,20}})"
    rf"(?P<sign>{_SIGN})(?P<gap>[ \t]*)"
    rf"|[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]|(?P<lone>[{MARKS}])|(?P<word>[^\s{MARKS}]+)"
)
_WORD = re.compile(rf"[^\s{MARKS}]+")
_RUN = re.compile(rf"[^\s,{MARKS}]+(?:[ \t]+[^\s,{MARKS}]+){{0,5}}")
_BETWEEN = re.compile(r"\s*,\s*|[ \t]+(?i:en|of|and|or)[ \t]+")
_LONE = re.compile(f"[{MARKS}]")
YEAR = re.compile(r"[0-9]{4}")
"""What is written like a year."""

_LIKE_A_FILTER = re.compile(r"(?P<key>[^\W\d_]{3,20}:)[^\W_][\w-]*(?=[.?!;,)\]]*(?:\s|$))")
_NO_KEYS = frozenset(
    "tip tips nota note hint vraag question antwoord answer doel link zie see let fwd http https mailto mail "
    "tel update vraagje idee casus onderwerp subject aan van datum tijd cap dus conclusie "
    "artikel article nummer number pagina page bladzijde punt regel zaak dossier kenmerk stap step versie "
    "version hoofdstuk chapter bijlage deel fase score telefoon".split()
)
"""What people write before a colon without meaning a filter."""


class Trouble(Enum):
    """What can be wrong with a filter or a quotation mark."""

    UNKNOWN_VALUE = auto()
    NO_VALUE = auto()
    NO_YEAR = auto()
    YEAR_TO_COME = auto()
    UNKNOWN_KEY = auto()
    OPEN_QUOTE = auto()
    LEAVING_OUT = auto()


@dataclass(frozen=True)
class Fault:
    """Something that could not be read: as it was typed, for which key, and what may have been meant."""

    trouble: Trouble
    typed: str = ""
    key: Key | None = None
    meant: str = ""


@dataclass(frozen=True)
class Reading:
    """What a line says: what is looked for, and what could not be read."""

    query: Query
    faults: tuple[Fault, ...] = ()

    @property
    def only_filters(self) -> bool:
        """Whether the line narrows something without saying anything to look for."""
        return self.query.filters.narrow and not content(self.query.words)


@dataclass(frozen=True)
class _Piece:
    """A part of the line: words to look for, filters, a fault."""

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    fault: Fault | None = None


def read(text: str, known: Vocabulary, year: int) -> Reading:
    """Read a line; `year` is the present one. Never raises; a line without filters keeps every sign."""
    pieces = tuple(_pieces(text, known, year))
    filters = Filters()
    for piece in pieces:
        filters = filters.plus(piece.filters)
    faults = tuple(dict.fromkeys(piece.fault for piece in pieces if piece.fault))
    kept = "".join(piece.words for piece in pieces)
    words = kept.strip() if kept == text else " ".join(kept.split())
    return Reading(Query(words, filters), faults)


def read_year(text: str, present: int) -> int | None:
    """Return the year that stands here; None when it is none, or none that anything can have happened in."""
    return int(text) if YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= present else None


def no_year(text: str, present: int) -> Trouble:
    """Return what is wrong with this, which is no year that can be used."""
    return Trouble.YEAR_TO_COME if YEAR.fullmatch(text) and int(text) > present else Trouble.NO_YEAR


def _pieces(text: str, known: Vocabulary, year: int) -> Iterator[_Piece]:
    position = 0
    while token := _TOKEN.match(text, position):
        end = token.end()
        if token["key"] is not None:
            piece, end = _keyed(text, token, known, year)
            yield piece
        elif token["phrase"] is not None:
            yield _phrase(token["phrase"], token[0])
        elif token["lone"] is not None:
            yield _Piece(words=" ", fault=Fault(Trouble.OPEN_QUOTE))
        else:
            yield _Piece(words=token[0])
        position = end


def _phrase(phrase: str, typed: str) -> _Piece:
    """Read what stands between quotation marks: to be found as it is, when it is short and says something."""
    if not content(phrase) or len(phrase.split()) > _LONGEST_PHRASE:
        return _Piece(words=typed)
    return _Piece(f" {phrase} ", Filters(phrases=frozenset({" ".join(phrase.split())})))


def _keyed(text: str, token: re.Match[str], known: Vocabulary, year: int) -> tuple[_Piece, int]:
    """Read a word with a colon and what belongs to it; return where that ends."""
    key = key_of(token["key"])
    if key is not None:
        values, end = _values(text, token.end(), key, known)
        piece = _filtering(key, token, values, known, year)
        if piece is not None and not (piece.fault and _may_be_prose(token)):
            return (_left_out(text[token.start() : end]) if token["without"] else piece), end
    slip = _slip(text, token, known) if key is None else None
    if slip is not None:
        return _Piece(fault=Fault(Trouble.UNKNOWN_KEY, slip[0], meant=slip[1])), token.start() + len(slip[0])
    other = _LIKE_A_FILTER.match(text, token.start("key")) if key is None else None
    if other is not None and plain(other["key"]) not in _NO_KEYS:
        return _Piece(fault=Fault(Trouble.UNKNOWN_KEY, other["key"])), other.end()
    word = _WORD.match(text, token.start())
    end = word.end() if word else token.end()
    return _Piece(words=text[token.start() : end]), end


def _may_be_prose(token: re.Match[str]) -> bool:
    """Say whether it is only a filter when all of it can be read: “vanaf: maandag”, “rol;taak”, “-rol:x”."""
    return bool(token["without"]) or token["sign"] == ";" or plain(token["key"]) in EVERYDAY_KEYS


def _left_out(typed: str) -> _Piece:
    return _Piece(fault=Fault(Trouble.LEAVING_OUT, typed.rstrip(STOPS)))


def _apart(token: re.Match[str]) -> bool:
    """Say whether there is room around the colon, as in running text."""
    return bool(token["gap"]) or token["sign"][0].isspace()


@dataclass(frozen=True)
class _Value:
    """What stands behind a key: its text, and whether it is between quotation marks."""

    text: str
    quoted: bool = False


def _values(text: str, start: int, key: Key, known: Vocabulary) -> tuple[list[_Value], int]:
    """Return the values from here on, with commas or “en” between them, and where they end."""
    first = _value(text, start, key, known)
    if first is None:
        return [], start
    values, end = [first[0]], first[1]
    while between := _BETWEEN.match(text, end):
        found = _value(text, between.end(), key, known)
        if found is None or not _listed(key, between[0], found[0], known):
            break
        values.append(found[0])
        end = found[1]
    return values, end


def _listed(key: Key, between: str, value: _Value, known: Vocabulary) -> bool:
    """Say whether what follows a comma, or “en”, still belongs to the list."""
    named = key in NAMING and known.names.end(value.text, 0) > 0
    if "," not in between or named:
        return named
    begun = key in NAMING and begins_name(value.text)
    return between == "," or value.quoted or begun or known.find(key, value.text) is not None


def _value(text: str, start: int, key: Key, known: Vocabulary) -> tuple[_Value, int] | None:
    """Return one value: a quotation, the most words that are known together, or a single word."""
    if quoted := quoted_name(text, start):
        return _Value(quoted[0], quoted=True), quoted[1]
    start = past_open_mark(text, start)
    run = _RUN.match(text, start)
    if run is None:
        return None
    ends = [match.end() for match in re.finditer(r"\S+", run[0])]
    chosen = ends[0]
    for end in ends:
        said = run[0][:end].rstrip(ENDS)
        if known.find(key, said) or (key in NAMING and one_name(said)):
            chosen = end
    end = max(start + chosen, known.names.end(text, start) if key in NAMING else start)
    return _Value(text[start:end].strip("`").rstrip(ENDS)[:_LONGEST_VALUE]), end


def _filtering(
    key: Key, token: re.Match[str], values: list[_Value], known: Vocabulary, year: int
) -> _Piece | None:
    """Return what a filter asks or what is wrong with it; None when this is no filter but running text."""
    if not values and _LONE.match(token.string, token.end()):
        return _Piece()
    if not any(value.text for value in values):
        return _Piece(fault=Fault(Trouble.NO_VALUE, f"{token['key']}:", key))
    read = [_meant(key, value.text, known, year) for value in values]
    good = [value for value in read if value is not None]
    if len(good) == len(read) and not (_apart(token) and key in NAMING and not _is_name(values[0])):
        return _Piece(filters=narrowed(key, good))
    if _apart(token) and key is not Key.SINCE and _running_text(key, token, values[0], known):
        return None
    wrong = next((value.text for value, meant in zip(values, read, strict=True) if meant is None), "")
    trouble = no_year(wrong, year) if key is Key.SINCE else Trouble.UNKNOWN_VALUE
    fault = Fault(trouble, f"{token['key']}:{wrong}", key, known.nearest(key, wrong) or "")
    return _Piece(filters=narrowed(key, good), fault=fault)


def _meant(key: Key, value: str, known: Vocabulary, year: int) -> StrEnum | ThemeId | str | None:
    if key in NAMING:
        return value if plain(value) else None
    if key is Key.SINCE:
        return read_year(value, year)
    return known.find(key, value)


def _is_name(value: _Value) -> bool:
    return value.quoted or bool(content(value.text))


def _running_text(key: Key, token: re.Match[str], value: _Value, known: Vocabulary) -> bool:
    """Say whether `Thema: wij willen …` is prose: more words follow, and the first is no slip of a value."""
    if value.quoted or known.nearest(key, value.text):
        return False
    following = token.string[token.end() :].split()
    return key in NAMING or len(following) > 1


def _slip(text: str, token: re.Match[str], known: Vocabulary) -> tuple[str, str] | None:
    """Return what was typed and what was probably meant, when a filter has a slip in its key."""
    near = nearest_key(token["key"])
    key = key_of(near) if near else None
    found = _value(text, token.end(), key, known) if key and not _apart(token) else None
    if near is None or key is None or found is None or found[0].text.startswith("/"):
        return None
    value, end = found
    fits = known.find(key, value.text) if key in CHOSEN_FROM or key is Key.THEME else True
    if not fits or (key is Key.SINCE and not YEAR.fullmatch(value.text)):
        return None
    said = f'"{value.text}"' if value.quoted or " " in value.text else value.text
    return text[token.start() : end], f"{near}:{said}"
