"""Asking by a form, where a platform shows one; elsewhere `vraag` tells how to ask."""

from __future__ import annotations

import pytest

from bot.messages.incoming import FormSubmitted, Origin
from tests.dialogs.lotteries import ASKED, QUESTION, fill, shown
from tests.platforms.plaza import Town, direct


async def hands_in(here: Town, question: str, origin: Origin) -> str:
    return await here.happens(FormSubmitted(origin, "question", (("question", question),)))


@pytest.mark.parametrize("line", ["vraag", "Vraag?", "stel een vraag", "ask", "Ik wil iets vragen"])
async def test_the_word_alone_tells_how(here: Town, line: str) -> None:
    """And opens the form for who can show one."""
    how = "Ask me in your own words" if line == "ask" else "Vraag me in je eigen woorden"
    assert how in await here.says("bram", line)
    view = await here.program.form(here.origin("bram", None), line)
    assert view
    assert [field.name for field in view.fields] == ["question"]
    assert view.fields[0].longest == 2000


async def test_questions_that_begin_with_it_are_questions(here: Town) -> None:
    """With more behind it, it is no command."""
    for line in ("stel een vraag over loting", "ask who has experience with loting", "vraag over zwerfafval"):
        said = await here.says("bram", line)
        assert "Vraag me in je eigen woorden" not in said
        assert await here.program.form(here.origin("bram", None), line) is None


async def test_the_answer_goes_where_the_form_was_opened(empty_town: Town) -> None:
    """Directly, or seen by them alone in a room; and a few words go on with it."""
    await fill(empty_town)
    said = await hands_in(empty_town, QUESTION, empty_town.origin("bram", None))
    assert shown(said)
    assert empty_town.last().conversation == direct("bram")
    assert shown(await empty_town.says("bram", "alleen mislukkingen")) == {"L1", "L4"}
    said = await hands_in(empty_town, QUESTION, empty_town.alone("bram", "leren"))
    assert empty_town.last().only_for == "bram"
    assert "`toon hier" in said
    assert shown(await empty_town.asks_alone("bram", "alleen mislukkingen", "leren")) == {"L1", "L4"}
    assert "This is what I found" in await hands_in(empty_town, ASKED, empty_town.origin("chris", None))


async def test_what_is_no_question_does_what_it_would_when_typed(here: Town) -> None:
    """An id opens an entry, a command does what it does."""
    assert "(P1)" in await hands_in(here, "P1", here.origin("bram", None))
    assert "Dit zijn de thema's" in await hands_in(here, "thema's", here.origin("bram", None))


async def test_an_empty_question_and_one_of_a_guest(here: Town) -> None:
    """The first is said to lack its words, the second is refused; both are answers to that person only."""
    assert "Dit antwoord heb ik nodig" in await hands_in(here, " ", here.alone("bram", "leren"))
    assert here.last().only_for == "bram"
    guest = here.alone("gijs", "leren", guest=True)
    assert "leden van dit netwerk" in await hands_in(here, QUESTION, guest)
    assert here.last().only_for == "gijs"
