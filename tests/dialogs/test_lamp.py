"""A 💡 under a message: where a coordinator turned that on, it wishes that the message is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.domain.people import Role, Room
from bot.messages.incoming import Reaction, RoomChanged, SaveRequested
from bot.ports.knowledge import Change
from storage import tables
from storage.database.engine import open_engines
from tests.platforms.plaza import ADMIN, PLACE, Town, direct

CORA = "cora"
LINK = "https://plaza.test/leren/m1"
ASKED = (
    "Dank je wel. Ik heb het gevraagd aan wie het schreef; ik bewaar niets, tenzij diegene het zelf deelt."
)


@pytest.fixture
async def lit(empty_town: Town) -> Town:
    """Return a town with a channel whose lamp a coordinator turned on."""
    async with empty_town.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, CORA), Role.COORDINATOR, Change(None, empty_town.clock()))
    assert "Vanaf nu kun je hier een 💡" in await empty_town.says(CORA, "kanaal lamp aan", "leren")
    empty_town.chat.shown.clear()
    return empty_town


def lamp(
    here: Town,
    who: str,
    author: str,
    message: str = "m1",
    room: str | None = "leren",
    *,
    guest: bool = False,
    added: bool = True,
) -> Reaction:
    """Return that somebody put a 💡 under a message of somebody, or took it away."""
    origin = replace(here.origin(who, room, guest=guest), message=message)
    wish = SaveRequested(replace(origin, private=True), AccountKey(PLACE, author), LINK, lamp=True)
    return Reaction(origin, "💡", added, wish)


def told(here: Town, who: str) -> list[str]:
    """Return what somebody was told directly."""
    return [each.text for each in here.chat.shown if each.conversation == direct(who)]


def marks(here: Town) -> list[str]:
    """Return the marks under messages."""
    return [each.text for each in here.chat.shown if each.text in {"saving", "saved"}]


async def rows(url: str) -> int:
    """Return how many events were ever stored."""
    engines = open_engines(url)
    async with engines.reading.connect() as connection:
        count = await connection.scalar(select(func.count()).select_from(tables.inbox))
    await engines.close()
    return count or 0


async def test_the_author_is_asked_once_whoever_puts_it_there(lit: Town) -> None:
    """With the link; a second person, a second 💡 and `bewaar` double neither the question nor the mark."""
    await lit.happens(lamp(lit, "bram", "anna"))
    (asked,) = told(lit, "anna")
    assert f"je bericht ({LINK})" in asked
    assert "`deel W1`" in asked
    assert [each.text for each in lit.chat.shown if each.only_for == "bram"] == [ASKED]
    for again in (lamp(lit, "chris", "anna"), lamp(lit, "bram", "anna"), lamp(lit, "bram", "anna").wish):
        assert again
        assert await lit.happens(again) == ASKED
    assert (told(lit, "anna"), marks(lit)) == ([asked], ["saving"])


async def test_what_was_asked_by_a_lamp_is_shared_and_marked(lit: Town) -> None:
    """In the author's own words; the message then has its second mark."""
    await lit.happens(lamp(lit, "bram", "anna"))
    for line in ("deel W1", "Een bijenhotel", "Vol", "overslaan", "gelukt"):
        await lit.says("anna", line)
    assert "bewaard als concept" in await lit.says("anna", "klaar")
    assert marks(lit) == ["saving", "saved"]


async def test_without_the_lamp_it_is_nothing_at_all(empty_town: Town, database_url: str) -> None:
    """Before it was ever on, after it is off, and in a direct room: no row, no word, nobody known."""
    await empty_town.says(ADMIN, "help")
    before = await rows(database_url)
    assert await empty_town.happens(lamp(empty_town, "bram", "anna")) == ""
    assert await empty_town.happens(lamp(empty_town, "bram", "anna", room=None)) == ""
    assert await rows(database_url) == before
    await empty_town.says(ADMIN, "kanaal lamp aan", "leren")
    assert "reageer ik hier niet meer" in await empty_town.says(ADMIN, "kanaal lamp uit", "leren")
    assert await empty_town.happens(lamp(empty_town, "bram", "anna")) == ""
    assert await rows(database_url) == before + 2
    async with empty_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, "bram")) is None


async def test_other_rooms_keep_theirs_off(lit: Town) -> None:
    """It is a setting of one channel."""
    assert await lit.happens(lamp(lit, "bram", "anna", room="elders")) == ""


async def test_taking_it_away_takes_nothing_back(lit: Town) -> None:
    """The author was asked by then; a 💡 that is taken away asks nobody, and put back it asks nobody anew."""
    assert await lit.happens(lamp(lit, "bram", "anna", added=False)) == ""
    await lit.happens(lamp(lit, "bram", "anna"))
    assert await lit.happens(lamp(lit, "bram", "anna", added=False)) == ""
    assert await lit.happens(lamp(lit, "bram", "anna")) == ASKED
    assert len(told(lit, "anna")) == 1
    assert "1 van 4" in await lit.says("anna", "deel W1")


