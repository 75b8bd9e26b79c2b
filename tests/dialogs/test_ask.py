"""Asking in any wording, and what the answer says and does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.model import EntryId, Status
from bot.finding import find
from bot.indexing import LiveIndex
from bot.messages.incoming import Click, Deleted, Message
from bot.ports.knowledge import Change
from bot.querying.reading import read
from bot.querying.values import vocabulary
from storage.search.index import TantivyIndex
from tests.dialogs.curators import keep, lesson
from tests.platforms.plaza import POLICY, Town

CHATTY = (
    "hoi allemaal, we zijn met de provincie bezig en willen plannen maken met partners zonder alles al vast "
    "te leggen, zo'n rollende agenda. iemand die dat al eens deed met samenwerkingspartners? groetjes!"
)


async def test_a_failure_is_found_with_its_source(starter_town: Town) -> None:
    """The Barendrecht question finds the failure first, with outcome, quote, source and age."""
    said = await starter_town.says(
        "bram", "wie heeft ervaring met ondergrondse opslag waar bewoners boos over werden?"
    )
    assert "1. ✗ Niet gelukt: CO2-opslag onder een wijk in Barendrecht" in said
    assert "Bron: Reactie onder ‘De energieke samenleving" in said
    assert "jaar onbekend" in said
    assert "Verder: `L1` (het hele verhaal)" in said


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("heeft iemand al eens burgers zelf laten meten?", "geluidsnet.nl"),
        (
            "who has experience with carbon storage under a neighbourhood?",
            "Carbon storage under a neighbourhood",
        ),
        (
            CHATTY,
            "Gelderland Anders",
        ),
        ("welke gemeente herkent zwerfafval met camera's?", "Zwerfafval en objecten op straat herkennen"),
        ("rijkswaterstaat twitter", "Rijkswaterstaat"),
    ],
)
async def test_questions_in_any_wording_find_the_case(starter_town: Town, question: str, first: str) -> None:
    """Everyday, chatty, English and keyword questions each have the right case as their first item."""
    said = await starter_town.says("bram", question)
    item = next(line for line in said.splitlines() if line.startswith("1. "))
    assert first in item


async def test_what_is_not_known_is_said_first_and_kept(starter_town: Town) -> None:
    """A question the base does not know is answered so in the first sentence, and kept under a number."""
    said = await starter_town.says("bram", "wie heeft er ervaring met een maanbasis?")
    assert said.startswith("Dit ken ik nog niet")
    assert "Ik heb je vraag bewaard (Q1)." in said
    assert "“wie heeft er ervaring met een maanbasis?”" in await starter_town.says("bram", "Q1")
    assert "geen open vraag Q1 van jou" in await starter_town.says("chris", "Q1")


async def test_an_english_question_gets_an_english_answer(starter_town: Town) -> None:
    """The words around the entry, and the entry's own words, are in the language of the question."""
    said = await starter_town.says("bram", "who has experience with carbon storage under a neighbourhood?")
    assert said.startswith("This is what I found")
    assert "✗ Did not work" in said
    assert "talked past each other" in said or "carbon storage" in said


async def test_more_goes_on_with_the_same_list(starter_town: Town) -> None:
    """`meer` shows the following items with the following numbers, and says when that was all."""
    first = await starter_town.says("bram", "wie gebruikt algoritmes voor toezicht en handhaving?")
    assert "`meer` (nog" in first
    second = await starter_town.says("bram", "meer")
    assert second.startswith("4. ")
    for _ in range(20):
        second = await starter_town.says("bram", "meer")
    assert second.startswith("Meer heb ik hier niet over")


async def test_more_is_forgotten_after_half_an_hour(starter_town: Town) -> None:
    """After half an hour the bot asks for the question again instead of guessing."""
    await starter_town.says("bram", "wie gebruikt algoritmes voor toezicht en handhaving?")
    starter_town.clock.forward(timedelta(minutes=31))
    assert "bij welke vraag dit hoort" in await starter_town.says("bram", "meer")


