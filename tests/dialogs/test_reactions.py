"""A number under an answer is the same as the button with that number."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.incoming import Reaction
from tests.platforms.plaza import ADMIN, PLACE, Shown, Town, direct

QUESTION = "wie herkent zwerfafval met camera's?"


async def reacts(
    town: Town, who: str, name: str, shown: Shown, *, guest: bool = False, added: bool = True
) -> str:
    """Let somebody put something under a message, or take it away, and return what is shown because of it."""
    where = shown.conversation
    own = where == direct(who)
    thread = None if own else "not known"
    origin = replace(
        town.origin(who, None if own else where.room.id, guest=guest),
        conversation=ConversationKey(where.room, thread),
        message=shown.id,
    )
    return await town.happens(Reaction(origin, name, added))


def offered(shown: Shown) -> list[str]:
    """Return the commands that an answer ends with."""
    return re.findall("`([^`]+)`", shown.text.rpartition("Verder: ")[2])


async def test_a_number_chooses(starter_town: Town) -> None:
    """In a room, in the thread of the answer, though the reaction does not say which thread that is."""
    await starter_town.says("bram", QUESTION, "leren", thread="t1")
    answer = starter_town.last()
    first = offered(answer)[0]
    typed = await starter_town.says("chris", first, "leren", thread="t1")
    assert await reacts(starter_town, "chris", "1", answer) == typed
    assert starter_town.last().conversation == ConversationKey(RoomKey(PLACE, "leren"), "t1")


async def test_the_answer_to_a_choice_is_an_answer_of_its_own(here: Town) -> None:
    """What it was put under stays; the choice can be made by others, and again."""
    await here.says("bram", QUESTION)
    answer = here.last()
    assert await reacts(here, "bram", "1", answer)
    assert await reacts(here, "bram", "1", answer)
    assert len(here.chat.shown) == 3
    assert answer in here.chat.shown


async def test_one_reaction_is_handled_once(here: Town) -> None:
    """Also when the platform tells of it again."""
    await here.says("bram", QUESTION)
    event = Reaction(replace(here.origin("bram", None), message=here.last().id), "1", added=True)
    assert await here.happens(event)
    assert await here.happens(event) == ""


async def test_other_reactions_are_nobodys_business(here: Town) -> None:
    """Another sign, a number without a choice, one taken away, a guest's, one under another message."""
    await here.says("bram", QUESTION, "leren")
    answer = here.last()
    beyond = str(len(offered(answer)) + 1)
    for name in ("👍", "0", beyond, "-1", "1.0", "\uff11", "9" * 5000, ""):
        assert await reacts(here, "bram", name, answer) == ""
    assert await reacts(here, "bram", "1", answer, added=False) == ""
    assert await reacts(here, "gijs", "1", answer, guest=True) == ""
    assert await reacts(here, "bram", "1", replace(answer, id="of somebody")) == ""
    async with here.store.read() as tx:
        assert await tx.people.of_account(here.origin("gijs", None).sender.account) is None


async def test_whoever_reacts_is_who_asks(here: Town) -> None:
    """Not whoever the answer was for; a newcomer is somebody from then on, and in talk there."""
    await here.says("bram", QUESTION, "leren", thread="t1")
    answer = here.last()
    assert await reacts(here, "nieuwkomer", "1", answer)
    async with here.store.read() as tx:
        assert await tx.people.of_account(here.origin("nieuwkomer", None).sender.account)
    assert await here.says("nieuwkomer", "help", "leren", thread="t1", addressed=False)


async def test_a_form_can_be_filled_with_numbers(empty_town: Town) -> None:
    """Also when it was opened in a room, and its questions came in the direct room."""
    await empty_town.says("bram", "deel", "leren")
    for line in ("Een buurtapp", "Niemand gebruikte hem"):
        await empty_town.says("bram", line)
    await empty_town.says("bram", "overslaan")
    question = empty_town.last()
    assert "niet gelukt" in question.text
    await reacts(empty_town, "bram", "3", question)
    said = await empty_town.says("bram", "klaar")
    assert "bewaard als concept" in said
    await empty_town.says(ADMIN, "publiceer L1")
    assert "✗ Niet gelukt" in await empty_town.says("chris", "wie heeft ervaring met een buurtapp?")


async def test_the_newest_words_count(here: Town) -> None:
    """Under an answer that was changed, the number is that of what stands there now."""
    await here.says("bram", QUESTION)
    before = offered(here.last())[0]
    await here.edits("bram", "wie heeft een maanbasis?")
    (answer,) = here.chat.shown
    now = offered(answer)[0]
    assert now != before
    assert await reacts(here, "bram", "1", answer) == await here.says("bram", now)


async def test_what_was_taken_back_cannot_be_chosen(here: Town) -> None:
    """The answer is gone with its question; a reaction that comes late finds nothing."""
    await here.says("bram", QUESTION)
    answer = here.last()
    await here.deletes("bram")
    assert await reacts(here, "bram", "1", answer) == ""
