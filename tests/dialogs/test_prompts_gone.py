"""Prompts whose room is gone, was replaced or cannot be written any more: who hears so, and what stops.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import RoomUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Place, Role
from bot.domain.prompt import Outcome, PromptState
from bot.messages.incoming import RoomChanged, Sender, Uninstalled
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.mailbox import Delivery
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, LEREN, became, coordinated, running
from tests.platforms.plaza import ADMIN, PLACE, PlazaChat, Shown, Town, direct, town

HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def posted(here: Town) -> list[Shown]:
    """Return what is shown in the room."""
    return [shown for shown in here.chat.shown if shown.conversation.room == LEREN]


@pytest.mark.parametrize("closed", [True, False])
async def test_the_owner_hears_that_a_room_is_gone(
    empty_town: Town, store: SqlStore, *, closed: bool
) -> None:
    """It is closed, or the bot removed: the prompt is paused. Of an owner who is left too, admins hear it."""
    here = empty_town
    await coordinated(here)
    prompt = await running(store, here.clock())
    origin = here.origin("bram", "leren")
    await here.happens(RoomChanged(origin, closed=True) if closed else Uninstalled(origin))
    hears = CORA if closed else ADMIN
    told = [shown.text for shown in here.chat.shown if shown.conversation == direct(hears)]
    assert "\n".join(told) == (
        "Ik heb je prikkel K1 gepauzeerd, want ik kan niet meer schrijven in #leren: het kanaal is gesloten, "
        "of ik ben eruit gehaald. Nodig me daar weer uit en typ `prikkel hervat K1`, of `prikkel stop K1`."
    )
    async with store.read() as tx:
        assert await tx.prompts.get(prompt.id) == replace(prompt, state=PromptState.PAUSED)
    await here.passes(timedelta(days=2))
    assert posted(here) == []


async def test_an_owner_whose_places_all_go_is_told_of_no_one_of_them(
    empty_town: Town, store: SqlStore
) -> None:
    """They go together: what one place could hear of another nobody can read, so the admins hear it."""
    here, other = empty_town, AccountKey(PlaceKey("plaza", "elsewhere"), CORA)
    await coordinated(here)
    prompt = await running(store, here.clock())
    change = Change(None, here.clock())
    async with store.begin() as tx:
        await tx.rooms.save_place(Place(other.place, admitted=True), change)
        theirs = await tx.people.add(other, Role.MEMBER, change)
        await tx.people.merge(theirs.id, prompt.owner, change)
    town = here.origin("bram", "leren")
    away = replace(
        town,
        conversation=ConversationKey(RoomKey(other.place, "-"), None),
        sender=Sender(AccountKey(other.place, "bot")),
    )
    await here.program.accept([Uninstalled(town), Uninstalled(away)])
    for place in (PLACE, other.place):
        await here.program.settled(place)
    told = [shown.text for shown in here.chat.shown if shown.conversation == direct(ADMIN)]
    assert [text for text in told if "prikkel K1 gepauzeerd" in text]


async def test_prompts_follow_a_room_that_was_replaced(empty_town: Town, store: SqlStore) -> None:
    """They are posted in the new one."""
    here = empty_town
    await coordinated(here)
    prompt = await running(store, here.clock())
    new = replace(LEREN, id="nieuw")
    await here.happens(RoomChanged(here.origin("bram", "leren"), replaced_by=new))
    await here.passes(timedelta(minutes=31))
    assert here.last().conversation.room == new
    assert await became(store, prompt) == [Outcome.POSTED]


class Gone(PlazaChat):
    """A plaza with a room in which nothing can be written."""

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Refuse what is said there."""
        if delivery.outgoing.conversation.room == LEREN and not self.down:
            raise RoomUnavailableError("archived")
        return await super().send(delivery, part, content)


async def test_a_room_that_turns_out_to_be_gone(store: SqlStore) -> None:
    """The moment is missed, the prompt paused, its owner told; nothing waits for the room."""
    async with town(store, chat_made=Gone) as here:
        await coordinated(here)
        prompt = await running(store, here.clock())
        said = await here.passes(HOUR)
        assert said.startswith("Ik heb je prikkel K1 gepauzeerd, want ik kan niet meer schrijven in #leren")
        assert await became(store, prompt) == [Outcome.MISSED]
        async with store.read() as tx:
            assert await tx.due.planned(Work.PROMPT, str(prompt.id)) is None


async def test_a_prompt_that_moved_along_runs_on(store: SqlStore) -> None:
    """What still waited for its old room does not arrive; that is no reason to pause it in the new one."""
    async with town(store, chat_made=Gone) as here:
        await coordinated(here)
        prompt = await running(store, here.clock())
        await here.program.tick()
        here.chat.down = True
        here.clock.forward(HALF_AN_HOUR)
        await here.program.tick()
        new = replace(LEREN, id="nieuw")
        await here.program.accept([RoomChanged(here.origin("bram", "leren"), replaced_by=new)])
        await here.handled()
        here.chat.down = False
        await here.passes(timedelta(minutes=5))
        assert await became(store, prompt) == [Outcome.MISSED]
        async with store.read() as tx:
            assert await tx.prompts.get(prompt.id) == replace(prompt, room=new)
