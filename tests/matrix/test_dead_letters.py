"""What is long arrives whole, what can never be sent holds nobody up, and a closed room is left alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.keys import ConversationKey, RoomKey
from bot.leading import Rhythm
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from tests.matrix.bot_here import bot_here
from tests.matrix.counting import PLACE, Asking, all_is_well, at_rest
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install, answers, entered
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble
from tests.platforms.assembly import utc_now

Newcomer = Callable[[str], Awaitable[Peer]]
SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]


@pytest.mark.parametrize("kind", ["encrypted", pytest.param("clear", marks=pytest.mark.soak)])
async def test_a_very_long_answer(kind: str, install: Install, secret_newcomer: SecretNewcomer) -> None:
    """Of an answer of 200 kB every word arrives, in order, in as many messages as it takes."""
    bot, anna = install(), await secret_newcomer("anna")
    room = await anna.peer.create_room(bot.account.user_id, name="Kamer", encrypted=kind == "encrypted")
    words = [f"wóórd{number:05}" for number in range(16_000)]
    async with bot_here(bot) as here:
        await entered(anna.peer, room, bot)
        before, now = len(answers(anna.peer, room, bot)), utc_now()
        long = Post(ConversationKey(RoomKey(PLACE, room), None), say((Plain(" ".join(words)),)))
        async with here.store.begin() as tx:
            await tx.outbox.add(long, None, now, now + timedelta(hours=1))
        await anna.peer.reads(room, words[-1], seconds=120)
        await at_rest(bot.database)
        said = answers(anna.peer, room, bot)[before:]
        assert " ".join(said).split() == words
        assert len(said) > 40
    assert not anna.troubles


@pytest.mark.parametrize("trouble", [Trouble.TOO_LARGE, Trouble.SERVER_ERROR])
async def test_what_can_never_be_sent(
    trouble: Trouble, install: Install, newcomer: Newcomer, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer on which a homeserver fails that is well is given up: admins hear why, the next goes out."""
    monkeypatch.setattr("adapters.matrix.sending._POISON", 2)
    anna, ada = await newcomer("anna"), await newcomer("ada")
    bot = replace(install(admins=(f"matrix:{ada.id}",)), homeserver=proxy.url)
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot):
        await entered(anna, room, bot)
        poisoned, asking = (Asking(anna, room, bot.account.user_id) for _ in range(2))
        first = proxy.put(trouble, "PUT .*/send/")
        await poisoned.ask()
        await proxy.met(first)
        (failed,) = [seen for seen in proxy.passed("PUT .*/send/") if seen.trouble]
        proxy.put(trouble, f"PUT .*/send/.*/{failed.txn}", times=1_000_000)
        await asking.ask(2)
        await all_is_well(bot.database, asking)
        assert await poisoned.answered_words() == []
        direct = await ada.invited()
        await ada.join(direct)
        told = await ada.reads(direct, "#Kamer")
        reason = "M_TOO_LARGE" if trouble is Trouble.TOO_LARGE else "the homeserver fails on it"
        assert told.body == (
            f"Een bericht voor #Kamer kwam niet aan. Kijk of ik daar nog mag schrijven ({reason})."
        )


async def test_a_room_where_the_bot_may_not_write(install: Install, newcomer: Newcomer) -> None:
    """Such a room waits and no other does; when it may write again everything is said that was asked."""
    ahead = [timedelta()]

    def now() -> datetime:
        return utc_now() + ahead[0]

    bot, anna = install(), await newcomer("anna")
    closed, other = [await anna.create_room(bot.account.user_id, name="Kamer", version="11") for _ in "12"]
    async with bot_here(bot, now=now, rhythm=Rhythm(lasts=timedelta(minutes=30))):
        for room in (closed, other):
            await entered(anna, room, bot)
        there, here = (Asking(anna, room, bot.account.user_id) for room in (closed, other))
        levels = await anna.state(closed, "m.room.power_levels")
        assert levels
        await anna.set_state(closed, "m.room.power_levels", {**levels, "events_default": 50})
        await there.ask(3)
        await here.ask(3)
        await here.answered()
        assert (await here.fault(), await there.answered_words()) == (None, [])
        await anna.set_state(closed, "m.room.power_levels", levels)
        ahead[0] = timedelta(minutes=6)
        await all_is_well(bot.database, there, here)
