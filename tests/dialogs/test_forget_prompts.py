"""Being forgotten while a prompt with something of theirs still waits: it is not posted any more.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey, RoomKey
from bot.domain.people import Readers, Role, Room
from bot.messages.incoming import Message
from bot.ports.knowledge import Change
from tests.dialogs.curators import person
from tests.dialogs.prompting import CORA, LEREN, coordinated
from tests.platforms.plaza import PLACE, Town

FIRST = timedelta(minutes=31)
OTHER = "dirk"
"""A coordinator who stays."""


async def is_due(here: Town, who: str, kind: str) -> None:
    """Let a coordinator plan a prompt of a kind, and its moment come."""
    assert "Klopt dit?" in await here.says(who, f"prikkel plan elke dag 11:00 in #leren {kind}")
    await here.says(who, "prikkel ja")
    here.chat.down = True
    here.clock.forward(FIRST)
    await here.program.tick()


async def opened(here: Town) -> None:
    """Let there be two coordinators and a room of members."""
    await coordinated(here)
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, OTHER), Role.COORDINATOR, change)
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=Readers.MEMBERS), change)
    await here.program.tick()


async def posted_after(here: Town, who: str) -> list[str]:
    """Let somebody be forgotten while nothing goes out; return what is posted in the room afterwards."""
    await here.program.accept([Message(here.origin(who, None), "vergeet mij ja alles", addressed=True)])
    await here.handled()
    before = len(here.chat.shown)
    here.chat.down = False
    await here.later()
    return [each.text for each in here.chat.shown[before:] if each.conversation.room == LEREN]


CASES = (
    pytest.param(CORA, CORA, "vrij Bel mij", "", "Bel mij", id="own words"),
    pytest.param(CORA, CORA, "mislukking Ik faalde", "", "Ik faalde", id="own words before a text"),
    pytest.param(CORA, OTHER, "check-in", "prikkel tekst check-in Bel C.?", "Bel C.?", id="a text of theirs"),
    pytest.param("anna", OTHER, "agenda", "agenda stel voor mijn ex in #leren", "mijn ex", id="their topic"),
    pytest.param(
        "anna",
        OTHER,
        "vraag",
        "Hoi, ik ben Anna! Wie heeft ervaring met een moestuin-conflict? Groet, Anna",
        "moestuin",
        id="their question",
    ),
)


@pytest.mark.parametrize("stays", [False, True])
@pytest.mark.parametrize(("who", "owner", "kind", "line", "words"), CASES)
async def test_a_prompt_that_waits_is_not_posted_with_words_of_who_is_forgotten(
    empty_town: Town, who: str, owner: str, kind: str, line: str, words: str, *, stays: bool
) -> None:
    """However short or changed they are; it is posted when somebody else is forgotten."""
    await opened(empty_town)
    if line:
        await empty_town.says(who, line, None if line.startswith("prikkel") else "leren")
    await is_due(empty_town, owner, kind)
    posted = await posted_after(empty_town, "bram" if stays else who)
    assert [words in text for text in posted] == ([True] if stays else [])


async def test_the_line_under_prompts_goes_with_who_wrote_it(empty_town: Town) -> None:
    """From the room, from its history and from what waits; what another wrote in another room stays."""
    await opened(empty_town)
    await empty_town.says(CORA, "kanaal mandaat Bel Cora, ik lees hier altijd mee.", "leren")
    await empty_town.says(OTHER, "kanaal mandaat Het bestuur leest mee.", "elders")
    await empty_town.says(OTHER, "kanaal taal nederlands", "leren")
    await is_due(empty_town, OTHER, "check-in")
    assert await posted_after(empty_town, CORA) == []
    async with empty_town.store.read() as tx:
        rooms = [await tx.rooms.get(RoomKey(PLACE, name)) for name in ("leren", "elders")]
        revisions = await tx.revisions.after(0, 999)
    assert [room.mandate for room in rooms if room] == [None, "Het bestuur leest mee."]
    states = [state for each in revisions for state in (each.before, each.after) if isinstance(state, Room)]
    assert {state.mandate for state in states} == {None, "Het bestuur leest mee."}
    await empty_town.says(OTHER, "ongedaan", "leren")
    assert "Cora" not in await empty_town.passes(timedelta(days=1))


async def test_the_line_under_prompts_goes_with_who_linked_accounts_twice(empty_town: Town) -> None:
    """It was written under the first of three numbers that turned out to be one person's."""
    await opened(empty_town)
    await empty_town.says(CORA, "kanaal mandaat Bel Cora, ik lees hier altijd mee.", "leren")
    for name in ("tweede", "derde"):
        target = await person(empty_town, name)
        async with empty_town.store.begin() as tx:
            source = await tx.people.of_account(AccountKey(PLACE, CORA))
            assert source
            await tx.people.merge(source.id, target, Change(target, empty_town.clock()))
    await empty_town.says("derde", "vergeet mij ja alles")
    async with empty_town.store.read() as tx:
        room = await tx.rooms.get(RoomKey(PLACE, "leren"))
        revisions = await tx.revisions.after(0, 999)
    assert room
    assert room.mandate is None
    assert "ik lees hier" not in repr(revisions)


async def test_the_line_under_prompts_stays_when_another_wrote_it_since(empty_town: Town) -> None:
    """What stands there now is not theirs, and prompts go on."""
    await opened(empty_town)
    await empty_town.says(CORA, "kanaal mandaat Bel Cora, ik lees hier altijd mee.", "leren")
    await empty_town.says(OTHER, "kanaal mandaat Het bestuur leest mee.", "leren")
    await is_due(empty_town, OTHER, "check-in")
    (text,) = await posted_after(empty_town, CORA)
    assert text.endswith("Het bestuur leest mee.")
