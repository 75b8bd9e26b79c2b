"""In how many transactions what was heard is stored, and with which of them the place that was reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

import pytest

from bot.cli.platforms import configured_chats
from bot.leading import USUAL
from bot.messages.incoming import Cursor, Incoming
from bot.ports.chat import Chat, Core
from storage.store import SqlStore
from tests.matrix.bot_here import bot_here
from tests.matrix.counting import Asking, all_is_well
from tests.matrix.installing import Install, entered
from tests.matrix.peer import Peer
from tests.platforms.alone import Timing, alone
from tests.platforms.assembly import utc_now
from tests.platforms.waiting import meanwhile

Newcomer = Callable[[str], Awaitable[Peer]]


class _Overheard:
    """The real core, of which is noted how much it is given at once, and whether the place was with it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.cursor, self.places, self.settled = core.cursor, core.places, core.settled
        self.keeps_by_sign, self.home = core.keeps_by_sign, core.home
        self.opens, self.form, self.faults = core.opens, core.form, core.faults
        self.given: list[tuple[int, bool]] = []

    async def accept(self, events: Sequence[Incoming], cursor: Cursor | None = None) -> None:
        """Hand it on."""
        await self._core.accept(events, cursor)
        self.given.append((len(events), cursor is not None))


class _Overhearing:
    """The real chat, whose talk with the core is overheard."""

    exclusive = True
    trouble = ""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.platform, self.render = chat.platform, chat.render
        self.send, self.fetch, self.recall = chat.send, chat.fetch, chat.recall
        self.core: _Overheard | None = None

    async def run(self, core: Core) -> None:
        """Hear."""
        self.core = _Overheard(core)
        await self._chat.run(self.core)


async def test_much_at_once(install: Install, newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much for one transaction is stored in several, with the place in the last one only."""
    monkeypatch.setattr("adapters.matrix.listening._STORED_AT_ONCE", 10)
    bot, anna = install(), await newcomer("anna")
    room = await anna.create_room(bot.account.user_id, name="Kamer")
    async with bot_here(bot):
        await entered(anna, room, bot)
    asking = Asking(anna, room, bot.account.user_id)
    await asking.ask(25)
    store = SqlStore(bot.database)
    (chat,) = configured_chats(bot.settings)
    overhearing = _Overhearing(chat)
    program = await alone(store, overhearing, Timing(utc_now, monotonic, USUAL), bot.settings.policy)
    async with meanwhile(program.run()):
        await all_is_well(bot.database, asking)
    await store.close()
    assert overhearing.core
    given = [each for each in overhearing.core.given if each[0]]
    assert given == [(10, False), (10, False), (5, True)]
