"""Encrypted rooms: what is done in clear ones is done there too, and the homeserver never reads it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.matrix.bot_process import Installation
from tests.matrix.crypto_peer import SecretPeer, secret_person
from tests.matrix.events import ENCRYPTED, MESSAGE, in_thread, text
from tests.matrix.installing import Install, answer_to, entered, question, reply, running
from tests.matrix.peer import Peer
from tests.matrix.proxy import FaultProxy, Trouble
from tests.matrix.synapse import Synapse

Newcomer = Callable[[str], Awaitable[SecretPeer]]


async def test_a_conversation_in_an_encrypted_room(install: Install, secret_newcomer: Newcomer) -> None:
    """Asked, answered in the thread, followed up, edited, chosen from by a reaction, and taken back."""
    bot, anna = install(), await secret_newcomer("anna")
    async with bot.process():
        room = await _together(anna.peer, bot)
        asked = await anna.peer.say(room, question("drones"))
        first = await answer_to(anna.peer, room, bot, asked)
        assert (first.thread, first.content["msgtype"], first.mentions) == (asked, "m.notice", {})
        anna.rotate(room)
        followed = await anna.peer.send(room, in_thread(text("help"), asked, first.id))
        await reply(anna.peer, room, bot, lambda seen: seen.thread == asked and "`deel`" in seen.body)
        await anna.peer.edit(room, asked, question("sensoren"))
        edited = await reply(anna.peer, room, bot, lambda seen: seen.replaces == first.id)
        assert edited.secret
        await anna.peer.sees(room, lambda seen: seen.reaction == (first.id, "1️⃣"))
        await anna.peer.react(room, first.id, "1️⃣")
        await reply(anna.peer, room, bot, lambda seen: seen.thread == asked and "thema" in seen.body.lower())
        await anna.peer.redact(room, asked)
        await anna.peer.until(lambda: first.id not in {seen.id for seen in anna.peer.shown(room)})
        assert followed in {seen.id for seen in anna.peer.shown(room)}
        assert _all_hidden(anna.peer, room, bot)
    assert not anna.troubles


async def test_who_has_keys_gets_an_encrypted_direct_room(
    install: Install, secret_newcomer: Newcomer, newcomer: Callable[[str], Awaitable[Peer]]
) -> None:
    """The bot opens a direct room encrypted for who has keys, and in clear for who could not read it."""
    bot, anna, bert = install(), await secret_newcomer("anna"), await newcomer("bert")
    async with bot.process():
        for peer, encrypted in ((anna.peer, True), (bert, False)):
            room = await _together(peer, bot, encrypted=False)
            await peer.say(room, "!voorloper deel")
            direct = await peer.invited()
            await peer.join(direct)
            said = await peer.reads(direct, "Wat probeerden jullie?")
            assert (await peer.is_encrypted(direct), said.secret) == (encrypted, encrypted)
            await peer.say(direct, "Een proef met loting")
            await peer.reads(direct, "2 van 4")
            assert _all_hidden(peer, direct, bot) == encrypted


async def test_who_comes_later_reads_what_is_said_later(
    synapse: Synapse, install: Install, secret_newcomer: Newcomer
) -> None:
    """A new member and a new device read answers from then on; who left gets no key for what follows."""
    bot, anna, bert = install(), await secret_newcomer("anna"), await secret_newcomer("bert")
    async with bot.process():
        room = await _together(anna.peer, bot)
        before = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("drones")))
        await anna.peer.invite(room, bert.peer.id)
        await bert.peer.join(room)
        async with secret_person(synapse.url, synapse.login(anna.peer.account)) as second:
            asked = await bert.peer.say(room, question("sensoren"))
            answer = await answer_to(anna.peer, room, bot, asked)
            for each in (bert, second):
                assert (await answer_to(each.peer, room, bot, asked)).id == answer.id
        assert before.id in {seen.id for seen in bert.peer.timeline(room) if seen.type == ENCRYPTED}
        await bert.peer.leave(room)
        later = await answer_to(anna.peer, room, bot, await anna.peer.say(room, question("katten")))
    sessions = [
        (await anna.peer.event(room, seen)).content["session_id"] for seen in (before.id, answer.id, later.id)
    ]
    assert len(set(sessions)) == 3


async def test_who_is_invited_this_moment_reads_what_is_said(
    install: Install, secret_newcomer: Newcomer, proxy: FaultProxy
) -> None:
    """Who may come in gets the key, also where the bot did not hear of the invitation yet."""
    anna, bert = await secret_newcomer("anna"), await secret_newcomer("bert")
    bot = install(homeserver=proxy.url)
    async with running(bot):
        room = await _together(anna.peer, bot)
    asked = await anna.peer.say(room, question("drones"))
    news = proxy.put(Trouble.HANG, r"/sync\?.*timeout=\d{4}")  # after the first one, which waits for nothing
    looking = proxy.put(Trouble.HANG, "members")
    async with bot.process():
        await proxy.met(looking)
        await anna.peer.invite(room, bert.peer.id)
        looking.release()
        answer = await answer_to(anna.peer, room, bot, asked)
        news.release()
        await bert.peer.join(room)
        assert (await answer_to(bert.peer, room, bot, asked)).id == answer.id


async def test_events_that_do_not_name_their_device(install: Install, secret_newcomer: Newcomer) -> None:
    """Newer clients leave out `sender_key` and `device_id`; the library does not know that, the bot does."""
    bot, anna = install(), await secret_newcomer("anna")
    anna.names_device = False
    async with bot.process():
        room = await _together(anna.peer, bot)
        asked = await anna.peer.say(room, question("drones"))
        assert (await answer_to(anna.peer, room, bot, asked)).secret
        assert "sender_key" not in (await anna.peer.event(room, asked)).content


async def _together(peer: Peer, bot: Installation, *, encrypted: bool = True) -> str:
    room = await peer.create_room(bot.account.user_id, encrypted=encrypted, name="Kamer")
    await entered(peer, room, bot)
    return room


def _all_hidden(peer: Peer, room: str, bot: Installation) -> bool:
    """Say whether the homeserver could not read a word of the bot in a room; reactions are never hidden."""
    kinds = {seen.type for seen in peer.watch.timelines[room] if seen.sender == bot.account.user_id}
    assert kinds & {ENCRYPTED, MESSAGE}
    return MESSAGE not in kinds
