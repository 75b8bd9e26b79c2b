"""Dutch compounds, against whatever dictionary the caller has: taken apart, and put together again.

`known` says whether a word occurs; usually in the collection that is searched, because a part that occurs
nowhere finds nothing. The whole word is the caller's to keep.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

Known = Callable[[str], bool]

SHORTEST_PART = 4
"""Shorter parts are found in nearly any word by accident (-ing-, -age-, per-)."""

_LINKS = ("", "s")
"""What may stand between parts besides what belongs to the first itself (schaaps, bedrijven, zonne)."""

_MOST_PARTS = 3

LONGEST = 60
"""Letters beyond which a word is no Dutch compound but noise, and taking it apart only costs time."""


def split(word: str, known: Known) -> tuple[str, ...]:
    """Return the known words that a compound is made of; none when not wholly of known words, or too long.

    Of several ways the one with the fewest parts wins, then the one whose shortest part is longest.
    """
    return _split(word, known, _MOST_PARTS) if len(word) <= LONGEST else ()


def _split(word: str, known: Known, most: int) -> tuple[str, ...]:
    ways: list[tuple[str, ...]] = []
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first = _first_part(word[:at], known)
        if not first:
            continue
        rest = word[at:]
        if known(rest):
            ways.append((first, rest))
        elif most > 2:  # noqa: PLR2004 - two are left to find
            parts = _split(rest, known, most - 1)
            if parts:
                ways.append((first, *parts))
    return min(ways, key=lambda parts: (len(parts), -min(map(len, parts))), default=())


def _first_part(text: str, known: Known) -> str:
    forms = (text.removesuffix(link) for link in _LINKS if text.endswith(link))
    return next((form for form in forms if len(form) >= SHORTEST_PART and known(form)), "")


def joined(words: Sequence[str], known: Known) -> tuple[tuple[str, str], ...]:
    """Return the neighbours that are known as one word: "zwerf afval" for zwerfafval."""
    pairs = itertools.pairwise(words)
    return tuple((one, two) for one, two in pairs if _may_join(one) and _may_join(two) and known(one + two))


def _may_join(word: str) -> bool:
    return len(word) >= SHORTEST_PART - 1