async def test_who_puts_it_under_their_own_message_is_asked(lit: Town) -> None:
    """Once, as its author, and without a form that they did not choose; then it is marked as any other."""
    await lit.happens(lamp(lit, "bram", "bram"))
    (asked,) = told(lit, "bram")
    assert f"Wil je dat anderen kunnen vinden wat jij schreef: je bericht ({LINK})?" in asked
    assert "`deel W1`" in asked
    assert "Over dit bericht heb ik het je al gevraagd." in await lit.happens(lamp(lit, "bram", "bram"))
    assert (told(lit, "bram"), marks(lit)) == ([asked], ["saving"])
    for line in ("deel W1", "Een bijenhotel", "Vol", "overslaan", "gelukt", "klaar"):
        await lit.says("bram", line)
    assert marks(lit) == ["saving", "saved"]


async def test_who_does_not_want_to_be_asked_is_not_asked_of_their_own(lit: Town) -> None:
    """They hear why, and how to share it all the same."""
    await lit.says("bram", "niet meer vragen")
    said = await lit.happens(lamp(lit, "bram", "bram"))
    assert "dus nu vraag ik het ook niet" in said
    assert "`weer vragen`" in said
    assert lit.last().only_for == "bram"
    assert marks(lit) == []


async def test_who_does_not_want_to_be_asked_is_left_alone(lit: Town) -> None:
    """As with every wish."""
    await lit.says("anna", "niet meer vragen")
    assert "wil dat niet gevraagd worden" in await lit.happens(lamp(lit, "bram", "anna"))
    assert marks(lit) == []


async def test_guests_strangers_and_programs(lit: Town) -> None:
    """A guest's 💡 is nothing, a stranger's is refused; what a program wrote is nobody's to share."""
    async with lit.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, "vera"), Role.STRANGER, Change(None, lit.clock()))
    assert await lit.happens(lamp(lit, "gijs", "anna", guest=True)) == ""
    assert "leden van dit netwerk" in await lit.happens(lamp(lit, "vera", "anna"))
    assert lit.last().only_for == "vera"
    of_a_program = lamp(lit, "bram", "weerbot")
    assert of_a_program.wish
    nobody = replace(of_a_program, wish=replace(of_a_program.wish, author_guest=True))
    assert "is geen lid van het netwerk" in await lit.happens(nobody)
    assert lit.last().only_for == "bram"
    assert told(lit, "anna") == []


async def test_in_a_place_that_nobody_admitted_it_is_nothing(lit: Town) -> None:
    """Whatever a room there says."""
    elsewhere = RoomKey(PlaceKey("plaza", "elders"), "leren")
    async with lit.store.begin() as tx:
        await tx.rooms.save(Room(elsewhere, lamp=True), Change(None, lit.clock()))
    event = lamp(lit, "bram", "anna")
    assert event.wish
    conversation = replace(event.origin.conversation, room=elsewhere)
    there = replace(event.origin, conversation=conversation)
    await lit.happens(replace(event, origin=there, wish=replace(event.wish, origin=there)))
    assert marks(lit) == []
    assert told(lit, "anna") == []


async def test_it_is_told_in_the_language_of_each(lit: Town) -> None:
    """Whoever speaks English is asked in English, and turns it on and off in English."""
    await lit.says("anna", "language en")
    await lit.happens(lamp(lit, "bram", "anna"))
    assert "Somebody would like others to be able to find what you wrote" in told(lit, "anna")[-1]
    await lit.says(CORA, "kanaal taal en", "leren")
    assert "means nothing to me any more." in await lit.says(CORA, "channel lamp off", "leren")
    assert "put a 💡 under a message here" in await lit.says(CORA, "channel lamp on", "leren")


async def test_a_coordinator_turns_it_on(lit: Town) -> None:
    """Not a member, and not outside a channel; `bewaar` tells of it where it is on."""
    assert "Dat kan alleen een coördinator" in await lit.says("bram", "kanaal lamp uit", "leren")
    assert "Dat gaat over een kanaal" in await lit.says(CORA, "kanaal lamp uit")
    assert "een 💡 eronder hetzelfde" in await lit.says("bram", "bewaar", "leren")
    assert "💡" not in await lit.says("bram", "bewaar", "elders")
    await lit.says(CORA, "ongedaan")
    assert await lit.happens(lamp(lit, "bram", "anna")) == ""


async def test_it_goes_along_to_the_room_that_replaces_this_one(lit: Town) -> None:
    """As the other settings do."""
    new = RoomKey(PLACE, "leren-2")
    await lit.happens(RoomChanged(lit.origin(CORA, "leren"), replaced_by=new))
    assert ASKED in await lit.happens(lamp(lit, "bram", "anna", room="leren-2"))
