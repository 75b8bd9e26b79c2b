"""What a search brings up: the entries that fit a question best, and how sure each of them is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tantivy import DocAddress, Searcher

from bot.domain.audience import Audience
from bot.domain.model import EntryId, Outcome
from bot.domain.question import Filters, Hit
from bot.language.likeness import Sketch
from storage import search_query as queries
from storage.search_coverage import Coverage, Told
from storage.search_earlier import Earlier
from storage.search_question import Question
from storage.search_record import read_earlier, read_sketch, read_told

_WHOLLY = 0.6
"""The confidence of an entry that has every telling word of the question, however common they are here."""

_EVEN = 1.5
"""The product of evidence and coverage at which an answer is as likely as not."""

_STEEPNESS = 3.0


Placed = tuple[tuple[int, int], float]
"""Where in the index something is that was found, and its score."""


@dataclass(frozen=True)
class Found:
    """What a search brought up: the part of the question that it covers, and the questions it answered."""

    hit: Hit
    covered: float
    earlier: Sequence[Earlier]


def judged(
    searcher: Searcher, found: Iterable[Placed], question: Question, coverage: Coverage
) -> Sequence[Found]:
    """Say how sure it is of each that was found that it is about the question."""
    return [_judged(_read(searcher, *placed), question, coverage) for placed in found]


def _judged(record: _Record, question: Question, coverage: Coverage) -> Found:
    covered = coverage.of(record.told)
    share = covered.weight / question.whole
    hit = record.hit(confidence(record.score / question.unit, share, wholly=covered.wholly))
    return Found(hit, share, record.earlier)


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


@dataclass(frozen=True)
class _Record:
    """A record as a search brings it up."""

    entry: str
    score: float
    organisation: str
    outcome: Outcome | None
    sketch: Sketch
    told: Mapping[str, Told]
    earlier: Sequence[Earlier]

    def hit(self, confidence: float) -> Hit:
        entry = EntryId.parse(self.entry)
        if entry is None:
            raise ValueError(f"the index holds {self.entry!r}, which is no entry")
        return Hit(entry, self.score, confidence, self.organisation, self.sketch, self.outcome)


def best(
    searcher: Searcher,
    question: Question,
    audience: Audience,
    filters: Filters | None,
    limit: int,
) -> Sequence[Placed]:
    """Return what fits best, each entry by the query that it fits best; of equals what came in first."""
    if filters is None or limit < 1:
        return ()
    scores: dict[tuple[int, int], float] = {}
    for fitting in question.fitting:
        query = queries.within(fitting, audience, filters, searcher)
        for score, at in searcher.search(query, limit, count=False).hits:
            place = (at.segment_ord, at.doc)
            scores[place] = max(float(score), scores.get(place, 0.0))
    return sorted(scores.items(), key=lambda placed: (-placed[1], placed[0]))[:limit]


def _read(searcher: Searcher, place: tuple[int, int], score: float) -> _Record:
    record = searcher.doc(DocAddress(*place))
    outcome = record.get_first("outcome")
    return _Record(
        entry=str(record.get_first("entry")),
        score=score,
        organisation=str(record.get_first("whose") or ""),
        outcome=Outcome(str(outcome)) if outcome else None,
        sketch=read_sketch(record["sketch"][0]),
        told=read_told(record),
        earlier=read_earlier(record),
    )


def newest(searcher: Searcher, audience: Audience, filters: Filters | None, limit: int) -> tuple[Hit, ...]:
    """Return what is allowed, the newest first, when nothing else was asked: all of it fits."""
    if filters is None or not filters.narrow or limit < 1:
        return ()
    allowed = queries.permitted(audience, filters)
    latest = searcher.search(allowed, limit, count=False, order_by_field="recorded").hits
    return tuple(_read(searcher, (at.segment_ord, at.doc), 0.0).hit(1.0) for _, at in latest)
