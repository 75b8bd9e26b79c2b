"""Questions that go through the whole program, one at a time, timed until the answer is in the outbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from adapters.files.kinds import EntryFiles
from bot.assembly import settle_memory
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.errors import MessageRefusedError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.indexing import LiveIndex
from bot.messages.incoming import Message, Origin, Sender
from bot.messages.outgoing import Outgoing, Post
from bot.messages.plaintext import render_plain
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery
from bot.program import Program
from bot.settings import Network, Settings
from storage.store import SqlStore

PLACE = PlaceKey("scale", "here")
PEOPLE = 50
ADMIN = "admin"


class _Chat:
    """A platform that takes everything at once; it notes when the words for an answer reach it."""

    platform = PLACE.platform
    exclusive = False
    trouble = ""

    def __init__(self) -> None:
        self.reached: asyncio.Queue[float] = asyncio.Queue()
        self.closed = asyncio.Event()
        self._numbers = count(1)

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the words. They were committed just before: only committed rows are delivered."""
        self.reached.put_nowait(time.perf_counter())
        return (render_plain(outgoing.reply),) if isinstance(outgoing, Post) else ("",)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Do as if it is out."""
        del delivery, part, content
        return f"m{next(self._numbers)}"

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Refuse: nobody can share a file here."""
        raise MessageRefusedError(f"{place} has no file {file}")

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> None:
        """Recall nothing: what was said is not kept here."""
        del conversation, message, author

    async def run(self, core: Core) -> None:
        """Hear nothing."""
        del core
        await self.closed.wait()


class Handling:
    """A running program on a database, that is asked one question after another."""

    def __init__(self, program: Program, chat: _Chat) -> None:
        self._program = program
        self._chat = chat
        self._numbers = count(1)

    async def ask(self, text: str) -> float:
        """Ask directly; return the seconds until the answer was committed to the outbox."""
        number = next(self._numbers) % PEOPLE
        return await self.say(text, f"person{number}", f"direct{number}")

    async def say(self, text: str, who: str, where: str) -> float:
        """Let somebody say something in a direct room; return the seconds until the answer was committed."""
        room = ConversationKey(RoomKey(PLACE, where), None)
        sender = Sender(AccountKey(PLACE, who))
        event = f"{time.time_ns()}"
        origin = Origin(event, room, sender, datetime.now(UTC), message=event, direct=True)
        began = time.perf_counter()
        await self._program.accept([Message(origin, text, addressed=True)])
        ended = await self._chat.reached.get()
        await self._program.settled(PLACE)
        return ended - began


@asynccontextmanager
async def handling(store: SqlStore, index: LiveIndex) -> AsyncIterator[Handling]:
    """Run a program over this database and index during the block."""
    settings = Settings(network=Network(admins=(f"{PLACE}:{ADMIN}",)))
    chat = _Chat()
    desk = Desk(store, index, COMMANDS, settings.policy, settings.kept, EntryFiles())
    program = Program(desk, FORMS, [chat], lambda: datetime.now(UTC), timedelta(seconds=30))
    await program.prepare()
    settle_memory()
    running = asyncio.create_task(program.run())
    try:
        yield Handling(program, chat)
    finally:
        chat.closed.set()
        await running
