"""The agenda of a channel: proposing, voting, and prompts that take the first topic.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.agenda import Topic
from bot.domain.calendar import Moment
from bot.domain.keys import AccountKey, RoomKey
from bot.domain.people import Role, Room
from bot.domain.prompt import Outcome, Prompt
from bot.messages.incoming import RoomChanged
from bot.ports.knowledge import Change
from bot.prompting.kinds import Kind
from bot.prompting.posting import Occasion, say_it
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, HOW, LEREN, coordinated, running
from tests.platforms.plaza import BETWEEN, PLACE, POLICY, Town, town

FIRST, DAY = timedelta(minutes=31), timedelta(days=1)
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
EMPTY = "Er staat niets op de agenda: niemand heeft een onderwerp voorgesteld."


async def planned(here: Town) -> None:
    """Let a prompt take something from the agenda every day at eleven."""
    await coordinated(here)
    await here.program.tick()
    said = await here.says(CORA, "prikkel plan elke dag 11:00 in #leren agenda")
    assert "in #leren: het bovenste onderwerp van de agenda" in said
    await here.says(CORA, "prikkel ja")


async def test_members_propose_and_vote(empty_town: Town) -> None:
    """One vote a person, of which nobody else reads whose it is; the most votes come first."""
    await coordinated(empty_town)
    said = await empty_town.says("anna", "agenda stel voor thuiswerken", "leren")
    assert said.startswith("Op de agenda van #leren: G1 “thuiswerken”, met")
    assert "anna" not in said.casefold()
    await empty_town.says("bram", "agenda stel voor Loting bij inspraak.", "leren")
    said = await empty_town.says("cees", "agenda stem G2", "leren")
    assert said == "Je stem op G2 telt: het heeft nu twee stemmen.\n`agenda trek in G2` draait dat terug."
    assert empty_town.last().only_for == "cees"
    assert (
        await empty_town.says("cees", "agenda stem 2", "leren")
        == "Je stemde al op G2: het heeft twee stemmen."
    )
    listed = await empty_town.says("anna", "agenda", "leren")
    assert listed.startswith(
        "De agenda van #leren, de meeste stemmen eerst:\n"
        "G2 Loting bij inspraak · twee stemmen\nG1 thuiswerken · een stem\n"
    )
    assert "nog niet gepland" in listed
    assert "`agenda stem G2`" in listed


async def test_a_vote_can_be_taken_back(empty_town: Town) -> None:
    """With the last one the topic is off the agenda."""
    await coordinated(empty_town)
    await empty_town.says("anna", "agenda stel voor thuiswerken", "leren")
    await empty_town.says("bram", "agenda stem G1", "leren")
    assert await empty_town.says("cees", "agenda trek in G1", "leren") == "Je hebt niet op G1 gestemd."
    assert await empty_town.says("bram", "agenda trek in G1", "leren") == "Ingetrokken: G1 heeft nu een stem."
    last = await empty_town.says("anna", "agenda trek in G1", "leren")
    assert last == "Jouw stem was de laatste, dus G1 is van de agenda."
    assert "Er staat niets op de agenda van #leren." in await empty_town.says("anna", "agenda", "leren")


async def test_the_same_in_other_words_is_a_vote(empty_town: Town) -> None:
    """Who proposes what stands there already hears so, and has voted for it."""
    await coordinated(empty_town)
    await empty_town.says("anna", "agenda stel voor Loting bij inspraak", "leren")
    said = await empty_town.says("bram", "agenda stel voor inspraak met loting", "leren")
    assert said.startswith(
        "Dat staat al op de agenda: G1 “Loting bij inspraak”.\nJe stem op G1 telt: het heeft nu twee"
    )
    said = await empty_town.says("bram", "agenda stel voor loting bij inspraak!", "leren")
    assert said.endswith("Je stemde al op G1: het heeft twee stemmen.")


async def test_a_prompt_takes_the_first_and_the_rest_rolls_on(empty_town: Town) -> None:
    """The most votes first, then the oldest; what is not reached comes the next time."""
    await planned(empty_town)
    for who, topic in (("anna", "thuiswerken"), ("bram", "loting"), ("cees", "windmolens")):
        await empty_town.says(who, f"agenda stel voor {topic}", "leren")
    await empty_town.says("anna", "agenda stem G3", "leren")
    assert "Het bovenste is aan de beurt op dinsdag 3 maart om 11:00." in await empty_town.says(
        "anna", "agenda", "leren"
    )
    tried = await empty_town.says(CORA, "prikkel proef K1")
    first = await empty_town.passes(FIRST)
    assert first.startswith(
        "Op de agenda: windmolens (twee stemmen)\n\n"
        "Wat is het eerste dat jij hierover zou zeggen? Eén zin in deze draad is genoeg.\n\n"
        "Ook op de agenda: twee onderwerpen. `agenda` laat zien welke."
    )
    assert first.endswith(HOW)
    assert "windmolens (twee stemmen)" in tried
    assert (await empty_town.passes(DAY)).startswith("Op de agenda: thuiswerken (een stem)")
    last = await empty_town.passes(DAY)
    assert last.startswith("Op de agenda: loting (een stem)")
    assert "Ook op de agenda" not in last
    empty = await empty_town.passes(DAY)
    assert empty.startswith(f"{EMPTY}\nWaar wil jij het over hebben? Typ `agenda stel voor`")


async def test_two_prompts_of_one_minute_take_two_topics(empty_town: Town) -> None:
    """Each topic has one turn, also when several prompts ask for one in the same channel."""
    await planned(empty_town)
    await empty_town.says(CORA, "prikkel plan elke dag 11:00 in #leren agenda")
    await empty_town.says(CORA, "prikkel ja")
    for topic in ("thuiswerken", "loting"):
        await empty_town.says("anna", f"agenda stel voor {topic}", "leren")
    first, second = (await empty_town.passes(FIRST)).split(BETWEEN)
    assert first.startswith("Op de agenda: thuiswerken")
    assert second.startswith("Op de agenda: loting")


async def test_processes_take_no_topic_twice(processes: Sequence[SqlStore]) -> None:
    """Three at once, with two topics: each has its turn once, and the third says that none is left."""
    prompts = [replace(await running(processes[0], NOW), kind=Kind.AGENDA) for _ in processes]
    async with processes[0].begin() as tx:
        for words in ("thuiswerken", "loting"):
            await tx.agenda.propose(Topic(0, LEREN, words, NOW), prompts[0].owner)

    async def post(store: SqlStore, prompt: Prompt) -> None:
        async with store.begin() as tx:
            occasion = Occasion(prompt, Room(LEREN), Moment(NOW.replace(tzinfo=None), NOW))
            await tx.prompts.note([await say_it(tx, occasion, POLICY, NOW)])

    await asyncio.gather(*map(post, processes, prompts))
    async with processes[0].read() as tx:
        posted = await tx.prompts.latest([each.id for each in prompts], [Outcome.POSTED], NOW)
        taken = await tx.agenda.taken_in(LEREN, NOW)
    assert sum(each.text is None for each in posted) == 1
    assert sorted(each.words for each in taken) == ["loting", "thuiswerken"]


async def test_what_had_its_turn_does_not_return_too_soon(empty_town: Town) -> None:
    """It is refused with the day from which it may; from that day on it may."""
    await planned(empty_town)
    await empty_town.says("anna", "agenda stel voor Loting bij inspraak", "leren")
    await empty_town.passes(FIRST)
    await empty_town.says(CORA, "prikkel stop K1")
    refused = await empty_town.says("bram", "agenda stel voor inspraak door loting", "leren")
    assert refused == (
        "“Loting bij inspraak” stond hier kortgeleden op de agenda. "
        "Het kan weer worden voorgesteld vanaf 1 juni 2026."
    )
    assert (
        await empty_town.says("bram", "agenda stem G1", "leren")
        == "G1 is op 3 maart 2026 aan de beurt geweest."
    )
    await empty_town.passes(timedelta(days=89))
    assert "vanaf 1 juni 2026" in await empty_town.says("bram", "agenda stel voor loting inspraak", "leren")
    await empty_town.passes(timedelta(hours=13))
    assert (await empty_town.says("bram", "agenda stel voor loting inspraak", "leren")).startswith(
        "Op de agenda"
    )


async def test_how_long_it_rests_can_be_set(store: SqlStore) -> None:
    """With no days at all it may return at once."""
    async with town(store, replace(POLICY, topic_rests=timedelta())) as here:
        await planned(here)
        await here.says("anna", "agenda stel voor thuiswerken", "leren")
        await here.passes(FIRST)
        assert (await here.says("bram", "agenda stel voor thuiswerken", "leren")).startswith(
            "Op de agenda van"
        )


async def test_each_channel_has_its_own(empty_town: Town) -> None:
    """What stands on another one is neither shown nor voted for from outside it."""
    await coordinated(empty_town)
    await empty_town.says("anna", "agenda stel voor thuiswerken", "leren")
    assert "Er staat niets op de agenda" in await empty_town.says("bram", "agenda", "groen")
    assert "Ik ken geen onderwerp G1." in await empty_town.says("bram", "agenda stem G1", "groen")
    assert "Ik ken geen onderwerp G1." in await empty_town.says("bram", "agenda trek in G1")
    said = await empty_town.says("bram", "agenda stel voor loting in #leren")
    assert said == "Ik weet niet of jij in een kanaal #leren zit. Typ het daar."
    assert (await empty_town.says("bram", "agenda stel voor thuiswerken", "groen")).startswith(
        "Op de agenda van"
    )


async def test_directly_who_is_in_the_channel_can_do_the_same(empty_town: Town) -> None:
    """With the channel behind it; then nobody sees who proposed it."""
    await coordinated(empty_town)
    await empty_town.joins("anna", "leren")
    assert (await empty_town.says("anna", "agenda")).startswith("Van welk kanaal?")
    assert (await empty_town.says("anna", "agenda stel voor thuiswerken in #leren")).startswith(
        "Op de agenda van #leren: G1 “thuiswerken”, met"
    )
    assert "G1 thuiswerken · een stem" in await empty_town.says("anna", "agenda lijst in #leren")
    said = await empty_town.says("anna", "agenda lijst #leren", "groen")
    assert "G1 thuiswerken" in said
    assert empty_town.last().only_for == "anna"
    assert "van de agenda" in await empty_town.says("anna", "agenda trek in G1")


async def test_a_coordinator_takes_something_away(empty_town: Town) -> None:
    """Others may not."""
    await coordinated(empty_town)
    await empty_town.says("anna", "agenda stel voor De directeur", "leren")
    assert "coördinator" in await empty_town.says("bram", "agenda weg G1", "leren")
    assert await empty_town.says(CORA, "agenda weg G1") == "G1 is van de agenda: “De directeur”."
    assert "Ik ken geen onderwerp G1." in await empty_town.says(CORA, "agenda weg G1")
    assert "Er staat niets" in await empty_town.says("anna", "agenda", "leren")


async def test_what_was_never_said_stands_open_again(empty_town: Town) -> None:
    """When the posting did not arrive, the topic had no turn."""
    await planned(empty_town)
    await empty_town.says("anna", "agenda stel voor thuiswerken", "leren")
    empty_town.chat.down = True
    for minutes in (31, 50, 50):
        empty_town.clock.forward(timedelta(minutes=minutes))
        await empty_town.program.tick()
    empty_town.clock.forward(timedelta(minutes=50))
    empty_town.chat.down = False
    await empty_town.program.tick()
    await empty_town.later()
    assert "G1 thuiswerken · een stem" in await empty_town.says("anna", "agenda", "leren")
    assert (await empty_town.says(CORA, "prikkel nu K1")).startswith("Klaar: K1 staat in #leren.")
    assert "Op de agenda: thuiswerken (een stem)" in "".join(each.text for each in empty_town.chat.shown)


async def test_the_agenda_goes_along_with_its_channel(empty_town: Town) -> None:
    """To the one that replaces it."""
    await planned(empty_town)
    await empty_town.says("anna", "agenda stel voor thuiswerken", "leren")
    new = RoomKey(PLACE, "nieuw")
    await empty_town.happens(RoomChanged(empty_town.origin("anna", "leren"), replaced_by=new))
    assert "G1 thuiswerken" in await empty_town.says("anna", "agenda", "nieuw")


async def test_the_same_in_english(empty_town: Town) -> None:
    """Every command and every answer, in a channel where English is spoken."""
    await coordinated(empty_town)
    change = Change(None, empty_town.clock())
    async with empty_town.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, language="en"), change)
        for who in ("anna", "bram"):
            person = await tx.people.add(AccountKey(PLACE, who), Role.MEMBER, change)
            await tx.people.save(replace(person, language="en"), change)
    said = await empty_town.says("anna", "agenda propose working from home", "leren")
    assert said.startswith(
        "On the agenda of #leren: G1 “working from home”, with the vote of who proposed it."
    )
    said = await empty_town.says("bram", "agenda propose Working from home!", "leren")
    assert said.startswith("That is on the agenda already: G1 “working from home”.\nYour vote for G1 counts")
    assert "G1 working from home · two votes" in await empty_town.says("bram", "agenda list", "leren")
    assert (
        await empty_town.says("bram", "agenda vote G1", "leren")
        == "You voted for G1 before: it has two votes."
    )
    assert await empty_town.says("bram", "agenda withdraw G1", "leren") == "Taken back: G1 has one vote now."
    assert "I do not know a topic G9." in await empty_town.says("bram", "agenda vote G9", "leren")
    await empty_town.says(CORA, "prompt plan every day 11:00 in #leren agenda")
    await empty_town.says(CORA, "prompt yes")
    assert (await empty_town.passes(FIRST)).startswith(
        "On the agenda: working from home (one vote)\n\nWhat is the first thing you would say about this?"
    )
    refused = await empty_town.says("bram", "agenda propose working from home", "leren")
    assert refused.endswith("It can be proposed again from 1 June 2026.")
    assert "nobody proposed a topic" in await empty_town.passes(DAY)
    await empty_town.says("anna", "agenda propose the director", "leren")
    assert await empty_town.says(CORA, "agenda remove G2") == "G2 is off the agenda: “the director”."


@pytest.mark.parametrize("topic", ["!!!", "x" * 300])
async def test_what_is_no_topic_is_refused(empty_town: Town, topic: str) -> None:
    """With what is the matter, and nothing is kept."""
    await coordinated(empty_town)
    said = await empty_town.says("anna", f"agenda stel voor {topic}", "leren")
    assert said.startswith(("Een onderwerp heeft woorden nodig.", "Dat onderwerp is te lang"))
    assert "Er staat niets" in await empty_town.says("anna", "agenda", "leren")
