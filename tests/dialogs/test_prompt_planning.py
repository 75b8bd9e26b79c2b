"""Planning a prompt: what was understood is read back, and nothing runs before somebody says yes.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.prompts.wording import LABELS, TYPED, Wish, kinds_typed, read_kind, read_wish
from bot.domain.calendar import DaysOff
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Room
from bot.messages.i18n import translator
from bot.ports.knowledge import Change
from bot.prompting.kinds import Kind
from storage.store import SqlStore
from tests.dialogs.prompting import ASKED, CORA, coordinated
from tests.platforms.plaza import PLACE, POLICY, Town, town

PLAN = "prikkel plan elke werkdag 11:00 in #leren vrij Wat leerde je?"


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with a coordinator and a room with a name."""
    store = SqlStore(sqlite_url)
    async with town(store, replace(POLICY, days_off=DaysOff("NL"))) as opened:
        await coordinated(opened)
        await opened.program.tick()
        yield opened
    await store.close()


async def test_what_was_understood_is_read_back_and_confirmed(here: Town) -> None:
    """In words, with the next three moments; it runs after a yes, and `ongedaan` takes that back."""
    said = await here.says(CORA, PLAN)
    assert said == (
        "Begrepen: elke werkdag om 11:00 in #leren: eigen woorden: “Wat leerde je?”.\n"
        "De eerste keren: dinsdag 3 maart om 11:00; woensdag 4 maart om 11:00; donderdag 5 maart om 11:00.\n"
        "Feestdagen en vrije dagen sla ik over.\n\n"
        "Klopt dit? `prikkel ja K1` (ja, plan hem) · `prikkel stop K1` (nee)"
    )
    assert (
        await here.says(CORA, "prikkel lijst") == "Er zijn nog geen prikkels. `prikkel plan` begint er een."
    )
    said = await here.clicks(CORA, "prikkel ja K1")
    assert said.startswith("Gepland: K1. De eerste keer is dinsdag 3 maart om 11:00.")
    assert await here.says(CORA, "prikkel ja K1") == "K1 was al bevestigd."
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    assert await here.passes(timedelta(hours=1)) == ""
    assert "Gepland: K1" in await here.says(CORA, "prikkel ja")
    assert await here.passes(timedelta(days=1)) == ASKED


async def test_a_no_plans_nothing(here: Town) -> None:
    """The draft is gone."""
    await here.says(CORA, PLAN)
    assert (
        await here.says(CORA, "prikkel stop K1")
        == "Goed: er is niets gepland. `prikkel plan` begint opnieuw."
    )
    assert "Ik ken geen prikkel K1" in await here.says(CORA, "prikkel hervat K1")
    assert "Er wacht niets op je ja" in await here.says(CORA, "prikkel ja")


async def test_planning_in_english_where_it_is_typed(here: Town) -> None:
    """Without a channel it is the one that it is typed in; only the coordinator reads it."""
    said = await here.says(CORA, "prompt plan 3 December 15:00 success", "leren")
    assert said.startswith(
        "Understood: on Thursday 3 December 2026 at 15:00 in #leren: a success, in turns with a failure.\n"
        "That is once: Thursday 3 December at 15:00."
    )
    assert here.last().only_for == CORA
    assert (await here.says(CORA, "prompt yes K1", "leren")).startswith("Planned: K1.")


async def test_a_form_asks_for_it_one_by_one(here: Town) -> None:
    """A schedule that cannot be read is asked again."""
    assert "Wanneer komt hij?" in await here.says(CORA, "prikkel plan")
    assert "In “ooit” kan ik geen schema lezen." in await here.says(CORA, "ooit")
    said = await here.says(CORA, "elke maandag 9:00 en donderdag 14:00")
    assert "In “en donderdag 14:00” kan ik geen schema lezen." in said
    assert "In welk kanaal?" in await here.says(CORA, "elke dinsdag om 9:30")
    assert "Waar vraagt hij om?" in await here.says(CORA, "#leren")
    assert "Je eigen woorden" in await here.says(CORA, "mislukking")
    said = await here.says(CORA, "overslaan")
    assert "elke dinsdag om 9:30 in #leren: een mislukking, om beurten met een succes." in said
    assert "prikkel ja K1" in said


async def test_changing_one(here: Town) -> None:
    """When, what for, or both; what is not named stays. It can be taken back."""
    await here.says(CORA, PLAN)
    await here.says(CORA, "prikkel ja K1")
    said = await here.says(CORA, "prikkel wijzig K1 elke woensdag 10:00")
    assert said.startswith("K1 · elke woensdag om 10:00 · #leren · eigen woorden: “Wat leerde je?”")
    assert "De eerste keren: woensdag 4 maart om 10:00" in said
    said = await here.says(CORA, "prompt change K1 failure")
    assert said.startswith("K1 · every Wednesday at 10:00 · #leren · a failure, in turns with a success")
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    await here.program.tick()
    assert await here.passes(timedelta(days=1)) == ASKED
    assert "Ik ken geen prikkel K9" in await here.says(CORA, "prikkel wijzig K9 mislukking")
    assert "Bijvoorbeeld: `prikkel wijzig K1" in await here.says(CORA, "prikkel wijzig K1 tja")


