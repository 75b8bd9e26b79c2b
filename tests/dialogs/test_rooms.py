"""Rooms: when the bot speaks there, to whom, and what it shows to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Mode, Readers, Room
from bot.messages.incoming import (
    Edited,
    Installed,
    MemberJoined,
    Message,
    Origin,
    RoomChanged,
    Sender,
    Uninstalled,
)
from storage import tables
from storage.database.engine import open_engines
from tests.platforms.plaza import ADMIN, Town, direct

KNOWN = "Hoi! Heeft iemand ervaring met zwerfafval herkennen met camera's?"
UNKNOWN = "Hoi! Heeft iemand ervaring met een maanbasis?"
AT = datetime(2026, 3, 3, tzinfo=UTC)
ELSEWHERE = PlaceKey("plaza", "elsewhere")


def stranger_place(event: str) -> Origin:
    conversation = ConversationKey(RoomKey(ELSEWHERE, "r"), None)
    sender = Sender(AccountKey(ELSEWHERE, "eve"))
    return Origin(event, conversation, sender, AT, message=event, direct=True)


async def test_a_silent_room_hears_nothing_unless_addressed(starter_town: Town) -> None:
    """In the default mode a question to the group is not answered, a mention is."""
    assert await starter_town.says("bram", KNOWN, "leren", addressed=False) == ""
    assert "Zwerfafval" in await starter_town.says("bram", KNOWN, "leren")


async def test_a_follow_up_in_the_thread_needs_no_new_mention(starter_town: Town) -> None:
    """Who talks with the bot in a thread goes on there; somebody else must mention it."""
    await starter_town.says("bram", KNOWN, "leren", thread="t1")
    assert await starter_town.says("chris", "L1", "leren", thread="t1", addressed=False) == ""
    chat = "Chris, zullen we morgen samen lunchen?"
    assert await starter_town.says("bram", chat, "leren", thread="t1", addressed=False) == ""
    assert "(L1)" in await starter_town.says("bram", "L1", "leren", thread="t1", addressed=False)


async def test_an_active_room_answers_in_the_thread_only_what_it_knows(starter_town: Town) -> None:
    """In `actief` a question to the group is answered for all to read; not knowing is silence."""
    await starter_town.says(ADMIN, "kanaal modus actief", "leren")
    assert "Zwerfafval" in await starter_town.says("bram", KNOWN, "leren", addressed=False)
    assert starter_town.last().only_for is None
    assert await starter_town.says("bram", UNKNOWN, "leren", addressed=False) == ""
    assert (
        await starter_town.says("bram", "Morgen is er taart bij de koffie.", "leren", addressed=False) == ""
    )


async def test_a_listening_room_offers_the_answer_to_the_asker_only(starter_town: Town) -> None:
    """In `luister` the answer is seen by who asked the group, and by nobody else."""
    await starter_town.says(ADMIN, "zet dit kanaal op luister", "leren")
    assert "Zwerfafval" in await starter_town.says("bram", KNOWN, "leren", addressed=False)
    assert starter_town.last().only_for == "bram"


async def test_a_room_has_its_own_language_and_zone(starter_town: Town) -> None:
    """`kanaal taal` and `kanaal tijdzone` say what changed; an unknown zone gets the nearest one."""
    assert "Genoteerd: Europe/Amsterdam" in await starter_town.says(
        ADMIN, "kanaal tijdzone europe/amsterdam", "leren"
    )
    said = await starter_town.says(ADMIN, "kanaal tijdzone Europe/Amsterdm", "leren")
    assert "Bedoel je `kanaal tijdzone Europe/Amsterdam`?" in said
    said = await starter_town.says(ADMIN, "kanaal taal en", "leren")
    assert said == "From now on I speak English in this channel."
    assert "This is what I found" in await starter_town.says("bram", KNOWN, "leren")


async def test_a_mixed_room_is_shown_what_everybody_may_see(empty_town: Town) -> None:
    """A lesson for the network stays out of a room until an admin says that only members read there."""
    for line in ("deel", "Een koffiekar op het plein", "Veel gesprekken", "overslaan", "gelukt", "klaar"):
        await empty_town.says("bram", line)
    await empty_town.says(ADMIN, "publiceer L1")
    question = "wie heeft ervaring met een koffiekar op het plein?"
    assert "Dit ken ik nog niet" in await empty_town.says("chris", question, "leren")
    assert "alleen leden" in await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    assert "koffiekar" in await empty_town.says("chris", question, "leren")


async def test_an_edit_of_what_nobody_said_to_the_bot_changes_nothing(starter_town: Town) -> None:
    """Editing an overheard message neither repeats nor publishes what was offered to its author."""
    await starter_town.says(ADMIN, "kanaal modus luister", "leren")
    origin = starter_town.origin("bram", "leren")
    await starter_town.happens(Message(origin, KNOWN, addressed=False))
    before = list(starter_town.chat.shown)
    await starter_town.happens(Edited(replace(origin, event="e2"), KNOWN + " Graag!", addressed=False))
    assert starter_town.chat.shown == before


async def test_refusals_say_why_and_only_to_who_asked(starter_town: Town) -> None:
    """What somebody may not do is told to that person only, with the reason and what to do."""
    said = await starter_town.says("bram", "publiceer L1", "leren")
    assert said.startswith("Dat kan alleen een beheerder.")
    assert starter_town.last().only_for == "bram"
    assert "Dat kan alleen een coördinator" in await starter_town.says("bram", "kanaal modus actief", "leren")
    assert "Dat gaat over een kanaal" in await starter_town.says(ADMIN, "kanaal modus actief")
    assert "Dat kan alleen onder vier ogen" in await starter_town.says("bram", "koppel account", "leren")
    assert "ook anderen dan leden" in await starter_town.says(ADMIN, "publiceer L1", "leren")


async def test_a_guest_is_told_once_kindly_and_nothing_is_kept(starter_town: Town) -> None:
    """A guest gets one private sentence instead of an answer, may ask what the bot is, and is not stored."""
    said = await starter_town.says("gast", KNOWN, "leren", guest=True)
    assert said.startswith("Ik ben er voor de leden van dit netwerk")
    assert starter_town.last().only_for == "gast"
    assert "Ik ben Voorloper" in await starter_town.says("gast", "over", "leren", guest=True)
    async with starter_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(direct("x").room.place, "gast")) is None


async def test_a_guest_in_a_room_for_members_makes_it_mixed(empty_town: Town) -> None:
    """When a guest joins or speaks, the room is shown what everybody may see, and the admins hear it."""
    for line in ("deel", "Een koffiekar op het plein", "Veel gesprekken", "overslaan", "gelukt", "klaar"):
        await empty_town.says("bram", line)
    await empty_town.says(ADMIN, "publiceer L1")
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    joined = MemberJoined(empty_town.origin("gast", "leren", guest=True), me=False)
    nameless = "In een kanaal waarvan ik de naam niet ken (#plaza:town:leren) leest een gast mee"
    assert nameless in await empty_town.happens(joined)
    question = "wie heeft ervaring met een koffiekar op het plein?"
    assert "Dit ken ik nog niet" in await empty_town.says("chris", question, "leren")
    async with empty_town.store.read() as tx:
        room = await tx.rooms.get(empty_town.origin("gast", "leren").room)
    assert room is not None
    assert room.readers is Readers.MIXED


async def test_a_place_that_installs_the_bot_again_waits_again(starter_town: Town) -> None:
    """After being removed and installed anew the admins are asked again."""
    for event in ("e1", "e3"):
        assert "wil meedoen" in await starter_town.happens(Installed(stranger_place(event)))
        await starter_town.happens(Uninstalled(stranger_place(f"un{event}")))


async def test_a_place_that_nobody_admitted_is_answered_nothing(starter_town: Town) -> None:
    """A new place waits: silence there, one notice to the admins, and answers once it is admitted."""
    here = starter_town
    notice = await here.happens(Installed(stranger_place("e1")))
    assert notice.startswith("plaza:elsewhere wil meedoen met het netwerk.")
    assert here.last().conversation == direct(ADMIN)
    assert await here.happens(Message(stranger_place("e2"), KNOWN, addressed=True)) == ""
    assert "Wachten op toelating: plaza:elsewhere" in await here.says(ADMIN, "plaats toelaten")
    assert "hoort nu bij het netwerk" in await here.says(ADMIN, "plaats toelaten plaza:elsewhere")
    assert "Zwerfafval" in await here.happens(Message(stranger_place("e3"), KNOWN, addressed=True))
    await here.happens(Uninstalled(stranger_place("e4")))
    assert await here.happens(Message(stranger_place("e5"), KNOWN, addressed=True)) == ""


async def test_the_first_words_in_a_room(empty_town: Town) -> None:
    """Coming into a room the bot says in three sentences who it is, what it reads and keeps, how to ask."""
    assert await empty_town.joins("voorloper", "leren", me=True) == (
        "Hoi, ik ben Voorloper: ik onthoud wie iets al eens heeft gedaan, hoe het afliep en waar dat staat.\n"
        "Ik lees alleen wat je aan mij schrijft en wat je daarna in dezelfde draad zegt, "
        "en bewaar je vraag en wat je deelt; `privacy` vertelt meer.\n"
        "Noem me en vraag bijvoorbeeld: “wie heeft ervaring met energiecoöperaties?”; "
        "`help` laat zien wat ik nog meer kan."
    )


async def test_the_first_words_are_true_of_the_room(empty_town: Town) -> None:
    """Where the bot reads along it says so; in a direct room nobody needs to call it."""
    await empty_town.says(ADMIN, "kanaal modus actief", "leren")
    said = await empty_town.joins("voorloper", "leren", me=True)
    assert "Ik lees hier mee: een vraag aan de groep zie ik als een vraag aan mij" in said
    assert "alleen wat je aan mij schrijft" not in said
    own = MemberJoined(empty_town.origin("bram", None), me=True)
    said = await empty_town.happens(own)
    assert "Ik lees wat je hier schrijft, en bewaar je vraag en wat je deelt" in said
    assert "Noem me" not in said


async def test_a_room_may_be_renamed_and_left(empty_town: Town) -> None:
    """A new name is noted; who leaves a room is not shown its own entries any more."""
    await empty_town.says("bram", "nieuw")
    origin = empty_town.origin("bram", "leren")
    await empty_town.happens(RoomChanged(origin, name="leren-van-elkaar"))
    async with empty_town.store.read() as tx:
        named = await tx.rooms.named("leren-van-elkaar", origin.place)
    assert [room.key for room in named] == [origin.room]
    await empty_town.joins("bram", "leren")
    await empty_town.happens(RoomChanged(empty_town.origin("bram", "leren"), left=True))
    async with empty_town.store.read() as tx:
        person = await tx.people.of_account(origin.sender.account)
        assert person is not None
        assert list(await tx.rooms.rooms_of(person.id)) == []


async def test_thousands_come_into_a_room(empty_town: Town, database_url: str) -> None:
    """Who is in a room is known at once, and nothing has to be worked on for it, however many come and go."""
    await empty_town.says("bram", "nieuw")
    before, room = await _arrived(database_url), empty_town.origin("bram", "leren").room
    coming = [f"lid{number}" for number in range(1499)] + ["bram"]
    origins = [empty_town.origin(who, "leren") for who in coming]
    await empty_town.program.accept([MemberJoined(origin, me=False) for origin in origins])
    assert await _rooms_of(empty_town, "bram") == [room]
    await empty_town.program.accept([RoomChanged(empty_town.origin("bram", "leren"), left=True)])
    assert await _rooms_of(empty_town, "bram") == []
    assert await _arrived(database_url) == before


async def test_a_room_that_is_replaced_keeps_its_settings(empty_town: Town) -> None:
    """In the new room the bot goes on as in the old; who is and who reads there is not taken along."""
    await empty_town.says("bram", "nieuw")
    await empty_town.joins("bram", "leren")
    settings = ("modus actief", "taal en", "tijdzone Europe/London", "mandaat Niet buiten", "lamp aan")
    for setting in (*settings, "meelezers leden"):
        await empty_town.says(ADMIN, f"kanaal {setting}", "leren")
    await empty_town.happens(RoomChanged(empty_town.origin("bram", "leren"), name="leren-van-elkaar"))
    origin = empty_town.origin("bram", "leren")
    new = RoomKey(origin.place, "leren-2")
    told = await empty_town.happens(RoomChanged(origin, replaced_by=new))
    assert told.startswith("#leren-van-elkaar is vervangen door een nieuw kanaal.")
    assert "`kanaal meelezers leden`" in told
    async with empty_town.store.read() as tx:
        old, moved = await tx.rooms.get(origin.room), await tx.rooms.get(new)
        assert old
        assert moved == replace(old, key=new, readers=Readers.UNKNOWN)
        assert (moved.mode, moved.language, moved.mandate, moved.lamp) == (
            Mode.ACTIVE,
            "en",
            "Niet buiten",
            True,
        )
        person = await tx.people.of_account(origin.sender.account)
        assert person
        assert list(await tx.rooms.rooms_of(person.id)) == [origin.room]
        (revision,) = [each for each in await tx.revisions.after(0, 99) if each.after == moved]
    assert revision.before is None


async def test_a_new_room_with_settings_of_its_own_keeps_those(empty_town: Town) -> None:
    """What somebody chose there is not undone; only its name is filled in."""
    await empty_town.says(ADMIN, "kanaal modus actief", "leren")
    await empty_town.happens(RoomChanged(empty_town.origin("bram", "leren"), name="leren"))
    await empty_town.says(ADMIN, "kanaal modus luister", "leren-2")
    origin = empty_town.origin("bram", "leren")
    new = RoomKey(origin.place, "leren-2")
    await empty_town.happens(RoomChanged(origin, replaced_by=new))
    async with empty_town.store.read() as tx:
        assert await tx.rooms.get(new) == Room(new, name="leren", mode=Mode.LISTEN)


async def test_admins_hear_of_a_room_that_cannot_be_followed(empty_town: Town) -> None:
    """In one sentence, with what to do; the settings wait there."""
    await empty_town.says(ADMIN, "kanaal modus actief", "leren")
    origin = empty_town.origin("bram", "leren")
    new = RoomKey(origin.place, "leren-2")
    said = await empty_town.happens(RoomChanged(origin, replaced_by=new, closed=True))
    assert said == (
        "#plaza:town:leren is vervangen door een nieuw kanaal waar ik niet in kan (#plaza:town:leren-2): "
        "nodig me daar uit, dan ga ik er verder zoals voorheen."
    )
    assert empty_town.last().conversation == direct(ADMIN)
    async with empty_town.store.read() as tx:
        assert await tx.rooms.get(new) == Room(new, mode=Mode.ACTIVE)
    said = await empty_town.happens(RoomChanged(empty_town.origin("bram", "leren"), closed=True))
    assert (
        said
        == "#plaza:town:leren is gesloten: is er een nieuw kanaal voor in de plaats, nodig me daar dan uit."
    )


async def _rooms_of(here: Town, who: str) -> list[RoomKey]:
    async with here.store.read() as tx:
        person = await tx.people.of_account(here.origin(who, None).sender.account)
        assert person
        return list(await tx.rooms.rooms_of(person.id))


async def _arrived(database_url: str) -> int:
    """Return how many events were ever put in the inbox."""
    engines = open_engines(database_url)
    async with engines.reading.begin() as connection:
        count = (await connection.execute(select(func.count()).select_from(tables.inbox))).scalar_one()
    await engines.close()
    return int(count)
