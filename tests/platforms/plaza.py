"""A small chat platform in memory, with people, rooms, threads and direct rooms, for dialogues as tests.

It is an adapter like any other (it passes the chat contract); what it shows can be read back.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import assert_never
from uuid import uuid4

from adapters.files.kinds import EntryFiles
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Command, Desk
from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.policy import Policy, Thresholds
from bot.indexing import LiveIndex
from bot.messages.incoming import Click, Deleted, Edited, Incoming, MemberJoined, Message, Origin, Sender
from bot.messages.outgoing import Delete, Edit, OpenDirect, Outgoing, Post, Private, React, Together, Upload
from bot.messages.plaintext import render_plain
from bot.messages.reply import File, Reply
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery
from bot.ports.retention import Retention
from bot.ports.search import SearchIndex
from bot.ports.store import Store
from bot.program import Program
from storage.search.index import TantivyIndex
from tests.platforms.standing import Standing
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import until

PLACE = PlaceKey("plaza", "town")
ADMIN = "ada"
BETWEEN = "\n---\n"
"""Stands between what is shown in several messages."""

POLICY = Policy(
    network="het testnetwerk",
    language="nl",
    zone="Europe/Amsterdam",
    thresholds=Thresholds(answer=0.5, related=0.3),
    admins=frozenset({AccountKey(PLACE, ADMIN)}),
    admitted=frozenset({PLACE}),
)
RETENTION = Retention(
    inbox_text=timedelta(hours=24),
    inbox_key=timedelta(days=14),
    outbox=timedelta(days=14),
    answered_question=timedelta(hours=1),
    open_question=timedelta(days=365),
    dialogue=timedelta(days=14),
    talk=timedelta(days=14),
)


@dataclass(frozen=True)
class Shown:
    """One message of the bot as the platform shows it; `only_for` is who else cannot see it."""

    id: str
    conversation: ConversationKey
    only_for: str | None
    text: str


class PlazaChat:
    """The adapter: what it sends is kept in `shown`, in order, and what it gives in `given`."""

    platform = PLACE.platform
    exclusive = False
    trouble = ""

    def __init__(self) -> None:
        self.shown, self.given = list[Shown](), list[File]()
        self.shared: dict[str, bytes | Exception] = {}
        self.standing = Standing()
        self.recall = self.standing.recall
        self._numbers = count(1)
        self._closed = asyncio.Event()
        self.down = self.opens_rooms = False  # rooms for two people, which most platforms of the tests do not

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the one part it takes: plain text."""
        match outgoing:
            case Post(reply=reply) | Private(reply=reply) | Edit(reply=reply):
                return (render_plain(reply),)
            case Upload(file=file):
                return (render_plain(Reply((file,))),)
            case React(mark=mark):
                return (str(mark),)
            case Delete() | OpenDirect():
                return ("",)
            case _:
                assert_never(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Show it where it belongs."""
        del part
        if self.down:
            raise PlatformUnavailableError("the plaza is closed")
        outgoing = delivery.outgoing
        where, only_for = outgoing.conversation, None
        match outgoing:
            case Private(account=account, together=Together() as both) if self.opens_rooms:
                room = RoomKey(PLACE, f"{account.id}+{both.account.id}")
                where, content = ConversationKey(room, None), render_plain(both.reply)
            case Private(account=account, direct=True):
                where = direct(account.id)
            case Private(account=account):
                only_for = account.id
            case OpenDirect(account=account):
                return direct(account.id).room.id
            case Upload(file=file):
                self.given.append(file)
            case Edit() if delivery.targets:
                (stands,) = delivery.targets[:1]
                self.shown = [replace(s, text=content) if s.id == stands else s for s in self.shown]
                return stands
            case Edit(account=AccountKey(id=who)):
                only_for = who
            case Delete():
                self.shown = [shown for shown in self.shown if shown.id not in delivery.targets]
                return ""
            case _:
                pass
        shown = Shown(f"b{next(self._numbers)}", where, only_for, content)
        self.shown.append(shown)
        return shown.id

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file that somebody shared; raise what goes wrong with it."""
        content = self.shared[file] if place == PLACE else KeyError(place)
        if isinstance(content, bytes):
            return content
        raise content

    async def run(self, core: Core) -> None:
        """Stay until the town is closed; the tests speak to the core themselves."""
        del core
        await self._closed.wait()

    def close(self) -> None:
        """End `run`."""
        self._closed.set()


def direct(who: str) -> ConversationKey:
    """Return the direct conversation with somebody."""
    return ConversationKey(RoomKey(PLACE, f"direct-{who}"), None)


def direct_message(who: str, text: str, at: datetime) -> Message:
    """Return a direct message of somebody."""
    event = uuid4().hex
    origin = Origin(event, direct(who), Sender(AccountKey(PLACE, who)), at, message=event, direct=True)
    return Message(origin, text, addressed=True)


class Town:
    """A running program with the plaza as its platform, and people who say things to it."""

    def __init__(self, program: Program, chat: PlazaChat, store: Store, clock: Clock) -> None:
        self.program = program
        self.chat = chat
        self.store = store
        self.clock = clock
        self._said: dict[str, str] = {}

    async def says(
        self,
        who: str,
        text: str,
        room: str | None = None,
        *,
        thread: str | None = None,
        addressed: bool = True,
        guest: bool = False,
    ) -> str:
        """Let somebody say something, directly or in a room, and return what the bot shows because of it."""
        origin = self.origin(who, room, thread=thread, guest=guest)
        self._said[who] = origin.event
        return await self.happens(Message(origin, text, addressed or room is None))

    async def asks_alone(self, who: str, text: str, room: str, *, guest: bool = False) -> str:
        """Let somebody say something in a room that nobody else sees there, nor the answer."""
        return await self.happens(Message(self.alone(who, room, guest=guest), text, addressed=True))

    async def clicks(self, who: str, command: str, room: str | None = None) -> str:
        """Let somebody use a button."""
        return await self.happens(Click(self.origin(who, room), command))

    async def presses(self, who: str, command: str, shown: Shown) -> str:
        """Let somebody use a button of a message of the bot; return what is shown besides."""
        room, own = shown.conversation.room, shown.conversation == direct(who)
        origin = replace(
            self.origin(who, None if own else room.id),
            conversation=shown.conversation,
            message=shown.id,
            private=shown.only_for is not None,
        )
        return await self.happens(Click(origin, command))

    def alone(self, who: str, room: str, *, guest: bool = False) -> Origin:
        """Return where something comes from that only its sender sees, in a room."""
        return replace(self.origin(who, room, thread=f"private {who}", guest=guest), private=True)

    async def edits(self, who: str, text: str) -> None:
        """Let somebody change what they said last, directly."""
        origin = replace(self.origin(who, None), message=self._said[who])
        await self.happens(Edited(origin, text, addressed=True))

    async def deletes(self, who: str) -> None:
        """Let somebody take back what they said last, directly."""
        await self.happens(Deleted(replace(self.origin(who, None), message=self._said[who])))

    def last_said(self, who: str) -> str:
        """Return which message somebody said last."""
        return self._said[who]

    async def joins(self, who: str, room: str, *, me: bool = False) -> str:
        """Let somebody, or the bot itself, come into a room."""
        return await self.happens(MemberJoined(self.origin(who, room), me))

    async def happens(self, event: Incoming) -> str:
        """Let something happen and return what is shown because of it."""
        before = {shown.id for shown in self.chat.shown}
        self.chat.standing.take(event)
        await self.program.accept([event])
        for place in (event.origin.place, PLACE):
            await self.program.settled(place)
        return BETWEEN.join(shown.text for shown in self.chat.shown if shown.id not in before)

    def origin(self, who: str, room: str | None, *, thread: str | None = None, guest: bool = False) -> Origin:
        """Return where an event of somebody comes from; in a room an answer belongs in a thread."""
        message = uuid4().hex
        return Origin(
            event=message,
            conversation=ConversationKey(RoomKey(PLACE, room), thread or message) if room else direct(who),
            sender=Sender(AccountKey(PLACE, who), guest),
            at=self.clock(),
            message=message,
            direct=room is None,
        )

    async def handled(self) -> None:
        """Wait until everything that came in is handled, whether or not the answers could go out."""
        await until(self._nothing_open)

    async def _nothing_open(self) -> bool:
        async with self.store.read() as tx:
            return not await tx.inbox.open(PLACE)

    async def later(self) -> None:
        """Let minutes go by, until everything is out."""
        self.clock.forward(timedelta(minutes=5))
        await self.program.settled(PLACE)

    async def passes(self, span: timedelta) -> str:
        """Let time go by with the clock ticking all along; return what is shown because of it."""
        before = {shown.id for shown in self.chat.shown}
        end = self.clock() + span
        while (left := end - self.clock()) > timedelta():
            self.clock.forward(min(timedelta(days=1), left))
            await self.program.tick()
            await self.program.settled(PLACE)  # or what is said would be out too late, by the clock
        return BETWEEN.join(shown.text for shown in self.chat.shown if shown.id not in before)

    def last(self) -> Shown:
        """Return what was shown last."""
        return self.chat.shown[-1]


@asynccontextmanager
async def town(
    store: Store,
    policy: Policy = POLICY,
    commands: tuple[Command, ...] = COMMANDS,
    chat_made: Callable[[], PlazaChat] = PlazaChat,
    index: SearchIndex | None = None,
) -> AsyncIterator[Town]:
    """Run the program over this store until the block ends; it searches in memory unless told where."""
    clock = Clock()
    chat = chat_made()
    live = LiveIndex(index or TantivyIndex.in_memory(), store)
    desk = Desk(store, live, commands, policy, RETENTION, EntryFiles())
    program = Program(desk, FORMS, [chat], clock, steady=clock.steady)
    await program.prepare()
    running = asyncio.create_task(program.run())
    try:
        yield Town(program, chat, store, clock)
    finally:
        chat.close()
        await running
