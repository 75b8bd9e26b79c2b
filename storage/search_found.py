"""What a search brings up: how much of the question it covers, and how sure that makes it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.domain.model import EntryId, Outcome
from bot.domain.question import Hit
from bot.language.likeness import Sketch
from storage.search_coverage import Coverage, Told
from storage.search_passage import Sentences
from storage.search_question import Question

_WHOLLY = 0.6
"""The confidence of an entry that has every telling word of the question, however common they are here."""

_EVEN = 1.5
"""The product of evidence and coverage at which an answer is as likely as not."""

_STEEPNESS = 3.0


@dataclass(frozen=True)
class Found:
    """A record as a search brings it up."""

    entry: str
    score: float
    organisation: str
    outcome: Outcome | None
    sketch: Sketch
    told: Mapping[str, Told]

    def hit(self, confidence: float) -> Hit:
        """Return it as who asked needs it."""
        entry = EntryId.parse(self.entry)
        if entry is None:
            raise ValueError(f"the index holds {self.entry!r}, which is no entry")
        return Hit(entry, self.score, confidence, self.organisation, self.sketch, self.outcome)


class Prepared:
    """A question made ready to be looked for, and to be compared with what is found."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.coverage = Coverage(question.asked)

    @cached_property
    def sentences(self) -> Sentences:
        """What chooses a sentence to quote."""
        return Sentences(self.question.asked)

    def judge(self, found: Found) -> Hit:
        """Return what was found, with how sure it is that the question is about that."""
        covered = self.coverage.of(found.told)
        share = covered.weight / self.question.whole
        return found.hit(confidence(found.score / self.question.unit, share, wholly=covered.wholly))


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
