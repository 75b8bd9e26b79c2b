"""Which sentence of an entry fits a question best: the one that is quoted beneath it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.language import analysis
from storage.search_question import GRAMS_NEEDED, STANDS_FOR, Concept


@dataclass(frozen=True)
class _Tokens:
    """The words of a sentence as they can be compared with a question."""

    stems: frozenset[str]
    grams: frozenset[str]

    @staticmethod
    def of(sentence: str) -> _Tokens:
        own = analysis.content(sentence)
        return _Tokens(
            frozenset(analysis.stem(word, language) for word in own for language in analysis.LANGUAGES),
            frozenset(gram for word in own for gram in analysis.grams(word)),
        )

    def share(self, word: str) -> float:
        """Return how much of a word is here, by stem or by most of its 4-grams: 0, or up to 1."""
        if any(analysis.stem(word, language) in self.stems for language in analysis.LANGUAGES):
            return 1.0
        grams = analysis.grams(word)
        share = sum(gram in self.grams for gram in grams) / len(grams)
        return share if share >= GRAMS_NEEDED else 0.0


_TELLS = 3
"""Words from which a sentence may be quoted; a shorter one goes with the next."""

_FULL = 7
"""Words from which it is a sentence rather than a heading."""

_LESS = 0.7


def best_sentence(asked: Sequence[Concept], passages: Iterable[str]) -> str:
    """Return the sentence with most of the weight of what is asked, the first when none has any."""
    told = [sentence for passage in passages for sentence in _telling(analysis.sentences(passage))]
    return max(told, key=lambda sentence: _fit(asked, _Tokens.of(sentence)) * _worth(sentence), default="")


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


def _fit(asked: Sequence[Concept], sentence: _Tokens) -> float:
    return sum(_concept_fit(concept, sentence) for concept in asked)


def _concept_fit(concept: Concept, sentence: _Tokens) -> float:
    own = sum(word.weight * sentence.share(word.word.text) for word in concept.words)
    others = (min(sentence.share(word) for word in other) for other in concept.others)
    return max(own, STANDS_FOR * concept.weight * max(others, default=0.0))
