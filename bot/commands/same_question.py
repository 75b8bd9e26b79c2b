"""Finding the open question that asks the same as a new one, so that one answer reaches all who asked."""

from __future__ import annotations

from functools import lru_cache

from bot.commands.command import Desk, Request
from bot.domain.people import Question, QuestionId
from bot.domain.question import Query
from bot.language.phrasing import phrasing
from bot.language.sameness import Asked, asked, first_same

_LOOKED_AT = 200
"""How many of the oldest open questions are looked at: each costs some microseconds of an answer."""


async def same_before(request: Request, query: Query, desk: Desk) -> Question | None:
    """Return the oldest open question of anybody that asks the same, within the same filters."""
    async with desk.store.read() as tx:
        waiting = await tx.questions.waiting(_LOOKED_AT)
    language = request.translator.language
    others = [
        each
        for each in waiting
        if each.filters == query.filters and each.language == language and each.cause != request.cause
    ]
    place = first_same(_asked(query.words, language), (_asked(each.text or "", language) for each in others))
    return None if place is None else others[place]


@lru_cache(maxsize=2 * _LOOKED_AT)
def _asked(words: str, language: str) -> Asked:
    """Return what is asked; those that wait are looked at with each question that has no answer."""
    return asked(phrasing(words), language)


def number_of_first(before: Question | None) -> QuestionId | None:
    """Return the number that a question carries which asks the same as one before."""
    return (before.alike or before.id) if before else None
