"""Each trouble that the tests put between the bot and the homeserver, and that everything else passes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientConnectionError, ClientPayloadError

from tests.matrix.client import Json, MatrixError, at
from tests.matrix.conftest import unique
from tests.matrix.events import text
from tests.matrix.peer import Peer, person
from tests.matrix.proxy import FaultProxy, Trouble
from tests.matrix.synapse import Synapse


@pytest.fixture
async def anna(synapse: Synapse, proxy: FaultProxy) -> AsyncIterator[Peer]:
    async with person(proxy.url, synapse.register(unique("anna"))) as anna:
        yield anna


async def test_everything_passes(anna: Peer, proxy: FaultProxy) -> None:
    """Without trouble everything passes as it is, also what is long or large, and it is remembered."""
    room = await anna.create_room(name="Kamer")
    said = await anna.send(room, text("hallo"), txn="een")
    await anna.sees(room, lambda seen: seen.id == said)
    content = bytes(range(256)) * 80_000  # 20 MB
    assert await anna.download(await anna.upload(content)) == content
    (sent,) = proxy.passed("PUT .*/send/")
    assert (sent.txn, sent.status, sent.trouble) == ("een", 200, None)


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (Trouble.BAD_GATEWAY, 502, "<html>"),
        (Trouble.SERVER_ERROR, 500, "M_UNKNOWN"),
        (Trouble.LIMITED, 429, '"retry_after_ms": 2500'),
        (Trouble.LIMITED_BODY, 429, '"retry_after_ms": 2500'),
        (Trouble.LIMITED_HEADER, 429, "Too Many"),
        (Trouble.LIMITED_BARE, 429, "Too Many"),
    ],
)
async def test_refusals(anna: Peer, proxy: FaultProxy, trouble: Trouble, status: int, words: str) -> None:
    """A refusal is answered as often as was asked, and does not reach the homeserver."""
    room = await anna.create_room()
    proxy.put(trouble, "/send/", times=2, wait=2.5)
    for _ in range(2):
        with pytest.raises(MatrixError, match=words) as refused:
            await anna.say(room, "geweigerd")
        assert refused.value.status == status
    said = await anna.say(room, "gezegd")
    assert [seen.id for seen in await anna.messages(room) if seen.body] == [said]
    assert [seen.status for seen in proxy.passed("/send/")] == [status, status, 200]


async def test_wrong_answers(anna: Peer, proxy: FaultProxy) -> None:
    """An answer can look good and be none."""
    room = await anna.create_room()
    proxy.put(Trouble.EMPTY, "/send/")
    assert await _sent(anna, room) == {}
    proxy.put(Trouble.HTML, "/send/")
    with pytest.raises(ValueError, match="Expecting value"):
        await _sent(anna, room)
    assert not [seen for seen in await anna.messages(room) if seen.body]


@pytest.mark.parametrize(
    ("trouble", "error"), [(Trouble.CUT, ClientPayloadError), (Trouble.LOST, ClientConnectionError)]
)
async def test_broken_off(anna: Peer, proxy: FaultProxy, trouble: Trouble, error: type[Exception]) -> None:
    """What was asked is done, and the answer breaks off or never comes."""
    room = await anna.create_room()
    proxy.put(trouble, "POST .*/join")
    with pytest.raises(error):
        await anna.client.ask("POST", f"v3/join/{at(room)}", {})
    assert proxy.passed("join")[0].status is None
    fault = proxy.put(trouble, "/sync.*since=")
    await anna.say(room, "hallo")
    await anna.sees(room, lambda seen: seen.body == "hallo")
    await proxy.met(fault)


async def test_hanging(anna: Peer, proxy: FaultProxy) -> None:
    """What hangs comes through when it is released, and not at all when nobody waits for it any more."""
    room = await anna.create_room()
    hangs = proxy.put(Trouble.HANG, "/send/", times=2)
    given_up = asyncio.create_task(anna.say(room, "opgegeven"))
    await proxy.met(hangs)
    given_up.cancel()
    waits = asyncio.create_task(anna.say(room, "gewacht"))
    await proxy.met(hangs, 2)
    assert not await _said(anna, room)
    hangs.release()
    await waits
    assert await _said(anna, room) == ["gewacht"]


async def test_closed(anna: Peer, proxy: FaultProxy) -> None:
    """A closed road refuses everybody; when it opens again it is at the same address."""
    room, url = await anna.create_room(), proxy.url
    async with proxy.closed():
        with pytest.raises(ClientConnectionError):
            await anna.say(room, "weg")
    assert proxy.url == url
    await anna.say(room, "terug")
    await anna.sees(room, lambda seen: seen.body == "terug")


async def _sent(anna: Peer, room: str) -> Json:
    return await anna.client.ask("PUT", f"v3/rooms/{at(room, 'send', 'm.room.message', 'een')}", text("?"))


async def _said(anna: Peer, room: str) -> list[str]:
    return [seen.body for seen in await anna.messages(room) if seen.body]
