"""The organisations and places that a base knows, and where somebody writes one of them. Pure.

A name in a question tells whose experience is asked when it stands as people say that: “bij UWV”, “wat doet
Utrecht”, “parkeren Amersfoort”. A word that may be anything (“politie”) is a name only by its capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.language.analysis import content, words
from bot.language.stopwords import LIGHT, WEIGHTLESS, listed
from bot.language.thesaurus import abbreviations
from bot.querying.naming import is_capital

_SHORT = 5
"""Letters of an abbreviation at most."""

_KEYWORDS = 5
"""Words of a line at most that is no sentence: what is looked for, and whose."""

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_BRACKETS = re.compile(r"\(([^()]*)\)")

_PLACES = listed(
    "gemeente provincie waterschap hoogheemraadschap wetterskip veiligheidsregio omgevingsdienst"
)
_BODIES = _PLACES | listed("ministerie universiteit hogeschool")
_SAYS_LITTLE = WEIGHTLESS | LIGHT | _BODIES
_LINKS = listed("van voor de het of the")
_ARTICLES = listed("de het the")
_KINDS = _BODIES | listed("stad dorp city town municipality province ministry")
_WITHIN = listed("in uit binnen rond within from")
_AT = listed("bij at from")
_OF = listed("van door of by")
_BESIDES = listed(
    "met aan voor over naar om tegen via zonder tussen als en of to for with about without between and or",
    "behalve niet except not dan than van door by de het the een a an",
)
"""Small words before a name that do not ask for its experience: “samenwerken met UWV”."""

_OWN = re.compile(
    r"\b(?:(?:wij|we|ik|i)\b[^,;]{0,12}\b(?:van|bij|in|uit|werk\w*|zit\w*|zijn|ben|work|are|am|from|at)"
    r"|(?:wij|we|ik|i) (?:werk\w*|zit\w*|work)\b[^,;.?!]{0,20}\b(?:bij|voor|in|at|for)"
    r"|hier|(?:bij )?ons|onze|mijn|namens|our|my|here)"
    r"(?: (?:in|bij|van|de|het|at|from|of|the|stad|for|voor))*$",
    re.IGNORECASE,
)
"""How somebody says before a name that it is theirs."""


@dataclass(frozen=True)
class _Form:
    """A way to write a name: its words, how it is said again, and what it is known for."""

    words: tuple[str, ...]
    said: str
    place: bool = False
    short: bool = False
    body: bool = False

    @property
    def telling(self) -> bool:
        """Whether it says something by itself: “Best” may be anything."""
        return any(len(word) > 1 and word not in _SAYS_LITTLE for word in self.words)


@dataclass(frozen=True)
class Written:
    """A name that somebody wrote: how it is said again, and where in the text it stands."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a base, by the first word of each way to write them, the longest first."""

    forms: Mapping[str, tuple[_Form, ...]] = field(default_factory=dict)

    def end(self, text: str, start: int) -> int:
        """Return where the longest name ends that is written here; `start` when none is."""
        tokens = _tokens(text, start, start + 200)
        form = self._at([each for each, _ in tokens], 0) if tokens and tokens[0][1].start() == start else None
        return tokens[len(form.words) - 1][1].end() if form else start

    def asked(self, text: str) -> tuple[Written, ...]:
        """Return the names whose experience a text asks for, each once; of its sentences, those that ask."""
        sentences = [found.span() for found in _SENTENCE.finditer(text)]
        asking = [each for each in sentences if text[each[1] - 1] == "?"] or sentences
        found = [one for start, end in asking for one in self._asked(text, start, end)]
        return tuple({words(one.name): one for one in found}.values())

    def _asked(self, text: str, start: int, end: int) -> Iterator[Written]:
        tokens = _tokens(text, start, end)
        plain = [word for word, _ in tokens]
        at, joined = 0, False
        while at < len(tokens):
            form = self._at(plain, at)
            if form is None or not form.telling:
                joined = joined and plain[at] in {"en", "of", "and", "or"}
                at += 1
                continue
            stop = at + len(form.words)
            capital = is_capital(tokens[stop - 1][1][0]) and (at > 0 or form.short or len(form.words) > 1)
            begin, over = tokens[at][1].start(), tokens[stop - 1][1].end()
            joined = (joined and capital) or (
                _asks(form, plain, at, stop, capital=capital) and not _OWN.search(text[start:begin].rstrip())
            )
            if joined:
                yield Written(form.said, begin, over)
            at = stop

    def _at(self, plain: Sequence[str], at: int) -> _Form | None:
        known = self.forms.get(plain[at], ())
        return next((form for form in known if (*plain[at : at + len(form.words)],) == form.words), None)


