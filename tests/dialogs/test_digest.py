"""A digest in a room: what came since the last one there, and nothing when nothing came.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import Entry, Lesson, Outcome, Status, Text, Visibility
from bot.domain.people import Readers, Room
from bot.domain.prompt import Outcome as Became
from bot.domain.prompt import PromptState
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.curators import keep, lesson, person
from tests.dialogs.prompting import CORA, LEREN, coordinated
from tests.platforms.plaza import ADMIN, Town, town

FIRST, DAY, WEEK = timedelta(minutes=31), timedelta(days=1), timedelta(days=7)
ELSEWHERE = replace(LEREN, id="elders")
AFTER_THAT = timedelta(minutes=5)
CLOSING = "Herken je iets, of weet je een antwoord?"
PLAN = "prikkel plan elke dinsdag 11:00 in #leren overzicht"


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town in which a digest comes on Tuesdays at eleven, among members."""
    store = SqlStore(sqlite_url)
    async with town(store) as opened:
        await coordinated(opened)
        await reads(opened, Readers.MEMBERS)
        await opened.program.tick()
        understood = await opened.says(CORA, PLAN)
        assert "Begrepen: elke dinsdag om 11:00 in #leren: een overzicht van wat nieuw is." in understood
        await opened.says(CORA, "prikkel ja")
        yield opened
    await store.close()


async def reads(here: Town, readers: Readers) -> None:
    """Say who reads along in the room."""
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=readers), Change(None, here.clock()))


def worked(here: Town, number: int, title: str, **changes: object) -> Entry:
    """Return a lesson that worked."""
    return replace(lesson(here, number, title), details=Lesson(Outcome.SUCCESS), **changes)  # type: ignore[arg-type]


def failed(here: Town, number: int, title: str, advice: str = "Vraag het eerst.") -> Entry:
    """Return a lesson that did not work, with what it taught."""
    text = Text("nl", title, action="Wij begonnen meteen.", result="Het liep vast.", advice=advice)
    return replace(lesson(here, number, title), texts=(text,))


async def became(here: Town) -> list[Became]:
    """Return what became of the moments of the digest, in order."""
    async with here.store.read() as tx:
        (standing,) = await tx.prompts.standing([1])
        known = await tx.prompts.latest([1], tuple(Became), standing.prompt.made)
    return [each.outcome for each in reversed(known)]


