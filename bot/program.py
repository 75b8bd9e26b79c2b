"""Everything that runs in one process: the bot, delivery, due work, and the chats it serves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import opening
from bot.app import LEASE, Bot
from bot.commands.command import Desk
from bot.commands.owned_form import OwnedForm
from bot.delivery import DeliveryService
from bot.domain.errors import StoreUnavailableError, VoorloperError
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Place, Role
from bot.home import home
from bot.leading import USUAL, Leading, Rhythm, Served
from bot.messages.form import FormView
from bot.messages.incoming import Cursor, Incoming, Origin, Sender
from bot.messages.reply import Reply
from bot.ports.chat import Chat
from bot.ports.condition import Condition, Part
from bot.ports.knowledge import Change
from bot.ports.lease import Lease
from bot.protecting.apart import end_old_dialogues
from bot.pump import POLL
from bot.scheduling import Scheduler

_LONGEST_TICK = 300.0
"""Seconds after which a clock that has not ticked stands still; it ticks every minute."""

_LONGEST_LOOK = 5.0
"""Seconds after which a database that does not answer counts as out of reach."""


class Program:
    """One process of the bot. It is the `Core` that adapters talk to.

    Several programs may run on one PostgreSQL, with the same or other chats; one that is exclusive is served
    by one of them at a time. `steady` counts the seconds that go by, whatever the clock is set to.
    """

    def __init__(
        self,
        desk: Desk,
        forms: Mapping[str, OwnedForm],
        chats: Sequence[Chat],
        now: Callable[[], datetime],
        lease: timedelta = LEASE,
        steady: Callable[[], float] = time.monotonic,
        rhythm: Rhythm = USUAL,
    ) -> None:
        served = Served(chats, steady)
        desk = replace(desk, recall=served.recall)
        self._desk = desk
        self._forms = forms
        self._chats = chats
        self._now = now
        self._leading = Leading(desk.store, served, now, steady, rhythm)
        self._delivery = DeliveryService(desk.store, chats, served, desk.policy, now, lease, desk.meter)
        self._bot = Bot(desk, forms, now, served, self._delivery.pump, lease)
        self._scheduler = Scheduler(desk.store, desk.retention, desk.policy, desk.meter, lease)
        self._steady = steady
        self._running = False
        self._ticked: float | None = None

    async def accept(
        self, events: Sequence[Incoming], cursor: Cursor | None = None, lease: Lease | None = None
    ) -> None:
        """Store what concerns us (see `Core`), as long as the lease that it was heard under is held."""
        await self._bot.accept(events, cursor, lease)

    async def cursor(self, name: str) -> str | None:
        """Return a saved cursor (see `Core`)."""
        async with self._desk.store.read() as tx:
            return await tx.inbox.cursor(name)

    async def places(self) -> Sequence[PlaceKey]:
        """Return the places that are known (see `Core`)."""
        async with self._desk.store.read() as tx:
            return [place.key for place in await tx.rooms.places()]

    async def keeps_by_sign(self, room: RoomKey) -> bool:
        """Say whether a room takes a sign for a wish (see `Core`)."""
        async with self._desk.store.read() as tx:
            known = await tx.rooms.get(room)
        return known is not None and known.lamp

    async def settled(self, place: PlaceKey) -> None:
        """Wait until nothing of a place is open (see `Core`)."""
        before = self._troubles()
        while True:
            # taken before the look, so that nothing that ends meanwhile is missed
            progress = (self._bot.pump.finished, self._delivery.pump.finished)
            for trouble, known in zip(self._troubles(), before, strict=True):
                if trouble and trouble is not known:
                    raise trouble  # reading may go well for as long as nothing can be written
            async with self._desk.store.read() as tx:
                if not (await tx.inbox.open(place) or await tx.outbox.open(place)):
                    return
            await _any_of(progress, POLL)

    def _troubles(self) -> tuple[StoreUnavailableError | None, ...]:
        return self._bot.pump.trouble, self._delivery.pump.trouble

    def opens(self, line: str) -> bool:
        """Say whether a line opens a form (see `Core`)."""
        return opening.opens(line, self._desk, self._forms)

    async def form(
        self, origin: Origin, line: str, values: Mapping[str, str] | None = None
    ) -> FormView | None:
        """Return the form that a line would open (see `Core`)."""
        return await opening.form(origin, line, values or {}, self._desk, self._forms, self._now())

    async def faults(self, origin: Origin, form: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wrong with a filled form (see `Core`)."""
        return await opening.form_faults(origin, form, values, self._desk, self._forms, self._now())

    async def home(self, visitor: Sender) -> Reply:
        """Return somebody's own page (see `Core`)."""
        return await home(visitor, self._desk, self._forms)

    async def tick(self) -> datetime | None:
        """Do what is due now; return when the next work is."""
        await self._end_old_dialogues()
        due = await self._scheduler.tick(self._now(), self._steady())
        self._delivery.pump.wake()
        if not self._desk.index.filling:
            await self._desk.index.current()  # also when nobody asks anything for a long time
        self._ticked = self._steady()
        return due

    async def _end_old_dialogues(self) -> None:
        now = self._now()
        async with self._desk.store.read() as tx:
            some = await tx.protected.ending(now)
        if some:
            async with self._desk.store.begin() as tx:
                await end_old_dialogues(tx, self._desk.policy, now)

    async def condition(self) -> Condition:
        """Say how the program is doing; a part that does not work is said, not raised."""
        working = Part("workers", "" if self._running else "not running")
        since = None if self._ticked is None else self._steady() - self._ticked
        ticking = Part("clock", "" if since is not None and since < _LONGEST_TICK else "no tick")
        platforms = [Part(chat.platform, chat.trouble) for chat in self._chats]
        try:
            async with asyncio.timeout(_LONGEST_LOOK), self._desk.store.read() as tx:
                overview = await tx.overview()
        except (VoorloperError, TimeoutError):
            return Condition((Part("database", "out of reach"), working, ticking, *platforms))
        behind = overview.revision - self._desk.index.revision
        due = None if self._scheduler.doubting else overview.due  # what may not be done now is not late
        late = (self._now() - due).total_seconds() if due else 0.0
        index = Part("index", self._desk.index.trouble)
        parts = (Part("database"), working, ticking, index, *platforms)
        return Condition(parts, overview, behind, max(0.0, late))

    async def prepare(self) -> None:
        """Do what the settings say about admins and their places, and plan what always comes back."""
        now = self._now()
        change = Change(None, now)
        async with self._desk.store.begin() as tx:
            for key in self._desk.policy.admitted:
                await tx.rooms.save_place(Place(key, admitted=True), change)
            for account in sorted(self._desk.policy.admins):
                person = await tx.people.of_account(account)
                if person is None:
                    await tx.people.add(account, Role.ADMIN, change)
                elif person.role is not Role.ADMIN:
                    await tx.people.save(replace(person, role=Role.ADMIN), change)
        await self._scheduler.plan(now, self._steady())

    async def ready(self) -> None:
        """Wait until a question is answered at once; what is asked before waits, and then has its answer."""
        await self._desk.index.current()

    async def run(self) -> None:
        """Run until every chat has nothing more to say, or until cancelled; nothing accepted is lost."""
        async with (
            asyncio.TaskGroup() as together
        ):  # one that fails ends all: nothing listens without answering
            handling = together.create_task(self._bot.pump.run())
            delivering = together.create_task(self._delivery.pump.run())
            self._running = True
            try:
                async with asyncio.TaskGroup() as listening:
                    for chat in self._chats:
                        listening.create_task(self._listen(chat))
            finally:
                self._running = False
                self._bot.pump.stop()
                await handling
                self._delivery.pump.stop()
                await delivering
                await self._leading.release()

    async def _listen(self, chat: Chat) -> None:
        """Hear through a chat, of which some take one process at a time."""

        async def hear(lease: Lease) -> None:
            self._delivery.pump.wake()  # for what waited until somebody served this platform
            await chat.run(_Epoch(self, lease))

        await (self._leading.run(chat.platform, hear) if chat.exclusive else chat.run(self))


