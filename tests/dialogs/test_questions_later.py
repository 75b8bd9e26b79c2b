"""Questions that nobody could answer at once: their list, linking one to what answers it, closing one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.keys import RoomKey
from bot.domain.model import EntryId, Kind, Lesson, Outcome, Status, Text, Visibility
from bot.domain.people import Readers, Room
from bot.ports.knowledge import Change
from tests.contract.examples import entry
from tests.platforms.plaza import ADMIN, PLACE, Town, direct

ASKED = "Hoi allemaal, wie heeft ervaring met knotwilgen langs het fietspad? Groetjes, Chris"
MONTHS = timedelta(days=150)
LESSON = EntryId(Kind.LESSON, 1)


async def lesson(town: Town, number: int = 1, room: RoomKey | None = None) -> None:
    """Put a published lesson in the base whose words the question does not have."""
    visibility = Visibility.ROOM if room else Visibility.NETWORK
    told = Text("nl", "Snoeien door vrijwilligers", "Bewoners houden de bomenrij zelf bij.")
    made = replace(
        entry(Kind.LESSON, number),
        details=Lesson(Outcome.SUCCESS),
        texts=(told,),
        status=Status.PUBLISHED,
        visibility=visibility,
        room=room,
        organisation=None,
        location=None,
        happened=None,
    )
    async with town.store.begin() as tx:
        await tx.entries.save(made, Change(None, town.clock()))


async def a_room(town: Town, name: str, readers: Readers = Readers.MEMBERS) -> None:
    async with town.store.begin() as tx:
        await tx.rooms.save(Room(RoomKey(PLACE, name), readers=readers), Change(None, town.clock()))


def told(town: Town, where: str) -> list[str]:
    """Return what the bot said in somebody's direct room."""
    return [shown.text for shown in town.chat.shown if shown.conversation == direct(where)]


async def test_who_asked_hears_months_later_what_answers_it(empty_town: Town) -> None:
    """It comes once, directly, and the same words find the lesson from then on."""
    assert "(Q1)" in await empty_town.says("chris", ASKED)
    empty_town.clock.forward(MONTHS)
    await lesson(empty_town)
    assert "`Q1` “" in await empty_town.says(ADMIN, "vragen")
    said = await empty_town.says(ADMIN, "koppel Q1 L1")
    assert "Gekoppeld: Q1 en ✓ Gelukt: Snoeien door vrijwilligers (L1)" in said
    assert "Eén persoon die dit vroeg hoort het." in said
    assert "“wie heeft ervaring met knotwilgen langs het fietspad”" in said
    assert "Er is nu een antwoord op de vraag “Hoi allemaal" in told(empty_town, "chris")[-1]
    heard = len(told(empty_town, "chris"))
    await empty_town.says(ADMIN, "koppel Q1 L1")
    assert len(told(empty_town, "chris")) == heard
    assert "Snoeien door vrijwilligers (L1)" in await empty_town.says("bram", "wie doet iets met knotwilgen?")


async def test_what_was_asked_openly_is_answered_where_it_was_asked(empty_town: Town) -> None:
    """In the thread of the question, for who may read it there; where others read along, directly."""
    await a_room(empty_town, "leren")
    await a_room(empty_town, "plein", Readers.MIXED)
    await empty_town.says("chris", "wie heeft ervaring met knotwilgen?", "leren", thread="t1")
    await empty_town.says("bram", "wie weet iets van kastanjes?", "plein", thread="t2")
    await lesson(empty_town)
    await empty_town.says(ADMIN, "koppel Q1 L1")
    (answer,) = [shown for shown in empty_town.chat.shown if "(Q1):" in shown.text]
    assert answer.conversation.room == RoomKey(PLACE, "leren")
    assert answer.conversation.thread == "t1"
    await empty_town.says(ADMIN, "koppel Q2 L1")
    (answer,) = [shown for shown in empty_town.chat.shown if "(Q2):" in shown.text]
    assert answer.conversation == direct("bram")


async def test_a_member_offers_an_answer_and_the_asker_decides(empty_town: Town) -> None:
    """Nothing is assumed: a button of the asker links it."""
    await a_room(empty_town, "leren")
    for who in ("chris", "bram"):
        await empty_town.joins(who, "leren")
    await empty_town.says("chris", "wie heeft ervaring met knotwilgen?", "leren", thread="t1")
    await lesson(empty_town)
    assert "Ik leg L1 voor aan wie dit vroeg." in await empty_town.says("bram", "koppel Q1 L1")
    assert "Misschien is dit een antwoord op je vraag" in told(empty_town, "chris")[-1]
    assert "Gekoppeld: Q1" in await empty_town.clicks("chris", "koppel Q1 L1")
    assert "Q1 heeft al een antwoord." in await empty_town.says("bram", "koppel Q1 L1")


