"""A person in a direct room with the bot on a real homeserver of Matrix."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.matrix.adapter import MatrixChat
from adapters.matrix.config import PLATFORM, Config
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from tests.adapters.matrix.showing import Shown, squeezed
from tests.matrix.client import at
from tests.matrix.events import Event, standing
from tests.matrix.peer import Peer, person
from tests.matrix.proxy import FaultProxy, road
from tests.matrix.synapse import SERVER, Account, Synapse
from tests.platforms.assembly import utc_now
from tests.platforms.waiting import until

_PLACE = PlaceKey(PLATFORM, SERVER)
_HEARS = r"/sync\?.*since="
_CALLING = r"@room|https://matrix\.to/"
_STEERING = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
_COMMAND = "`[^`]*`"


class MatrixDriver:
    """Sits at a client; the bot reaches the homeserver over a road on which can be seen what it does."""

    wrote = "Hoi"

    def __init__(self, anna: Peer, bot: Account, room: str, hears: FaultProxy) -> None:
        self.conversation = ConversationKey(RoomKey(_PLACE, room), None)
        self.account = AccountKey(_PLACE, anna.id)
        self._anna = anna
        self._bot = bot
        self._road = hears
        self._refusals = _Warnings()

    async def heard(self) -> None:
        """Wait until the bot asks what happened since it began: nothing from before is answered."""
        await self._road.comes(_HEARS, seconds=30)

    async def says(self, line: str) -> None:
        """Say it, once it is heard."""
        await self.heard()
        await self._anna.say(self.conversation.room.id, line)

    async def message(self) -> str:
        """Return the id of something they said."""
        return await self._anna.say(self.conversation.room.id, self.wrote)

    async def screen(self) -> str:
        """Return what stands in the room of the bot, as a client shows it."""
        return "\n".join("\n".join(_words(seen.content)) for seen in await self._shown())

    async def files(self) -> Sequence[bytes]:
        """Return what was given, as it is downloaded."""
        given = [seen for seen in await self._shown() if seen.content["msgtype"] == "m.file"]
        return [await self._anna.download(seen.content["url"]) for seen in given]

    async def refused(self) -> None:
        """Wait until the bot says that it holds what it heard."""
        await until(self._refusals.came, 30)

    async def ends(self, running: asyncio.Task[None]) -> None:
        """Stop the bot: rooms never end."""
        running.cancel()

    def words(self, parts: Sequence[str]) -> str:
        """Return the plain text, which is that of the formatted text as well."""
        contents = [json.loads(part) for part in parts]
        for content in contents:
            assert squeezed(Shown(content["formatted_body"]).text) == squeezed(content["body"])
        return "\n".join(word for content in contents for word in _words(content))

    def effects(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return commands and links, of both texts; who is called; what would steer."""
        found: list[str] = []
        for content in (json.loads(part) for part in parts):
            shown, body = Shown(content["formatted_body"]), content["body"]
            found += (*shown.commands, *shown.links, *content["m.mentions"])
            found += re.findall(f"{_COMMAND}|{_CALLING}|{_STEERING}", body)
            found += re.findall(f"{_CALLING}|{_STEERING}", shown.text)
        return tuple(found)

    async def _shown(self) -> list[Event]:
        events = await self._anna.messages(self.conversation.room.id)
        return [seen for seen in standing(events) if seen.sender == self._bot.user_id]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Read during the block what the bot warns of."""
        log = logging.getLogger("adapters.matrix.listening")
        log.addHandler(self._refusals)
        try:
            yield
        finally:
            log.removeHandler(self._refusals)


class _Warnings(logging.Handler):
    """Counts how often the bot said that it could not store what it heard."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count it."""
        self._count += "cannot be stored" in record.getMessage()

    async def came(self) -> bool:
        """Say whether it said so more than once."""
        return self._count > 1


@asynccontextmanager
async def matrix_subject(synapse: Synapse, folder: Path) -> AsyncIterator[tuple[MatrixChat, MatrixDriver]]:
    """Make the adapter with a person and the bot in a direct room."""
    name = secrets.token_hex(4)
    bot, account = synapse.register(f"voorloper-{name}"), synapse.register(f"anna-{name}")
    async with (
        person(synapse.url, account) as anna,
        person(synapse.url, bot) as own,
        road(synapse.url) as way,
    ):
        room = await anna.create_room(bot.user_id, direct=True)
        await own.client.ask("POST", f"v3/join/{at(room)}", {})
        config = Config(way.url, bot.user_id, folder / "keys", bot.password)
        driver = MatrixDriver(anna, bot, room, way)
        async with driver.listening():
            yield MatrixChat(config, utc_now), driver


def _words(content: dict[str, object]) -> list[str]:
    """Return what is shown of a message: of a file its name and the words with it."""
    return [str(content[name]) for name in ("filename", "body") if name in content]
