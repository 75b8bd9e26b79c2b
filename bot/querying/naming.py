"""Where the name of an organisation or place behind a filter begins and ends, as people type it.

“plaats:Den Haag”, “organisatie:'Gemeente Utrecht'”: a name of several words needs no quotation marks where
its words tell that they belong together, and single marks do as well.
"""

from __future__ import annotations

import re

from bot.language.analysis import content
from bot.language.stopwords import listed

STOPS = ".?!;:)]`*_~"
"""What may stand behind a filter without belonging to it."""

ENDS = f"{STOPS}'\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}"
"""What may stand behind a word without belonging to it: a mark that was opened before it as well."""

MARKS = '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}«»'
"""Quotation marks that are never an apostrophe."""

_SINGLE = (
    "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{SINGLE LOW-9 QUOTATION MARK}"
)
_QUOTED = re.compile(
    rf"[{MARKS}]([^{MARKS}]*)[{MARKS}]|[{_SINGLE}]{{1,2}}([^\n{MARKS}]{{1,60}}?)[{_SINGLE}]{{1,2}}(?!\w)"
)
"""A single mark closes only behind a word: the one in “foto's” or before “s-Gravenhage” is an apostrophe."""

_OPENED = re.compile(rf"[{_SINGLE}]+(?=[^\W\d_]{{2}})")
_CAPITAL = re.compile(r"(?:['’]s-)?[^\W\d_]")
_ARTICLES = listed("de den het la le") | {"'t", "’t"}
_LAST = listed("zaken")
"""Words that say nothing by themselves, and end a name: Binnenlandse Zaken."""

_WITHIN = _ARTICLES | listed("aan op van bij der ter ten voor")
"""Small words in the middle of a name: Bergen op Zoom, Alphen aan den Rijn."""


def quoted_name(text: str, start: int) -> tuple[str, int] | None:
    """Return what stands between quotation marks from here on, and where it ends."""
    quoted = _QUOTED.match(text, start)
    return (" ".join((quoted[1] or quoted[2] or "").split()), quoted.end()) if quoted else None


def past_open_mark(text: str, start: int) -> int:
    """Return where a word begins that has one single mark before it, and none behind it."""
    opened = _OPENED.match(text, start)
    return opened.end() if opened else start


def one_name(text: str) -> bool:
    """Say whether words are one name: with capitals, but for small words before and between them."""
    *before, last = text.split() or [""]
    if not (content(last) or last.casefold() in _LAST) or any(word[-1] in ENDS for word in before):
        return False
    if is_capital(last):
        return _begins(text) and all(_capital_of_name(word) or word.casefold() in _WITHIN for word in before)
    return bool(before) and all(word.casefold() in _ARTICLES for word in before)


def begins_name(text: str) -> bool:
    """Say whether a word is the first of a name by its capital, and not that of a sentence."""
    return _capital_of_name(text.split(maxsplit=1)[0]) if text.split() else False


def is_capital(word: str) -> bool:
    """Say whether a word begins with a capital; that of 's-Gravenhage counts."""
    letter = _CAPITAL.match(word)
    return letter is not None and letter[0][-1].isupper()


def _capital_of_name(word: str) -> bool:
    return is_capital(word) and bool(content(word))


def _begins(text: str) -> bool:
    first = text.split(maxsplit=1)[0]
    return is_capital(first) or first.casefold() in _ARTICLES
