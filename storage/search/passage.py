"""Which sentence of an entry fits a question best: the one that is quoted beneath it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.language import analysis
from storage.search.question import GRAMS_NEEDED, STANDS_FOR, Concept


@dataclass(frozen=True)
class _Form:
    """A word as it is looked for in sentences: its stems, and its grams, a short word with its spaces."""

    stems: frozenset[str]
    grams: tuple[str, ...]
    spare: int
    """How many grams may be missing where most of them stand for the word."""

    @staticmethod
    def of(word: str) -> _Form:
        stems = frozenset([analysis.stem(word, language) for language in analysis.LANGUAGES])
        grams = [gram if len(gram) == analysis.GRAM else f" {gram} " for gram in analysis.grams(word)]
        return _Form(stems, tuple(grams), len(grams) - math.ceil(GRAMS_NEEDED * len(grams)))


@dataclass(frozen=True)
class _Asked:
    """A concept of the question: its words by what they weigh, and what else stands for it."""

    words: tuple[tuple[float, _Form], ...]
    others: tuple[tuple[_Form, ...], ...]
    others_weight: float

    @staticmethod
    def of(concept: Concept) -> _Asked:
        words = tuple((word.weight, _Form.of(word.word.text)) for word in concept.words)
        others = tuple(tuple(map(_Form.of, other)) for other in concept.others)
        return _Asked(words, others, STANDS_FOR * concept.weight)


@dataclass(frozen=True)
class _Sentence:
    """The content words of a sentence, each with a space before and after, and their stems."""

    words: str
    stems: frozenset[str]

    @staticmethod
    def of(sentence: str) -> _Sentence:
        own = analysis.content(sentence)
        stems = frozenset([analysis.stem(word, language) for word in own for language in analysis.LANGUAGES])
        return _Sentence(f" {' '.join(own)} ", stems)

    def fit(self, asked: Iterable[_Asked]) -> float:
        """Return how much of the weight of what is asked is here."""
        return sum([self._fit_one(one) for one in asked])

    def _fit_one(self, asked: _Asked) -> float:
        own = sum([weight * self._share(form) for weight, form in asked.words])
        if own >= asked.others_weight:
            return own
        others = [min(map(self._share, other)) for other in asked.others]
        return max(own, asked.others_weight * max(others, default=0.0))

    def _share(self, form: _Form) -> float:
        """Return how much of a word is here, by stem or by most of its 4-grams: 0, or up to 1."""
        if not self.stems.isdisjoint(form.stems):
            return 1.0
        missing = 0
        for gram in form.grams:  # most words end here, after a few of them
            if gram not in self.words:
                missing += 1
                if missing > form.spare:
                    return 0.0
        return (len(form.grams) - missing) / len(form.grams)


_TELLS = 3
"""Words from which a sentence may be quoted; a shorter one goes with the next."""

_FULL = 7
"""Words from which it is a sentence rather than a heading."""

_LESS = 0.7


class Sentences:
    """A question made ready to choose the sentence that is quoted for it."""

    def __init__(self, asked: Sequence[Concept]) -> None:
        self._asked = tuple(map(_Asked.of, asked))

    def best(self, passages: Iterable[str]) -> str:
        """Return the sentence with most of the weight of what is asked, the first when none has any."""
        told = [sentence for passage in passages for sentence in _telling(analysis.sentences(passage))]
        return max(told, key=self._fit, default="")

    def _fit(self, sentence: str) -> float:
        return _Sentence.of(sentence).fit(self._asked) * _worth(sentence)


def _worth(sentence: str) -> float:
    """Prefer what tells something by itself to a heading or a question of the source."""
    short = len(sentence.split()) < _FULL
    return _LESS if short or sentence.endswith("?") else 1.0


def _telling(sentences: Iterable[str]) -> Iterator[str]:
    """Put sentences that are too short to tell anything together with what follows them."""
    begun = ""
    for sentence in sentences:
        begun = f"{begun} {sentence}".lstrip()
        if len(begun.split()) >= _TELLS:
            yield begun
            begun = ""
    if begun:
        yield begun
