"""How a test plays the people on a platform and reads what they see: one driver per chat adapter."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Protocol

from aiohttp import ClientSession

from adapters import console
from adapters.console import ConsoleChat
from adapters.matrix.adapter import MatrixChat
from adapters.slack.adapter import SlackChat
from bot.domain.keys import CONSOLE_ACCOUNT, AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.ports.chat import Chat
from tests.contract.matrix_driver import matrix_subject
from tests.contract.slack_driver import slack_subject
from tests.matrix.synapse import Synapse
from tests.platforms.assembly import PLATFORMS, chats
from tests.platforms.driving import Platform, platform_here
from tests.platforms.waiting import until
from tests.platforms.wire import HOME, Said

_ANNA = Said(account="anna", room="anna", direct=True)
_COMMAND = "`[^`]*`"
_STEERING = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_ROOM_OF = {name: RoomKey(PlaceKey(name, HOME), _ANNA.room) for name in PLATFORMS}


class Driver(Protocol):
    """One person in a direct conversation with the bot, on one platform."""

    @property
    def conversation(self) -> ConversationKey:
        """The conversation this person has with the bot."""
        ...

    @property
    def account(self) -> AccountKey:
        """Who this person is there."""
        ...

    @property
    def wrote(self) -> str | None:
        """What they say with `message`; None where no platform keeps that."""
        ...

    async def heard(self) -> None:
        """Wait until a bot that begins hears what is said, and can speak."""
        ...

    async def says(self, line: str) -> None:
        """Write a line to the bot."""
        ...

    async def message(self) -> str:
        """Return the id of a message of theirs."""
        ...

    async def screen(self) -> str:
        """Return everything that can be read, oldest first."""
        ...

    async def files(self) -> Sequence[bytes]:
        """Return the contents of the files that were given, oldest first."""
        ...

    async def refused(self) -> None:
        """Wait until the bot has tried, in vain, to store what was said."""
        ...

    async def ends(self, running: asyncio.Task[None]) -> None:
        """Have nothing more to say, in the way of this platform; stop the bot where it goes on for ever."""
        ...

    def words(self, parts: Sequence[str]) -> str:
        """Return what a person can read in rendered parts."""
        ...

    def effects(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return what does something in rendered parts: commands, links, pings, formatting, steering."""
        ...


@dataclass(frozen=True)
class Subject:
    """An adapter and its driver."""

    chat: Chat
    driver: Driver


class ConsoleDriver:
    """Types lines and reads the terminal."""

    conversation = console.CONVERSATION
    account = CONSOLE_ACCOUNT
    wrote = None

    def __init__(self, folder: Path) -> None:
        self._typed: Queue[str] = Queue()
        self._written: list[str] = []
        self._folder = folder
        self.chat = ConsoleChat(self._typed.get, self._written.append, lambda: datetime.now(UTC), folder)

    async def heard(self) -> None:
        """Wait for nothing: a terminal is there at once."""

    async def says(self, line: str) -> None:
        """Type a line."""
        self._typed.put(line + "\n")

    async def screen(self) -> str:
        """Return what was written."""
        return "".join(self._written)

    async def files(self) -> Sequence[bytes]:
        """Return what is in the folder."""
        return [file.read_bytes() for file in sorted(self._folder.iterdir())]

    async def refused(self) -> None:
        """Wait for the sentence about it."""

        async def told() -> bool:
            return "houd ik vast" in await self.screen()

        await until(told)

    async def message(self) -> str:
        """Return some id: lines have none."""
        return "m1"

    async def ends(self, running: asyncio.Task[None] | None = None) -> None:
        """End the input."""
        del running
        self._typed.put("")

    def words(self, parts: Sequence[str]) -> str:
        """Return the text as it is."""
        return "".join(parts)

    def effects(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return what stands between backticks, and what would steer a terminal."""
        return tuple(re.findall(rf"{_COMMAND}|{_STEERING}", "".join(parts)))


class PlatformDriver:
    """Says things on one of our small platforms."""

    wrote = None

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        room = _ROOM_OF[platform.name]
        self.conversation = ConversationKey(room, None)
        self.account = AccountKey(room.place, _ANNA.account)

    async def heard(self) -> None:
        """Wait for nothing: what is said is kept until the bot asks for it."""

    async def says(self, line: str) -> None:
        """Say it."""
        await self._platform.say(Said(line, _ANNA.account, _ANNA.room, direct=True))

    async def screen(self) -> str:
        """Return what stands in the room."""
        return "".join(shown.text for shown in await self._platform.shown())

    async def files(self) -> Sequence[bytes]:
        """Return what was posted with a file."""
        return [shown.posting.file for shown in await self._platform.shown() if shown.posting.file]

    async def refused(self) -> None:
        """Wait until the bot asks for the same events again, unacknowledged."""
        await self._platform.requests(3)
        assert not await self._platform.has_read()

    async def message(self) -> str:
        """Return some id: marks are not looked at."""
        return "m1"

    async def ends(self, running: asyncio.Task[None]) -> None:
        """Close the platform."""
        del running
        await self._platform.close()

    def words(self, parts: Sequence[str]) -> str:
        """Return the text as it is."""
        return "".join(parts)

    def effects(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return what stands between backticks; these platforms show plain text."""
        return tuple(re.findall(_COMMAND, "".join(parts)))


@asynccontextmanager
async def subject(name: str, folder: Path, homeserver: Callable[[], Synapse]) -> AsyncIterator[Subject]:
    """Make the adapter to a platform with its driver; the homeserver is only asked for where it is needed."""
    if name == ConsoleChat.platform:
        driver = ConsoleDriver(folder)
        yield Subject(driver.chat, driver)
        await driver.ends()  # lets go of the thread that reads
    elif name == MatrixChat.platform:
        async with matrix_subject(homeserver(), folder) as (chat, person):
            yield Subject(chat, person)
    elif name == SlackChat.platform:
        async with slack_subject() as (chat, anna):
            yield Subject(chat, anna)
    else:
        async with platform_here(name) as platform, ClientSession() as session:
            (small,) = chats({name: platform.url}, session)
            yield Subject(small, PlatformDriver(platform))