async def test_a_question_asked_alone_is_nobody_elses(empty_town: Town) -> None:
    """Other members neither see nor link nor close it; an admin sees it only where nobody reads along."""
    await a_room(empty_town, "leren")
    await empty_town.says("chris", ASKED)
    await lesson(empty_town)
    assert "Er staat geen vraag open" in await empty_town.says("bram", "vragen")
    assert "Vraag Q1 ken ik niet" in await empty_town.says("bram", "koppel Q1 L1")
    assert "Vraag Q1 ken ik niet" in await empty_town.says("bram", "sluit Q1")
    assert "Er staat geen vraag open" in await empty_town.says(ADMIN, "vragen", "leren")
    assert "Q1" in await empty_town.says("chris", "mijn vragen")


async def test_what_cannot_be_linked_is_said(empty_town: Town) -> None:
    """A question or lesson that is not there, and words that are neither."""
    await lesson(empty_town)
    assert "Vraag Q9 ken ik niet" in await empty_town.says(ADMIN, "koppel Q9 L1")
    await empty_town.says("chris", ASKED)
    assert "L80 ken ik niet" in await empty_town.says(ADMIN, "koppel Q1 L80")
    assert "koppel Q1 L1" in await empty_town.says(ADMIN, "koppel Q1")
    assert "Vraag Q99999999999 ken ik niet" in await empty_town.says(ADMIN, "koppel Q99999999999 L1")


async def test_a_lesson_that_who_asked_may_not_see_leaves_the_question_open(empty_town: Town) -> None:
    """A lesson of one channel is no answer for who is not in it."""
    await a_room(empty_town, "leren")
    await empty_town.joins(ADMIN, "leren")
    await empty_town.says("chris", ASKED)
    await lesson(empty_town, room=RoomKey(PLACE, "leren"))
    assert "mag L1 zien" in await empty_town.says(ADMIN, "koppel Q1 L1")
    assert "Q1" in await empty_town.says("chris", "mijn vragen")
    assert "(Q1):" not in told(empty_town, "chris")[-1]


async def test_words_that_were_learned_can_be_taken_away(empty_town: Town) -> None:
    """An admin sees by which questions a lesson is found; search forgets one at once."""
    await empty_town.says("chris", ASKED)
    await lesson(empty_town)
    assert "nog geen vraag gekoppeld" in await empty_town.says(ADMIN, "ook gevraagd L1")
    await empty_town.says(ADMIN, "koppel Q1 L1")
    assert "1. “wie heeft ervaring met knotwilgen" in await empty_town.says(ADMIN, "ook gevraagd L1")
    assert "Nummer 2 staat er niet bij." in await empty_town.says(ADMIN, "ook gevraagd L1 weg 2")
    assert "leidt niet meer naar L1" in await empty_town.says(ADMIN, "ook gevraagd L1 weg 1")
    assert "Dit ken ik nog niet" in await empty_town.says("bram", "wie doet iets met knotwilgen?")


async def test_who_asked_closes_a_question(empty_town: Town) -> None:
    """It leaves the lists; closing it again says so."""
    await empty_town.says("chris", ASKED)
    assert "Gesloten: Q1." in await empty_town.says("chris", "sluit Q1")
    assert "Q1 staat niet meer open." in await empty_town.says("chris", "sluit Q1")
    assert "Je hebt geen vraag openstaan" in await empty_town.says("chris", "mijn vragen")


async def test_who_asked_hears_that_an_admin_closed_it(empty_town: Town) -> None:
    """With kind words, in the language of the question."""
    await empty_town.says("chris", "who has experience with pollard willows?")
    assert "Gesloten: Q1." in await empty_town.says(ADMIN, "sluit Q1")
    assert "is closed by an admin, without an answer" in told(empty_town, "chris")[-1]


async def test_the_same_in_english(empty_town: Town) -> None:
    """Every word of it."""
    await empty_town.says("chris", "who has experience with pollard willows?")
    await lesson(empty_town)
    assert "Still open, the oldest first:" in await empty_town.says(ADMIN, "questions")
    assert "Linked: Q1 and " in await empty_town.says(ADMIN, "link Q1 L1")
    assert "There is an answer now to the question" in told(empty_town, "chris")[-1]
    assert "is also found by who asks:" in await empty_town.says(ADMIN, "also asked L1")
    assert "does not lead to L1 any more" in await empty_town.says(ADMIN, "also asked L1 remove 1")
    assert "You have no open question." in await empty_town.says("chris", "my questions")
    assert "I do not know question Q7" in await empty_town.says("chris", "close Q7")


