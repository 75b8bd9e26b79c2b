"""Answers to a prompt that come again, late, or with a question in them.

The clock of these tests stands at Tuesday 3 March 2026, 11:01 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.incoming import Deleted
from bot.messages.outgoing import Mark
from tests.dialogs.answering import answers, asked, prompted_town
from tests.dialogs.prompting import CORA
from tests.platforms.plaza import Town

ANNA, BEN = "anna", "ben"


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town in which a prompt was posted in a room."""
    async with prompted_town(sqlite_url) as opened:
        yield opened


async def test_nobody_is_asked_twice_about_one_prompt(here: Town) -> None:
    """Neither by who deletes an answer and writes it anew, nor by who says something after the summary."""
    await answers(here, ANNA)
    origin = replace(here.origin(ANNA, "leren", thread=asked(here)), message=here.last_said(ANNA))
    await here.happens(Deleted(origin))
    assert await answers(here, ANNA, "Zonder tikfout dan.") == str(Mark.SEEN)
    await here.passes(timedelta(days=3))
    assert await answers(here, ANNA, "Dank allemaal!") == str(Mark.SEEN)


async def test_of_how_many_people_is_not_said_once_that_is_forgotten(here: Town) -> None:
    """An answer that comes after the summary is summed up with those before it."""
    await answers(here, ANNA)
    await answers(here, BEN)
    first = await here.passes(timedelta(days=2, minutes=10))
    assert "Hier kwamen twee antwoorden op. Dank!\n" in first
    await answers(here, "carl")
    assert "Hier kwamen drie antwoorden op. Dank!\n" in await here.passes(timedelta(days=2, minutes=10))


@pytest.mark.parametrize("days", [13, 15, 100])
async def test_an_answer_may_come_much_later(here: Town, days: int) -> None:
    """A prompt that comes once a month is answered until the next."""
    await here.says(CORA, "prikkel pauze K1")
    await here.passes(timedelta(days=days))
    assert str(Mark.SEEN) in await answers(here, ANNA)


async def test_an_answer_with_a_question_in_it_is_an_answer(here: Town) -> None:
    """In the thread of a prompt people talk to each other."""
    said = await answers(here, ANNA, "Ons warmtenet liep vast. Heeft iemand ervaring met bewoners betrekken?")
    assert str(Mark.SEEN) in said
    assert "een antwoord" in await here.says(CORA, "prikkel respons K1")
