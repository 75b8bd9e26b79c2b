"""A person in a direct message with the bot, in a Slack on loopback."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from adapters.slack.adapter import SlackChat
from adapters.slack.ids import message_id, place_key
from bot.domain.keys import ConversationKey, RoomKey
from tests.adapters.slack.showing import blocks_read, buttons, commands, formatting, links, read, squeezed
from tests.platforms.assembly import utc_now
from tests.platforms.waiting import until
from tests.slack.bot import account, config
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack, slack
from tests.slack.standin.world import Message

_STEERING = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


class SlackDriver:
    """Sits at a client."""

    wrote = "Hoi"

    def __init__(self, world: Slack, anna: Person) -> None:
        self._slack = world
        self._anna = anna
        self._direct = anna.direct()
        place = place_key(world.workspace.team.id)
        self.conversation = ConversationKey(RoomKey(place, self._direct.id), None)
        self.account = account(anna)

    async def heard(self) -> None:
        """Wait until the bot is connected."""
        await self._slack.sockets.connected(2, seconds=30)

    async def says(self, line: str) -> None:
        """Say it once the bot is connected, and wait until it had it: Slack keeps no order."""
        await self.heard()
        self._anna.says(self._direct, line)
        event = self._slack.dispatcher.events()[-1]

        async def tried() -> bool:
            return bool(event.attempts) and event.attempts[0].outcome is not None

        await until(tried)

    async def message(self) -> str:
        """Return the id of something they said."""
        return message_id(self._direct.id, self._anna.says(self._direct, self.wrote).ts)

    async def screen(self) -> str:
        """Return what stands there of the bot, files by their names too."""
        return "\n".join(_shown(message) for message in self._given())

    async def files(self) -> Sequence[bytes]:
        """Return what was given."""
        kept = self._slack.inside.files.all
        contents = [kept[each["id"]].content for message in self._given() for each in _files(message)]
        return [content for content in contents if content is not None]

    async def refused(self) -> None:
        """Wait until Slack has tried more than once, in vain."""

        async def tried() -> bool:
            return any(len(each.attempts) > 1 and not each.acked for each in self._slack.dispatcher.events())

        await until(tried, 30)

    async def ends(self, running: asyncio.Task[None]) -> None:
        """Stop the bot: channels never end."""
        running.cancel()

    def words(self, parts: Sequence[str]) -> str:
        """Return the plain text; the blocks say the same."""
        contents = [json.loads(part) for part in parts]
        for content in contents:
            if "blocks" in content:
                assert squeezed(blocks_read(content)) == squeezed(read(content["text"]))
        return "\n".join(f"{each.get('filename', '')}\n{read(each['text'])}" for each in contents)

    def effects(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Return commands, links and formatting, of both texts; what would steer."""
        found: list[str] = []
        for content in (json.loads(part) for part in parts):
            text = content["text"]
            found += (*commands(text), *links(text), *formatting(text), *re.findall(_STEERING, text))
            found += (button["value"] for button in buttons(content))
            found += re.findall(_STEERING, blocks_read(content))
        return tuple(found)

    def _given(self) -> list[Message]:
        everything = [*self._direct.messages.values(), *self._direct.ephemerals.values()]
        return [message for message in everything if "bot_id" in message.raw]


def _files(message: Message) -> list[dict[str, str]]:
    return list(message.raw.get("files", []))


def _shown(message: Message) -> str:
    names = [file["name"] for file in _files(message)]
    return html.unescape("\n".join((*names, read(message.text))))


@asynccontextmanager
async def slack_subject() -> AsyncIterator[tuple[SlackChat, SlackDriver]]:
    """Make the adapter with a person in a workspace of Slack."""
    async with slack() as world:
        yield SlackChat(config(world), utc_now), SlackDriver(world, world.person("anna"))
