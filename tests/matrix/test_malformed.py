"""Whatever a homeserver lets people put in an event: it is contained, and the next question is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest

from tests.matrix.bot_here import bot_here
from tests.matrix.client import Json, MatrixError
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.crypto_peer import SecretPeer, tell_in_clear
from tests.matrix.events import ENCRYPTED, MESSAGE, REACTION, REDACTION
from tests.matrix.installing import Install, entered
from tests.matrix.proxy import FaultProxy, Trouble

SecretNewcomer = Callable[[str], Awaitable[SecretPeer]]
_WRONG: tuple[Any, ...] = (None, True, -(2**53) + 1, "", "x" * 2000, [[]], {"": {"a": [None]}})
_HIDDEN = "\u202e\u2066\u200b\u200d\ufeff\u0007"
_AT_ONCE = 20


async def test_events_that_are_none(install: Install, secret_newcomer: SecretNewcomer) -> None:
    """Pitfalls 7, 21 and 22: wrong types everywhere, now and after a restart, and answers go on."""
    bot, anna = install(), await secret_newcomer("anna")
    peer, me = anna.peer, bot.account.user_id
    room = await peer.create_room(me, name="Kamer", version="11")
    asking = Asking(peer, room, me)
    async with bot_here(bot) as here:
        await entered(peer, room, bot)
        said = await peer.say(room, "iets gewoons")
        corpus = [*wrong_events(said, me), *tricks(said, me)]
        assert await put_all(anna, room, corpus[::2]) > 75
        await asking.ask(3)
        await all_is_well(bot.database, asking, seconds=90)
        await here.is_well()
    assert await put_all(anna, room, corpus[1::2]) > 75
    await asking.ask(3)
    async with bot_here(bot):
        await all_is_well(bot.database, asking, seconds=90)


async def test_states_that_are_none(install: Install, secret_newcomer: SecretNewcomer) -> None:
    """Pitfall 17: a room with states that are nonsense, under other keys or taken back, stays a room."""
    bot, anna = install(), await secret_newcomer("anna")
    peer, me = anna.peer, bot.account.user_id
    room = await peer.create_room(me, name="Kamer", version="11")
    asking = Asking(peer, room, me)
    async with bot_here(bot) as here:
        await entered(peer, room, bot)
        made = 0
        for (kind, content), key in zip(wrong_states(), cycle(("", "x", peer.id)), strict=False):
            with suppress(MatrixError):
                event = await peer.set_state(room, kind, content, key)
                await peer.redact(room, event)
                made += 1
        assert made > 20
        await peer.set_state(room, "m.room.name", {"name": "Kamer"})
        await asking.ask(2)
        await all_is_well(bot.database, asking, seconds=40)
        await here.is_well()
    await asking.ask(2)
    async with bot_here(bot):
        await all_is_well(bot.database, asking)


async def test_nonsense_among_the_keys(install: Install, secret_newcomer: SecretNewcomer) -> None:
    """Junk told to the bot's device, before and among the keys of a room, keeps no key from it."""
    bot, anna = install(), await secret_newcomer("anna")
    peer, me = anna.peer, bot.account.user_id
    room = await peer.create_room(me, name="Kamer", encrypted=True)
    asking = Asking(peer, room, me, secret=True)
    async with bot_here(bot):
        await entered(peer, room, bot)
        await tell_junk(anna, me)
        await asking.ask(2)
        await all_is_well(bot.database, asking)
    await tell_junk(anna, me)
    anna.rotate(room)
    await asking.ask(2)
    await tell_junk(anna, me)
    async with bot_here(bot):
        await all_is_well(bot.database, asking)
    assert not anna.troubles


async def test_a_newcomer_among_nonsense(
    install: Install, secret_newcomer: SecretNewcomer, proxy: FaultProxy, caplog: pytest.LogCaptureFixture
) -> None:
    """When the library fails on an event, what stands around it is learnt: who came in then can read."""
    bot, anna, bert = (
        replace(install(), homeserver=proxy.url),
        *[await secret_newcomer(name) for name in "ab"],
    )
    peer, me = anna.peer, bot.account.user_id
    room = await peer.create_room(me, name="Kamer", encrypted=True, public=True)
    asking = Asking(peer, room, me, secret=True)
    async with bot_here(bot):
        await entered(peer, room, bot)
        await asking.ask()
        await all_is_well(bot.database, asking)
        corpus = list(wrong_events(await peer.say(room, "iets gewoons"), me))
        hangs = proxy.put(Trouble.HANG, "GET .*/sync")
        await peer.say(room, "nog iets")
        await proxy.met(hangs)
        assert await put_all(anna, room, corpus) > 100
        await bert.peer.join(room)
        hangs.release()
        await asking.ask()
        await all_is_well(bot.database, asking, seconds=40)
        await bert.peer.reads(room, "“woord0001”")
    assert "the library fails" in caplog.text


