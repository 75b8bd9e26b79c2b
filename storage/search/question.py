"""What a question asks of this collection: which entries fit it, and how much of it they cover.

Weights and rarity are here, and the compounds of a question by the collection's own words. Tantivy queries
are put together with `query.py`; what their scores mean together is said in `index.py`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tantivy import Query, Searcher

from bot.language import analysis, compounds
from bot.language.thesaurus import Member, Thesaurus
from storage.search.query import all_of, any_of, grams_field, term, words_field

WORD_WEIGHT = 0.5
"""What a whole word counts for beside its 4-grams, which share the square root of their number."""

STANDS_FOR = 0.65
"""What another word for the same counts for beside the word that was typed, however rare it is."""

GRAMS_NEEDED = 0.7
"""The part of a word's 4-grams that stands for the word."""

NEARLY = 0.8
"""How much of a word is covered by enough of its 4-grams, or by the parts of the compound it is."""

_PROJECTS = frozenset({"project", "projecten"})

MOST_WORDS = 64
"""How many words of a question count, the rarest; past that a pasted document would only cost time."""

MOST_LETTERS = 1200
"""How many letters those words have together: each letter is a 4-gram to look for."""

MOST_LOOKED_AT = 200_000
"""How often the 4-grams of a question may stand in entries, together: it is what a search costs.

Only in bases of tens of thousands do more come up. Then the most common ones are left out, which tell least.
"""


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

    `parts` score entries by BM25 on words and 4-grams, by language. `asked` is what they may cover, `whole`
    the weight of all of that together, `unit` the rarity of a word that no entry has. No entry is surer than
    `most` to be about it.
    """

    parts: Mapping[str, Sequence[Query]]
    asked: tuple[Concept, ...]
    whole: float
    unit: float
    most: float = 1.0

    @cached_property
    def fitting(self) -> tuple[Query, ...]:
        """What scores entries, a query for each language: an entry counts in the one it fits best."""
        return tuple(any_of(list(parts)) for parts in self.parts.values() if parts)


def prepare(text: str, searcher: Searcher, thesaurus: Thesaurus) -> Question | None:
    """Make a question ready; None when it has no content word."""
    asked = concepts(text, searcher, thesaurus)
    if not asked:
        return None
    return Question(
        parts=_scoring(asked, _typed_apart(text, searcher)[:MOST_WORDS], searcher),
        asked=asked,
        whole=sum(one.weight for one in asked),
        unit=_highest_idf(searcher),
    )


def besides(question: Question, others: Sequence[Concept], searcher: Searcher) -> Question:
    """Return the question with something to look for besides; what an entry may cover stays the same."""
    more = _scoring(others, (), searcher)
    return replace(question, parts={each: [*parts, *more[each]] for each, parts in question.parts.items()})


def respelled(
    question: Question, asked: tuple[Concept, ...], most: float, text: str, searcher: Searcher
) -> Question:
    """Return the question with other words that stand for some of its own, and how sure that is at most."""
    parts = _scoring(asked, _typed_apart(text, searcher)[:MOST_WORDS], searcher)
    return replace(question, asked=asked, parts=parts, most=most)


def _scoring(
    asked: Sequence[Concept], apart: Sequence[analysis.Word], searcher: Searcher
) -> Mapping[str, Sequence[Query]]:
    words = [*(word.word for one in asked for word in one.words), *apart]
    views = {language: _Terms(searcher, language, words) for language in analysis.LANGUAGES}
    return {
        language: [
            *(query for one in asked for query in _fit_concept(one, view)),
            *(query for word in apart for query in _fit(word, view)),
        ]
        for language, view in views.items()
    }


@dataclass(frozen=True)
class Concept:
    """Words of a question that mean one thing together, mostly one word, and what else stands for it."""

    words: tuple[Sought, ...]
    others: tuple[Member, ...] = ()

    @property
    def weight(self) -> float:
        """What it counts for: the sum of its words."""
        return sum(word.weight for word in self.words)


def concepts(text: str, searcher: Searcher, thesaurus: Thesaurus) -> tuple[Concept, ...]:
    """Take the content words of a question together where the thesaurus knows them."""
    left = {word.word.text: word for word in sought(text, searcher)}
    order = [word.text for word in analysis.weighed(text)]
    found = []
    for match in thesaurus.matches(order):
        own = tuple(left.pop(word) for word in order[match.start : match.end] if word in left)
        if own:
            found.append(Concept(own, match.others))
    return (*found, *(Concept((word,)) for word in left.values()))


def sought(text: str, searcher: Searcher) -> tuple[Sought, ...]:
    """Weigh the content words of a question; a word the collection does not know is as rare as can be."""
    known = _known_to(searcher)
    rarities = {word: _rarity(word.text, searcher) for word in analysis.weighed(text)}
    rarest = _affordable(sorted(rarities, key=lambda word: -word.weight * rarities[word]))
    return tuple(Sought(word, rarities[word], _parts(word.text, known)) for word in rarest)


def _parts(word: str, known: compounds.Known) -> tuple[str, ...]:
    """Take a compound apart; of one that ends in project, which has no weight, what stands before that."""
    parts = compounds.split(word, lambda part: part in _PROJECTS or known(part))
    return parts[:-1] if parts and parts[-1] in _PROJECTS else parts


def _affordable(words: list[analysis.Word]) -> list[analysis.Word]:
    """Return the first words, as many as a search can look for in good time."""
    lengths = itertools.accumulate(len(word.text) for word in words[:MOST_WORDS])
    return [word for word, length in zip(words, lengths, strict=False) if length <= MOST_LETTERS]


class _Terms:
    """The tokens of one language that the collection has; asking for others only costs time."""

    def __init__(self, searcher: Searcher, language: str, words: Iterable[analysis.Word]) -> None:
        self._searcher = searcher
        self._language = language
        grams = {gram for word in words for gram in analysis.grams(word.text)}
        having = {gram: searcher.doc_freq(grams_field(language), gram) for gram in grams}
        self._known = frozenset(gram for gram, entries in having.items() if entries)
        rarest = sorted(self._known, key=lambda gram: (having[gram], gram))
        together = itertools.accumulate(having[gram] for gram in rarest)
        many = zip(rarest, together, strict=True)
        self.common = frozenset(gram for gram, entries in many if entries > MOST_LOOKED_AT)
        """Grams that so many entries have that the rarer ones of the question tell enough without them."""

    def word(self, word: str) -> list[Query]:
        field, stem = words_field(self._language), analysis.stem(word, self._language)
        return [term(field, stem)] if self._searcher.doc_freq(field, stem) else []

    def grams(self, grams: Iterable[str]) -> list[Query]:
        field = grams_field(self._language)
        return [term(field, gram) for gram in grams if gram in self._known]

    def at_most(self, rarity: float, other: Member) -> float:
        """Return the factor by which a rarer word for the same tells no more than what was typed."""
        return min(1.0, rarity / max(_rarity(word, self._searcher) for word in other))

    def other_grams(self, grams: Iterable[str]) -> list[Query]:
        """Return those of a word that stands for one of the question's."""
        field = grams_field(self._language)
        return [term(field, gram) for gram in grams if self._searcher.doc_freq(field, gram)]


