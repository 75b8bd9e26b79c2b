"""Finding the open question that asks the same as a new one, so that one answer reaches all who asked."""

from __future__ import annotations

from functools import lru_cache

from bot.commands.command import Desk, Request
from bot.domain.people import Question, QuestionId
from bot.domain.question import Query
from bot.language.detect import language_of
from bot.language.phrasing import phrasing
from bot.language.sameness import Asked, asked, first_same

_LOOKED_AT = 200
"""How many of the oldest open questions are looked at: each costs some microseconds of an answer."""


async def same_before(request: Request, query: Query, desk: Desk) -> Question | None:
    """Return the oldest open question of anybody that asks the same, within the same filters.

    A question is kept in the language of its answer, which says nothing of its words.
    """
    language = language_of(query.words) or request.translator.language
    async with desk.store.read() as tx:
        waiting = await tx.questions.waiting_words(query.filters, request.cause, _LOOKED_AT)
        wanted = _asked(query.words, language)
        place = first_same(wanted, (_asked(words, language) for _, words in waiting))
        return None if place is None else await tx.questions.get(waiting[place][0])


@lru_cache(maxsize=2 * _LOOKED_AT)
def _asked(words: str, language: str) -> Asked:
    """Return what is asked; those that wait are looked at with each question that has no answer."""
    return asked(phrasing(words), language)


def number_of_first(before: Question | None) -> QuestionId | None:
    """Return the number that a question carries which asks the same as one before."""
    return (before.alike or before.id) if before else None
