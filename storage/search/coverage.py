"""How much of a question an entry covers, seen from the words of the entry that the index keeps.

Looking into the few entries that a search brings up costs the same in a base of any size; asking the index
for it would cost as much as the search itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import attrgetter, or_
from typing import NamedTuple
from zlib import crc32

from bot.language import analysis
from bot.language.thesaurus import Member
from storage.search.question import GRAMS_NEEDED, NEARLY, STANDS_FOR, Concept, Sought

_TELLING = 2
"""How many telling words say what a question is about; one alone may be said of anything."""

_ENOUGH = NEARLY - 0.01
"""The part of a word's weight from which the word is there, in some form."""

_ONE_WORD = 0.5
"""The part of a word's 4-grams that stands in one word of the entry: others may come from anywhere in it."""

MARKS = 2048
"""Bits of a Bloom filter (Bloom 1970) with one hash; a text of 60 distinct words sets some 350 of them."""

ANY = -1
"""The marks of a text of which none are kept: it may have everything."""


class Told(NamedTuple):
    """The content words of an entry in one language, and their stems, each with a space before and after.

    In `marks` a bit is set for each gram and stem of them: where one is not, looking for it is needless.
    """

    words: str
    stems: str
    marks: int = ANY

    @staticmethod
    def of(words: Iterable[str], language: str) -> Told:
        """Take words together, in an order that says nothing of the text."""
        distinct = sorted(set(words))
        found, marks = [_found_by(word, language) for word in distinct], 0
        for _, own in found:
            marks |= own
        stems = sorted({stem for stem, _ in found})
        return Told(f" {' '.join(distinct)} ", f" {' '.join(stems)} ", marks)


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
        self._concepts = [(concept, concept in needed) for concept in asked]
        self._ready: dict[str, Sequence[_Asked]] = {}

    def of(self, told: Mapping[str, Told]) -> Covered:
        """Return what an entry has of the question, in the language that has most of it."""
        within = [self._within(own, language) for language, own in told.items()]
        return max(within, key=_weight, default=_NOTHING)

    def each(self, told: Told, language: str) -> tuple[float, ...]:
        """Return what is there of each concept of the question in its order, 0 for less than enough of it."""
        return tuple([_share(asked, told) for asked in self._asked(language)])

    def _asked(self, language: str) -> Sequence[_Asked]:
        """Return the question as it is looked for in one language; most bases speak one."""
        ready = self._ready.get(language)
        if ready is None:
            made = [_Asked.of(concept, language, needed=needed) for concept, needed in self._concepts]
            ready = self._ready[language] = made
        return ready

    def _within(self, told: Told, language: str) -> Covered:
        weight, wholly = 0.0, True
        for asked in self._asked(language):
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
    stem_mark: int
    grams: tuple[str, ...]
    gram_marks: int
    needed: int
    spare: int
    parts: tuple[str, ...]
    part_marks: int
    weight: float

    @staticmethod
    def of(sought: Sought, language: str) -> _Form:
        parts = tuple(_stem(part, language) for part in sought.parts)
        stem = _stem(sought.word.text, language)
        grams = (f" {sought.word.text} ",) if sought.word.abbreviation else _grams(sought.word.text)
        spare = len(grams) - math.ceil(GRAMS_NEEDED * len(grams))
        marks = _together(grams)
        needed = marks.bit_count() - spare
        return _Form(stem, _mark(stem), grams, marks, needed, spare, parts, _together(parts), sought.weight)


class _Other(NamedTuple):
    """Another word or phrase for the same: all its words must be there, a single one also in a compound."""

    stems: tuple[str, ...]
    stem_marks: int
    grams: tuple[str, ...]
    gram_marks: int

    @staticmethod
    def of(member: Member, language: str) -> _Other:
        stems = tuple(_stem(word, language) for word in member)
        grams = _grams(member[0]) if len(member) == 1 else ()
        return _Other(stems, _together(stems), grams, _together(grams))


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
    words, stems, marks = told
    weight = 0.0
    for stem, stem_mark, grams, gram_marks, needed, spare, parts, part_marks, own in forms:
        if marks & stem_mark and stem in stems:
            weight += own
            continue
        missing = spare + 1
        # without its first gram it would be the end of a longer word
        if (marks & gram_marks).bit_count() >= needed and grams[0] in words:
            missing = 0
            for gram in grams:
                if gram not in words:
                    missing += 1
                    if missing > spare:
                        break
        if missing <= spare and _in_one_word(grams, words):
            weight += NEARLY * own
        elif marks & part_marks:
            weight += NEARLY * own * sum([part in stems for part in parts]) / len(parts)
    return weight


def _in_one_word(grams: Sequence[str], words: str) -> bool:
    """Say whether a word of the entry has the first gram and enough of the others."""
    at = words.find(grams[0])
    while at >= 0:
        end = words.index(" ", at + 1)
        word = words[words.rindex(" ", 0, at + 1) : end + 1]
        if sum([gram in word for gram in grams]) >= _ONE_WORD * len(grams):
            return True
        at = words.find(grams[0], end)
    return False


def _one_of(others: Iterable[_Other], told: Told) -> bool:
    """Say whether one of the other words is there."""
    words, stems, marks = told
    for own, stem_marks, grams, gram_marks in others:
        if marks & stem_marks == stem_marks and _all(own, stems):
            return True
        if grams and marks & gram_marks == gram_marks and _all(grams, words):
            return True
    return False


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


def _mark(token: str) -> int:
    return 1 << crc32(token.encode()) % MARKS


def _together(tokens: Iterable[str]) -> int:
    return reduce(or_, map(_mark, tokens), 0)


@lru_cache(maxsize=65536)
def _found_by(word: str, language: str) -> tuple[str, int]:
    """Return the stem of a word of an entry, and the marks of that and of its grams."""
    return analysis.stem(word, language), _together(_grams(word)) | _mark(_stem(word, language))