class _Epoch:
    """The core as a chat sees it during one epoch of its lease: afterwards it takes nothing in any more."""

    def __init__(self, program: Program, lease: Lease) -> None:
        self._program = program
        self._lease = lease

    async def accept(self, events: Sequence[Incoming], cursor: Cursor | None = None) -> None:
        """Store what concerns us (see `Core`)."""
        await self._program.accept(events, cursor, self._lease)

    async def cursor(self, name: str) -> str | None:
        """Return a saved cursor (see `Core`)."""
        return await self._program.cursor(name)

    async def places(self) -> Sequence[PlaceKey]:
        """Return the places that are known (see `Core`)."""
        return await self._program.places()

    async def keeps_by_sign(self, room: RoomKey) -> bool:
        """Say whether a room takes a sign for a wish (see `Core`)."""
        return await self._program.keeps_by_sign(room)

    async def settled(self, place: PlaceKey) -> None:
        """Wait until nothing of a place is open (see `Core`)."""
        await self._program.settled(place)

    def opens(self, line: str) -> bool:
        """Say whether a line opens a form (see `Core`)."""
        return self._program.opens(line)

    async def form(
        self, origin: Origin, line: str, values: Mapping[str, str] | None = None
    ) -> FormView | None:
        """Return the form that a line would open (see `Core`)."""
        return await self._program.form(origin, line, values)

    async def faults(self, origin: Origin, form: str, values: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wrong with a filled form (see `Core`)."""
        return await self._program.faults(origin, form, values)

    async def home(self, visitor: Sender) -> Reply:
        """Return somebody's own page (see `Core`)."""
        return await self._program.home(visitor)


async def _any_of(events: Iterable[asyncio.Event], seconds: float) -> None:
    """Wait until one of the events is set, at most so long."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