def wrong_events(said: str, me: str) -> Iterator[tuple[str, Json]]:
    """Give contents in which one thing, at any depth, is of a wrong type."""
    for kind, content in (
        (MESSAGE, whole_message(said, me)),
        (
            MESSAGE,
            {"msgtype": "m.file", "body": "a", "url": "mxc://a/b", "info": {"size": 1, "mimetype": "a/b"}},
        ),
        (REACTION, {"m.relates_to": {"rel_type": "m.annotation", "event_id": said, "key": "1️⃣"}}),
        (REDACTION, {"redacts": said}),
        (
            ENCRYPTED,
            {
                "algorithm": "m.megolm.v1.aes-sha2",
                "ciphertext": "AwgA",
                "session_id": "a",
                "sender_key": "b",
                "device_id": "c",
            },
        ),
        ("m.room.member", {"membership": "join"}),
        ("m.room.tombstone", {"replacement_room": "!x"}),
    ):
        for path in paths(content):
            for wrong in _WRONG:
                yield kind, changed(content, path, wrong)


def whole_message(said: str, me: str) -> Json:
    """Return a message that uses everything at once."""
    new = {"msgtype": "m.text", "body": "b", "m.mentions": {"user_ids": [me]}}
    relation = {"rel_type": "m.replace", "event_id": said, "m.in_reply_to": {"event_id": said}}
    return {
        "msgtype": "m.text",
        "body": "a",
        "format": "org.matrix.custom.html",
        "formatted_body": "<b>a</b>",
        "m.mentions": {"user_ids": [me], "room": True},
        "m.new_content": new,
        "m.relates_to": relation,
    }


def tricks(said: str, me: str) -> Iterator[tuple[str, Json]]:
    """Give contents of right types that mean harm."""
    for body in (
        "a" * 60_000,
        f"{_HIDDEN}!voorloper{_HIDDEN} {_HIDDEN * 1000}",
        "!voorloper \ud800\udfff",
        "!voorloper " + "@" * 20_000,
        "> " * 20_000,
        f"!voorloper zoek [{'x' * 500}](https://matrix.to/#/{me})" * 20,
    ):
        yield MESSAGE, {"msgtype": "m.text", "body": body}
    for rich in (
        "<b>" * 9000,
        "<a href='https://matrix.to/#/@a:b'>" * 900,
        "<mx-reply>" * 3000,
        "</mx-reply>" * 3000,
    ):
        yield (
            MESSAGE,
            {"msgtype": "m.text", "body": "a", "format": "org.matrix.custom.html", "formatted_body": rich},
        )
    for other in ("$onbekend", said, said + "x"):
        for relation in ("m.replace", "m.thread", "m.reference", "m.annotation", "x"):
            related = {
                "rel_type": relation,
                "event_id": other,
                "key": _HIDDEN,
                "m.in_reply_to": {"event_id": other},
            }
            for kind in (MESSAGE, REACTION):
                yield kind, {**whole_message(said, me), "m.relates_to": related}
        yield REDACTION, {"redacts": other}


def wrong_states() -> Iterator[tuple[str, Json]]:
    """Give contents of states that are not what they should be."""
    for kind, name in (
        ("m.room.name", "name"),
        ("m.room.topic", "topic"),
        ("m.room.canonical_alias", "alias"),
        ("m.room.avatar", "url"),
        ("m.room.pinned_events", "pinned"),
        ("m.space.parent", "via"),
        ("nl.voorbeeld.iets", "iets"),
    ):
        for wrong in _WRONG:
            yield kind, {name: wrong}


async def put_all(anna: SecretPeer, room: str, corpus: list[tuple[str, Json]]) -> int:
    """Put these contents in a room, as far as the homeserver takes them; return how many it took."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def put(kind: str, content: Json) -> int:
        async with turns:
            with suppress(MatrixError):
                await anna.peer.send_as_it_is(room, content, kind)
                return 1
        return 0

    return sum(await asyncio.gather(*(put(kind, content) for kind, content in corpus)))


async def tell_junk(anna: SecretPeer, me: str) -> None:
    """Tell all devices of the bot things that are no keys."""
    client = anna.peer.client
    whole: Json = {
        "algorithm": "m.olm.v1.curve25519-aes-sha2",
        "sender_key": anna.olm.curve25519,
        "ciphertext": {"a": {"type": 0, "body": "b"}},
    }
    key: Json = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": "!a:b",
        "session_id": "a",
        "session_key": "b",
    }
    asked: Json = {
        "action": "request",
        "body": {"room_id": "!a:b"},
        "request_id": "a",
        "requesting_device_id": "b",
    }
    for kind, content in (
        (ENCRYPTED, whole),
        ("m.room_key", key),
        ("m.forwarded_room_key", key),
        ("m.room_key_request", asked),
        ("m.room_key.withheld", key),
        (
            "m.key.verification.request",
            {"from_device": "a", "methods": ["b"], "timestamp": 1, "transaction_id": "c"},
        ),
        ("m.dummy", {}),
        ("m.secret.request", {"name": "a"}),
    ):
        for path in paths(content) or [()]:
            for wrong in _WRONG:
                with suppress(MatrixError):
                    await tell_in_clear(
                        client, me, "*", kind, changed(content, path, wrong) if path else content
                    )


def paths(content: Json, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the ways to everything in a content."""
    found: list[tuple[str, ...]] = []
    for name, value in content.items():
        found.append((*before, name))
        if isinstance(value, dict):
            found += paths(value, (*before, name))
    return found


def changed(content: Json, path: tuple[str, ...], value: object) -> Json:
    """Return a content with something else at the end of a way."""
    name, *rest = path
    return {**content, name: changed(content[name], tuple(rest), value) if rest else value}
