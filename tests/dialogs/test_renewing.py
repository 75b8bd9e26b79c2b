"""A button that looks at the same question in another way renews the answer it stands under."""

from __future__ import annotations

import pytest

from tests.dialogs.lotteries import QUESTION, fill, shown
from tests.dialogs.test_reactions import offered, reacts
from tests.platforms.plaza import Shown, Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


def now(here: Town, message: Shown) -> str:
    """Return what a message says now."""
    return next(each.text for each in here.chat.shown if each.id == message.id)


@pytest.mark.parametrize("where", [None, "leren", "alone"])
async def test_more_takes_the_place_of_what_was_read(here: Town, where: str | None) -> None:
    """Directly, in a room and where only they read it; again and again, without adding a message."""
    if where == "alone":
        await here.asks_alone("bram", QUESTION, "leren")
    else:
        await here.says("bram", QUESTION, where)
    answer = here.last()
    assert await here.presses("bram", "meer", answer) == ""
    second = now(here, answer)
    assert shown(second)
    assert not shown(second) & shown(answer.text)
    assert here.last().only_for == answer.only_for
    assert await here.presses("bram", "alleen mislukkingen", answer) == ""
    assert shown(now(here, answer)) == {"L1", "L4"}
    assert await here.presses("bram", "alles", answer) == ""
    assert shown(now(here, answer)) == shown(answer.text)
    assert len(here.chat.shown) == 1


async def test_filters_that_leave_nothing_are_said_in_its_place(here: Town) -> None:
    """And `alles` goes back to what was there."""
    await here.says("bram", QUESTION)
    answer = here.last()
    assert await here.presses("bram", "en in Zeeland?", answer) == ""
    assert "alleen in Zeeland" in now(here, answer)
    assert await here.presses("bram", "alles", answer) == ""
    assert shown(now(here, answer)) == shown(answer.text)


async def test_a_button_goes_on_with_its_own_answer(here: Town) -> None:
    """Not with what was asked last in that conversation."""
    await here.says("bram", QUESTION)
    answer = here.last()
    await here.says("bram", "wie heeft ervaring met bomen?")
    other = here.last()
    await here.presses("bram", "alleen mislukkingen", answer)
    assert shown(now(here, answer)) == {"L1", "L4"}
    assert now(here, other) == other.text


async def test_any_other_button_adds_an_answer(here: Town) -> None:
    """An entry, a list, the people behind an answer, help: the answer they stand under stays."""
    await here.says("bram", QUESTION)
    answer = here.last()
    for line in ("L2", "nieuw", "wie dan?", "help", "niet in Utrecht"):
        assert await here.presses("bram", line, answer)
        assert now(here, answer) == answer.text
    await here.presses("bram", "alleen mislukkingen", answer)
    assert shown(now(here, answer)) == {"L1", "L4"}


async def test_nothing_more_is_no_reason_to_take_words_away(here: Town) -> None:
    """That there is nothing more is said besides."""
    await here.says("bram", QUESTION)
    answer = here.last()
    last = answer.text
    while not await here.presses("bram", "meer", answer):
        last = now(here, answer)
    assert now(here, answer) == last
    assert len(here.chat.shown) == 2


async def test_nobody_else_changes_an_answer(here: Town) -> None:
    """They get one of their own, which goes on with that question and which they renew themselves."""
    await here.says("bram", QUESTION, "leren")
    answer = here.last()
    said = await here.presses("chris", "meer", answer)
    assert shown(said)
    assert now(here, answer) == answer.text
    async with here.store.read() as tx:
        assert len(await tx.questions.told(10)) == 1  # theirs goes with the first one
    own = here.last()
    assert await here.presses("chris", "alleen mislukkingen", own) == ""
    assert shown(now(here, own)) == {"L1", "L4"}
    assert await here.presses("bram", "meer", answer) == ""
    assert shown(now(here, answer)) == shown(said)


async def test_a_number_renews_too(here: Town) -> None:
    """A reaction under an answer is the click it stands for."""
    await here.says("bram", QUESTION, "leren")
    answer = here.last()
    number = offered(answer).index("meer") + 1
    assert await reacts(here, "chris", str(number), answer)
    assert await reacts(here, "bram", str(number), answer) == ""
    assert not shown(now(here, answer)) & shown(answer.text)


async def test_a_question_that_is_taken_back_takes_the_renewed_answer_along(here: Town) -> None:
    """Also its words, and the question."""
    await here.says("bram", QUESTION)
    await here.presses("bram", "alleen mislukkingen", here.last())
    await here.deletes("bram")
    assert here.chat.shown == []
    async with here.store.read() as tx:
        assert await tx.questions.told(10) == ()


async def test_a_question_that_is_changed_has_its_answer_anew(here: Town) -> None:
    """In the same place, whatever its buttons made of it."""
    await here.says("bram", QUESTION)
    answer = here.last()
    await here.presses("bram", "alleen mislukkingen", answer)
    await here.edits("bram", "wie heeft ervaring met dijkpanels?")
    assert "Dijkpanel" in now(here, answer)
    assert len(here.chat.shown) == 1
