"""What a question asks of this collection: which entries fit it, and how much of it they cover.

Weights and rarity are here, and the compounds of a question by the collection's own words. Tantivy queries
are put together with `search_query.py`; what their scores mean together is said in `search_index.py`.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from tantivy import Occur, Query, Searcher

from bot.language import analysis, compounds
from storage.search_query import any_of, grams_field, term, words_field

WORD_WEIGHT = 0.5
"""What a whole word counts for beside its 4-grams, which share the square root of their number."""

GRAMS_NEEDED = 0.7
"""The part of a word's 4-grams that stands for the word."""

NEARLY = 0.8
"""How much of a word is covered by enough of its 4-grams, or by the parts of the compound it is."""

MOST_WORDS = 64
"""How many words of a question count, the rarest; past that a pasted document would only cost time."""

MOST_LETTERS = 1200
"""How many letters those words have together: each letter is a 4-gram to look for."""


@dataclass(frozen=True)
class Sought:
    """A content word of a question, how rare it is in this collection (0-1], and its parts if a compound."""

    word: analysis.Word
    rarity: float
    parts: tuple[str, ...]

    @property
    def weight(self) -> float:
        """What the word counts for: its own weight times its rarity."""
        return self.word.weight * self.rarity


@dataclass(frozen=True)
class Question:
    """A question made ready for one state of the collection; asked again with other filters it is reused.

    `fitting` scores entries by BM25 on words and 4-grams, `covering` by the summed weight of the words they
    have; `whole` is the weight of all words together, `unit` the rarity of a word that no entry has.
    """

    fitting: Query
    covering: Query
    whole: float
    unit: float


def prepare(text: str, searcher: Searcher) -> Question | None:
    """Make a question ready; None when it has no content word."""
    words = sought(text, searcher)
    if not words:
        return None
    # An entry counts in the language it fits best: with two texts it gets no more than with one.
    views = [_Terms(searcher, language) for language in analysis.LANGUAGES]
    asked = (*(word.word for word in words), *_typed_apart(text, searcher)[:MOST_WORDS])
    return Question(
        fitting=Query.disjunction_max_query([any_of([_fit(word, view) for word in asked]) for view in views]),
        covering=Query.disjunction_max_query(
            [any_of([_cover(word, view) for word in words]) for view in views]
        ),
        whole=sum(word.weight for word in words),
        unit=_highest_idf(searcher),
    )


def sought(text: str, searcher: Searcher) -> tuple[Sought, ...]:
    """Weigh the content words of a question; a word the collection does not know is as rare as can be."""
    known = _known_to(searcher)
    rarities = {word: _rarity(word.text, searcher) for word in analysis.weighed(text)}
    rarest = _affordable(sorted(rarities, key=lambda word: -word.weight * rarities[word]))
    return tuple(Sought(word, rarities[word], compounds.split(word.text, known)) for word in rarest)


def _affordable(words: list[analysis.Word]) -> list[analysis.Word]:
    """Return the first words, as many as a search can look for in good time."""
    lengths = itertools.accumulate(len(word.text) for word in words[:MOST_WORDS])
    return [word for word, length in zip(words, lengths, strict=False) if length <= MOST_LETTERS]


@dataclass(frozen=True)
class _Terms:
    """The tokens of one language that the collection has; asking for others only costs time."""

    searcher: Searcher
    language: str

    def word(self, word: str) -> list[Query]:
        return self._known(words_field(self.language), analysis.stem(word, self.language))

    def grams(self, grams: tuple[str, ...]) -> list[Query]:
        field = grams_field(self.language)
        return [query for gram in grams for query in self._known(field, gram)]

    def _known(self, field: str, token: str) -> list[Query]:
        return [term(field, token)] if self.searcher.doc_freq(field, token) else []


def _fit(word: analysis.Word, terms: _Terms) -> Query:
    grams = analysis.grams(word.text)
    return any_of(
        [
            Query.boost_query(any_of(terms.word(word.text)), WORD_WEIGHT * word.weight),
            Query.boost_query(any_of(terms.grams(grams)), word.weight / math.sqrt(len(grams))),
        ]
    )


def _cover(sought: Sought, terms: _Terms) -> Query:
    text, weight = sought.word.text, sought.weight
    parts = [query for part in sought.parts for query in terms.word(part)]
    grams = tuple(dict.fromkeys(analysis.grams(text)))
    return Query.disjunction_max_query(
        [
            Query.const_score_query(any_of(terms.word(text)), weight),
            Query.const_score_query(_nearly(grams, terms), NEARLY * weight),
            any_of([Query.const_score_query(part, NEARLY * weight / len(sought.parts)) for part in parts]),
        ]
    )


def _nearly(grams: tuple[str, ...], terms: _Terms) -> Query:
    known = terms.grams(grams)
    needed = math.ceil(GRAMS_NEEDED * len(grams))
    if len(known) < needed:
        return any_of([])
    return Query.boolean_query([(Occur.Should, query) for query in known], minimum_number_should_match=needed)


def _typed_apart(text: str, searcher: Searcher) -> tuple[analysis.Word, ...]:
    """Return the words that are typed apart and that the collection knows as one, among the first."""
    pairs = compounds.joined(analysis.words(text)[: analysis.MOST_WORDS], _known_to(searcher))
    return tuple(analysis.Word(one + two, 1.0) for one, two in pairs)


def _known_to(searcher: Searcher) -> compounds.Known:
    """Make the collection itself the dictionary. A stem costs far more than looking a first gram up."""
    words, grams = words_field(analysis.DUTCH), grams_field(analysis.DUTCH)

    def known(word: str) -> bool:
        if not searcher.doc_freq(grams, analysis.grams(word)[0]):
            return False
        return searcher.doc_freq(words, analysis.stem(word, analysis.DUTCH)) > 0

    return known


def _highest_idf(searcher: Searcher) -> float:
    """Return the BM25 inverse document frequency of a word that no entry has: the measure of rarity."""
    return math.log(1 + (searcher.num_docs + 0.5) / 0.5)


def _rarity(word: str, searcher: Searcher) -> float:
    """Return the BM25 inverse document frequency relative to that of an unknown word: (0, 1]."""
    frequencies = (
        searcher.doc_freq(words_field(language), analysis.stem(word, language))
        for language in analysis.LANGUAGES
    )
    found = min(max(frequencies), searcher.num_docs)
    return math.log(1 + (searcher.num_docs - found + 0.5) / (found + 0.5)) / _highest_idf(searcher)
