"""Answers in the thread of a prompt: counted, marked, offered once to be kept, and summed up.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.people import Mode, Readers, Role
from bot.messages.incoming import Deleted, Edited, FormSubmitted, Message, SaveRequested
from bot.messages.outgoing import Mark
from bot.ports.knowledge import Change
from tests.dialogs.answering import SECRET, answers, asked, mode, prompted_town
from tests.dialogs.prompting import CORA, LEREN
from tests.platforms.pictures import size
from tests.platforms.plaza import PLACE, Town, direct

ANNA, BEN = "anna", "ben"
STORY = ("Warmtenet in de Lange Dreef", "Het liep vast.", "Begin bij de bewoners.", "mislukt", "klaar")
OFFER = "Dank je voor je antwoord op de prikkel."


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town in which a prompt was posted in a room."""
    async with prompted_town(sqlite_url) as opened:
        yield opened


async def test_an_answer_is_marked_and_its_author_asked_once(here: Town) -> None:
    """Alone, with what to type; the second answer is only marked."""
    said = await answers(here, ANNA)
    assert str(Mark.SEEN) in said
    (offer,) = [shown for shown in here.chat.shown if OFFER in shown.text]
    assert offer.conversation == direct(ANNA)
    assert "`deel W1` (er een les van maken)" in offer.text
    assert await answers(here, ANNA, "En nog iets.") == str(Mark.SEEN)
    assert OFFER in await answers(here, BEN)


async def test_the_author_of_an_answer_is_not_asked_again_about_it(here: Town) -> None:
    """When somebody else wishes that the same message is kept: one question a message, whoever it is for."""
    await answers(here, ANNA)
    answer = here.last_said(ANNA)
    origin = replace(here.origin(BEN, "leren"), conversation=_thread(here), message=answer)
    await here.happens(
        SaveRequested(origin, here.origin(ANNA, "leren").sender.account, "", author_guest=False)
    )
    assert len([shown for shown in here.chat.shown if shown.conversation == direct(ANNA)]) == 1


async def test_a_reply_outside_the_thread_is_an_answer_too(here: Town) -> None:
    """Although the client mentions whom one replies to: no question is heard in it, nor in an edit of it."""
    reply = Message(here.origin(ANNA, "leren"), SECRET, addressed=True, replies_to=asked(here))
    said = await here.happens(reply)
    assert str(Mark.SEEN) in said
    assert OFFER in said
    edit = Edited(here.origin(ANNA, "leren"), f"{SECRET} Nu nog.", addressed=True, replies_to=asked(here))
    origin = replace(edit.origin, message=reply.origin.message, conversation=reply.origin.conversation)
    assert await here.happens(replace(edit, origin=origin)) == ""
    response = await here.says(CORA, "prikkel respons K1")
    assert "3 maart 2026: een antwoord" in response
    async with here.store.read() as tx:
        assert await tx.questions.waiting(10) == ()


async def test_who_replies_to_something_else_or_calls_the_bot_is_answered(here: Town) -> None:
    """A reply to another post is for the bot when its client says so; so are words that call it."""
    for root, words in (("b999", "wie telt zwaluwen?"), (None, "wie telt ganzen?")):
        said = await here.happens(Message(here.origin(ANNA, "leren"), words, addressed=True, replies_to=root))
        assert "Dit ken ik nog niet" in said
    called = replace(here.origin(BEN, "leren"), conversation=_thread(here))
    assert "Dit ken ik nog niet" in await here.happens(Message(called, "wie telt eenden?", addressed=True))


def _thread(here: Town) -> ConversationKey:
    return ConversationKey(LEREN, asked(here))


async def test_who_talked_with_the_bot_there_answers_all_the_same(here: Town) -> None:
    """What is not addressed to the bot is an answer to the prompt, and none of its words are kept."""
    called = replace(here.origin(ANNA, "leren"), conversation=_thread(here))
    await here.happens(Message(called, "help", addressed=True))
    assert str(Mark.SEEN) in await answers(here, ANNA)
    assert "een antwoord" in await here.says(CORA, "prikkel respons K1")


