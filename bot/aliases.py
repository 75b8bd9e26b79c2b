"""What organisations and places are also called: by an abbreviation, in full, or by a second name.

Filters hold a name as somebody typed it; these others are looked for as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.question import Filters
from bot.language.analysis import words
from bot.language.thesaurus import abbreviations

_LONGEST_ABBREVIATION = 5
"""Letters of an abbreviation that may stand within a name."""

_TWO_NAMES = (
    ("den haag", "s gravenhage"),
    ("den bosch", "s hertogenbosch"),
    ("friesland", "fryslan"),
)
"""Places that have two names, without capitals and signs."""


def also_named(filters: Filters) -> Filters:
    """Return the filters with every name that stands for one of theirs."""
    if not (filters.organisations or filters.places):
        return filters
    return replace(
        filters, organisations=_all_names(filters.organisations), places=_all_names(filters.places)
    )


def _all_names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(each for name in names for each in (name, *_other_names(name)))


def _other_names(name: str) -> Iterable[str]:
    yield from abbreviations().others(name)
    plain = words(name)
    for word in plain if len(plain) > 1 else ():  # “ministerie van BZK”
        if len(word) <= _LONGEST_ABBREVIATION:
            yield from (" ".join(plain).replace(word, other) for other in abbreviations().others(word))
    said = f" {' '.join(plain)} "
    for pair in _TWO_NAMES:
        for one, other in (pair, pair[::-1]):
            if f" {one} " in said:
                yield said.replace(f" {one} ", f" {other} ").strip()