STORY = "Ik vergat de bewoners te vragen."


@pytest.mark.parametrize(
    "change", ["elke woensdag 10:00", "in #leren", "mislukking", "mislukking elke woensdag 10:00"]
)
async def test_a_change_keeps_the_words_that_it_does_not_name(here: Town, change: str) -> None:
    """The story of a failure stays with it, whatever else becomes different."""
    await here.says(CORA, f"prikkel plan elke dinsdag 11:00 in #leren mislukking {STORY}")
    await here.says(CORA, "prikkel ja")
    said = await here.says(CORA, f"prikkel wijzig K1 {change}")
    assert f"“{STORY}”" in said
    assert ("elke woensdag om 10:00" in said) is ("woensdag" in change)


async def test_a_change_with_a_schedule_behind_the_kind(here: Town) -> None:
    """Both are understood, the channel too; what only begins like a schedule are own words."""
    await here.says(CORA, PLAN)
    await here.says(CORA, "prikkel ja")
    said = await here.says(CORA, "prikkel wijzig K1 mislukking elke woensdag 10:00 in #leren")
    assert said.startswith(
        "K1 · elke woensdag om 10:00 · #leren · een mislukking, om beurten met een succes\n"
    )
    said = await here.says(CORA, "prikkel wijzig K1 vrij Elke woensdag 10:00 drinken we koffie.")
    assert said.startswith(
        "K1 · elke woensdag om 10:00 · #leren · eigen woorden: “Elke woensdag 10:00 drinken"
    )


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ("elke woensdag 10:00 zolang het duurt", "zolang het duurt"),
        ("elke maandag 9:00 en donderdag 14:00", "en donderdag 14:00"),
        ("in #leren zolang het duurt", "zolang het duurt"),
    ],
)
async def test_a_change_that_is_read_in_part_changes_nothing(here: Town, change: str, left: str) -> None:
    """What could not be read is said; it never becomes what is posted."""
    await here.says(CORA, PLAN)
    await here.says(CORA, "prikkel ja")
    said = await here.says(CORA, f"prikkel wijzig K1 {change}")
    assert said.startswith(f"Ik kan “{left}” niet lezen als deel van wanneer hij komt.\nBijvoorbeeld:")
    assert await here.passes(timedelta(minutes=31)) == ASKED


async def test_a_change_reads_back_what_is_known_of_moments(here: Town) -> None:
    """What was skipped is not among the first; one that rests says so; no moment at all is refused."""
    await here.says(CORA, PLAN)
    await here.says(CORA, "prikkel ja")
    await here.says(CORA, "prikkel sla over K1")
    said = await here.says(CORA, "prikkel wijzig K1 succes")
    assert "De eerste keren: woensdag 4 maart om 11:00; donderdag 5 maart" in said
    await here.says(CORA, "prikkel pauze K1 tot 9 maart")
    said = await here.says(CORA, "prikkel wijzig K1 elke woensdag 10:00")
    assert "De eerste keren: woensdag 11 maart om 10:00" in said
    await here.says(CORA, "prikkel pauze K1")
    said = await here.says(CORA, "prikkel wijzig K1 elke donderdag 10:00")
    assert said.endswith("een mislukking.\nGepauzeerd. `prikkel hervat K1` laat hem doorgaan.")
    assert "Dit schema heeft geen moment" in await here.says(CORA, "prikkel wijzig K1 vandaag 9:00")


async def test_what_was_moved_is_dropped_with_its_schedule(here: Town) -> None:
    """A day that was moved and then changed is posted once, on the new day; `ongedaan` brings back both."""
    await here.says(CORA, "prikkel plan 4 maart 11:00 in #leren vrij Wat leerde je?")
    await here.says(CORA, "prikkel ja")
    await here.says(CORA, "prikkel verzet K1 naar 5 maart 11:00")
    said = await here.says(CORA, "prikkel wijzig K1 6 maart 11:00")
    assert "Dat is één keer: vrijdag 6 maart om 11:00." in said
    assert "Teruggedraaid" in await here.says(CORA, "ongedaan")
    await here.program.tick()
    assert "De volgende keer is donderdag 5 maart om 11:00." in await here.says(CORA, "prikkel lijst")
    await here.says(CORA, "prikkel wijzig K1 6 maart 11:00")
    assert await here.passes(timedelta(days=2, hours=1)) == ""
    assert await here.passes(timedelta(days=1)) == ASKED