async def test_it_tells_what_came_since_the_last_one(here: Town) -> None:
    """Each thing with its number and source, in the room, once; nothing when nothing came since."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    first = await here.passes(FIRST)
    assert first == (
        "Een overzicht van wat nieuw is sinds 31 januari 2026.\n\n"
        "✓ Gelukt: Loting in de wijk (L1)\n"
        "Bron: ingelezen uit een bestand, 3 maart 2026\n\n"
        f"{CLOSING}\n\n"
        "Antwoord in deze draad. Ik tel de antwoorden alleen; ik bewaar er niets van."
    )
    assert here.last().conversation.room == LEREN
    await here.passes(DAY)
    await keep(here, worked(here, 2, "Een deelauto voor de straat"))
    second = await here.passes(WEEK - DAY)
    assert "sinds 3 maart 2026" in second
    assert "Een deelauto voor de straat (L2)" in second
    assert "Loting" not in second
    assert await here.passes(WEEK) == ""
    assert await became(here) == [Became.POSTED, Became.POSTED, Became.EMPTY]


async def test_a_month_may_be_longer_than_its_days(here: Town) -> None:
    """From one first Monday to the next can be 35 days: what came on the first, 1 June, is told."""
    understood = await here.says(CORA, "prikkel wijzig K1 eerste maandag van de maand 11:00")
    assert "maandag" in understood
    await here.passes(timedelta(days=90))
    assert await became(here) == [Became.EMPTY] * 3
    await keep(here, worked(here, 1, "Loting in de wijk"))
    assert "Loting in de wijk (L1)" in await here.passes(timedelta(days=35))


async def test_nothing_new_is_noted_and_shown(here: Town) -> None:
    """Nothing is posted; the coordinator sees that in the list, in a trial, and when they ask for it now."""
    assert await here.passes(FIRST) == ""
    assert await became(here) == [Became.EMPTY]
    listed = await here.says(CORA, "prikkel lijst")
    assert "Niets geplaatst, want er was niets nieuws: dinsdag 3 maart om 11:00." in listed
    nothing = "K1 heeft niets nieuws te vertellen. Dan plaats ik niets."
    assert await here.says(CORA, "prikkel proef K1") == nothing
    here.clock.forward(timedelta(minutes=2))
    assert await here.says(CORA, "prikkel nu K1") == nothing
    here.clock.forward(timedelta(minutes=2))
    await keep(here, worked(here, 1, "Loting in de wijk"))
    tried = await here.says(CORA, "prikkel proef K1")
    assert "Loting in de wijk (L1)" in tried


async def test_a_lesson_that_is_published_later_is_new_then(here: Town) -> None:
    """What counts is when it could first be seen, not when it was shared; changing it makes it not new."""
    await keep(here, worked(here, 1, "Loting in de wijk", status=Status.DRAFT))
    assert await here.passes(FIRST) == ""
    await here.passes(DAY)
    assert "L1" in await here.says(ADMIN, "publiceer L1")
    assert "Loting in de wijk (L1)" in await here.passes(WEEK - DAY)
    await here.says(ADMIN, 'bewerk L1 titel="Loting voor de wijkraad"')
    assert "Loting" not in await here.passes(WEEK)


async def test_a_failure_with_what_it_taught(here: Town) -> None:
    """A new one first, else one that was not shown here lately; it stands apart from the rest."""
    await keep(here, failed(here, 1, "Camera's bij containers"), failed(here, 2, "Een app voor de markt", ""))
    said = await here.passes(FIRST)
    assert (
        "Dit lukte niet, maar leerde wel iets:\n"
        "✗ Niet gelukt: Camera's bij containers (L1)\n"
        "“Vraag het eerst.”\n"
        "Bron: ingelezen uit een bestand, 3 maart 2026"
    ) in said
    assert said.count("Camera's bij containers") == 1
    assert said.index("Een app voor de markt (L2)") < said.index("Dit lukte niet")
    await keep(here, worked(here, 3, "Loting in de wijk"))
    await here.passes(WEEK)
    later = here.last().text
    assert "Loting in de wijk (L3)" in later
    assert "Dit lukte niet" not in later  # both were shown here


async def test_open_questions_are_for_members_only(here: Town) -> None:
    """Without names; where others read along they stay out, and then there may be nothing to tell."""
    await here.says("anna", "Hoi! Wie heeft ervaring met zwevende moestuinen? Groet, Anna", "leren")
    await reads(here, Readers.MIXED)
    assert "moestuinen" not in await here.passes(FIRST)
    assert await became(here) == [Became.EMPTY]
    await here.says("anna", "Wie heeft ervaring met zinkende kelders?")
    await here.says("anna", "Wie heeft ervaring met drijvende kassen? Groet, Anna", "leren")
    await reads(here, Readers.MEMBERS)
    said = await here.passes(WEEK)
    assert "Dit weet nog niemand:\n“Wie heeft ervaring met drijvende kassen” (Q3)" in said
    assert "Anna" not in said
    assert "zinkende" not in said


async def test_what_not_everybody_may_see_stays_out(here: Town) -> None:
    """In a room where others read along only what is public."""
    await reads(here, Readers.MIXED)
    public = worked(here, 2, "Een deelauto voor de straat", visibility=Visibility.PUBLIC)
    await keep(here, worked(here, 1, "Loting in de wijk"), public)
    said = await here.passes(FIRST)
    assert "(L2)" in said
    assert "Loting" not in said


async def test_what_a_late_digest_showed_is_not_told_again(here: Town) -> None:
    """It was posted after its moment, and what came between the two was in it."""
    here.clock.forward(timedelta(minutes=45))
    await keep(here, worked(here, 1, "Loting in de wijk"))
    here.clock.forward(timedelta(minutes=10))
    assert "(L1)" in await here.passes(timedelta(minutes=1))
    await keep(here, worked(here, 2, "Een deelauto voor de straat"))
    said = await here.passes(WEEK)
    assert "(L2)" in said
    assert "(L1)" not in said


async def test_the_most_useful_is_told_when_enough_people_say_so(here: Town) -> None:
    """From three votes on, as everywhere; two tell nothing."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    await here.passes(FIRST)
    for who in ("anna", "bram"):
        await here.says(who, "nuttig L1 5")
    assert "nuttigst" not in await here.passes(WEEK)
    await here.says("chris", "nuttig L1 4")
    assert (
        "Dit vinden anderen het nuttigst:\n"
        "✓ Gelukt: Loting in de wijk (L1)\n"
        "Nuttig: 4,7 van 5, uit 3 stemmen\n"
        "Bron: ingelezen uit een bestand, 3 maart 2026"
    ) in await here.passes(WEEK)


