"""What a search brings up: the entries that fit a question best, and how sure each of them is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from tantivy import Query

from bot.domain.audience import Audience
from bot.domain.question import Filters, Hit
from storage.search.coverage import Coverage
from storage.search.earlier import Earlier
from storage.search.kept import Kept
from storage.search.narrowing import Place, Reading, permitted
from storage.search.passage import Sentences
from storage.search.question import Question

_WHOLLY = 0.6
"""The confidence of an entry that has every telling word of the question, however common they are here."""

_EVEN = 1.5
"""The product of evidence and coverage at which an answer is as likely as not."""

_STEEPNESS = 3.0

Placed = tuple[Place, float]
"""Where in the index something is that was found, and its score."""


class Found(NamedTuple):
    """What a search brought up: the part of the question that it covers, and the questions it answered."""

    hit: Hit
    covered: float
    earlier: Sequence[Earlier]


class Prepared:
    """A question made ready to be looked for, and to be compared with what is found."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.coverage = Coverage(question.asked)

    @cached_property
    def sentences(self) -> Sentences:
        """What chooses a sentence to quote."""
        return Sentences(self.question.asked)

    def judged(self, reading: Reading, found: Iterable[Placed]) -> Sequence[Found]:
        """Say how sure it is of each that was found that it is about the question."""
        return [self._judged(reading.kept(place), score) for place, score in found]

    def _judged(self, kept: Kept, score: float) -> Found:
        covered = self.coverage.of(kept.told)
        share = covered.weight / self.question.whole
        sure = confidence(score / self.question.unit, share, wholly=covered.wholly)
        return Found(_hit(kept, score, min(sure, self.question.most)), share, kept.earlier)


def confidence(evidence: float, coverage: float, *, wholly: bool) -> float:
    """Say how likely it is, 0-1, that what was found is about what was asked.

    `evidence` is the BM25 score in units of one word that is as rare as can be in this collection, so that
    bases of any size compare; `coverage` the part of the question's weight that the entry covers, so that
    a long story with one chance hit does not. Their product x (coverage under a root: most of a chatty
    question is scene setting) goes through the logistic curve of ln x. `wholly`: every telling word
    is there in some form, and then the entry is about it however common the words are.
    """
    felt = math.pow(evidence * math.sqrt(coverage), _STEEPNESS)
    likely = felt / (felt + math.pow(_EVEN, _STEEPNESS))
    return max(likely, _WHOLLY) if wholly else likely


def best(
    reading: Reading, queries: Iterable[Query], audience: Audience, filters: Filters | None, limit: int
) -> Sequence[Placed]:
    """Return what fits best, each entry by the query that it fits best; of equals what came in first."""
    if filters is None or limit < 1:
        return ()
    narrowing = reading.narrowing(audience, filters)
    found = (narrowing.best(query, limit, reading.searcher) for query in queries)
    return best_of(itertools.chain.from_iterable(found), limit)


def best_of(found: Iterable[Placed], limit: int) -> Sequence[Placed]:
    """Return the best of what was found in several ways, each entry once."""
    scores: dict[Place, float] = {}
    for place, score in found:
        scores[place] = max(score, scores.get(place, 0.0))
    return sorted(scores.items(), key=lambda placed: (-placed[1], placed[0]))[:limit]


def newest(reading: Reading, audience: Audience, filters: Filters | None, limit: int) -> tuple[Hit, ...]:
    """Return what is allowed, the newest first, when nothing else was asked: all of it fits."""
    if filters is None or not filters.narrow or limit < 1:
        return ()
    allowed = permitted(audience, filters)
    latest = reading.searcher.search(allowed, limit, count=False, order_by_field="recorded").hits
    return tuple(_hit(reading.kept((at.segment_ord, at.doc)), 0.0, 1.0) for _, at in latest)


def _hit(kept: Kept, score: float, confidence: float) -> Hit:
    return Hit(kept.entry, score, confidence, kept.organisation, kept.whose, kept.sketch, kept.outcome)
