"""What a coordinator does with prompts that run: looking, trying, posting now, skipping, moving, resting.

The clock stands at Tuesday 3 March 2026, 10:30 in Amsterdam; prompts come at 11:00 on workdays.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.calendar import Days, DaysOff
from bot.domain.schedule import Once
from bot.ports.due import Work
from storage.store import SqlStore
from tests.dialogs.prompting import ASKED, CORA, became, coordinated, running
from tests.platforms.plaza import POLICY, Town, town

HOLIDAYS = DaysOff("NL", ranges=(Days(date(2026, 3, 5), date(2026, 3, 6), "studiedagen"),))


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with a coordinator, a room and one prompt; there are holidays."""
    store = SqlStore(sqlite_url)
    async with town(store, replace(POLICY, days_off=HOLIDAYS)) as opened:
        await coordinated(opened)
        await running(store, opened.clock())
        await opened.program.tick()
        yield opened
    await store.close()


async def test_the_list_says_what_there_is_and_when_it_comes(here: Town) -> None:
    """Also what was missed, and what does not come any more; only the coordinator reads it."""
    said = await here.says(CORA, "prikkel lijst", "leren")
    assert said.startswith(
        "K1 · elke werkdag om 11:00 · #leren · eigen woorden: “Wat leerde je?”\n"
        "De volgende keer is dinsdag 3 maart om 11:00."
    )
    assert here.last().only_for == CORA
    await running(here.store, here.clock(), Once(date(2026, 3, 3)))
    await here.program.tick()
    here.clock.forward(timedelta(hours=4))
    await here.program.tick()
    said = await here.says(CORA, "prikkels")
    missed = "Gemist, omdat ik niet draaide of het kanaal niet kon bereiken: dinsdag 3 maart om 11:00."
    assert said.count(missed) == 2
    assert "De volgende keer is woensdag 4 maart om 11:00." in said
    assert "Voorbij: hij komt niet meer." in said
    english = await here.says(CORA, "prompt list K1")
    assert "every working day at 11:00" in english
    assert "K2" not in english
    assert (await here.says(CORA, "K1")).startswith("K1 · ")


async def test_the_calendar_shows_what_is_left_out_and_why(here: Town) -> None:
    """In words, and as a file for who asks directly."""
    await here.says(CORA, "prikkel sla over K1")
    said = await here.says(CORA, "prikkel kalender 1")
    assert "dinsdag 3 maart om 11:00 · eigen woorden: “Wat leerde je?” · #leren · K1 · overgeslagen" in said
    assert "donderdag 5 maart om 11:00" in said
    assert "overgeslagen: studiedagen" in said
    assert "agenda" in here.last().text
    said = await here.says(CORA, "prikkel kalender", "leren")
    assert "typ `prikkel kalender` in een direct bericht" in said


async def test_trying_shows_only_the_coordinator(here: Town) -> None:
    """Nothing of it is remembered, and the line of the room stands under it."""
    await here.says(CORA, "kanaal mandaat Hier leest de directie mee.", "leren")
    said = await here.says(CORA, "prikkel proef K1", "leren")
    assert said == (
        f"Alleen jij leest dit. Zo zou het in #leren staan:\n\n{ASKED}\n\nHier leest de directie mee."
    )
    assert here.last().only_for == CORA
    assert "staat hier niets meer" in await here.says(CORA, "kanaal mandaat weg", "leren")
    assert "directie" not in await here.says(CORA, "prikkel proef K1")


async def test_now_posts_besides_its_own_moments(here: Town) -> None:
    """Once a minute, and the planned moment comes as it would."""
    said = await here.says(CORA, "prikkel nu K1")
    assert "Wat leerde je?" in said
    assert "Klaar: K1 staat in #leren." in said
    assert await here.says(CORA, "prikkel nu K1") == "K1 is deze minuut al geplaatst."
    assert await here.passes(timedelta(minutes=31)) == ASKED


async def test_now_in_the_minute_of_a_moment_that_is_not_there(here: Town) -> None:
    """What was skipped is posted after all; what was moved is not, and that is said."""
    await here.says(CORA, "prikkel verzet K1 naar 15:00")
    await here.passes(timedelta(minutes=30))
    said = await here.says(CORA, "prikkel nu K1")
    assert said.startswith("Het moment van K1 in deze minuut is verzet")
    assert await here.passes(timedelta(hours=4)) == ASKED
    await here.says(CORA, "prikkel sla over K1")
    await here.passes(timedelta(hours=20))
    said = await here.says(CORA, "prikkel nu K1")
    assert "Klaar: K1 staat in #leren." in said


