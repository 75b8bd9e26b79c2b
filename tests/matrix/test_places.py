"""From where on the bot hears: what is from before that is never answered, what came after it always."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.messages.incoming import Cursor
from storage.store import SqlStore
from tests.matrix.bot_here import bot_here
from tests.matrix.bot_process import Installation
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer, person
from tests.matrix.synapse import Synapse
from tests.platforms.outage import inbox_away
from tests.platforms.waiting import until

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_a_first_start_answers_nothing_of_before(
    install: Install, newcomer: Newcomer, synapse: Synapse
) -> None:
    """In rooms that the account was in already nothing is answered that was asked before the bot ran."""
    bot, anna = install(), await newcomer("anna")
    room = await anna.create_room(name="Kamer", public=True)
    async with person(synapse.url, bot.account) as by_hand:
        await by_hand.join(room)
    old, new = (Asking(anna, room, bot.account.user_id) for _ in range(2))
    await old.ask(5)
    async with bot_here(bot) as here:
        await until(lambda: _has_place(here.store, bot))
        await new.ask(5)
        await all_is_well(bot.database, new)
        assert await old.answered_words() == []


async def test_coming_in_with_much_after_it(install: Install, newcomer: Newcomer, synapse: Synapse) -> None:
    """Pitfall 16: coming in and more than fits come at once: what is after it is answered, nothing else."""
    bot, anna = install(), await newcomer("anna")
    async with bot_here(bot) as here:
        await until(lambda: _has_place(here.store, bot))
    room = await anna.create_room(name="Kamer", public=True)
    old, new = (Asking(anna, room, bot.account.user_id) for _ in range(2))
    await old.ask(5)
    async with person(synapse.url, bot.account) as by_hand:
        await by_hand.join(room)
    await new.ask(105)
    async with bot_here(bot):
        await all_is_well(bot.database, new, seconds=90)
        assert await old.answered_words() == []


@pytest.mark.parametrize("place", ["onzin", "of a database that went on longer"])
async def test_a_place_that_the_homeserver_does_not_know(
    place: str, install: Install, newcomer: Newcomer, caplog: pytest.LogCaptureFixture
) -> None:
    """After another database was put under the homeserver the bot begins anew, and says so where it can."""
    bot, anna = install(), await newcomer("anna")
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot):
        await entered(anna, room, bot)
    async with _store(bot) as store:
        here = await _place(store, bot)
        wrong = place if place == "onzin" else re.sub(r"^s\d+", "s999999999", here)
        assert wrong != here
        async with store.begin() as tx:
            await tx.inbox.save_cursor(Cursor(_name(bot), wrong))
    old, new = (Asking(anna, room, bot.account.user_id) for _ in range(2))
    await old.ask(3)
    async with bot_here(bot) as running:
        await until(lambda: _is_elsewhere(running.store, bot, wrong))
        await new.ask(3)
        await all_is_well(bot.database, new)
        assert await old.answered_words() == []
    assert ("does not know where we were" in caplog.text) == (place == "onzin")


async def test_the_place_is_kept_with_what_was_heard(
    install: Install, newcomer: Newcomer, caplog: pytest.LogCaptureFixture
) -> None:
    """Pitfall 2: while questions cannot be stored the place stays, and a new process hears them again."""
    caplog.set_level(logging.WARNING)
    bot, anna = install(), await newcomer("anna")
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    asking = Asking(anna, room, bot.account.user_id)
    async with bot_here(bot) as here:
        await entered(anna, room, bot)
        await asking.ask()
        await all_is_well(bot.database, asking)
        before = await _settled(here.store, bot)
        async with inbox_away(bot.database):
            await asking.ask(3)
            await until(lambda: _complains(caplog))
            assert await _place(here.store, bot) == before
    async with bot_here(bot):
        await all_is_well(bot.database, asking)


async def _complains(caplog: pytest.LogCaptureFixture) -> bool:
    return "cannot be stored yet" in caplog.text


async def _has_place(store: SqlStore, bot: Installation) -> bool:
    async with store.read() as tx:
        return await tx.inbox.cursor(_name(bot)) is not None


async def _is_elsewhere(store: SqlStore, bot: Installation, place: str) -> bool:
    return await _place(store, bot) != place


async def _place(store: SqlStore, bot: Installation) -> str:
    async with store.read() as tx:
        return str(await tx.inbox.cursor(_name(bot)))


async def _settled(store: SqlStore, bot: Installation) -> str:
    """Return where it is once it heard everything, its own words too."""
    seen = [""]

    async def stays() -> bool:
        seen.append(await _place(store, bot))
        return len(seen) > 20 and len(set(seen[-20:])) == 1

    await until(stays)
    return seen[-1]


@asynccontextmanager
async def _store(bot: Installation) -> AsyncIterator[SqlStore]:
    store = SqlStore(bot.database)
    yield store
    await store.close()


def _name(bot: Installation) -> str:
    return f"matrix {bot.account.user_id}"
