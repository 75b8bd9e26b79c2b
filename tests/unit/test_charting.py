"""Charts: every number is drawn and said, whatever the numbers are."""

from __future__ import annotations

import asyncio

import pytest

from bot.charting import Bars, Panel, chart, in_words
from tests.platforms.pictures import size

LYING = Panel("Hoe het afliep", ("gelukt", "niet gelukt"), (Bars("lessen", (3, 4)),), lying=True)
STANDING = Panel("Per maand", ("jan", "feb"), (Bars("erbij", (1, 0)), Bars("niet gevonden", (0, 2_000_000))))


def test_in_words_every_number_has_its_label() -> None:
    """A line for each set of bars."""
    assert in_words((STANDING, LYING)).split("\n") == [
        "Per maand · erbij: jan 1, feb 0.",
        "Per maand · niet gevonden: jan 0, feb 2000000.",
        "Hoe het afliep · lessen: gelukt 3, niet gelukt 4.",
    ]


def test_a_panel_without_anything_is_empty() -> None:
    """One bar is something."""
    assert Panel("x", ("a",), (Bars("n", (0,)),)).empty
    assert not Panel("x", ("a",), (Bars("n", (0,)), Bars("m", (1,)))).empty


@pytest.mark.parametrize("panels", [(LYING,), (STANDING,), (STANDING, LYING)])
async def test_a_chart_is_a_picture_with_words(panels: tuple[Panel, ...]) -> None:
    """It gets higher with what is in it, not wider."""
    file = await chart("grafiek", panels, "in woorden")
    width, height = size(file)
    assert (file.name, file.alternative, width) == ("grafiek.png", "in woorden", 990)
    assert 100 < height < 900


async def test_the_rest_goes_on_while_it_is_drawn() -> None:
    """Nobody waits for a picture: the loop takes many turns before it is there."""
    drawing = asyncio.create_task(chart("grafiek", (STANDING, LYING) * 4, ""))
    turns = 0
    while not drawing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 20


async def test_several_are_drawn_at_once() -> None:
    """The same numbers give the same picture, whoever else draws."""
    several = await asyncio.gather(*(chart("grafiek", (LYING,), "") for _ in range(4)))
    assert len({file.content for file in several}) == 1
