"""A button under a question of before is never taken as the answer to what is asked now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import Click
from tests.dialogs.protecting import TOLD, protected_town
from tests.platforms.plaza import Shown, Town, direct_message

STALE = "Die knop hoort ergens anders bij"
OUTCOME = "Hoe liep het?"
BARRIER = "Wat zat het meest in de weg?"
ROLE = "In welke rol was de overheid hier?"


async def tells(here: Town, *lines: str) -> Shown:
    """Let Bram say each of these lines, a moment apart; return the last answer."""
    for line in lines:
        here.clock.forward(timedelta(seconds=5))
        await here.says("bram", line)
    return here.last()


async def presses(here: Town, command: str, shown: Shown) -> str:
    """Let Bram use a button of a message, a moment later; return what he reads."""
    here.clock.forward(timedelta(seconds=5))
    return await here.presses("bram", command, shown)


async def test_the_number_of_a_question_answers_that_one(empty_town: Town) -> None:
    """Pressed once more, or late, it answers no other: who presses it hears so and is asked again."""
    story = ("deel uitgebreid", "Minder afval", "Het werd meer", "overslaan", "overslaan", "overslaan")
    barrier = await tells(empty_town, *story)
    assert BARRIER in barrier.text
    assert ROLE in await presses(empty_town, "1", barrier)
    role = empty_town.last()
    said = await presses(empty_town, "2", barrier)
    assert said.startswith(STALE)
    assert ROLE in said
    assert (await presses(empty_town, "1", role)).startswith(STALE)  # it is asked anew below it
    assert "regel" in await presses(empty_town, "1", empty_town.last())


async def test_a_question_that_was_begun_in_a_channel(empty_town: Town) -> None:
    """It is asked in the direct message, and its buttons answer it there."""
    await empty_town.says("bram", "deel", "leren")
    outcome = await tells(empty_town, "Een meetnet", "Het werkt", "overslaan")
    assert OUTCOME in outcome.text
    assert OUTCOME not in await presses(empty_town, "1", outcome)


async def test_the_question_of_another_lesson(empty_town: Town) -> None:
    """The same question about something else is not answered by it."""
    outcome = await tells(empty_town, "deel", "Een meetnet", "Het werkt", "overslaan")
    await presses(empty_town, "1", outcome)
    again = await tells(empty_town, "klaar", "deel", "Een loting", "Er kwam niemand", "overslaan")
    assert OUTCOME in again.text
    said = await presses(empty_town, "1", outcome)
    assert said.startswith(STALE)
    assert OUTCOME in said


async def test_in_a_protected_dialogue(sqlite_url: str, tmp_path: Path) -> None:
    """Neither a button of something else, which is no part of the story, nor one of an earlier preview."""
    async with protected_town(sqlite_url, tmp_path / "keys") as here:
        help_ = await tells(here, "help")
        await tells(here, "deel beschermd")
        said = await presses(here, "deel", help_)
        assert said.startswith(STALE)
        assert "Wat probeerden jullie?" in said
        preview = await tells(here, *TOLD[:3])
        assert "Zal ik het zo inleveren?" in preview.text
        await presses(here, "2", preview)
        newer = await tells(here, "goed", "goed", "Ga zelf eerst langs de deuren.")
        assert "Zal ik het zo inleveren?" in newer.text
        said = await presses(here, "1", preview)
        assert said.startswith(STALE)
        assert "Zal ik het zo inleveren?" in said
        assert "Dit is je code" in await presses(here, "1", here.last())


@pytest.mark.parametrize("begin", ["deel", "deel beschermd"])
async def test_a_question_that_is_used_at_once(sqlite_url: str, tmp_path: Path, begin: str) -> None:
    """Its button answers it also before it is written down that it went out."""
    async with protected_town(sqlite_url, tmp_path / "keys") as here:
        told = ("Een meetnet", "Het werkt", "overslaan") if begin == "deel" else TOLD[:3]
        await tells(here, begin, *told[:2])
        here.chat.down = True
        here.clock.forward(timedelta(seconds=5))
        await here.program.accept([direct_message("bram", told[2], here.clock())])
        await here.handled()
        here.clock.forward(timedelta(seconds=5))
        await here.program.accept([Click(replace(here.origin("bram", None), message="not noted yet"), "1")])
        await here.handled()
        here.chat.down = False
        said = await here.passes(timedelta(minutes=5))
        assert STALE not in said
        assert ("Welke organisatie was het?" if begin == "deel" else "Dit is je code") in said
