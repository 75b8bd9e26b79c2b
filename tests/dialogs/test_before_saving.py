"""What the author hears before a lesson is saved: that it was told before, and which words to look at."""

from __future__ import annotations

from bot.domain.keys import RoomKey
from bot.domain.people import Readers, Room
from bot.messages.incoming import FormSubmitted
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.curators import keep, lesson, stored
from tests.dialogs.test_share import share
from tests.platforms.plaza import ADMIN, PLACE, Town, direct, town

FIRST = (
    "deel",
    "We hingen sensoren in prullenbakken op het strand.",
    "De sensoren roestten binnen een maand weg.",
)
AGAIN = (
    "deel",
    "Sensoren in de prullenbakken op het strand gehangen",
    "Na een maand waren ze verroest door het zout",
)
OTHER = ("deel", "We zetten grotere prullenbakken neer in het park", "Er lag minder afval op de grond")
END = ("overslaan", "niet gelukt", "klaar")


async def published(here: Town) -> None:
    """Let a lesson be there."""
    await share(here, "bram", *FIRST, *END)
    await here.says(ADMIN, "publiceer L1")


async def test_what_was_told_before_is_said_and_may_be_saved(empty_town: Town) -> None:
    """By somebody else, in other words; whoever says that it is new saves it."""
    await published(empty_town)
    said = await share(empty_town, "chris", *AGAIN, *END)
    assert "Dit lijkt op We hingen sensoren in prullenbakken op het strand (L1), dat er al staat." in said
    assert "bewaard" not in said.replace("je antwoorden blijven bewaard", "")
    assert "bewaard als concept" in await empty_town.says("chris", "nieuw")
    assert "(L2)" in empty_town.chat.shown[-2].text + empty_town.last().text


async def test_what_is_the_same_is_added_to_it(empty_town: Town) -> None:
    """Then nothing else is saved, and whoever shared the first one may take it in."""
    await published(empty_town)
    said = await share(empty_town, "chris", *AGAIN, *END, "aanvullen")
    assert "Het komt onder L1 te staan als de maker of een beheerder het goedvindt" in said
    assert "L2 ken ik niet" in await empty_town.says("chris", "L2")
    await empty_town.says("bram", "neem op A1")
    assert "verroest door het zout" in await empty_town.says("dana", "L1")


async def test_another_story_on_the_same_subject_is_not(empty_town: Town) -> None:
    """The same things occur in it, and it tells something else."""
    await published(empty_town)
    assert "bewaard als concept" in await share(empty_town, "chris", *OTHER, *END)


async def test_nobody_hears_of_what_they_may_not_see(empty_town: Town) -> None:
    """A draft of somebody else, or a lesson of a channel they are not in; one's own draft counts."""
    await share(empty_town, "bram", *FIRST, *END)
    assert "bewaard als concept" in await share(empty_town, "chris", *AGAIN, *END)
    async with empty_town.store.begin() as tx:
        room = Room(RoomKey(PLACE, "groen"), readers=Readers.MEMBERS)
        await tx.rooms.save(room, Change(None, empty_town.clock()))
    await empty_town.says(ADMIN, "publiceer L1 kanaal", "groen")
    assert "bewaard als concept" in await share(empty_town, "dana", *AGAIN, *END)
    assert "Dit lijkt op" in await share(empty_town, "chris", *AGAIN, *END)


async def test_words_are_pointed_out_and_the_author_decides(empty_town: Town) -> None:
    """A name, an address and a figure are named; `wijzig` goes back to them, `bewaar` saves."""
    said = await share(
        empty_town,
        "bram",
        "deel",
        "Onze collega Karin hield een lijst bij van scheve lantaarnpalen",
        "Het scheelde 40% van de meldingen, mail karin@proef.example",
        *END,
    )
    assert "“Karin” lijkt de naam van iemand." in said
    assert "“karin@proef.example” is het e-mailadres van iemand." in said
    assert "“40%”: staat ergens waar dit cijfer vandaan komt?" in said
    assert "Je schreef: “Onze collega Karin" in await empty_town.says("bram", "wijzig")
    said = await empty_town.says("bram", "Een collega hield een lijst bij van scheve lantaarnpalen")
    assert "Karin" not in said.replace("karin@", "")
    assert "“40%”" in said
    assert "bewaard als concept" in await empty_town.says("bram", "bewaar")
    assert "40%" in await empty_town.says("bram", "L1")