async def test_who_asks_the_same_hears_the_same_answer(empty_town: Town) -> None:
    """Alike questions wait together and each asker hears it once; another question stays open."""
    await empty_town.says("chris", ASKED)
    said = await empty_town.says(
        "bram", "Goedemorgen, heeft iemand ervaring met knotwilgen langs een fietspad?"
    )
    assert "Iemand anders vroeg dit ook. Weet iemand het, dan horen jullie het allebei." in said
    assert "chris" not in said
    assert "Dit vroeg je al eerder." in await empty_town.says(
        "chris", "ervaring met knotwilgen langs het fietspad?"
    )
    await empty_town.says("dewi", "wie heeft ervaring met een maanbasis langs het fietspad?")
    await lesson(empty_town)
    listed = await empty_town.says(ADMIN, "vragen")
    assert "gevraagd door twee mensen" in listed
    assert "Q2" not in listed
    assert (
        "twee mensen die dit vroegen horen het." in (await empty_town.says(ADMIN, "koppel Q2 L1")).casefold()
    )
    for who in ("chris", "bram"):
        assert sum("Er is nu een antwoord op de vraag" in text for text in told(empty_town, who)) == 1
    assert "maanbasis" in await empty_town.says(ADMIN, "vragen")


async def test_who_asked_the_same_decides_for_themselves_only(empty_town: Town) -> None:
    """A member who links their own question offers it to others who asked the same; theirs stays open."""
    await empty_town.says("chris", ASKED)
    await empty_town.says("bram", "heeft iemand ervaring met knotwilgen langs een fietspad?")
    await lesson(empty_town)
    await empty_town.says("bram", "koppel Q2 L1")
    assert any("Misschien is dit een antwoord op je vraag" in text for text in told(empty_town, "chris"))
    assert "`Q1`" in await empty_town.says("chris", "mijn vragen")


async def share(town: Town, who: str, *lines: str) -> None:
    for line in lines:
        await town.says(who, line)


async def test_what_is_published_later_is_offered_to_who_waits(empty_town: Town) -> None:
    """Only to whose question it seems to answer; one press links it, and who asked the same hears it."""
    await empty_town.says("chris", ASKED)
    await empty_town.says("dewi", "wie heeft ervaring met een maanbasis langs een spoorlijn?")
    told_us = "We planten knotwilgen langs een fietspad in het buitengebied."
    await share(empty_town, "bram", "deel", told_us, "Ze groeiden te hard.", "overslaan", "1", "klaar")
    await empty_town.says(ADMIN, "publiceer L1")
    offer = told(empty_town, "chris")[-1]
    assert "Misschien is dit een antwoord op je vraag" in offer
    assert "koppel Q1 L1" in offer
    assert "Misschien" not in told(empty_town, "dewi")[-1]
    assert "Q1" in await empty_town.says("chris", "mijn vragen")
    assert "Gekoppeld: Q1" in await empty_town.clicks("chris", "koppel Q1 L1")
    assert "Je hebt geen vraag openstaan" in await empty_town.says("chris", "mijn vragen")


async def test_what_is_published_again_is_not_offered_again(empty_town: Town) -> None:
    """After an undo only who asked since the first time hears of it."""
    await lesson(empty_town)
    async with empty_town.store.begin() as tx:
        known = (await tx.entries.get([LESSON]))[LESSON]
        draft = replace(known, id=EntryId(Kind.LESSON, 2), status=Status.DRAFT)
        story = Text("nl", "Muggen op kantoor bestrijden", "Met horren.")
        await tx.entries.save(replace(draft, texts=(story,)), Change(None, empty_town.clock()))
    await empty_town.says("chris", "hoe bestrijd ik muggen op kantoor?")
    assert "Misschien" in await empty_town.says(ADMIN, "publiceer L2")
    await empty_town.says(ADMIN, "ongedaan")
    empty_town.clock.forward(timedelta(minutes=1))
    await empty_town.says("dirk", "hoe bestrijd ik muggen op kantoor?")
    said = await empty_town.says(ADMIN, "publiceer L2")
    assert said.count("muggen op kantoor?") == 1
    assert empty_town.last().conversation == direct("dirk")
