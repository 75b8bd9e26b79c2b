"""What prompts of each kind say in a room: with a failure, something of the base, or an open question.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import Entry, EntryId, Kind, Lesson, Outcome, Status, Visibility
from bot.domain.people import Readers
from bot.domain.prompt import SAID, Occurrence
from bot.domain.tags import Barrier
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.contract.examples import FULL_LESSON
from tests.dialogs.prompting import CORA, HOW, LEREN, coordinated
from tests.platforms.plaza import POLICY, Town, town

FIRST, DAY = timedelta(minutes=31), timedelta(days=1)


async def plan(here: Town, kind: str, words: str = "") -> None:
    """Let a prompt of a kind run every day at eleven."""
    await coordinated(here)
    await here.program.tick()
    line = f"prikkel plan elke dag 11:00 in #leren {kind} {words}".strip()
    assert "Klopt dit?" in await here.says(CORA, line)
    await here.says(CORA, "prikkel ja")


def _failure(visibility: Visibility = Visibility.PUBLIC) -> Entry:
    return replace(
        FULL_LESSON,
        details=Lesson(Outcome.FAILURE),
        status=Status.PUBLISHED,
        visibility=visibility,
        room=None,
        themes=(),
        author=None,
    )


async def told(here: Town, *, visibility: Visibility = Visibility.PUBLIC) -> None:
    """Publish a failure."""
    async with here.store.begin() as tx:
        await tx.entries.save(_failure(visibility), Change(None, here.clock()))


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


@pytest.fixture
async def forgetful(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town in which texts rest shortly."""
    store = SqlStore(sqlite_url)
    async with town(store, replace(POLICY, repeat=timedelta(hours=1))) as opened:
        yield opened
    await store.close()


async def posted_daily(here: Town, days: int) -> list[Occurrence]:
    """Return what comes in so many days."""
    posted = []
    for number in range(days):
        await here.passes(DAY if number else FIRST)
        async with here.store.read() as tx:
            last, *_ = await tx.prompts.latest([1], SAID, here.clock() - DAY)
        posted.append(last)
    return posted


async def test_they_take_turns_however_short_texts_rest(forgetful: Town) -> None:
    """What came longer ago is remembered all the same."""
    await plan(forgetful, "succes")
    posted = await posted_daily(forgetful, 4)
    assert [each.kind for each in posted] == ["success", "failure", "success", "failure"]


async def test_barriers_go_round_however_short_texts_rest(forgetful: Town) -> None:
    """All five have their turn."""
    await plan(forgetful, "belemmering")
    texts = [str(each.text) for each in await posted_daily(forgetful, len(Barrier))]
    assert len({text.rpartition("-")[0] for text in texts}) == len(Barrier)


async def test_spotlight_goes_round_however_short_texts_rest(forgetful: Town) -> None:
    """Everything has its turn before something comes again."""
    numbers = [EntryId(Kind.LESSON, number) for number in range(1, 5)]
    lessons = [replace(_failure(), id=number, external_id=None) for number in numbers]
    async with forgetful.store.begin() as tx:
        await tx.entries.save_all(lessons, Change(None, forgetful.clock()))
    await plan(forgetful, "spotlight")
    shown = [each.entries for each in await posted_daily(forgetful, 4)]
    assert sorted(shown) == [(number,) for number in numbers]


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
    await empty_town.says("anna", "Hoi! Wie heeft ervaring met zwevende moestuinen? Groet, Anna", "leren")
    await plan(empty_town, "vraag")
    assert "moestuinen" not in await empty_town.passes(FIRST)
    await members_only(empty_town)
    said = await empty_town.passes(DAY)
    assert "zwevende moestuinen" in said
    assert "(Q1)" in said
    assert "Anna" not in said
    assert "moestuinen" not in await empty_town.passes(DAY)


async def members_only(here: Town) -> None:
    """Let only members read in the room."""
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=Readers.MEMBERS), Change(None, here.clock()))


async def test_the_words_around_open_questions_change(empty_town: Town) -> None:
    """Each posting shows another question, and asks for an answer in other words."""
    for word in ("moestuinen", "waterpleinen", "stoeptuinen"):
        await empty_town.says("anna", f"wie heeft ervaring met zwevende {word}?", "leren")
    await plan(empty_town, "vraag")
    await members_only(empty_town)
    said = [await empty_town.passes(FIRST), await empty_town.passes(DAY), await empty_town.passes(DAY)]
    questions, around = zip(*(each.split("\n\n")[:2] for each in said), strict=True)
    assert [f"(Q{number})" in question for number, question in enumerate(questions, 1)] == [True] * 3
    assert len(set(around)) == 3


async def test_a_question_that_was_asked_elsewhere_stays_there(empty_town: Town) -> None:
    """Of the bot alone, or in another channel: only who asked it puts it here."""
    await empty_town.says("anna", "wie heeft ervaring met zwevende moestuinen?")
    await empty_town.says("anna", "wie heeft ervaring met zwevende waterpleinen?", "directie")
    await plan(empty_town, "vraag")
    await members_only(empty_town)
    said = [await empty_town.passes(FIRST), await empty_town.passes(DAY)]
    assert all("zwevende" not in each and "(Q" not in each for each in said)


async def test_a_question_in_another_language_comes_after_those_of_the_room(empty_town: Town) -> None:
    """It waits no less for somebody who knows."""
    await empty_town.says("anna", "who has experience with floating vegetable gardens?", "leren")
    await empty_town.says("anna", "wie heeft ervaring met zwevende waterpleinen?", "leren")
    await plan(empty_town, "vraag")
    await members_only(empty_town)
    assert "waterpleinen" in await empty_town.passes(FIRST)
    assert "floating vegetable gardens" in await empty_town.passes(DAY)


async def test_after_silence_of_another_prompt_less_is_asked_too(empty_town: Town) -> None:
    """Silence is of a room: the room that left an interview unanswered is asked for a word."""
    await plan(empty_town, "interview")
    await empty_town.passes(FIRST)
    for _ in range(5):
        said = await empty_town.passes(DAY)
        assert "Drie vragen voor wie er zin in heeft" not in said
    await empty_town.says(CORA, "prikkel stop K1")
    line = "prikkel plan elke dag 11:00 in #leren check-in"
    assert "Klopt dit?" in await empty_town.says(CORA, line)
    await empty_town.says(CORA, "prikkel ja")
    little = {"Waar loop je", "Wat kostte je", "Als er morgen"}
    for _ in range(4):
        said = await empty_town.passes(DAY)
        assert any(said.startswith(each) for each in little), said


async def test_a_failure_is_found_behind_many_others(empty_town: Town) -> None:
    """Also when hundreds of successes were told since."""
    await plan(empty_town, "mislukking")
    await told(empty_town)
    success = replace(_failure(), details=Lesson(Outcome.SUCCESS), external_id=None)
    later = empty_town.clock() + timedelta(seconds=1)
    many = [replace(success, id=EntryId(Kind.LESSON, 1000 + place), recorded=later) for place in range(210)]
    async with empty_town.store.begin() as tx:
        await tx.entries.save_all(many, Change(None, later))
    assert f"({FULL_LESSON.id})" in await empty_town.passes(FIRST)


async def test_trying_shows_what_would_come(empty_town: Town) -> None:
    """To the coordinator alone; nothing is used up by it."""
    await plan(empty_town, "check-in")
    tried = await empty_town.says(CORA, "prikkel proef K1")
    assert "Waar loop je deze week tegenaan?" in tried
    assert (await empty_town.passes(FIRST)).startswith("Waar loop je deze week tegenaan?")
