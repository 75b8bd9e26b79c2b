"""Odd answers in a form, edits that come too late, and buttons of what is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, Kind, Status
from bot.messages.incoming import FormSubmitted, Message
from bot.ports.knowledge import Change
from bot.ports.people import Dialogue
from tests.platforms.plaza import ADMIN, PLACE, Town, direct_message

QUESTION = "wie gebruikt algoritmes voor toezicht en handhaving?"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "Dit antwoord heb ik nodig."),
        (" \n\t ", "Dit antwoord heb ik nodig."),
        ("\u200b\u2060\x00\x1b", "Dit antwoord heb ik nodig."),
        ("🙏🏽", "geen woorden"),
        ("?!…", "geen woorden"),
        ("x" * 100_000, "langer dan 1000 tekens"),
        ("ab " * 33_000, "langer dan 1000 tekens"),
        ("regel\n" * 10_000, "langer dan 1000 tekens"),
    ],
)
async def test_an_answer_that_cannot_be_kept_is_asked_again(here: Town, answer: str, said: str) -> None:
    """What is wrong is said, the same question comes back, and an answer given then goes on."""
    await here.says("bram", "deel")
    again = await here.says("bram", answer)
    assert said in again
    assert "1 van 4" in again
    assert "2 van 4" in await here.says("bram", "Een buurtapp")


async def test_what_nobody_sees_is_not_shared(here: Town) -> None:
    """A lesson is kept in the words that everybody sees, so that a title can turn nothing around."""
    said = ""
    for line in (
        "deel",
        "\u202eEen buurt\u200bapp @room",
        "Leuk\x07 <!channel>",
        "overslaan",
        "gelukt",
        "klaar",
    ):
        said = await here.says("bram", line)
    number = max(int(each) for each in said.replace("(L", " ").replace(")", " ").split() if each.isdecimal())
    shown = await here.says("bram", f"L{number}")
    assert "Een buurtapp @ room" in shown
    assert "< !channel>" in shown
    assert not {"\u202e", "\u200b", "\x07"} & set(shown)


async def test_answers_that_come_in_together_are_taken_one_after_the_other(here: Town) -> None:
    """Two messages at once in a form answer two questions, in order."""
    await here.says("bram", "deel")
    answers = ("Een buurtapp", "Niemand gebruikte hem", "Vraag het eerst", "3", "klaar")
    await here.program.accept([direct_message("bram", text, here.clock()) for text in answers])
    await here.program.settled(PLACE)
    asked = [shown.text for shown in here.chat.shown]
    assert [text.split(" van ")[0][-1] for text in asked[1:4]] == ["2", "3", "4"]
    assert sum("bewaard als concept" in text for text in asked) == 1


async def test_a_whole_form_with_odd_values_is_answered_field_by_field(here: Town) -> None:
    """What a platform hands in is checked in the same way; fields nobody asked for are left alone."""
    values = (
        ("action", "x" * 100_000),
        ("result", "\u200b"),
        ("advice", "🙏"),
        ("outcome", "ooit"),
        ("more", "?"),
    )
    said = await here.happens(FormSubmitted(here.origin("bram", None), "lesson", values))
    assert "nog niet opgeslagen" in said
    for wrong in ("langer dan 1000 tekens", "Dit antwoord heb ik nodig.", "geen woorden", "Kies een van"):
        assert wrong in said


async def test_a_form_of_an_older_program_is_answered(here: Town) -> None:
    """A form this program does not have gets a sentence; an open dialogue of one is in nobody's way."""
    said = await here.happens(FormSubmitted(here.origin("bram", None), "survey", (("a", "b"),)))
    assert said == "Dit formulier ken ik niet meer. `deel` opent een nieuw."
    account = AccountKey(PLACE, "bram")
    async with here.store.begin() as tx:
        await tx.dialogues.save(Dialogue(account, "survey", (), 0, here.clock()))
    assert "Zwerfafval" in await here.says("bram", "wie herkent zwerfafval met camera's?")


async def test_an_edit_while_a_form_is_open_is_answered(here: Town) -> None:
    """A changed message changes no answer; how to change one is said, and the form goes on."""
    await here.says("bram", "deel")
    await here.says("bram", "Een buurtap")
    before = len(here.chat.shown)
    await here.edits("bram", "Een buurtapp")
    assert len(here.chat.shown) == before + 1
    assert "`terug` gaat naar de vorige vraag" in here.last().text
    assert "3 van 4" in await here.says("bram", "Niemand gebruikte hem")


async def test_a_command_in_an_edited_message_is_not_done_twice(here: Town) -> None:
    """Nothing happens a second time, and the person hears how to do it; what was said stays."""
    await here.says("bram", "taal en")
    said = here.last()
    await here.edits("bram", "taal nl")
    assert said in here.chat.shown
    assert here.last().text.startswith("I do nothing with a command in a message that you changed")


@pytest.mark.parametrize("text", ["", " ", "\u200b", "🙏", "helpp", "12"])
async def test_a_question_edited_to_nothing_is_forgotten(here: Town, text: str) -> None:
    """The answer is replaced by a sentence that fits, and the question is not kept."""
    await here.says("bram", "wie heeft er ervaring met een maanbasis?")
    await here.edits("bram", text)
    assert len(here.chat.shown) == 1
    assert "bewaard" not in here.last().text
    assert "geen open vraag Q1" in await here.says("bram", "Q1")


async def test_more_after_everything_changed_says_so(here: Town) -> None:
    """When nothing of the list may be shown any more, `meer` says so, and a button says what is gone."""
    first = await here.says("bram", QUESTION)
    assert "`meer`" in first
    async with here.store.begin() as tx:
        ids = [EntryId(kind, number) for kind in Kind for number in range(1, 400)]
        for entry in (await tx.entries.get(ids)).values():
            await tx.entries.save(replace(entry, status=Status.ARCHIVED), Change(None, here.clock()))
    said = await here.clicks("bram", "meer")
    assert said
    assert "1. " not in said
    button = first.split("Verder: `")[1].split("`")[0]
    assert (await here.clicks("bram", button)).startswith(f"{button} staat niet meer in de kennisbank.")
    assert "Dit ken ik nog niet" in await here.says("bram", QUESTION)


async def test_a_button_with_anything_in_it_is_read_like_a_typed_line(here: Town) -> None:
    """A click that carries no command of ours is answered like the same words."""
    for command in ("", "xqzwv", "publiceer L99", "\u202e", "x" * 100_000):
        assert await here.clicks("bram", command)
    assert "alleen een beheerder" in await here.clicks("bram", "publiceer L1")
    assert await here.clicks(ADMIN, "nieuw")


async def test_two_people_may_fill_the_same_form_at_once(here: Town) -> None:
    """Everybody has answers of their own."""
    for who in ("bram", "chris"):
        await here.says(who, "deel")
    events = [
        Message(here.origin(who, None), f"Een proef van {who}", addressed=True) for who in ("bram", "chris")
    ]
    await here.program.accept(events)
    await here.program.settled(PLACE)
    for who in ("bram", "chris"):
        assert f"Je schreef: “Een proef van {who}”" in await here.says(who, "terug")
