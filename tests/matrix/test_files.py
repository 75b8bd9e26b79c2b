"""Files up and down, clear and encrypted."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.matrix.adapter import MatrixChat
from adapters.matrix.attachments import attachment
from bot.domain.errors import MessageRefusedError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Role
from bot.leading import USUAL
from bot.messages.outgoing import Upload
from bot.messages.reply import File
from bot.ports.knowledge import Change
from tests.matrix.bot_here import Here, bot_here
from tests.matrix.client import Json
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.installing import Install
from tests.matrix.resident import Resident
from tests.matrix.synapse import SERVER
from tests.platforms.assembly import utc_now

Newcomer = Callable[[str], Awaitable[SecretPeer]]
PLACE = PlaceKey("matrix", SERVER)
SHEET = b"titel;uitkomst\nDeelauto's;gelukt\nZaterdagloket;mislukt\n"
LARGEST = 20 * 2**20


@pytest.mark.parametrize("encrypted", [False, True], ids=["clear", "encrypted"])
async def test_files_come_whole(install: Install, secret_newcomer: Newcomer, *, encrypted: bool) -> None:
    """Both ways, to 20 MB; what is larger is refused with a reason, and what its sender did not send."""
    installed, anna = install(), await secret_newcomer("anna")
    bot = Resident(installed, installed.account)
    async with bot_here(installed, rhythm=USUAL) as here:
        room = await bot.welcomed(anna.peer, await anna.peer.create_room(bot.id, encrypted=encrypted))
        chat = here.chat
        assert isinstance(chat, MatrixChat)
        for size in (0, LARGEST):
            content = os.urandom(size)
            assert await chat.fetch(PLACE, await shared(anna, content, encrypted=encrypted)) == content
            await upload(here, room, content)
            given = await bot.says(anna.peer, room, f"{size} bytes")
            assert given.content["filename"] == "lessen.csv"
            assert (given.secret, given.mentions) == (encrypted, {})
            where: Json = given.content
            got = await (anna.download(where["file"]) if encrypted else anna.peer.download(where["url"]))
            assert got == content
        with pytest.raises(MessageRefusedError, match="larger than 20 MB"):
            await chat.fetch(PLACE, await shared(anna, bytes(LARGEST + 1), encrypted=encrypted))
        if encrypted:
            told: Json = await anna.upload(b"echt")
            forged = told | {"url": await anna.peer.upload(b"vals")}
            with pytest.raises(MessageRefusedError, match="not what its sender encrypted"):
                await chat.fetch(PLACE, kept({"msgtype": "m.file", "body": "blad", "file": forged}))


async def test_an_encrypted_sheet_is_imported(install: Install, secret_newcomer: Newcomer) -> None:
    """What is in it is read from the message alone; what the bot gives back is encrypted too."""
    installed, anna = install(), await secret_newcomer("anna")
    bot = Resident(installed, installed.account)
    async with bot_here(installed, rhythm=USUAL) as here:
        room = await bot.welcomed(anna.peer, await anna.peer.create_room(bot.id, direct=True, encrypted=True))
        async with here.store.begin() as tx:
            await tx.people.add(AccountKey(PLACE, anna.peer.id), Role.ADMIN, Change(None, utc_now()))
        sheet: Json = {"msgtype": "m.file", "body": "lessen.csv", "file": await anna.upload(SHEET)}
        await anna.peer.send(room, sheet)
        await bot.says(anna.peer, room, "lessen.csv zou brengen: twee nieuw.")
        await anna.peer.say(room, "importeer ja")
        await bot.says(anna.peer, room, "Geïmporteerd: twee nieuw.")
        await anna.peer.say(room, "statistiek")
        picture = await bot.says(anna.peer, room, "Hoe de lessen afliepen · lessen: gelukt 1")
        assert (picture.content["msgtype"], picture.secret) == ("m.image", True)
        assert (await anna.download(picture.content["file"])).startswith(b"\x89PNG")


async def shared(anna: SecretPeer, content: bytes, *, encrypted: bool) -> str:
    """Give a file to the homeserver as a client does; return what the core is told of it."""
    where = {"file": await anna.upload(content)} if encrypted else {"url": await anna.peer.upload(content)}
    return kept({"msgtype": "m.file", "body": "blad.pdf", **where})


def kept(content: Json) -> str:
    """Return what the core is told of the file in a message."""
    read = attachment(content)
    assert read
    return read.kept


async def upload(here: Here, room: str, content: bytes) -> None:
    """Have the bot give a file in a room."""
    where = ConversationKey(RoomKey(PLACE, room), None)
    file = File("lessen.csv", "text/csv", content, f"{len(content)} bytes")
    now = utc_now()
    async with here.store.begin() as tx:
        await tx.outbox.add(Upload(where, file), None, now, now + timedelta(hours=1))
