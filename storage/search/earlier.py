"""Earlier questions that entries answered, and what one of them says of a question that asks the same.

Who asks in other words than any entry has is helped by who asked before: that one is known to be answered, so
what it says besides is worth looking for too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tantivy import Searcher

from bot.language.thesaurus import Thesaurus
from storage.search.coverage import Coverage, Told
from storage.search.question import Concept, Question, besides, concepts

_TWO = 2
"""How many words two questions share at least when they ask the same; one alone may be about anything."""

_HALF = 0.5
"""The part of an earlier question that must be shared: less is often chance, and costs another search."""

_LOOKED_AT = 60
"""How many earlier questions are compared, those of the best entries: each costs time."""


@dataclass(frozen=True)
class Earlier:
    """The content words of a question that an entry answered, in its language."""

    language: str
    told: Told


def meant(
    question: Question,
    coverage: Coverage,
    earlier: Iterable[Earlier],
    covered: float,
    knowing: tuple[Searcher, Thesaurus],
) -> Question:
    """Return the question with what the earlier one that is most like it says besides; itself when none is.

    `covered` is the part of the question that the best entries have, 0-1. What is said besides counts for the
    part of the earlier question that is shared, and for the part of this one that is not covered: who uses
    the words of an entry needs no others.
    """
    alike = [one for one in itertools.islice(earlier, _LOOKED_AT) if _like(one, coverage)]
    compared = [_compared(one, question, *knowing) for one in alike]
    nearest = max(compared, key=lambda one: one.shared, default=None)
    weight = nearest.shared * (1 - covered) if nearest and nearest.shared >= _HALF else 0.0
    if nearest is None or weight <= 0 or not nearest.besides:
        return question
    return besides(question, [_lighter(concept, weight) for concept in nearest.besides], knowing[0])


def _like(earlier: Earlier, coverage: Coverage) -> bool:
    """Say whether it has words of the question, as far as that is quickly seen."""
    return _shared(coverage.each(earlier.told, earlier.language)) >= _TWO


def _shared(there: Iterable[float]) -> int:
    return sum([weight > 0 for weight in there])


@dataclass(frozen=True)
class _Compared:
    """How much of an earlier question another one has, 0-1, and what it says besides."""

    shared: float
    besides: tuple[Concept, ...]


def _compared(earlier: Earlier, question: Question, searcher: Searcher, thesaurus: Thesaurus) -> _Compared:
    asked = concepts(earlier.told.words, searcher, thesaurus)
    told = Told.of((word.word.text for one in question.asked for word in one.words), earlier.language)
    there = Coverage(asked).each(told, earlier.language)
    if _shared(there) < _TWO:
        return _Compared(0.0, ())
    rest = tuple(concept for concept, weight in zip(asked, there, strict=True) if not weight)
    return _Compared(sum(there) / sum(concept.weight for concept in asked), rest)


def _lighter(concept: Concept, factor: float) -> Concept:
    words = [replace(one, word=replace(one.word, weight=one.word.weight * factor)) for one in concept.words]
    return replace(concept, words=tuple(words))
