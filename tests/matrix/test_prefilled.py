"""What somebody wrote, read back for them after their yes to keep it, in clear and in encrypted rooms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from adapters.matrix.adapter import MatrixChat
from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.leading import USUAL
from tests.matrix.bot_here import bot_here
from tests.matrix.crypto_peer import SecretPeer
from tests.matrix.events import edit, in_thread, reply, text
from tests.matrix.installing import Install
from tests.matrix.resident import Resident
from tests.matrix.synapse import SERVER

Newcomer = Callable[[str], Awaitable[SecretPeer]]
PLACE = PlaceKey("matrix", SERVER)
WORDS = "Wij zetten bijenhotels op het dak van het stadhuis."
in_both = pytest.mark.parametrize("encrypted", [False, True], ids=["clear", "encrypted"])


@in_both
async def test_from_the_yes_to_the_lesson(
    install: Install, secret_newcomer: Newcomer, *, encrypted: bool
) -> None:
    """Asked by somebody else, edited meanwhile, read back directly, kept with a word."""
    installed, anna, bert = install(), await secret_newcomer("anna"), await secret_newcomer("bert")
    bot = Resident(installed, installed.account)
    async with bot_here(installed, rhythm=USUAL):
        room = await anna.peer.create_room(bot.id, bert.peer.id, encrypted=encrypted, name="Leren")
        await bert.peer.join(room)
        await bot.welcomed(anna.peer, room)
        theirs = await bot.welcomed(
            anna.peer, await anna.peer.create_room(bot.id, direct=True, encrypted=encrypted)
        )
        written = await anna.peer.say(room, "Wij zetten bijenhotels op de grond.")
        quoted = await bert.peer.reads(room, "bijenhotels")
        await bert.peer.send(room, reply(quoted, text("!voorloper bewaar")))
        offer = await bot.says(anna.peer, theirs, "deel W1")
        assert "bijenhotels" not in offer.body
        await anna.peer.edit(room, written, WORDS)
        await anna.peer.say(theirs, "deel W1")
        assert (await bot.says(anna.peer, theirs, f"Je schreef: “{WORDS}”")).secret == encrypted
        for line in ("goed", "Vol", "overslaan", "gelukt", "klaar"):
            await anna.peer.say(theirs, line)
        await bot.says(anna.peer, theirs, "“Wij zetten bijenhotels op het dak van het stadhuis” (L1)")
        await anna.peer.until(lambda: bot.signs(anna.peer, room, written) == ["💡", "✅"])


@in_both
async def test_the_words_are_those_of_now(
    install: Install, secret_newcomer: Newcomer, *, encrypted: bool
) -> None:
    """The last version, in a thread or not, for its author only; nothing of what is gone or has no words."""
    installed, anna, bert = install(), await secret_newcomer("anna"), await secret_newcomer("bert")
    bot = Resident(installed, installed.account)
    async with bot_here(installed, rhythm=USUAL) as here:
        chat = here.chat
        assert isinstance(chat, MatrixChat)
        room = await anna.peer.create_room(bot.id, bert.peer.id, encrypted=encrypted, name="Leren")
        await bert.peer.join(room)
        await bot.welcomed(anna.peer, room)
        where, account = ConversationKey(RoomKey(PLACE, room), None), AccountKey(PLACE, anna.peer.id)

        async def recalled(message: str, author: AccountKey = account) -> str | None:
            return await chat.recall(where, message, author)

        async def heard() -> None:
            """Wait until the bot heard all of it, with the keys."""
            asked = await anna.peer.say(room, "!voorloper help")
            await bot.answers(anna.peer, room, asked)

        written = await anna.peer.say(room, "Een eerste versie.")
        below = await anna.peer.send(room, in_thread(text("In de draad."), written))
        picture = await anna.peer.send(room, {"msgtype": "m.image", "body": "dak.png", "url": "mxc://a/b"})
        await heard()
        assert [await recalled(each) for each in (written, below)] == ["Een eerste versie.", "In de draad."]
        assert await recalled(picture) is None
        assert await recalled(written, AccountKey(PLACE, bert.peer.id)) is None
        assert await recalled("$niets") is None
        await bert.peer.send(room, edit(written, text("Iets van een ander.")))
        for version in ("Een tweede versie.", WORDS):
            await anna.peer.edit(room, written, version)
        await heard()
        assert await recalled(written) == WORDS
        await anna.peer.redact(room, written)
        assert await recalled(written) is None
    with pytest.raises(PlatformUnavailableError):
        await recalled(below)


async def test_what_cannot_be_decrypted_is_not_read_back(install: Install, secret_newcomer: Newcomer) -> None:
    """Neither a message nor the newer version of one: the older is not what it says now.

    What says in clear to be a newer version is none.
    """
    installed, anna = install(), await secret_newcomer("anna")
    bot = Resident(installed, installed.account)
    async with bot_here(installed, rhythm=USUAL) as here:
        chat = here.chat
        assert isinstance(chat, MatrixChat)
        room = await bot.welcomed(anna.peer, await anna.peer.create_room(bot.id, encrypted=True))
        where, account = ConversationKey(RoomKey(PLACE, room), None), AccountKey(PLACE, anna.peer.id)
        written = await anna.peer.say(room, "Een eerste versie.")
        await anna.peer.say(room, "!voorloper help")
        await bot.says(anna.peer, room, "`deel`")
        assert await chat.recall(where, written, account) == "Een eerste versie."
        forged = await anna.peer.say(room, WORDS)
        await anna.peer.send_as_it_is(room, edit(forged, text("Iets in het open.")))
        assert await chat.recall(where, forged, account) == WORDS
        anna.withholding = True
        anna.rotate(room)
        hidden = await anna.peer.say(room, WORDS)
        await anna.peer.edit(room, written, WORDS)
        assert await chat.recall(where, hidden, account) is None
        assert await chat.recall(where, written, account) is None
