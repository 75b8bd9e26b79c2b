"""How much of a question an entry covers, seen from the words of the entry that the index keeps.

Looking into the few entries that a search brings up costs the same in a base of any size; asking the index
for it would cost as much as the search itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from bot.language import analysis
from bot.language.thesaurus import Member
from storage.search_question import GRAMS_NEEDED, NEARLY, STANDS_FOR, Concept, Sought

_TELLING = 2
"""How many telling words say what a question is about; one alone may be said of anything."""

_ENOUGH = NEARLY - 0.01
"""The part of a word's weight from which the word is there, in some form."""


class Told(NamedTuple):
    """The content words of an entry in one language, and their stems, each with a space before and after."""

    words: str
    stems: str

    @staticmethod
    def of(words: Iterable[str], language: str) -> Told:
        """Take words together, in an order that says nothing of the text."""
        distinct = sorted(set(words))
        stems = sorted({analysis.stem(word, language) for word in distinct})
        return Told(f" {' '.join(distinct)} ", f" {' '.join(stems)} ")

    def written(self) -> bytes:
        """Return the form that `read` reads."""
        return f"{self.words}\n{self.stems}".encode()

    @staticmethod
    def read(written: bytes) -> Told:
        """Return what was written."""
        return Told(*written.decode().split("\n"))


class Covered(NamedTuple):
    """What an entry has of a question: the weight of its words, and whether every telling one, in some form.

    Of a question with hardly any, all of its words.
    """

    weight: float
    wholly: bool


_NOTHING = Covered(0.0, wholly=False)
_weight = attrgetter("weight")


class Coverage:
    """A question made ready to be compared with the words of entries."""

    def __init__(self, asked: Sequence[Concept]) -> None:
        telling = [concept for concept in asked if any(word.word.weight >= 1 for word in concept.words)]
        needed = telling if len(telling) >= _TELLING else asked
        self._asked = {
            language: [_Asked.of(concept, language, needed=concept in needed) for concept in asked]
            for language in analysis.LANGUAGES
        }

    def of(self, told: Mapping[str, Told]) -> Covered:
        """Return what an entry has of the question, in the language that has most of it."""
        within = [self._within(own, language) for language, own in told.items()]
        return max(within, key=_weight, default=_NOTHING)

    def each(self, told: Told, language: str) -> tuple[float, ...]:
        """Return what is there of each concept of the question in its order, 0 for less than enough of it."""
        return tuple([_share(asked, told) for asked in self._asked[language]])

    def _within(self, told: Told, language: str) -> Covered:
        weight, wholly = 0.0, True
        for asked in self._asked[language]:
            words, others, others_weight, enough, needed = asked
            own = _there(words, told)
            if own < enough:
                if others and _one_of(others, told):
                    own = max(own, others_weight)
                elif needed:
                    wholly = False
            weight += own
        return Covered(weight, wholly)


class _Form(NamedTuple):
    """A word as it is looked for in one language: its first gram must be there, not `spare` others."""

    stem: str
    grams: tuple[str, ...]
    spare: int
    parts: tuple[str, ...]
    weight: float

    @staticmethod
    def of(sought: Sought, language: str) -> _Form:
        parts = tuple(_stem(part, language) for part in sought.parts)
        stem, grams = _stem(sought.word.text, language), _grams(sought.word.text)
        spare = len(grams) - math.ceil(GRAMS_NEEDED * len(grams))
        return _Form(stem, grams, spare, parts, sought.weight)


class _Other(NamedTuple):
    """Another word or phrase for the same: all its words must be there, a single one also in a compound."""

    stems: tuple[str, ...]
    grams: tuple[str, ...]

    @staticmethod
    def of(member: Member, language: str) -> _Other:
        grams = _grams(member[0]) if len(member) == 1 else ()
        return _Other(tuple(_stem(word, language) for word in member), grams)


class _Asked(NamedTuple):
    """A concept of the question in one language; a concept that `needed` is must be there in some form."""

    words: tuple[_Form, ...]
    others: tuple[_Other, ...]
    others_weight: float
    enough: float
    needed: bool

    @staticmethod
    def of(concept: Concept, language: str, *, needed: bool) -> _Asked:
        return _Asked(
            tuple(_Form.of(word, language) for word in concept.words),
            tuple(_Other.of(member, language) for member in concept.others),
            STANDS_FOR * concept.weight,
            _ENOUGH * concept.weight,
            needed,
        )


def _share(asked: _Asked, told: Told) -> float:
    """Return how much of a concept is there, when enough is for it to be there at all."""
    own = _there(asked.words, told)
    if own >= asked.enough:
        return own
    return asked.others_weight if _one_of(asked.others, told) else 0.0


def _there(forms: Iterable[_Form], told: Told) -> float:
    """Return what words weigh that are there, or nearly. The inmost loop of a search: hence no calls."""
    words, stems = told
    weight = 0.0
    for stem, grams, spare, parts, own in forms:
        if stem in stems:
            weight += own
            continue
        missing = 0 if grams[0] in words else spare + 1  # else it would be the end of a longer word
        for gram in grams if missing == 0 else ():
            if gram not in words:
                missing += 1
                if missing > spare:
                    break
        if missing <= spare:
            weight += NEARLY * own
        elif parts:
            weight += NEARLY * own * sum([part in stems for part in parts]) / len(parts)
    return weight


def _one_of(others: Iterable[_Other], told: Told) -> bool:
    """Say whether one of the other words is there."""
    words, stems = told
    return any(_all(own, stems) or (grams and _all(grams, words)) for own, grams in others)


def _all(wanted: Iterable[str], there: str) -> bool:
    for each in wanted:  # noqa: SIM110 - a generator takes twice as long
        if each not in there:
            return False
    return True


def _stem(word: str, language: str) -> str:
    return f" {analysis.stem(word, language)} "


def _grams(word: str) -> tuple[str, ...]:
    """Return the distinct grams of a word as they stand in the words of an entry: a short word wholly."""
    distinct = dict.fromkeys(analysis.grams(word))
    return tuple([gram if len(gram) == analysis.GRAM else f" {gram} " for gram in distinct])
