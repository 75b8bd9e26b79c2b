"""A slip of the keyboard in a few words that go on with a question: asked back, never a new question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.dialogs.lotteries import QUESTION, fill, shown
from tests.platforms.plaza import Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


async def questions(here: Town) -> int:
    """Return how many questions are kept."""
    async with here.store.read() as tx:
        return len([number for number in range(1, 9) if await tx.questions.get(number)])


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("mer", "meer"),
        ("meeer", "meer"),
        ("nog mer", "nog meer"),
        ("alels", "alles"),
        ("allen mislukkingen", "alleen mislukkingen"),
        ("allleen projecten", "alleen projecten"),
        ("alleen misluktte", "alleen mislukte"),
        ("sins 2020", "sinds 2020"),
        ("en wie wet er meer van?", "en wie weet er meer van?"),
    ],
)
async def test_a_line_that_is_one_slip_away_is_asked_back(here: Town, line: str, meant: str) -> None:
    """What was perhaps meant can be typed, and then goes on; the line is not kept as a question."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", line)
    assert said.startswith(f"Bedoel je `{meant}`?\nWas het een vraag, stel die dan in een hele zin")
    assert await questions(here) == 1
    assert "Bedoel je" not in await here.says("bram", meant)


@pytest.mark.parametrize("line", ["mer", "allen mislukkingen"])
async def test_without_a_question_before_it_is_read_as_before(here: Town, line: str) -> None:
    """After half an hour, or for who asked nothing, only the slip of a command is recognised."""
    expected = "Bedoel je `meer`?" if line == "mer" else "Dit ken ik nog niet"
    assert (await here.says("bram", line)).startswith(expected)
    await here.says("chris", QUESTION)
    here.clock.forward(timedelta(minutes=31))
    assert (await here.says("chris", line)).startswith(expected)


@pytest.mark.parametrize(
    "line",
    [
        "wie heeft ervaring met dijken?",
        "zijn er protesten geweest?",
        "allen die meededen aan de proef",
        "deelauto's",
    ],
)
async def test_a_question_is_never_taken_for_a_slip(here: Town, line: str) -> None:
    """A whole sentence, a subject: it is looked for, also behind another question."""
    await here.says("bram", QUESTION)
    assert "Bedoel je" not in await here.says("bram", line)


@pytest.mark.parametrize(
    ("line", "first", "meant"),
    [
        ("en in Utrect?", "“Utrect” ken ik niet. Bedoel je `en in Utrecht?`", "en in Utrecht?"),
        ("en in utrect?", "“utrect” ken ik niet. Bedoel je `en in Utrecht?`", "en in Utrecht?"),
        (
            "en bij gemeente Utrect?",
            "“gemeente Utrect” ken ik niet. Bedoel je `en bij gemeente Utrecht?`",
            "en bij gemeente Utrecht?",
        ),
        ("plaats:Utrect", "“Utrect” ken ik niet. Bedoel je `en in Utrecht?`", "en in Utrecht?"),
    ],
)
async def test_a_slip_in_a_name_is_told(here: Town, line: str, first: str, meant: str) -> None:
    """Nothing has that name, and one in the base is nearest: it can be typed, and goes on."""
    await here.says("bram", QUESTION)
    assert (await here.says("bram", line)).startswith(first)
    assert "L1" in shown(await here.says("bram", meant))


async def test_a_name_that_is_in_the_base_or_like_none_is_not_told(here: Town) -> None:
    """A place where nothing is known is no slip."""
    await here.says("bram", QUESTION)
    for line in ("en in Ede sinds 2025?", "en in Terneuzen?", "en in het buitenland?"):
        assert "Bedoel je" not in await here.says("bram", line)
