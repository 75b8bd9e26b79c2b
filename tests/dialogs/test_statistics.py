"""How it goes with the base, in words and as a picture.

The clock of these tests stands at Tuesday 3 March 2026.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Lesson, Outcome, Status
from tests.dialogs.curators import MEMBER, draft_of, keep, lesson
from tests.platforms.pictures import size
from tests.platforms.plaza import ADMIN, Town


async def busy(here: Town) -> None:
    """Let there be lessons with and without an outcome, a draft, and a question that nobody knows."""
    before = here.clock() - timedelta(days=40)
    await keep(
        here,
        replace(lesson(here, 1, "Warmtenet"), recorded=before),
        replace(lesson(here, 2, "Loting"), details=Lesson(Outcome.SUCCESS)),
        replace(lesson(here, 3, "Buurtbus"), details=Lesson()),
        replace(lesson(here, 4, "Elders"), external_id="elders:4", status=Status.ARCHIVED),
    )
    await draft_of(here, MEMBER, "Een buurtfeest")
    await here.says(MEMBER, "wie heeft ervaring met luchtballonnen?")


async def test_it_says_what_came_in_what_waits_and_what_was_not_found(empty_town: Town) -> None:
    """In numbers, with the commands that show what they are; what came from elsewhere is not counted."""
    await busy(empty_town)
    said = await empty_town.says(ADMIN, "statistiek")
    assert "In de kennisbank staan drie lessen en geen projecten die gepubliceerd zijn." in said
    assert "In twaalf maanden kwamen er vier lessen en projecten bij." in said
    assert (
        "Hoe de lessen afliepen: 1 gelukt, 0 deels gelukt, 1 niet gelukt, 0 gestopt en 1 niet gezegd." in said
    )
    assert "Wacht op een beheerder: een concept. `wachtrij` laat ze zien." in said
    assert (
        "In die maanden kreeg ik een vraag die nog geen antwoord heeft. `vragen` laat zien wat openstaat.\n"
        "· “wie heeft ervaring met luchtballonnen?” (Q1)"
    ) in said
    assert "bewaar ik niet" in said


async def test_the_picture_says_the_same_in_words(empty_town: Town) -> None:
    """Who cannot see it reads every number beside it."""
    await busy(empty_town)
    await empty_town.says(ADMIN, "statistics")
    (picture,) = empty_town.chat.given
    assert picture.name == "statistics.png"
    width, height = size(picture)
    assert 800 < width < 1200
    assert 800 < height < 1400
    assert picture.alternative == (
        "Per month · lessons and projects that came in: Apr 0, May 0, Jun 0, Jul 0, Aug 0, Sept 0, Oct 0, "
        "Nov 0, Dec 0, Jan '26 1, Feb 0, Mar 3.\n"
        "Per month · asked and not found: Apr 0, May 0, Jun 0, Jul 0, Aug 0, Sept 0, Oct 0, Nov 0, Dec 0, "
        "Jan '26 0, Feb 0, Mar 1.\n"
        "How the lessons ended · lessons: worked 1, partly worked 0, did not work 1, stopped 0, not told 1.\n"
        "Waiting for an admin · number: drafts 1, proposals 0, reports 0, additions 0, "
        "stories told protected 0, to look at again 0."
    )


async def test_it_comes_in_the_channel_where_it_was_asked(empty_town: Town) -> None:
    """Words and picture, where only members read along."""
    await busy(empty_town)
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    said = await empty_town.says(ADMIN, "statistiek", "leren")
    assert "statistiek.png" in said
    assert empty_town.last().conversation.room.id == "leren"
    assert empty_town.last().only_for is None
    assert "luchtballonnen" not in said


async def test_the_last_questions_are_named_each_once(empty_town: Town) -> None:
    """Three of them, the newest first, to who may read them all."""
    asked = [
        f"wie heeft ervaring met {what} langs de rivier?"
        for what in ("dijken", "sluizen", "hennep", "terpen")
    ]
    for question in asked:
        await empty_town.says(MEMBER, question)
    await empty_town.says("carla", asked[2])
    said = await empty_town.says(ADMIN, "statistiek")
    named = [line.split("“")[1].split("”")[0] for line in said.splitlines() if line.startswith("· “")]
    assert named == [asked[2], asked[3], asked[1]]


async def test_an_empty_base_has_no_picture(empty_town: Town) -> None:
    """There is nothing to see in it yet."""
    said = await empty_town.says(ADMIN, "statistics")
    assert "The base holds no lessons and no projects that are published." in said
    assert "Nothing waits for an admin." in said
    assert "No question of these months waits for an answer." in said
    assert empty_town.chat.given == []


async def test_a_month_is_that_of_the_readers(empty_town: Town) -> None:
    """Half an hour before midnight in UTC it is the next day in Amsterdam."""
    late = empty_town.clock().replace(month=1, day=31, hour=23, minute=30)
    await keep(empty_town, replace(lesson(empty_town, 1, "Warmtenet"), recorded=late))
    await empty_town.says(ADMIN, "statistiek")
    assert "jan '26 0, feb 1, mrt 0." in empty_town.chat.given[0].alternative
