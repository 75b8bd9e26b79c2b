"""The organisations that a base knows, in every way that their names are written. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.language.analysis import content, words
from bot.language.stopwords import listed
from bot.language.thesaurus import abbreviations

_SHORT = 5
"""Letters of an abbreviation at most."""

_REACH = 200
"""Characters in which a name ends."""

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_BRACKETS = re.compile(r"\(([^()]*)\)")

_BODIES = listed(
    "gemeente provincie waterschap hoogheemraadschap wetterskip veiligheidsregio omgevingsdienst",
    "ministerie universiteit hogeschool",
)
_LINKS = listed("van voor de het of the")

_Form = tuple[str, ...]
"""The words of a name, in lower case."""


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a base, by the first word of each way to write them, the longest first."""

    forms: Mapping[str, tuple[_Form, ...]] = field(default_factory=dict)

    def end(self, text: str, start: int) -> int:
        """Return where the longest name ends that is written here; `start` when none is."""
        tokens = _tokens(text, start, start + _REACH)
        if not tokens or tokens[0][1].start() != start:
            return start
        said = tuple(word for word, _ in tokens)
        form = next((each for each in self.forms.get(said[0], ()) if said[: len(each)] == each), None)
        return tokens[len(form) - 1][1].end() if form else start


NO_NAMES = Names()


@lru_cache(maxsize=8)
def known_names(organisations: tuple[str, ...]) -> Names:
    """Return the names of organisations with every way to write them."""
    forms: dict[str, set[_Form]] = {}
    for name in organisations:
        for form in _forms(name):
            forms.setdefault(form[0], set()).add(form)
    return Names({first: tuple(sorted(known, key=len, reverse=True)) for first, known in forms.items()})


@lru_cache(maxsize=65536)
def _forms(name: str) -> frozenset[_Form]:
    """Return the ways to write a name: whole, without what it is called (“Gemeente”), its abbreviation."""
    plain = " ".join(_BRACKETS.sub(" ", name).split())
    found = [name, plain, *_abbreviated(plain)]
    body, *bare = plain.split() or [""]
    if body.casefold() in _BODIES:
        while bare and bare[0].casefold() in _LINKS:
            bare = bare[1:]
        found.append(" ".join(bare))
    inside = [each.strip() for each in _BRACKETS.findall(name)]
    found += [each for each in inside if " " not in each and sum(map(str.isupper, each)) > 1]
    return frozenset(form for form in map(words, found) if form)


def _abbreviated(name: str) -> Iterator[str]:
    """Return the abbreviations of what a name begins with: BZK of a ministry with more in its name."""
    for match in abbreviations().matches(content(name)):
        if match.start == 0:
            yield from (other[0] for other in match.others if len(other) == 1 and len(other[0]) <= _SHORT)


def _tokens(text: str, start: int, end: int) -> list[tuple[str, re.Match[str]]]:
    found = ((words(match[0]), match) for match in _WORD.finditer(text, start, end))
    return [(plain[0], match) for plain, match in found if plain]