async def test_an_answer_that_is_deleted_counts_no_more(here: Town) -> None:
    """Also where the platform does not say in which thread it stood."""
    await answers(here, ANNA)
    gone = here.last_said(ANNA)
    elsewhere = replace(here.origin(ANNA, "leren", thread=gone), message=gone)
    await here.happens(Deleted(elsewhere))
    assert "geen antwoorden" in await here.says(CORA, "prikkel respons K1")


async def test_without_a_yes_nothing_is_kept(here: Town) -> None:
    """No word of an answer, and nobody becomes known to the bot by answering."""
    await answers(here, ANNA)
    async with here.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, ANNA)) is None
    assert all("krant" not in shown.text for shown in here.chat.shown)


async def test_the_answer_becomes_a_lesson_and_is_summed_up(here: Town) -> None:
    """In the thread, two days later, once; who answered is forgotten then."""
    await answers(here, ANNA)
    await answers(here, ANNA, "Nog een antwoord.")
    await answers(here, BEN)
    await here.says(ANNA, "deel W1")
    for line in STORY:
        await here.says(ANNA, line)
    said = await here.passes(timedelta(hours=49))
    summary = next(shown for shown in here.chat.shown if "Hier kwamen" in shown.text)
    assert summary.conversation.thread == asked(here)
    assert summary.text == (
        "Hier kwamen drie antwoorden op. Dank! Van twee mensen.\n"
        "Daar kwam een les uit, die iemand nog bekijkt."
    ), said
    response = await here.says(CORA, "prikkel respons K1")
    assert "3 maart 2026: drie antwoorden, een les" in response
    assert "Hier kwamen" not in await here.passes(timedelta(days=5))
    async with here.store.read() as tx:
        posted = await tx.harvest.posted_in(replace(summary.conversation))
        assert posted
        assert await tx.harvest.conversation(posted) is None
        assert (await tx.harvest.gathered(posted)).people is None


async def test_an_answer_that_was_not_asked_about_becomes_a_lesson_too(here: Town) -> None:
    """By the shortcut on it, which does not say in which thread it stands; taken back, it is none."""
    await answers(here, ANNA)
    await answers(here, ANNA, "Nog een antwoord.")
    given = {"message": f"{LEREN} {here.last_said(ANNA)}", "action": "Nog een antwoord."}
    form = await here.program.form(here.origin(ANNA, None), "deel", given)
    assert form
    values = {**dict(form.presets), **given, "result": "Het liep vast.", "outcome": "failure"}
    await here.happens(FormSubmitted(here.origin(ANNA, None), form.name, tuple(values.items())))
    assert "twee antwoorden, een les" in await here.says(CORA, "prikkel respons K1")
    assert "niet meer gemarkeerd" in await here.says(ANNA, "ongedaan")
    response = await here.says(CORA, "prikkel respons K1")
    assert "twee antwoorden" in response
    assert "een les" not in response


async def test_the_answer_stands_in_the_form(here: Town) -> None:
    """Once its author says yes: they read it back, and keep it or write something else."""
    await answers(here, ANNA)
    assert SECRET in await here.says(ANNA, "deel W1")
    for line in ("ok", *STORY[1:]):
        await here.says(ANNA, line)
    async with here.store.read() as tx:
        (entry,) = await tx.entries.following(None, None, 9)
    assert entry.text("nl").action == SECRET


async def test_the_response_is_also_a_picture(here: Town) -> None:
    """Where the prompt is posted and in a direct message; elsewhere it says where that can be had."""
    assert "3 maart 2026: geen antwoorden" in await here.says(CORA, "prikkel respons K1")
    assert here.chat.given == []
    await answers(here, ANNA)
    await answers(here, BEN)
    await here.says(CORA, "prikkel respons K1")
    await here.says(CORA, "prompt response K1", "leren")
    said = await here.says(CORA, "prikkel respons K1", "elders")
    direct, room = here.chat.given
    assert size(direct)[0] > size(direct)[1]
    assert (direct.name, room.name) == ("respons-K1.png", "response-K1.png")
    assert direct.alternative == "de antwoorden en lessen van K1 als staven, met de getallen uit de tekst"
    assert "3 maart 2026: twee antwoorden" in said
    assert "Ook als plaatje: typ dit in het kanaal van de prikkel" in said
    assert here.last().only_for == CORA


