"""The figures of retrieval and their intervals. Pure arithmetic over what was found; no index, no files."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10
FIRST = 3
FALSE_LIMIT = 0.45
_ROUNDS = 1000
_SEED = 20_26

Grades = Mapping[str, int]
"""The grade of each judged document of one question."""


@dataclass(frozen=True)
class Outcome:
    """What one question brought.

    `ranked` are document ids, best first, before the cut to three. `confidence` is what the level was
    decided on, 0 when nothing was found. `answerable` is None where the collection does not tell.
    """

    topic: str
    style: str | None
    ranked: tuple[str, ...]
    grades: Grades
    confidence: float
    answered: bool
    tentative: bool
    milliseconds: float
    answerable: bool | None = None

    @property
    def judged(self) -> bool:
        """Whether it can count in the ranking figures: something in the collection answers it."""
        return self.answerable is not False and any(grade > 0 for grade in self.grades.values())

    def relevant(self, depth: int) -> bool:
        """Whether one of the first `depth` has a grade of at least 1."""
        return any(self.grades.get(document, 0) > 0 for document in self.ranked[:depth])


def ndcg(outcome: Outcome) -> float:
    """Return nDCG@10 with gain 2^grade - 1 (Järvelin and Kekäläinen 2002; gain of Burges et al. 2005)."""
    ideal = sorted(outcome.grades.values(), reverse=True)
    return _dcg([outcome.grades.get(document, 0) for document in outcome.ranked]) / _dcg(ideal)


def _dcg(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:DEPTH]))


def reciprocal_rank(outcome: Outcome) -> float:
    """Return one over the place of the first relevant document, 0 when it is not in the first ten."""
    places = (
        place for place, document in enumerate(outcome.ranked[:DEPTH], 1) if outcome.grades.get(document, 0)
    )
    return next((1 / place for place in places), 0.0)


def answer_rate_at(limit: float, outcomes: Sequence[Outcome]) -> float:
    """Return the best share answered at one threshold that answers at most this share falsely."""
    good = [outcome.confidence for outcome in outcomes if outcome.answerable]
    bad = [outcome.confidence for outcome in outcomes if outcome.answerable is False]
    best = 0.0
    for threshold in sorted({*good, *bad, math.inf}):
        if mean([float(confidence >= threshold > 0) for confidence in bad]) <= limit:
            best = max(best, mean([float(confidence >= threshold > 0) for confidence in good]))
    return best


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which this part (0-1) of the values lies, by nearest rank; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else 0.0


def ranking(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the figures of order, over the questions that something answers."""
    judged = [outcome for outcome in outcomes if outcome.judged]
    return {
        "ndcg@10": mean([ndcg(outcome) for outcome in judged]),
        "mrr@10": mean([reciprocal_rank(outcome) for outcome in judged]),
        "success@3": mean([float(outcome.relevant(FIRST)) for outcome in judged]),
        "success@10": mean([float(outcome.relevant(DEPTH)) for outcome in judged]),
    }


def answering(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the figures of speaking and keeping silent; none where every question can be answered."""
    good = [outcome for outcome in outcomes if outcome.answerable]
    bad = [outcome for outcome in outcomes if outcome.answerable is False]
    if not good or not bad:
        return {}
    answered = [outcome for outcome in outcomes if outcome.answered]
    return {
        "answer_rate": mean([float(outcome.answered) for outcome in good]),
        "false_answer_rate": mean([float(outcome.answered) for outcome in bad]),
        "tentative_rate": mean([float(outcome.tentative) for outcome in outcomes]),
        "answer_rate_at_false_45": answer_rate_at(FALSE_LIMIT, outcomes),
        "answered_relevant@3": mean([float(outcome.relevant(FIRST)) for outcome in answered]),
    }


def quality(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return every figure but the times."""
    return ranking(outcomes) | answering(outcomes)


def intervals(
    outcomes: Sequence[Outcome],
    figures: Callable[[Sequence[Outcome]], dict[str, float]] = quality,
) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each figure by bootstrap over topics (percentile method, fixed seed)."""
    by_topic: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_topic.setdefault(outcome.topic, []).append(outcome)
    topics = list(by_topic.values())
    dice = random.Random(_SEED)  # noqa: S311 - resampling, not secrecy
    drawn: dict[str, list[float]] = {}
    for _ in range(_ROUNDS):
        sample = [outcome for topic in dice.choices(topics, k=len(topics)) for outcome in topic]
        for name, value in figures(sample).items():
            drawn.setdefault(name, []).append(value)
    return {name: (percentile(values, 0.025), percentile(values, 0.975)) for name, values in drawn.items()}
