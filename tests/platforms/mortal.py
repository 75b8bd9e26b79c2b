"""A life of so many steps: after each transaction and each part that was sent it may be over, at once.

The store and the chat do what the real ones do; only the moment of death is exact.
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey
from bot.messages.outgoing import Outgoing
from bot.ports.chat import Chat, Core
from bot.ports.mailbox import Delivery
from bot.ports.store import Store, Transaction


class Life:
    """Counts the steps of this process and kills it after the last one."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def step(self) -> None:
        """Note that something was done that cannot be undone."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalStore:
    """A store whose every writing transaction is a step."""

    def __init__(self, store: Store, life: Life) -> None:
        self._store = store
        self._life = life

    @asynccontextmanager
    async def begin(self, *, urgent: bool = False) -> AsyncIterator[Transaction]:
        """Open a writing transaction; its commit is a step."""
        async with self._store.begin(urgent=urgent) as tx:
            yield tx
        self._life.step()

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        """Open a reading transaction."""
        return self._store.read()


class MortalChat:
    """A chat whose every part that went out is a step."""

    def __init__(self, chat: Chat, life: Life) -> None:
        self._chat = chat
        self._life = life
        self.platform = chat.platform
        self.exclusive = chat.exclusive
        self.trouble = ""

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the parts."""
        return self._chat.render(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part."""
        message = await self._chat.send(delivery, part, content)
        self._life.step()
        return message

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file."""
        return await self._chat.fetch(place, file)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote."""
        return await self._chat.recall(conversation, message, author)

    async def run(self, core: Core) -> None:
        """Hear."""
        await self._chat.run(core)