async def test_more_is_that_persons_own(starter_town: Town) -> None:
    """`meer` shows each what they have not seen: what another reads on in a thread moves nobody else."""
    await starter_town.says(
        "bram", "wie gebruikt algoritmes voor toezicht en handhaving?", "leren", thread="t1"
    )
    assert (await starter_town.says("chris", "meer", "leren", thread="t1")).startswith("4. ")
    assert (await starter_town.says("chris", "meer", "leren", thread="t1")).startswith("7. ")
    assert "bij welke vraag dit hoort" in await starter_town.says("chris", "meer", "leren", thread="t2")
    assert (await starter_town.says("bram", "meer", "leren", thread="t1")).startswith("4. ")


async def test_one_entry_is_shown_whole(starter_town: Town) -> None:
    """An id, with or without the command's name and in any case, shows everything about an entry."""
    whole = await starter_town.says("bram", "L1")
    assert "Situatie: " in whole
    assert "Thema's: " in whole
    assert whole == await starter_town.says("bram", "les 1") == await starter_town.says("bram", "LES l1")
    assert "P9999 ken ik niet" in await starter_town.says("bram", "project 9999")


async def test_searching_themes_and_news_list_titles(starter_town: Town) -> None:
    """`zoek`, `thema's`, `thema <naam>` and `nieuw` list what there is, and `meer` goes on."""
    assert "Met “camera” vind ik" in await starter_town.says("bram", "zoek camera")
    assert "Ik vind niets met “xqzwv”" in await starter_town.says("bram", "zoek xqzwv")
    assert "burgerparticipatie (" in await starter_town.says("bram", "thema's")
    assert "Thema burgerparticipatie:" in await starter_town.says("bram", "thema Burgerparticipatie")
    assert "Het thema “ruimtevaart” ken ik niet" in await starter_town.says("bram", "thema ruimtevaart")
    assert "Dit kwam er het laatst bij:" in await starter_town.says("bram", "nieuw")
    assert (await starter_town.says("bram", "meer")).startswith("11. ")


async def test_a_line_that_begins_like_a_command_may_be_a_question(starter_town: Town) -> None:
    """An everyday word at the start of a question does not make it a command."""
    said = await starter_town.says("bram", "over zwerfafval gesproken, wie herkent dat met camera's?")
    assert "Zwerfafval" in said
    assert "`les <nummer>`" in await starter_town.says("bram", "les 12x")


async def test_an_edited_question_edits_its_answer(starter_town: Town) -> None:
    """Changing the question changes the answer in its place, keeps its number, and adds nothing."""
    await starter_town.says("bram", "wie heeft er ervaring met een maanbasis?")
    shown = starter_town.last()
    await starter_town.edits("bram", "welke gemeente herkent zwerfafval met camera's?")
    assert starter_town.last().id == shown.id
    assert "Zwerfafval" in starter_town.last().text
    assert "geen open vraag Q2" in await starter_town.says("bram", "Q2")


async def test_a_deleted_question_takes_its_answer_along(starter_town: Town) -> None:
    """Deleting the question deletes the answer and forgets what was asked."""
    await starter_town.says("bram", "wie heeft er ervaring met een maanbasis?")
    await starter_town.deletes("bram")
    assert starter_town.chat.shown == []
    assert "geen open vraag Q1" in await starter_town.says("bram", "Q1")