def _fit(word: analysis.Word, terms: _Terms) -> list[Query]:
    """Return what scores a word. Side by side, not within each other, a search passes most entries over."""
    grams = analysis.grams(word.text)
    telling = [gram for gram in grams if gram not in terms.common]
    weight = word.weight / math.sqrt(len(grams))
    return [
        *(Query.boost_query(query, WORD_WEIGHT * word.weight) for query in terms.word(word.text)),
        *(Query.boost_query(query, weight) for query in terms.grams(telling)),
    ]


def _fit_concept(concept: Concept, terms: _Terms) -> list[Query]:
    own = [query for word in concept.words for query in (*_fit(word.word, terms), *_fit_parts(word, terms))]
    if not concept.others:
        return own
    weight = STANDS_FOR * max(word.word.weight for word in concept.words)
    rarity = max(word.rarity for word in concept.words)
    found = [_fit_other(other, weight * terms.at_most(rarity, other), terms) for other in concept.others]
    others = [query for query in found if query is not None]
    return [Query.disjunction_max_query([any_of(own), *others])] if others else own


def _fit_parts(word: Sought, terms: _Terms) -> list[Query]:
    """Return what scores the parts of a compound that no entry has."""
    if word.rarity < 1:
        return []
    weight = WORD_WEIGHT * word.word.weight / max(1, len(word.parts))
    return [Query.boost_query(query, weight) for part in word.parts for query in terms.word(part)]


def _fit_other(other: Member, weight: float, terms: _Terms) -> Query | None:
    """Return what scores another word or phrase for the same; None when the collection lacks it."""
    if len(other) > 1:
        known = [terms.word(word) for word in other]
        every = [query for queries in known for query in queries]
        return Query.boost_query(all_of(every), weight / len(other)) if all(known) else None
    grams = analysis.grams(other[0])
    parts = [Query.boost_query(query, WORD_WEIGHT * weight) for query in terms.word(other[0])]
    parts += [Query.boost_query(query, weight / math.sqrt(len(grams))) for query in _wholly(grams, terms)]
    return any_of(parts) if parts else None


def _wholly(grams: tuple[str, ...], terms: _Terms) -> list[Query]:
    """Select what has every gram of a word, itself or a compound with it; nothing when one is unknown."""
    distinct = tuple(dict.fromkeys(grams))
    known = terms.other_grams(distinct)
    return [all_of(known)] if len(known) == len(distinct) else []


def _typed_apart(text: str, searcher: Searcher) -> tuple[analysis.Word, ...]:
    """Return the words that are typed apart and that the collection knows as one, among the first."""
    pairs = compounds.joined(analysis.words(text)[: analysis.MOST_WORDS], _known_to(searcher))
    return tuple(analysis.Word(one + two, 1.0) for one, two in pairs)


def _known_to(searcher: Searcher) -> compounds.Known:
    """Make the collection itself the dictionary. A stem costs far more than looking a first gram up."""
    words, grams = words_field(analysis.DUTCH), grams_field(analysis.DUTCH)

    def known(word: str) -> bool:
        if not searcher.doc_freq(grams, word[: analysis.GRAM]):
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
