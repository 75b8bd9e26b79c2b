"""Putting an open question to a channel: posted without names, and who asked hears of the first answer.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.people import Mode, Readers
from bot.messages.outgoing import Mark
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, LEREN, coordinated
from tests.platforms.plaza import ADMIN, PLACE, Shown, Town, direct, town

ANNA, BEN, DIRK = "anna", "ben", "dirk"
QUESTION = "Hoi! Wie heeft ervaring met zwevende moestuinen? Groet, Anna"
ANSWER = "In Zwolle drijft er een in de haven."


@pytest.fixture
async def here(store: SqlStore) -> AsyncIterator[Town]:
    """Open a town with a room of members, in which Anna and Ben are; Anna asked what nobody knows."""
    async with town(store) as opened:
        await coordinated(opened)
        await readers(opened, Readers.MEMBERS)
        for who in (ANNA, BEN):
            await opened.joins(who, "leren")
        assert "(Q1)" in await opened.says(ANNA, QUESTION)
        yield opened


async def readers(here: Town, who: Readers) -> None:
    """Say who reads in the room."""
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=who, mode=Mode.LISTEN), Change(None, here.clock()))


def posted(here: Town) -> list[Shown]:
    """Return the questions that stand in the room."""
    return [each for each in here.chat.shown if each.conversation.room == LEREN and "(Q1)" in each.text]


async def answers(here: Town, who: str, text: str = ANSWER) -> str:
    """Let somebody answer in the thread of the question."""
    return await here.says(who, text, "leren", thread=posted(here)[0].id, addressed=False)


@pytest.mark.parametrize("line", ["stel Q1 in #leren", "stel vraag Q1 in #leren", "put Q1 in #leren"])
async def test_who_asked_puts_it_to_a_channel(here: Town, line: str) -> None:
    """Without greetings and names, with what happens to answers."""
    said = await here.says(ANNA, line)
    (shown,) = posted(here)
    assert shown.text.startswith("“Wie heeft ervaring met zwevende moestuinen” (Q1)\n\n")
    assert "Anna" not in shown.text
    assert "Antwoord in deze draad." in shown.text
    assert "Klaar: Q1 staat in #leren." in said or "Done: Q1 stands in #leren." in said


async def test_who_asked_hears_of_the_first_answer(here: Town) -> None:
    """Once, directly, without the words; an answer of their own is none. Who answers is asked as always."""
    await here.says(ANNA, "stel Q1 in #leren")
    assert "Iemand antwoordde" not in await answers(here, ANNA, "Het gaat mij om kleine.")
    said = await answers(here, BEN)
    assert str(Mark.SEEN) in said
    assert "Dank je voor je antwoord op de prikkel." in said
    (told,) = [each for each in here.chat.shown if "Iemand antwoordde" in each.text]
    assert told.conversation == direct(ANNA)
    assert "in #leren. Lees het daar." in told.text
    assert "Zwolle" not in told.text
    assert "Iemand antwoordde" not in await answers(here, BEN, "En in Goes ook een.")
    assert "Gesloten: Q1." in await here.says(ANNA, "sluit Q1")


async def test_everybody_who_asked_the_same_hears_it(here: Town) -> None:
    """Each once, about their own question; not when it has an answer already."""
    await here.says(DIRK, "Wie heeft ervaring met zwevende moestuinen?")
    await here.says(ANNA, "stel Q1 in #leren")
    await answers(here, BEN)
    told = [each.conversation for each in here.chat.shown if "Iemand antwoordde" in each.text]
    assert sorted(each.room.id for each in told) == [direct(ANNA).room.id, direct(DIRK).room.id]


async def test_a_prompt_that_shows_it_tells_too(here: Town) -> None:
    """A question that a planned prompt puts to the room is answered in the same way."""
    await here.says(ANNA, "wie heeft ervaring met drijvende kassen?", "leren")
    assert "Klopt dit?" in await here.says(CORA, "prikkel plan elke dag 11:00 in #leren vraag")
    await here.says(CORA, "prikkel ja")
    await here.program.tick()
    await here.passes(timedelta(minutes=31))
    (shown,) = [each for each in here.chat.shown if "(Q2)\n\n" in each.text]
    said = await here.says(BEN, ANSWER, "leren", thread=shown.id, addressed=False)
    assert "Iemand antwoordde op je vraag “wie heeft ervaring met drijvende kassen?” (Q2)" in said


async def test_an_admin_does_not_put_what_was_asked_of_the_bot_alone(here: Town) -> None:
    """They may read it, and it is not theirs; a coordinator puts what was asked in a channel."""
    await here.joins(ADMIN, "leren")
    await here.joins(CORA, "leren")
    refused = "Dat kan alleen wie Q1 stelde, of een coördinator als de vraag in een kanaal is gesteld."
    assert await here.says(ADMIN, "stel Q1 in #leren") == refused
    await here.says(ANNA, "wie heeft ervaring met drijvende kassen?", "leren")
    assert "Klaar: Q2 staat in #leren." in await here.says(CORA, "stel Q2 in #leren")


async def test_what_is_not_put_to_a_channel(here: Town) -> None:
    """Each with its reason; nothing is posted."""
    assert "Q9 ken ik niet" in await here.says(ANNA, "stel Q9 in #leren")
    assert "#dorp" in await here.says(ANNA, "stel Q1 in #dorp")
    assert "Van welk kanaal?" in await here.says(ANNA, "stel Q1")
    assert "Q1 ken ik niet" in await here.says(BEN, "stel Q1 in #leren")
    await readers(here, Readers.MIXED)
    assert "kunnen anderen meelezen" in await here.says(ANNA, "stel Q1 in #leren")
    assert posted(here) == []
    await readers(here, Readers.MEMBERS)
    await here.says(ANNA, "sluit Q1")
    assert "Q1 heeft al een antwoord." in await here.says(ANNA, "stel Q1 in #leren")
    assert posted(here) == []


async def test_not_twice_in_the_same_channel(here: Town) -> None:
    """Within the period in which no text comes again."""
    await here.says(ANNA, "stel Q1 in #leren")
    assert "Q1 stond op 3 maart 2026 al in #leren." in await here.says(ANNA, "stel Q1 in #leren")
    assert len(posted(here)) == 1


async def test_it_is_no_prompt_that_comes_back(here: Town) -> None:
    """It stands in no list and never comes again; other members cannot put what they may not read."""
    await here.says(ANNA, "stel Q1 in #leren")
    assert "K1" not in await here.says(CORA, "prikkel lijst")
    await here.passes(timedelta(days=9))
    assert len(posted(here)) == 1
    async with here.store.read() as tx:
        assert await tx.outbox.open(PLACE) == 0


@pytest.mark.parametrize("line", ["stel dat Q1 waar is, wie weet dat?", "put your trust in Q1 or not?"])
async def test_ordinary_words_are_a_question(here: Town, line: str) -> None:
    """They begin like the command and are none."""
    await here.says(BEN, line)
    assert posted(here) == []