NO_NAMES = Names()


@lru_cache(maxsize=2)
def known_names(organisations: tuple[str, ...]) -> Names:
    """Return the names of organisations with every way to write them."""
    forms: dict[str, dict[tuple[str, ...], _Form]] = {}
    for name in organisations:
        for form in _forms(name):
            known = forms.setdefault(form.words[0], {})
            if form.words not in known or form.place:
                known[form.words] = form
    longest = {
        first: tuple(sorted(known.values(), key=lambda form: -len(form.words)))
        for first, known in forms.items()
    }
    return Names(longest)


@lru_cache(maxsize=65536)
def _forms(name: str) -> tuple[_Form, ...]:
    """Return the ways to write a name: whole, without what it is called (“Gemeente”), its abbreviation."""
    plain = " ".join(_BRACKETS.sub(" ", name).split())
    *_, first = (plain.split() or [""])[:1]
    body = first.casefold() in _BODIES
    found = [_Form(words(said), said, body=body) for said in (name, plain)]
    if body:
        bare = plain.split()[1:]
        while bare and bare[0].casefold() in _LINKS:
            bare = bare[1:]
        said = " ".join(bare)
        found.append(_Form(words(said), said, place=first.casefold() in _PLACES))
    inside = [each.strip() for each in _BRACKETS.findall(name)]
    shorts = [each for each in (*inside, plain) if " " not in each and sum(map(str.isupper, each)) > 1]
    shorts += [each.upper() for each in _abbreviated(plain)]
    found += [_Form(words(each), each, short=True) for each in shorts]
    kept: dict[tuple[str, ...], _Form] = {}
    for form in found:
        if form.words:
            kept.setdefault(form.words, form)
    return tuple(kept.values())


def _abbreviated(name: str) -> Iterator[str]:
    """Return the abbreviations of what a name begins with: BZK of a ministry with more in its name."""
    for match in abbreviations().matches(content(name)):
        if match.start == 0:
            yield from (other[0] for other in match.others if len(other) == 1 and len(other[0]) <= _SHORT)


def _tokens(text: str, start: int, end: int) -> list[tuple[str, re.Match[str]]]:
    found = ((words(match[0]), match) for match in _WORD.finditer(text, start, end))
    return [(plain[0], match) for plain, match in found if plain]


def _asks(form: _Form, plain: Sequence[str], at: int, stop: int, *, capital: bool) -> bool:
    """Say whether what stands around a name asks for its experience."""
    before = at - 1
    while before >= 0 and (plain[before] in _KINDS or (plain[before] in _OF and plain[before - 1] in _KINDS)):
        before -= 1  # “in the city of Utrecht”, “het ministerie van BZK”
    kind = before < at - 1
    while before >= 0 and plain[before] in _ARTICLES and (kind or not form.place):
        before -= 1
    article = not kind and before < at - 1
    last = plain[before] if before >= 0 else ""
    sure = capital or form.body or form.short
    ends = stop == len(plain) or plain[stop] in WEIGHTLESS
    if not sure:
        return not article and ends and last in (_AT | _WITHIN if form.place else _AT)
    if last in _AT | _WITHIN:
        return True
    if last in _OF:
        return before == 0 or plain[before - 1] in WEIGHTLESS
    if last:
        keywords = len(plain) <= _KEYWORDS and WEIGHTLESS.isdisjoint(plain) and stop == len(plain)
        return keywords or (last in WEIGHTLESS and last not in _BESIDES)
    return capital or form.short or form.body