async def test_a_moment_that_is_read_in_part_has_an_example_that_works(here: Town) -> None:
    """Who reads which words say nothing also reads how it can be typed."""
    said = await here.says(CORA, "prikkel plan elke donderdag 11:00 vanaf ooit in #leren succes")
    assert "Ik kan “vanaf ooit” niet lezen" in said
    example = said.partition("Bijvoorbeeld: `")[2].partition("`")[0]
    assert "Klopt dit?" in await here.says(CORA, example)


REFUSED = (
    ("elke donderdag 11:00 vanaf ooit in #leren succes", "Ik kan “vanaf ooit” niet lezen als deel van"),
    ("elke maandag 9:00 en donderdag 14:00 #leren succes", "Ik kan “en donderdag 14:00” niet lezen als"),
    ("elke dinsdag 9:30 in #nergens succes", "Ik zit niet in een kanaal #nergens"),
    ("elke dinsdag 9:30 in #elders succes", "#elders zit op een andere plaats dan deze."),
    ("elke dinsdag 9:30 in #plaza:elsewhere:r succes", "zit op een andere plaats dan deze."),
    ("elke dinsdag 9:30 in #plaza:town:stil succes", "Ik zit niet in een kanaal #plaza:town:stil"),
    ("elke dinsdag 9:30 in #dubbel succes", "Er zijn meer kanalen die dubbel heten"),
    ("elke dinsdag 9:30 succes", "In welk kanaal?"),
    ("elke dinsdag 9:30 in #leren", "Waar moet hij om vragen?"),
    ("elke dinsdag 9:30 in #leren taart", "Ik weet niet waar “taart” om vraagt."),
    ("elke dinsdag 9:30 in #leren vrij", "Welke woorden? Zet ze achter “vrij”."),
    ("elke dinsdag 9:30 in #leren succes en taart", "Ik weet niet wat ik met “en taart” moet."),
    ("als het uitkomt in #leren succes", "Bijvoorbeeld: `prikkel plan elke dinsdag 9:30"),
)


@pytest.mark.parametrize(("words", "why"), REFUSED)
async def test_what_cannot_be_planned(here: Town, words: str, why: str) -> None:
    """The answer says why, and nothing is kept."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(RoomKey(PlaceKey("plaza", "elsewhere"), "r"), name="elders"), change)
        for key in ("een", "twee"):
            await tx.rooms.save(Room(RoomKey(PLACE, key), name="dubbel"), change)
    assert why in await here.says(CORA, f"prikkel plan {words}")
    assert "Er wacht niets op je ja" in await here.says(CORA, "prikkel ja")


async def test_a_schedule_without_a_moment_is_not_planned(here: Town) -> None:
    """Of a day that is over the answer says so."""
    said = await here.says(CORA, "prikkel plan 2 maart 2026 9:30 in #leren succes")
    assert "Gepland" not in said
    assert "Begrepen" not in said
    assert "Er wacht niets op je ja" in await here.says(CORA, "prikkel ja")


async def test_a_yes_after_the_last_moment(here: Town) -> None:
    """Nothing is planned, and nothing is kept as if it were."""
    await here.says(CORA, "prikkel plan vandaag 11:00 in #leren succes")
    await here.passes(timedelta(hours=2))
    assert "dus er valt niets te plannen" in await here.says(CORA, "prikkel ja")
    assert "Er zijn nog geen prikkels." in await here.says(CORA, "prikkel lijst")


async def test_the_bot_knows_a_channel_it_was_invited_to(here: Town) -> None:
    """Also when nobody set anything there."""
    await here.joins("voorloper", "nieuw", me=True)
    assert "Begrepen" in await here.says(CORA, "prikkel plan elke dinsdag 9:30 in #plaza:town:nieuw succes")


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_typed_as_it_is_said(kind: Kind) -> None:
    """In both languages, with a full stop too; the list of what can be typed is in one language."""
    for language in ("nl", "en"):
        t = translator(language)
        assert read_wish(f"in #leren {t.text(LABELS[kind])}.") == Wish("leren", kind, "")
        assert read_kind(kinds_typed([kind], t)) == (kind, "")
    assert "uitgelicht" not in kinds_typed(TYPED, translator("en"))


async def test_a_channel_whose_name_has_spaces(here: Town) -> None:
    """The whole name is read, before or behind the kind; the rest of it is no story."""
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(RoomKey(PLACE, "r2"), name="Leren en delen"), Change(None, here.clock()))
    said = await here.says(CORA, "prikkel plan elke dinsdag 9:30 in #leren en delen mislukking")
    assert "in #Leren en delen: een mislukking, om beurten met een succes.\n" in said
    said = await here.says(CORA, "prikkel plan elke dinsdag 9:30 mislukking in #Leren en delen")
    assert "in #Leren en delen: een mislukking, om beurten met een succes.\n" in said
    said = await here.says(CORA, "prikkel plan elke dinsdag 9:30 in #leren mislukking")
    assert "in #leren: een mislukking" in said