async def test_many_are_counted(here: Town) -> None:
    """Three are told, lessons before what else came in; the rest is a number and where to find it."""
    await person(here, "pia1")
    await keep(here, *(worked(here, number, f"Proef {number}") for number in range(1, 7)))
    said = await here.passes(FIRST)
    assert said.count("Proef") == 3
    assert "En nog drie. `nieuw` toont wat er het laatst bij kwam." in said


async def test_it_can_be_planned_in_english(here: Town) -> None:
    """Every month too, and its words follow the language of the room."""
    understood = await here.says(CORA, "prompt plan first Monday of the month 9:00 in #leren digest")
    assert "in #leren: an overview of what is new." in understood
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, language="en"), Change(None, here.clock()))
    await keep(here, failed(here, 1, "Camera's bij containers"))
    said = await here.passes(FIRST)
    assert said.startswith("An overview of what is new since 31 January 2026.")
    assert "And one that did not work, with what it taught:" in said
    assert "Do you recognise something, or do you know an answer?" in said


async def queued(here: Town) -> None:
    """Let the moment of the digest come while the platform is away."""
    here.chat.down = True
    here.clock.forward(FIRST)
    await here.program.tick()
    here.clock.forward(timedelta(minutes=1))


@pytest.mark.parametrize("back", [False, True])
async def test_what_waits_is_not_for_other_readers(here: Town, *, back: bool) -> None:
    """Others come to read in the room while the platform is away: it stays out, and its owner hears so."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    await queued(here)
    await reads(here, Readers.MIXED)
    if back:
        await reads(here, Readers.MEMBERS)
    here.chat.down = False
    said = await here.passes(AFTER_THAT)
    assert "Loting" not in said
    assert "Je prikkel K1 voor #leren is niet op tijd aangekomen." in said
    assert await became(here) == [Became.MISSED]


@pytest.mark.parametrize("state", [PromptState.PAUSED, PromptState.STOPPED])
async def test_what_waits_does_not_come_once_its_prompt_rests(here: Town, state: PromptState) -> None:
    """It was paused or stopped while the platform was away."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    await queued(here)
    async with here.store.begin() as tx:
        prompt = await tx.prompts.get(1)
        assert prompt
        await tx.prompts.save(replace(prompt, state=state), Change(None, here.clock()))
    here.chat.down = False
    assert "Loting" not in await here.passes(AFTER_THAT)


async def test_what_waits_comes_when_the_readers_are_the_same(here: Town) -> None:
    """Another name or language of the room is no reason to keep it back."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    await queued(here)
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, mandate="Hier leest de directie mee."), Change(None, here.clock()))
    here.chat.down = False
    assert "Loting" in await here.passes(AFTER_THAT)
    assert await became(here) == [Became.POSTED]


@pytest.mark.parametrize(
    "narrowed",
    [{"status": Status.DRAFT}, {"visibility": Visibility.ROOM, "room": ELSEWHERE}],
)
async def test_what_waits_does_not_show_what_may_not_be_seen_any_more(
    here: Town, narrowed: dict[str, object]
) -> None:
    """A lesson is a draft again, or of another room, while the platform is away: it stays out."""
    await keep(here, worked(here, 1, "Loting in de wijk"))
    await queued(here)
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(ELSEWHERE, name="elders"), Change(None, here.clock()))
    await keep(here, worked(here, 1, "Loting in de wijk", **narrowed))
    here.chat.down = False
    assert "Loting" not in await here.passes(AFTER_THAT)
    assert await became(here) == [Became.MISSED]
