"""What the tests of Matrix stand on, tried against the real homeserver."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.matrix.client import MatrixError
from tests.matrix.conftest import unique
from tests.matrix.events import REACTION, reply, text
from tests.matrix.peer import Peer
from tests.matrix.synapse import Refused, Synapse

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_the_homeserver_comes_back(synapse: Synapse, newcomer: Newcomer) -> None:
    """A homeserver that was killed comes back where it was, and people go on, unless their tokens ended."""
    anna, url = await newcomer("anna"), synapse.url
    bert = synapse.register(unique("bert"))
    room = await anna.create_room()
    synapse.stop(kill=True)
    synapse.expire(bert.user_id)
    synapse.start()
    assert synapse.url == url
    await anna.say(room, "nog hier")
    await anna.sees(room, lambda seen: seen.body == "nog hier")
    anna.client.token = bert.access_token
    with pytest.raises(MatrixError, match='"soft_logout":true'):
        await anna.members(room)
    anna.client.token = synapse.login(bert).access_token
    assert not await anna.devices_of(bert.user_id)
    with pytest.raises(Refused, match="M_USER_IN_USE"):
        synapse.register(anna.id.removeprefix("@").partition(":")[0])


async def test_the_homeserver_limits_and_logs_out(synapse: Synapse, newcomer: Newcomer) -> None:
    """One person can be limited, freed again, and logged out."""
    anna = await newcomer("anna")
    room = await anna.create_room()
    synapse.limited(anna.id, per_second=1, burst=1)
    with pytest.raises(MatrixError, match="retry_after_ms") as limited:
        await asyncio.gather(*(anna.say(room, "meer") for _ in range(5)))
    assert (limited.value.status, limited.value.code) == (429, "M_LIMIT_EXCEEDED")
    synapse.unlimited(anna.id)
    await asyncio.gather(*(anna.say(room, "meer") for _ in range(5)))
    synapse.delete_device(anna.id, anna.account.device_id)
    with pytest.raises(MatrixError, match="M_UNKNOWN_TOKEN"):
        await anna.say(room, "nog meer")


async def test_people_talk(newcomer: Newcomer) -> None:
    """Two people see the same: what is said, answered, edited, redacted and given, in order."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await anna.create_room(bert.id, name="Kamer", direct=True)
    assert await bert.invited() == room
    await bert.join(room)
    asked = await anna.say(room, "Wie weet dit?", mentions=[bert.id])
    question = await bert.reads(room, "Wie")
    assert (question.id, question.mentions) == (asked, {"user_ids": [bert.id]})
    await bert.send(room, reply(question, text("Ik")))
    await bert.say(room, "Ik ook", thread=asked)
    liked = await bert.react(room, asked, "👍")
    await anna.edit(room, asked, "Wie weet dat?")
    gone = await bert.say(room, "weg")
    await bert.redact(room, gone)
    address = await bert.upload(b"inhoud", "text/plain")
    await bert.send(room, {"msgtype": "m.file", "body": "blad.txt", "url": address})
    await anna.reads(room, "blad")
    assert [seen.body for seen in anna.shown(room)] == [
        "Wie weet dat?",
        f"> <{anna.id}> Wie weet dit?\n\nIk",
        "Ik ook",
        "blad.txt",
    ]
    assert [seen.id for seen in anna.timeline(room)] == [seen.id for seen in await anna.messages(room)]
    assert [seen.body for seen in await anna.related(room, asked, "m.thread")] == ["Ik ook"]
    (counted,) = await anna.related(room, asked, "m.annotation")
    assert (counted.id, counted.type, counted.reaction) == (liked, REACTION, (asked, "👍"))
    assert await anna.download(address) == b"inhoud"


async def test_nothing_is_missed(newcomer: Newcomer) -> None:
    """Who did not listen for a while sees everything that was said, in order, when they listen again."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await anna.create_room(public=True)
    await bert.join(room)
    async with bert.watch.deaf():
        for number in range(30):
            await anna.say(room, str(number))
    await bert.reads(room, "29")
    assert [seen.body for seen in bert.shown(room)] == [str(number) for number in range(30)]


async def test_rooms_change(newcomer: Newcomer) -> None:
    """People are put out of rooms, and rooms are replaced."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await anna.create_room(bert.id, version="11")
    await bert.join(room)
    await anna.kick(room, bert.id)
    await bert.until(lambda: room not in bert.watch.joined)
    assert await anna.members(room) == {anna.id}
    successor = await anna.upgrade(room, "12")
    assert ":" in room
    assert ":" not in successor
    tombstone = await anna.state(room, "m.room.tombstone")
    assert tombstone
    assert tombstone["replacement_room"] == successor
