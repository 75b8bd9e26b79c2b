"""Whether two questions ask the same, by their words alone; rather too seldom yes than too often."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.analysis import content, stem

_SHARED = 0.75
"""The part of the distinct words of both that they must have in common."""

_WORDS = 2
"""How many words they must have in common: one alone may be about anything."""

Asked = frozenset[str]


def asked(question: str, language: str) -> Asked:
    """Return what a question asks: the stems of its content words."""
    return frozenset(stem(word, language) for word in content(question))


def first_same(question: Asked, others: Iterable[Asked]) -> int | None:
    """Return the place of the first of others that asks the same; None when none does."""
    for at, other in enumerate(others):
        shared = len(question & other)
        if shared >= _WORDS and shared >= _SHARED * len(question | other):
            return at
    return None


def covers(told: Asked, question: Asked) -> bool:
    """Say whether a text has nearly all words of a question, and more than one of them."""
    shared = len(question & told)
    return shared >= _WORDS and shared >= _SHARED * len(question)