async def test_a_published_lesson_is_named(here: Town) -> None:
    """With its number, where everybody here may see it."""
    await answers(here, ANNA)
    await here.says(ANNA, "deel W1")
    for line in STORY:
        await here.says(ANNA, line)
    async with here.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, "ada"), Role.ADMIN, Change(None, here.clock()))
    await here.says("ada", "publiceer L1 openbaar")
    await here.passes(timedelta(hours=49))
    summary = next(shown.text for shown in here.chat.shown if "Hier kwam een antwoord op." in shown.text)
    assert "Warmtenet in de Lange Dreef (L1)" in summary


async def test_a_summary_that_waits_is_not_for_other_readers(here: Town) -> None:
    """Others come to read in the room while the platform is away: it stays out, and nothing replaces it."""
    await read_by(here, Readers.MEMBERS)
    await answers(here, ANNA)
    await here.says(ANNA, "deel W1")
    for line in STORY:
        await here.says(ANNA, line)
    async with here.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, "ada"), Role.ADMIN, Change(None, here.clock()))
    await here.says("ada", "publiceer L1")
    here.chat.down = True
    for _ in range(50):
        here.clock.forward(timedelta(minutes=59))
        await here.program.tick()
    await read_by(here, Readers.MIXED)
    before = len(here.chat.shown)
    here.chat.down = False
    await here.passes(timedelta(minutes=5))
    in_the_room = [each for each in here.chat.shown[before:] if each.conversation.room == LEREN]
    assert not [each for each in in_the_room if each.conversation.thread]


async def read_by(here: Town, readers: Readers) -> None:
    """Say who reads along in the room."""
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, readers=readers), Change(None, here.clock()))


async def test_in_a_silent_room_an_answer_is_only_marked(here: Town) -> None:
    """Nobody is asked anything there."""
    await mode(here, Mode.SILENT)
    assert await answers(here, ANNA) == str(Mark.SEEN)


async def test_who_does_not_want_to_be_asked_is_not(here: Town) -> None:
    """Their answer counts."""
    await here.says(ANNA, "niet meer vragen")
    assert await answers(here, ANNA) == str(Mark.SEEN)


async def test_who_is_no_member_is_not_counted(here: Town) -> None:
    """Of guests nothing is kept; who is turned away is not asked."""
    assert await answers(here, "gast", guest=True) == ""


async def test_a_question_in_the_thread_is_a_question(here: Town) -> None:
    """Whoever addresses the bot gets an answer, as anywhere."""
    said = await here.says(ANNA, "help", "leren", thread=asked(here))
    assert str(Mark.SEEN) not in said
    assert "deel" in said


async def test_an_answer_that_is_taken_back_does_not_count(here: Town) -> None:
    """The sum is of what stands there."""
    await answers(here, ANNA)
    await answers(here, BEN)
    origin = here.origin(BEN, "leren", thread=asked(here))
    async with here.store.read() as tx:
        posted = await tx.harvest.posted_in(origin.conversation)
        assert posted
        assert (await tx.harvest.gathered(posted)).answers == 2
    await here.happens(Deleted(replace(origin, message=here.last_said(BEN))))
    async with here.store.read() as tx:
        assert (await tx.harvest.gathered(posted)).answers == 1


async def test_other_threads_are_left_alone(here: Town) -> None:
    """What people say to each other elsewhere is theirs."""
    assert await here.says(ANNA, SECRET, "leren", thread="elders", addressed=False) == ""


async def test_the_response_of_a_prompt_in_english(here: Town) -> None:
    """Also where nobody answered."""
    assert "3 March 2026: no answers" in await here.says(CORA, "prompt response K1")
    assert "K9" in await here.says(CORA, "prompt response K9")
