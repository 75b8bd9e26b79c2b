"""A failure told protected on the homeserver: in a direct room, after which nothing names its author."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import pytest

from storage.key_folder import KeyFolder
from tests.dialogs.protecting import TOLD, files_of, keys_in, rows_of, traces
from tests.matrix.bot_here import bot_here
from tests.matrix.counting import at_rest
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer

Newcomer = Callable[[str], Awaitable[Peer]]


async def test_nothing_on_the_homeserver_names_who_told_a_story(
    install: Install, newcomer: Newcomer, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither who invited the bot into a direct room, that room, nor what is said in it.

    The key store of the bot's device is the exception: the homeserver's own keys are in it.
    """
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="adapters")
    anna = await newcomer("anna")
    bot = install()
    keys = bot.folder / "protected"
    async with bot_here(bot, keys=KeyFolder(keys)):
        direct = await anna.create_room(bot.account.user_id, direct=True)
        await entered(anna, direct, bot)
        events = []
        for line, reply in (
            ("deel beschermd", "Wat probeerden jullie?"),
            (TOLD[0], "Wat kwam ervan?"),
            (TOLD[1], "Wat zou je een ander aanraden?"),
            (TOLD[2], "Zo zien anderen het"),
            (TOLD[3], "Dit is je code"),
        ):
            events.append(await anna.say(direct, line))
            await anna.reads(direct, reply)
        await at_rest(bot.database)
        assert not keys_in(keys)
        names = {anna.id, direct, *events, *(seen.id for seen in anna.shown(direct))}
        rows = await rows_of(bot.database)
        assert len(rows["protected_story"]) == 1
        kept = files_of(bot.database, keys) | {"rows": repr(rows).encode(), "log": caplog.text.encode()}
        forbidden = traces(names)
        for name, content in kept.items():
            assert not [each for each in forbidden if each in content], name