async def test_skipping_leaves_out_the_next_moment(here: Town) -> None:
    """And then the one after that; days off are passed over anyway."""
    said = await here.says(CORA, "prikkel sla over K1")
    assert said == "K1 slaat dinsdag 3 maart om 11:00 over.\nDaarna komt hij op woensdag 4 maart om 11:00."
    said = await here.says(CORA, "prompt skip K1")
    assert said == "K1 skips Wednesday 4 March at 11:00.\nAfter that it comes on Monday 9 March at 11:00."
    assert await here.passes(timedelta(days=2)) == ""


async def test_moving_the_next_moment(here: Town) -> None:
    """By a time or a day; it comes then, once, and the others stay."""
    said = await here.says(CORA, "prikkel verzet K1 naar 13:15")
    assert said.startswith("K1 gaat van dinsdag 3 maart om 11:00 naar dinsdag 3 maart om 13:15.")
    assert await here.passes(timedelta(hours=2)) == ""
    assert await here.passes(timedelta(minutes=46)) == ASKED
    said = await here.says(CORA, "prompt move K1 to 5 March 15:00")
    assert "from Wednesday 4 March at 11:00 to Thursday 5 March at 15:00" in said
    assert await here.passes(timedelta(days=1)) == ""
    assert await here.says(CORA, "prikkel verzet K1 naar 4 maart 9:00") == (
        "Dat moment is al voorbij.\n"
        "Bijvoorbeeld: `prikkel verzet K1 naar 3 december 15:00`, of `prikkel verzet K1 naar 11:00`."
    )
    assert "één dag met een tijd" in await here.says(CORA, "prikkel verzet K1 naar elke dinsdag 9:30")
    assert "Bijvoorbeeld: `prikkel verzet" in await here.says(CORA, "prikkel verzet K1 naar ooit eens")


async def test_resting_and_going_on(here: Town) -> None:
    """What came meanwhile is not posted afterwards, nor called missed; a pause can be taken back."""
    said = await here.says(CORA, "prikkel pauze K1 tot 16 maart")
    assert said == (
        "K1 is gepauzeerd tot maandag 16 maart 2026.\nDe volgende keer is maandag 16 maart om 11:00."
    )
    assert "Gepauzeerd; de volgende keer is maandag 16 maart" in await here.says(CORA, "prikkel lijst")
    assert "overgeslagen: gepauzeerd" in await here.says(CORA, "prikkel kalender 1")
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    await here.program.tick()
    assert "De volgende keer is dinsdag 3 maart" in await here.says(CORA, "prikkel lijst")
    said = await here.says(CORA, "prompt pause K1")
    assert said == "K1 is paused, until you type `prompt resume K1`."
    assert "K1 is gepauzeerd: `prikkel hervat K1`" in await here.says(CORA, "prikkel sla over K1")
    assert await here.passes(timedelta(days=1)) == ""
    said = await here.says(CORA, "prikkel hervat K1")
    assert said == "K1 gaat weer door.\nDe volgende keer is woensdag 4 maart om 11:00."
    async with here.store.read() as tx:
        (prompt,) = await tx.prompts.running()
    assert await became(here.store, prompt) == []
    assert "een dag die nog komt" in await here.says(CORA, "prikkel pauze K1 tot gisteren")


@pytest.mark.parametrize(
    ("typed", "to"),
    [("14 uur", "14:00"), ("naar half een", "12:30"), ("naar 14u", "14:00"), ("naar om 16.30 uur", "16:30")],
)
async def test_moving_to_a_time_in_words(here: Town, typed: str, to: str) -> None:
    """Times are read as in a schedule."""
    said = await here.says(CORA, f"prikkel verzet K1 {typed}")
    assert said.startswith(f"K1 gaat van dinsdag 3 maart om 11:00 naar dinsdag 3 maart om {to}.")