async def test_it_goes_on_after_a_stop_and_a_restart(store: SqlStore) -> None:
    """Nothing is saved meanwhile, and nothing of what was filled in is lost."""
    lines = ("deel", "Wethouder Pieterse opende een bijenhotel", "Vol", *END)
    async with town(store) as before:
        assert "“Pieterse” lijkt de naam" in await share(before, "bram", *lines)
        assert "Je antwoorden blijven bewaard" in await before.says("bram", "stop")
        assert "L1 ken ik niet" in await before.says("bram", "L1")
    async with town(store) as after:
        assert "We gaan verder met wat je al schreef." in await after.says("bram", "deel")
        assert "“Pieterse” lijkt de naam" in await after.says("bram", "klaar")
        assert "(L1)" in await after.says("bram", "1")


async def test_a_form_filled_at_once_is_asked_about_directly(empty_town: Town) -> None:
    """Where it was handed in among others, only its author hears that it is not saved yet."""
    values = (("action", "Mevrouw Jansen telde zwaluwen"), ("result", "Veel"), ("outcome", "success"))
    await empty_town.happens(FormSubmitted(empty_town.alone("bram", "leren"), "lesson", values))
    told, asked = sorted(empty_town.chat.shown, key=lambda each: each.conversation == direct("bram"))
    assert told.only_for == "bram"
    assert "nog niet bewaard" in told.text
    assert "“Jansen” lijkt de naam" in asked.text
    assert "bewaard als concept" in await empty_town.says("bram", "1")


async def test_the_same_in_english(empty_town: Town) -> None:
    """Who chose English is asked in English."""
    await empty_town.says("bea", "language en")
    await share(
        empty_town, "bea", "share", "Our colleague Susan made a map", "Nobody came", "skip", "3", "done"
    )
    assert "“Susan” looks like somebody's name." in empty_town.last().text
    assert "You wrote: “Our colleague Susan made a map”" in await empty_town.says("bea", "change")
    assert "saved as a draft" in await empty_town.says("bea", "A colleague made a map")
    said = await share(
        empty_town, "bea", "share", "A colleague made a map", "Nobody came", "skip", "3", "done"
    )
    assert "This looks like A colleague made a map (L1), which is there already." in said
    assert "saved as a draft" in await empty_town.says("bea", "new")


async def test_what_is_added_proposed_or_edited_is_looked_at_too(empty_town: Town) -> None:
    """Words are pointed out before anything is done; who wrote them leaves them with one press, or not."""
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    said = ""
    for line in (
        "aanvulling L1 Bel mevrouw Jansen op 06-12345678, zij weet meer.",
        'stel voor L1 advies="Mail karin@example.org voor hulp"',
    ):
        said = await empty_town.says("bram", line)
        assert "Ik heb nog niets gedaan." in said
        assert "Dank je" not in said
    assert "“karin@example.org” is het e-mailadres van iemand." in said
    again = 'stel voor L1 zo: advies="Mail karin@example.org voor hulp"'
    assert f"`{again}` (doe het zo)" in said
    assert "Je voorstel W1 wacht" in await empty_town.says("bram", again)
    said = await empty_town.says(ADMIN, 'bewerk L1 resultaat="Het kostte 12.500 euro"')
    assert "“12.500 euro”" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.text("nl").result == "Het regende."
    assert "Changed in L1" in await empty_town.says(ADMIN, 'edit L1 like this: result="It cost 12,500 euro"')
    assert "Er wacht niets" not in await empty_town.says(ADMIN, "wachtrij")