async def test_a_question_deleted_in_the_same_batch_is_forgotten(starter_town: Town) -> None:
    """A message and its deletion that arrive together leave neither question nor answer."""
    origin = starter_town.origin("bram", None)
    asked = Message(origin, "wie heeft er ervaring met een maanbasis?", addressed=True)
    await starter_town.program.accept([asked, Deleted(replace(origin, event="deletion"))])
    await starter_town.program.settled(origin.place)
    assert starter_town.chat.shown == []
    async with starter_town.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_an_open_question_edited_away_is_forgotten(starter_town: Town) -> None:
    """What is no question any more does not stay behind as one."""
    await starter_town.says("bram", "wie heeft er ervaring met een maanbasis?")
    await starter_town.edits("bram", "hoi")
    assert starter_town.last().text.startswith("Hoi!")
    assert "geen open vraag Q1" in await starter_town.says("bram", "Q1")


async def test_more_skips_nothing_when_something_shown_is_archived(starter_town: Town) -> None:
    """The items that follow stay the same when one that was shown disappears."""
    question = "wie gebruikt algoritmes voor toezicht en handhaving?"
    await starter_town.says("bram", question)
    expected = re.findall(r"\(([LP]\d+)\)", (await starter_town.says("bram", "meer")).split("Verder")[0])
    shown = EntryId.parse(re.findall(r"\(([LP]\d+)\)", await starter_town.says("chris", question))[0])
    assert shown is not None
    async with starter_town.store.begin() as tx:
        entry = (await tx.entries.get([shown]))[shown]
        await tx.entries.save(replace(entry, status=Status.ARCHIVED), Change(None, starter_town.clock()))
    following = re.findall(r"\(([LP]\d+)\)", (await starter_town.says("chris", "meer")).split("Verder")[0])
    assert following == expected


async def test_two_people_clicking_one_answer_each_get_their_own(starter_town: Town) -> None:
    """A click is an asking of its own, even when the button stands under the same message."""
    click = Click(replace(starter_town.origin("bram", None), message="b1"), "nieuw")
    other = Click(replace(starter_town.origin("chris", None), message="b1"), "L1")
    assert (await starter_town.happens(click)).startswith("Dit kwam er het laatst bij:")
    assert "Situatie: " in await starter_town.happens(other)
    again = Click(replace(starter_town.origin("bram", None), message="b1"), "L1")
    assert "Situatie: " in await starter_town.happens(again)
    assert (await starter_town.says("bram", "meer")).startswith("11. ")


async def test_a_button_does_what_the_typed_line_does(starter_town: Town) -> None:
    """A click carries a command and has the same answer as typing it."""
    assert await starter_town.clicks("bram", "L1") == await starter_town.says("bram", "L1")


@pytest.mark.parametrize("question", ["wie telt zwerfafval met camera's?", "chatbot voor inwoners", CHATTY])
async def test_the_reply_shows_the_first_three_that_are_measured(starter_town: Town, question: str) -> None:
    """What the benchmark ranks is what people see: the first three, without those that do not fit."""
    said = await starter_town.says("bram", question)
    shown = re.findall(r"^\d\. .*\(([LP]\d+)\)", said, re.MULTILINE)
    index = await LiveIndex(TantivyIndex.in_memory(), starter_town.store).current()
    everybody = Audience(Readership.DIRECT)
    query = read(question, vocabulary(), 2026).query
    found = find(query, index, everybody, POLICY.thresholds)
    assert 0 < len(shown) == found.shown <= 3
    assert shown == [str(hit.entry) for hit in found.hits[: found.shown]]


async def test_what_is_there_by_chance_hides_nothing(empty_town: Town) -> None:
    """The end of a longer word is no answer, and what is meant is found behind it."""
    await keep(
        empty_town,
        replace(lesson(empty_town, 1, "Benchmarking"), organisation="Gemeente Ede"),
        replace(lesson(empty_town, 2, "Parkeren langs de gracht"), organisation="Gemeente Tiel"),
        *(lesson(empty_town, number, f"Plan {number} met bomen") for number in range(10, 30)),
    )
    said = await empty_town.says("emma", "who has experience with parking?")
    assert "1. ✗ Did not work: Parkeren langs de gracht (L2)" in said
    assert "Benchmarking" not in said
