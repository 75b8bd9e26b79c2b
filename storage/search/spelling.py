"""Words of a question that no entry has, and the words of entries that they differ from by one slip.

One letter too few, too many or another, or two that changed places. The collection is the dictionary: a word
that is spelled right and not there is mostly further than that from any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import Final

from tantivy import Searcher

from bot.language import analysis
from storage.search.query import grams_field, words_field
from storage.search.question import Concept, Question, respelled

_SHORTEST: Final = 6
"""Letters of a word at least: of shorter ones too many differ by one."""

_LONG: Final = 9
"""From so many letters on hardly any word that is right differs from another one by one letter."""

_PERHAPS: Final = 0.4
"""How sure an entry is at most that has what a shorter word was perhaps meant to be: it may be related."""

_WORDS: Final = 2
"""How many words of a question are looked up, the first: each costs as much as a small search."""

_CANDIDATES: Final = 2


def corrected(question: Question, text: str, searcher: Searcher) -> Question:
    """Return the question with what its unknown words may be meant to be; itself when that is nothing."""
    unknown = [one for one in question.asked if _is_unknown(one)][:_WORDS]
    near = {one: _near(one.words[0].word.text, searcher) for one in unknown}
    meant = {one: tuple((word,) for word in words) for one, words in near.items() if words}
    if not meant:
        return question
    asked = tuple(replace(one, others=meant.get(one, one.others)) for one in question.asked)
    surely = all(len(one.words[0].word.text) >= _LONG for one in meant)
    return respelled(question, asked, 1.0 if surely else _PERHAPS, text, searcher)


def _is_unknown(concept: Concept) -> bool:
    if len(concept.words) > 1 or concept.others:
        return False
    (word,) = concept.words
    return word.rarity >= 1 and not word.parts and len(word.word.text) >= _SHORTEST


def _near(word: str, searcher: Searcher) -> list[str]:
    """Return the words nearby that most entries have."""
    found: dict[str, int] = {}
    for language in analysis.LANGUAGES:
        stems: set[str] = set()
        for variant in _all_known(word, _Grams(language, searcher)):
            stem = analysis.stem(variant, language)
            having = 0 if stem in stems else searcher.doc_freq(words_field(language), stem)
            stems.add(stem)
            if having:
                found[variant] = max(having, found.get(variant, 0))
    return sorted(found, key=lambda variant: -found[variant])[:_CANDIDATES]


class _Grams(dict[str, bool]):
    """Whether an entry has a gram in one language, looked up once."""

    def __init__(self, language: str, searcher: Searcher) -> None:
        super().__init__()
        self._field, self._searcher = grams_field(language), searcher

    def __missing__(self, gram: str) -> bool:
        known = self[gram] = self._searcher.doc_freq(self._field, gram) > 0
        return known

    def letters(self, before: str) -> str:
        """Return the letters that may follow these: where they end a gram, those with which it is known."""
        begun = before[1 - analysis.GRAM :]
        if len(begun) < analysis.GRAM - 1:
            return ascii_lowercase
        ends = {gram[-1] for gram, _ in self._searcher.terms_with_prefix(self._field, begun)}
        return "".join(letter for letter in ascii_lowercase if letter in ends)


def _all_known(word: str, known: _Grams) -> Iterator[str]:
    """Yield the variants of a word of which every gram stands somewhere: hardly any does by chance.

    The slip is where all the grams are that stand nowhere; those before it are not looked up again.
    """
    strange = [at for at, gram in enumerate(analysis.grams(word)) if not known[gram]]
    first, last = (strange[0], strange[-1]) if strange else (len(word), 0)
    for at in range(max(0, last - 1), min(first + analysis.GRAM, len(word) + 1)):
        for variant in _variants(word, at, known.letters(word[:at])):
            starts = range(max(0, at - analysis.GRAM + 1), len(variant) - analysis.GRAM + 1)
            if all(known[variant[start : start + analysis.GRAM]] for start in starts):
                yield variant


def _variants(word: str, at: int, letters: str) -> Iterator[str]:
    """Yield what a word is with one letter less, one of these more or instead, or two the other way round."""
    before, after = word[:at], word[at:]
    if after:
        yield before + after[1:]
    if len(after) > 1 and after[0] != after[1]:
        yield before + after[1] + after[0] + after[2:]
    for letter in letters:
        yield before + letter + after
        if after and letter != after[0]:
            yield before + letter + after[1:]
