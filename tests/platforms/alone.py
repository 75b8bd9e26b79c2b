"""A platform that takes one process at a time, and processes there that a test can hold up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.files.kinds import EntryFiles
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey
from bot.domain.policy import Policy
from bot.indexing import LiveIndex
from bot.leading import Rhythm
from bot.messages.outgoing import Outgoing
from bot.ports.chat import Chat, Core
from bot.ports.mailbox import Delivery
from bot.ports.store import Store, Transaction
from bot.program import Program
from storage.search.index import TantivyIndex
from tests.platforms.assembly import POLICY
from tests.platforms.plaza import RETENTION


class LoneChat:
    """A chat of which only one process at a time may hear; `hearing` says whether this one does."""

    exclusive = True
    trouble = ""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.platform = chat.platform
        self.hearing = False
        self.fetched: list[str] = []
        self.recalled: list[str] = []

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return self._chat.render(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part."""
        return await self._chat.send(delivery, part, content)

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file, which only who hears may."""
        assert self.hearing
        self.fetched.append(file)
        return await self._chat.fetch(place, file)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote, which only who hears may."""
        assert self.hearing
        self.recalled.append(message)
        return await self._chat.recall(conversation, message, author)

    async def run(self, core: Core) -> None:
        """Hear."""
        self.hearing = True
        try:
            await self._chat.run(core)
        finally:
            self.hearing = False


class Gate:
    """What every transaction of a process goes through; closed, the process is as good as paused."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open = asyncio.Event()
        self._open.set()
        self.waiting = 0

    def close(self) -> None:
        """Let no transaction begin any more."""
        self._open.clear()

    def open(self) -> None:
        """Let everything go on."""
        self._open.set()

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[Transaction]:
        """Open a writing transaction."""
        await self._through()
        async with self._store.begin(urgent=urgent) as tx:
            yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Open a reading transaction."""
        await self._through()
        async with self._store.read() as tx:
            yield tx

    async def _through(self) -> None:
        self.waiting += 1
        try:
            await self._open.wait()
        finally:
            self.waiting -= 1


@dataclass(frozen=True)
class Timing:
    """The clocks of a program and how it goes about its lease; rows are claimed for `claims`."""

    now: Callable[[], datetime]
    steady: Callable[[], float]
    rhythm: Rhythm
    claims: timedelta = timedelta(seconds=30)


async def alone(store: Store, chat: Chat, timing: Timing, policy: Policy = POLICY) -> Program:
    """Return a program that serves this platform, ready to run."""
    index = LiveIndex(TantivyIndex.in_memory(), store)
    desk = Desk(store, index, COMMANDS, policy, RETENTION, EntryFiles())
    program = Program(desk, FORMS, [chat], timing.now, timing.claims, timing.steady, timing.rhythm)
    await program.prepare()
    await index.current()
    return program
