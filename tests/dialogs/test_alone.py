"""What somebody asks in a room without anybody else seeing it: only they read the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.domain.model import EntryId, Visibility
from bot.domain.people import Readers, Room
from bot.ports.knowledge import Change
from tests.dialogs.lotteries import QUESTION, fill, shown
from tests.platforms.plaza import ADMIN, PLACE, Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots, one lesson for the network, one for a room."""
    await fill(empty_town)
    await limit(empty_town, "L1", Visibility.NETWORK)
    await limit(empty_town, "L2", Visibility.ROOM, "ander")
    return empty_town


async def limit(here: Town, number: str, visibility: Visibility, room: str | None = None) -> None:
    """Let fewer people see an entry."""
    entry_id = EntryId.parse(number)
    assert entry_id
    key = RoomKey(PLACE, room) if room else None
    async with here.store.begin() as tx:
        if key:
            await tx.rooms.save(Room(key), Change(None, here.clock()))
        entry = (await tx.entries.get([entry_id]))[entry_id]
        await tx.entries.save(replace(entry, visibility=visibility, room=key), Change(None, here.clock()))


async def test_only_who_asked_reads_it(here: Town) -> None:
    """The answer stands in their own corner of the room, and shows what a direct conversation would."""
    asked = "wie heeft ervaring met loting voor een wijkraad?"
    said = await here.asks_alone("bram", asked, "leren")
    answer = here.last()
    assert answer.only_for == "bram"
    assert answer.conversation == ConversationKey(RoomKey(PLACE, "leren"), "private bram")
    assert shown(said) == shown(await here.says("bram", asked))
    assert "L1" in said
    assert "L1" not in await here.says("bram", asked, "leren")


async def test_it_shows_what_belongs_to_rooms_they_are_in(here: Town) -> None:
    """As directly: of a room that they are in, not of another."""
    assert "L2 ken ik niet" in await here.asks_alone("bram", "L2", "leren")
    await here.joins("bram", "ander")
    assert "burgerberaad" in await here.asks_alone("bram", "L2", "leren")
    assert "burgerberaad" in await here.asks_alone("chris", "L2", "ander")


async def test_it_goes_on_there(here: Town) -> None:
    """A few words go on with what they asked there, and with nothing that somebody else asked."""
    await here.asks_alone("bram", QUESTION, "leren")
    assert shown(await here.asks_alone("bram", "en in Utrecht?", "leren")) == {"L1", "P1", "P3"}
    assert "weet niet meer" in await here.asks_alone("chris", "meer", "leren")


async def test_refusals_and_mistakes_are_theirs_too(here: Town) -> None:
    """Nobody else reads what went wrong, and there is nothing to share in it."""
    for line in ("kanaal modus actief", "dele", "help", "publiceer L1"):
        said = await here.asks_alone("bram", line, "leren")
        assert said
        assert here.last().only_for == "bram"
        assert "toon hier" not in said.replace("`toon hier <vraag of opdracht>`", "")


async def test_a_command_about_the_room_and_one_between_two_both_work(here: Town) -> None:
    """It happens in a room, and nobody reads along."""
    assert "Vanaf nu spreek ik" in await here.asks_alone(ADMIN, "kanaal taal nl", "leren")
    assert "koppel account" in await here.asks_alone("bram", "koppel account", "leren")
    assert here.last().only_for == "bram"


async def test_a_form_goes_on_in_the_direct_room(here: Town) -> None:
    """Its questions come there, and what is said about that nobody else reads."""
    await here.asks_alone("bram", "deel", "leren")
    told, question = here.chat.shown[-2:]
    assert told.only_for == "bram"
    assert "direct bericht" in told.text
    assert "1 van 4" in question.text


async def test_a_guest_hears_privately_that_it_is_for_members(here: Town) -> None:
    """Nothing of the base, and nothing for others to read."""
    said = await here.asks_alone("gijs", QUESTION, "leren", guest=True)
    assert "leden van dit netwerk" in said
    assert here.last().only_for == "gijs"


async def test_their_own_language_counts(here: Town) -> None:
    """Before that of the room, because only they read it."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(RoomKey(PLACE, "leren"), readers=Readers.MEMBERS, language="nl"), change)
    await here.says("bram", "language en")
    assert "This is what I found" in await here.asks_alone("bram", QUESTION, "leren")
    assert "Dit vond ik" in await here.says("bram", QUESTION, "leren")
    async with here.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, "bram"))
