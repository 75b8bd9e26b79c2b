"""People in clients with end-to-end encryption, tried against each other on the real homeserver."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.matrix.client import Json
from tests.matrix.crypto_peer import SecretPeer, secret_person, use_up_keys
from tests.matrix.devices import read
from tests.matrix.events import ENCRYPTED, in_thread, text
from tests.matrix.synapse import Synapse

Newcomer = Callable[[str], Awaitable[SecretPeer]]


async def test_two_people_talk_in_secret(secret_newcomer: Newcomer) -> None:
    """Both read what the other says, also in a new session, in a thread, edited, and as a file."""
    anna, bert, room = await _together(secret_newcomer)
    asked = await anna.peer.say(room, "Wie weet dit?", mentions=[bert.peer.id])
    question = await bert.peer.reads(room, "Wie")
    assert (question.secret, question.mentions) == (True, {"user_ids": [bert.peer.id]})
    raw = await bert.peer.send(room, in_thread(text("Ik"), asked))
    hidden = await anna.peer.client.ask("GET", f"v3/rooms/{room}/event/{raw}")
    assert hidden["type"] == ENCRYPTED
    assert "body" not in hidden["content"]
    assert hidden["content"]["m.relates_to"]["rel_type"] == "m.thread"
    assert (await anna.peer.reads(room, "Ik")).thread == asked
    anna.rotate(room)
    anna.names_device = False
    await anna.peer.edit(room, asked, "Wie weet dat?")
    await bert.peer.until(lambda: bert.peer.shown(room)[0].body == "Wie weet dat?")
    file = await bert.upload(b"inhoud")
    await bert.peer.send(room, {"msgtype": "m.file", "body": "blad", "file": file})
    received = await anna.peer.reads(room, "blad")
    assert await anna.download(received.content["file"]) == b"inhoud"
    with pytest.raises(ValueError, match="another"):
        await anna.download(received.content["file"] | {"url": await bert.peer.upload(b"anders")})
    assert [seen.secret for seen in await anna.peer.messages(room) if seen.body] == [True] * 4
    assert not anna.troubles + bert.troubles


async def test_only_devices_that_are_vouched_for(secret_newcomer: Newcomer) -> None:
    """Who wants it reads and is read by devices only for which their owner vouches, from then on."""
    anna, bert, room = await _together(secret_newcomer)
    anna.only_verified = True
    await bert.peer.say(room, "van een onbekend apparaat")
    await anna.peer.say(room, "voor wie ik vertrouw")
    refused = await anna.peer.sees(room, lambda seen: seen.type == ENCRYPTED and seen.sender == bert.peer.id)
    kept = await bert.peer.sees(room, lambda seen: seen.type == ENCRYPTED and seen.sender == anna.peer.id)
    await bert.vouch()
    await anna.peer.reads(room, "onbekend")
    assert not anna.troubles + bert.troubles
    await anna.peer.say(room, "nu jij")
    await bert.peer.reads(room, "nu jij")
    assert refused.id in {seen.id for seen in anna.peer.shown(room)}
    assert kept.id not in {seen.id for seen in bert.peer.shown(room)}
    (device,) = await anna.devices(bert.peer.id)
    assert device.vouched_for


async def test_false_signatures_are_seen(secret_newcomer: Newcomer) -> None:
    """Keys that somebody changed on the way, or exchanged for those of another, are not believed."""
    anna, bert = await secret_newcomer("anna"), await secret_newcomer("bert")
    for secret in (anna, bert):
        await secret.vouch()
    user, other = bert.peer.id, anna.peer.id
    query: Json = {"device_keys": {user: [], other: []}}
    answer = await anna.peer.client.ask("POST", "v3/keys/query", query)
    (device,) = read(answer, user)
    assert device.vouched_for
    for kind in ("master_keys", "self_signing_keys"):
        theirs: Json = answer[kind][other]
        for exchanged in (None, theirs, theirs | {"user_id": user}):
            (doubtful,) = read(answer | {kind: {user: exchanged}}, user)
            assert doubtful == replace(device, vouched_for=False)
    keys = answer["device_keys"][user][device.id]
    keys["keys"][f"curve25519:{device.id}"] = anna.olm.curve25519
    assert not read(answer, user)


async def test_a_key_comes_later(secret_newcomer: Newcomer) -> None:
    """What cannot be read yet is readable as soon as the key is given, from its beginning."""
    anna, bert, room = await _together(secret_newcomer)
    anna.withholding = True
    await anna.peer.say(room, "een")
    await anna.peer.say(room, "twee")
    await bert.peer.until(lambda: len(_hidden(bert, room)) == 2)
    anna.withholding = False
    await anna.give_keys(room)
    await bert.peer.reads(room, "twee")
    assert [seen.body for seen in bert.peer.shown(room)] == ["een", "twee"]
    assert not _hidden(bert, room)


async def test_one_time_keys_are_used_up(synapse: Synapse, secret_newcomer: Newcomer) -> None:
    """Without one-time keys a device is reached by its fallback key, and it makes new ones."""
    anna = await secret_newcomer("anna")
    account = synapse.register(anna.peer.id[1:].partition(":")[0] + "-b")
    async with secret_person(synapse.url, account) as bert:
        async with bert.peer.watch.deaf():
            assert await use_up_keys(anna.peer.client, bert.peer.id, account.device_id) >= 50
            room = await anna.peer.create_room(encrypted=True, public=True)
            joining = asyncio.create_task(bert.peer.join(room))
            await asyncio.wait_for(_joined(anna, room, bert.peer.id), 10)
            await anna.peer.say(room, "hallo")
        await joining
        await bert.peer.reads(room, "hallo")


async def test_a_second_device_reads_too(synapse: Synapse, secret_newcomer: Newcomer) -> None:
    """Somebody with two devices reads on both, and what is begun anew between devices is understood."""
    anna, bert, room = await _together(secret_newcomer)
    async with secret_person(synapse.url, synapse.login(bert.peer.account)) as other:
        await anna.peer.say(room, "voor beide")
        await asyncio.gather(*(each.peer.reads(room, "beide") for each in (bert, other)))
        await other.peer.say(room, "van het tweede")
        for each in (anna, bert):
            await each.peer.sees(room, lambda seen: seen.body == "van het tweede")
        for device in await anna.devices(bert.peer.id):
            await anna.olm.renew(device)
        anna.rotate(room)
        await anna.peer.say(room, "opnieuw")
        await asyncio.gather(*(each.peer.reads(room, "opnieuw") for each in (bert, other)))


async def _joined(anna: SecretPeer, room: str, user: str) -> None:
    await anna.peer.sees(room, lambda seen: seen.state_key == user)


async def _together(newcomer: Newcomer) -> tuple[SecretPeer, SecretPeer, str]:
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await anna.peer.create_room(bert.peer.id, encrypted=True)
    await bert.peer.join(room)
    return anna, bert, room


def _hidden(secret: SecretPeer, room: str) -> list[str]:
    return [seen.id for seen in secret.peer.timeline(room) if seen.type == ENCRYPTED]