@pytest.mark.parametrize("until", ["tot en met 15 maart", "t/m 15 maart", "tot 16 maart"])
async def test_a_pause_up_to_and_including_a_day(here: Town, until: str) -> None:
    """It ends the day after; then the list does not call it paused any more."""
    said = await here.says(CORA, f"prikkel pauze K1 {until}")
    assert said.startswith("K1 is gepauzeerd tot maandag 16 maart 2026.")
    here.clock.forward(timedelta(days=13))
    await here.program.tick()
    said = await here.says(CORA, "prikkel lijst")
    assert "De volgende keer is maandag 16 maart om 11:00." in said
    assert "Gepauzeerd" not in said


async def test_a_pause_holds_for_what_was_moved(here: Town) -> None:
    """Neither posted nor shown as coming; when the pause ends before it, it comes, on a day off too."""
    await here.says(CORA, "prikkel verzet K1 naar 5 maart 15:00")
    said = await here.says(CORA, "prikkel pauze K1 tot 1 september")
    assert "De volgende keer is dinsdag 1 september om 11:00." in said
    said = await here.says(CORA, "prikkel kalender 1")
    assert "donderdag 5 maart om 15:00 · eigen woorden: “Wat leerde je?” · #leren · K1 · overgeslagen" in said
    await here.says(CORA, "prikkel pauze K1")
    assert await here.says(CORA, "prikkel kalender 1") == "Voor de komende week is niets gepland."
    said = await here.says(CORA, "prikkel pauze K1 tot 5 maart")
    assert "De volgende keer is donderdag 5 maart om 15:00." in said
    assert await here.passes(timedelta(days=2)) == ""
    await here.says(CORA, "prikkel pauze K1 tot 9 maart")
    assert await here.passes(timedelta(hours=5)) == ""
    await here.says(CORA, "ongedaan")
    await here.says(CORA, "prikkel verzet K1 naar 6 maart 15:00")
    assert await here.passes(timedelta(days=1)) == ASKED


async def test_stopping_holds_until_it_is_taken_back(here: Town) -> None:
    """It is in no list, and comes again after `ongedaan`."""
    assert "komt niet meer" in await here.says(CORA, "prikkel stop K1")
    assert (
        await here.says(CORA, "prikkel lijst") == "Er zijn nog geen prikkels. `prikkel plan` begint er een."
    )
    assert await here.says(CORA, "prikkel kalender 1") == "Voor de komende week is niets gepland."
    assert await here.passes(timedelta(minutes=40)) == ""
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    await here.program.tick()
    assert await here.passes(timedelta(days=1)) == ASKED


@pytest.mark.parametrize(
    "line",
    [
        "lijst K9",
        "nu K9",
        "proef K9",
        "sla over K9",
        "verzet K9 naar 11:00",
        "pauze K9",
        "hervat K9",
        "stop K9",
    ],
)
async def test_a_prompt_that_is_not_there(here: Town, line: str) -> None:
    """Whatever is asked of it, the list is named."""
    assert await here.says(CORA, f"prikkel {line}") == (
        "Ik ken geen prikkel K9. `prikkel lijst` laat zien welke er zijn."
    )


async def test_only_coordinators_handle_prompts(here: Town) -> None:
    """Somebody else hears why not."""
    assert "Dat kan alleen een coördinator" in await here.says("bram", "prikkel stop K1")


async def test_prompts_follow_the_clock_of_their_room(here: Town) -> None:
    """After `kanaal tijdzone` 11:00 is 11:00 there; taking that back takes the prompts along."""
    said = await here.says(CORA, "kanaal tijdzone America/New_York", "leren")
    assert said == "Genoteerd: America/New_York. Prikkels komen hier volgens die klok."
    listed = await here.says(CORA, "prikkel lijst")
    assert "dinsdag 3 maart om 11:00 (America/New_York)" in listed
    async with here.store.read() as tx:
        due = await tx.due.planned(Work.PROMPT, "1")
    assert due == here.clock().replace(hour=16, minute=0)
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    await here.program.tick()
    assert await here.passes(timedelta(minutes=31)) == ASKED


async def test_a_moment_that_has_come_is_kept_when_the_clock_changes(here: Town) -> None:
    """It is eleven, nothing was posted yet, and by the new clock eleven was an hour ago."""
    here.clock.forward(timedelta(minutes=30))
    said = await here.says(CORA, "kanaal tijdzone Europe/Helsinki", "leren")
    await here.later()
    assert "Genoteerd: Europe/Helsinki" in said
    assert [shown.text for shown in here.chat.shown if "Wat leerde je?" in shown.text] == [ASKED]
    assert await here.passes(timedelta(hours=1)) == ""
