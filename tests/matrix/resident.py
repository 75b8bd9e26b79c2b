"""A bot that lives on the homeserver for all tests of a module, and what people see of it there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from tests.matrix.bot_process import Installation
from tests.matrix.client import Client
from tests.matrix.events import MESSAGE, REACTION, REDACTION, Event, standing
from tests.matrix.peer import Peer
from tests.matrix.synapse import Account, Synapse

KNOWN = "wie heeft ervaring met energiecoöperaties?"
ANSWER = "Energiecoöperatie"
"""What stands in the answer to that, from the starter base."""

_HELLO = "ik ben Voorloper"
_PATIENCE = 30.0
"""Seconds; the machine may be busy with other tests."""


class Resident:
    """A running bot. `admin` is the account of its admin."""

    def __init__(self, installation: Installation, admin: Account) -> None:
        self.installation = installation
        self.admin = admin
        self.id = installation.account.user_id
        self.name = self.id.partition(":")[0].removeprefix("@")

    async def welcomed(self, peer: Peer, room: str) -> str:
        """Wait until the bot said who it is in a room; return the room."""
        await self.says(peer, room, _HELLO)
        return room

    async def room(self, peer: Peer, *others: Peer, name: str = "Leren") -> str:
        """Make a room for these people and the bot; return it when all are in."""
        room = await peer.create_room(self.id, *(other.id for other in others), name=name)
        for other in others:
            await other.join(room)
        return await self.welcomed(peer, room)

    async def direct(self, peer: Peer) -> str:
        """Make a direct room for somebody and the bot; return it when the bot is in."""
        return await self.welcomed(peer, await peer.create_room(self.id, direct=True))

    async def says(self, peer: Peer, room: str, words: str, seconds: float = _PATIENCE) -> Event:
        """Return the first message of the bot with these words."""
        return await peer.sees(
            room, lambda seen: self._speaks(seen) and not seen.replaces and words in seen.body, seconds
        )

    async def tells(self, peer: Peer, words: str) -> Event:
        """Return the first message of the bot with these words, in whichever room somebody has with it."""

        def told() -> list[Event]:
            seen = [each for room in tuple(peer.watch.timelines) for each in peer.timeline(room)]
            return [each for each in seen if self._speaks(each) and words in each.body]

        await peer.until(lambda: bool(told()), _PATIENCE)
        return told()[0]

    async def answers(self, peer: Peer, room: str, question: str, count: int = 1) -> Event:
        """Return the last of so many answers that stand under a question, as soon as they are there."""
        await peer.until(lambda: len(self.under(peer, room, question)) >= count, _PATIENCE)
        (*_, last) = answers = self.under(peer, room, question)
        assert len(answers) == count
        return last

    def under(self, peer: Peer, room: str, question: str) -> list[Event]:
        """Return what stands there of the bot in the thread of a question, or as a reply to it."""
        return [seen for seen in self.shown(peer, room) if question in {seen.thread, seen.in_reply_to}]

    async def shows(self, peer: Peer, room: str, wanted: Callable[[list[Event]], bool]) -> list[Event]:
        """Return what stands there of the bot, in its last versions, as soon as that is as wanted."""
        await peer.until(lambda: wanted(self.shown(peer, room)), _PATIENCE)
        return self.shown(peer, room)

    def shown(self, peer: Peer, room: str) -> list[Event]:
        """Return what stands there of the bot, in its last versions."""
        return [seen for seen in standing(peer.timeline(room)) if seen.sender == self.id]

    def signs(self, peer: Peer, room: str, message: str) -> list[str]:
        """Return the signs of the bot that stand under a message."""
        timeline = peer.timeline(room)
        gone = {seen.redacts for seen in timeline if seen.type == REDACTION}
        reactions = [seen for seen in timeline if seen.type == REACTION and seen.id not in gone]
        own = [each.reaction for each in reactions if each.sender == self.id]
        return [sign for about, sign in own if about == message]

    async def puts(self, peer: Peer, room: str, message: str, count: int) -> None:
        """Wait until the bot put so many signs under a message."""
        await peer.until(lambda: len(self.signs(peer, room, message)) >= count, _PATIENCE)

    async def invites(self, peer: Peer) -> str:
        """Let somebody accept the direct room that the bot opens for them; return it."""
        room = await peer.invited(_PATIENCE)
        await peer.join(room)
        return room

    def _speaks(self, seen: Event) -> bool:
        return seen.type == MESSAGE and seen.sender == self.id


@asynccontextmanager
async def resident(
    synapse: Synapse, database: str, folder: Path, name: str, **matrix: object
) -> AsyncIterator[Resident]:
    """Let a bot live on the homeserver during the block; `matrix` are settings of that section."""
    account, admin = synapse.register(name), synapse.register(f"ada-{name}")
    installation = Installation(
        database, folder, synapse.url, account, (f"matrix:{admin.user_id}",), matrix, starter_base=True
    )
    async with ClientSession() as session:
        await Peer(Client(synapse.url, account.access_token, session), account).call_oneself("Voorloper")
    async with installation.process():
        yield Resident(installation, admin)


@asynccontextmanager
async def speaking_as(bot: Resident) -> AsyncIterator[Peer]:
    """Give the bot's own account another voice during the block: an operator who logs in as it."""
    account = bot.installation.account
    async with ClientSession() as session:
        yield Peer(Client(bot.installation.homeserver, account.access_token, session), account)
