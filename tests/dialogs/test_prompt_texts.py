"""What prompts of each kind say in a room: with a failure, something of the base, or an open question.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Lesson, Outcome, Status, Visibility
from bot.domain.people import Readers
from bot.ports.knowledge import Change
from tests.contract.examples import FULL_LESSON
from tests.dialogs.prompting import CORA, HOW, LEREN, coordinated
from tests.platforms.plaza import Town

FIRST, DAY = timedelta(minutes=31), timedelta(days=1)


async def plan(here: Town, kind: str, words: str = "") -> None:
    """Let a prompt of a kind run every day at eleven."""
    await coordinated(here)
    await here.program.tick()
    line = f"prikkel plan elke dag 11:00 in #leren {kind} {words}".strip()
    assert "Klopt dit?" in await here.says(CORA, line)
    await here.says(CORA, "prikkel ja")


async def told(here: Town, *, visibility: Visibility = Visibility.PUBLIC) -> None:
    """Publish a failure."""
    change = Change(None, here.clock())
    failure = replace(
        FULL_LESSON,
        details=Lesson(Outcome.FAILURE),
        status=Status.PUBLISHED,
        visibility=visibility,
        room=None,
        themes=(),
        author=None,
    )
    async with here.store.begin() as tx:
        await tx.entries.save(failure, change)


async def test_success_and_failure_take_turns(empty_town: Town) -> None:
    """A success asks first; the next time a failure opens with one that somebody told."""
    await plan(empty_town, "succes")
    await told(empty_town)
    first = await empty_town.passes(FIRST)
    assert first == f"Wat lukte er deze week, hoe klein ook? Eén zin in deze draad is genoeg.\n\n{HOW}"
    second = await empty_town.passes(DAY)
    assert second.startswith("Dit lukte iemand niet, en die vertelde het:\n")
    assert f"({FULL_LESSON.id})" in second
    assert "Bron:" in second
    assert "Wat zou je een volgende keer anders doen?" in second
    assert "Dit lukte iemand niet" not in await empty_town.passes(DAY)


async def test_what_not_everybody_may_see_is_not_shown(empty_town: Town) -> None:
    """In a room where others read along a failure of the network stays out; the prompt asks without it."""
    await plan(empty_town, "mislukking")
    await told(empty_town, visibility=Visibility.NETWORK)
    said = await empty_town.passes(FIRST)
    assert said.startswith("Wat zou je een volgende keer anders doen?")


async def test_a_failure_opens_with_the_story_of_who_planned_it(empty_town: Town) -> None:
    """Their own words, when they gave some."""
    await plan(empty_town, "mislukking", "Ik stuurde ooit de verkeerde brief.")
    assert (await empty_town.passes(FIRST)).startswith("Ik stuurde ooit de verkeerde brief.\n\nWat zou je")


async def test_spotlight_shows_something_of_the_base(empty_town: Town) -> None:
    """With its source; where there is nothing to show it asks what worked."""
    await plan(empty_town, "spotlight")
    assert (await empty_town.passes(FIRST)).startswith("Wat lukte er deze week")
    await told(empty_town)
    said = await empty_town.passes(DAY)
    assert f"({FULL_LESSON.id})" in said
    assert "Herken je er iets van?" in said


async def test_an_open_question_is_asked_once_and_only_of_members(empty_town: Town) -> None:
    """The oldest that waits, without names; where others read along it asks for a question instead."""
    await empty_town.says("anna", "Hoi! Wie heeft ervaring met zwevende moestuinen? Groet, Anna")
    await plan(empty_town, "vraag")
    assert "moestuinen" not in await empty_town.passes(FIRST)
    async with empty_town.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=Readers.MEMBERS), Change(None, empty_town.clock()))
    said = await empty_town.passes(DAY)
    assert "zwevende moestuinen" in said
    assert "(Q1)" in said
    assert "Anna" not in said
    assert "moestuinen" not in await empty_town.passes(DAY)


async def test_trying_shows_what_would_come(empty_town: Town) -> None:
    """To the coordinator alone; nothing is used up by it."""
    await plan(empty_town, "check-in")
    tried = await empty_town.says(CORA, "prikkel proef K1")
    assert "Waar loop je deze week tegenaan?" in tried
    assert (await empty_town.passes(FIRST)).startswith("Waar loop je deze week tegenaan?")
