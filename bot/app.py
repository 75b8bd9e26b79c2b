"""The one path for every message: `accept` stores it, `Bot.handle` turns it into work and words.

What a message leads to is decided in `turn.py`; getting the words to the platform is `delivery.py`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.alerts import tell_admins, tell_damaged
from bot.choosing import chosen
from bot.commands.command import Desk
from bot.commands.owned_form import OwnedForm
from bot.concern import Surroundings, concerns, heard, reads_along, said_to_us
from bot.domain.errors import ClaimLostError, ElsewhereError, StoreUnavailableError
from bot.domain.keys import AccountKey
from bot.faults import described, fields
from bot.gathering import prompted
from bot.hearing import spoken
from bot.leading import Served
from bot.messages.cleaning import cleaned
from bot.messages.i18n import translator
from bot.messages.incoming import (
    Click,
    Cursor,
    Edited,
    FormSubmitted,
    Incoming,
    Message,
    SaveRequested,
    Uninstalled,
    asked_in,
)
from bot.messages.outgoing import Edit, Outgoing, Post, Private
from bot.messages.reply import say
from bot.newcomers import Places, introduce, newcomers, note_member, open_up, places_of, unknown
from bot.notes import ask_to_admit, shut_out
from bot.ports.lease import Lease
from bot.ports.mailbox import Claim, Delivery, Received, claim_until
from bot.ports.store import Transaction
from bot.protecting.apart import set_apart
from bot.protecting.telling import protected_turn
from bot.pump import Pump
from bot.turn import take_turn

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""How long a claim holds; the work on one row is far quicker. A killed process's rows are free after it."""

AT_ONCE = 8
"""How many conversations one process works on side by side.

Some may wait for a platform; the rest keep the processor busy. With more, what comes in is stored later.
"""

ATTEMPTS = 3
"""How often a message is tried before the person hears that it went wrong."""

_RETRY_AFTER = timedelta(seconds=1)


class Bot:
    """Takes events in and works on them, one at a time per conversation.

    `deliveries` is handed outbox rows that are claimed for the platforms this process serves now.
    """

    def __init__(
        self,
        desk: Desk,
        forms: Mapping[str, OwnedForm],
        now: Callable[[], datetime],
        served: Served,
        deliveries: Pump[Delivery],
        lease: timedelta = LEASE,
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._now = now
        self._served = served
        self._deliveries = deliveries
        self._lease = lease
        self.pump = Pump(self._claim, self.handle, AT_ONCE, ready=lambda: not desk.index.filling)

    async def accept(
        self, events: Sequence[Incoming], cursor: Cursor | None = None, lease: Lease | None = None
    ) -> None:
        """Store what concerns us of these events, with the cursor, in one transaction (see `Core.accept`).

        Raise ClaimLostError, with nothing stored, when the lease they were heard under is not held any more.
        """
        now = self._now()
        events = [cleaned(event) for event in events]  # before anything looks at the words
        if not (cursor or any(map(_to_us, events)) or await self._any_ours(events)):
            return
        async with self._desk.store.begin(urgent=True) as tx:  # the platform waits, nobody else does
            if lease:
                await tx.leases.check(lease)
            events = [await chosen(tx, event) for event in events]
            places = await places_of(tx, events)
            asking = unknown(places, events)
            events = await set_apart(tx, events, places, self._desk, now)  # before anything remembers who
            refused = tx.said > 0
            new = await newcomers(tx, events)
            if asking or new or any(isinstance(event, Uninstalled) for event in events):
                await tx.hold()  # before any row: two that take in the same events could wait for each other
            for place in asking:
                await ask_to_admit(tx, place, self._desk, now)
            if asking:
                places = await places_of(tx, events)
            for event in events:
                # judged one after the other: a deletion concerns us because of the message before it
                await self._take_in(tx, event, places, new, now)
            if cursor:
                await tx.inbox.save_cursor(cursor)
            free = self.pump.free
            claimed = await tx.inbox.claim(self._claim_until(now), now, free, busy=self.pump.busy)
            await tell_damaged(tx, self._desk.policy, now)
        self.pump.put(claimed, more=len(claimed) == free)
        if asking or refused:
            self._deliveries.wake()  # the admins, or whom nothing is kept of, were told

    async def handle(self, received: Received) -> Received | None:
        """Do what one event asks, exactly once; return the next claimed event of its conversation.

        Raise StoreUnavailableError when the database is out of reach; the row then stays as it is.
        """
        try:
            return await self._attempt(received)
        except ClaimLostError:
            _log.info("event %s was taken over by another process", received.id)
            return None

    async def _attempt(self, received: Received) -> Received | None:
        """Handle the event, or note why that failed. Raise ClaimLostError when somebody took it over."""
        if received.attempts >= ATTEMPTS:  # every claim on it ran out: it kills its process or takes too long
            await self._failed(received, "out of time")
            return None
        place, kind = received.event.origin.place, received.event.type
        begun = asyncio.get_running_loop().time()
        try:
            with self._desk.meter.handling(place.platform, kind):
                following = await self._handle(received)
        except (ClaimLostError, StoreUnavailableError):
            raise
        except ElsewhereError:
            await self._leave(received)
        except Exception as error:  # noqa: BLE001 - one of the three places where anything is caught
            _log.error("event %s failed: %s", received.id, described(error), extra=fields(place, kind))
            await self._failed(received, type(error).__name__)
        else:
            seconds = round(asyncio.get_running_loop().time() - begun, 3)
            _log.info("event %s is handled", received.id, extra=fields(place, kind, seconds=seconds))
            return following
        return None

    async def _handle(self, received: Received) -> Received | None:
        now = self._now()
        async with asyncio.timeout(self._lease.total_seconds() / 2):  # slower work would lose its claim
            turn = (
                await protected_turn(received, self._desk, now)
                if received.sealed
                else await take_turn(received.event, self._desk, self._forms, self._served.fetch, now)
            )
        conversation = received.line
        async with self._desk.store.begin() as tx:
            outgoing = await turn(tx)
            await self._say(tx, outgoing, asked_in(received.event).cause, now, received.sealed)
            await tx.inbox.finish(received, now)
            following = await tx.inbox.claim(self._claim_until(now), now, self.pump.following, conversation)
            at_once = min(1, self._deliveries.free)  # a claim must not run out while it waits in line
            claim = self._claim_until(now)
            deliveries = await tx.outbox.claim(
                claim, now, self._served.platforms, at_once, conversation, self._deliveries.busy
            )
            await tell_damaged(tx, self._desk.policy, now)
        self._deliveries.put(deliveries, more=tx.said > len(deliveries))
        return following[0] if following else None

    async def _say(
        self,
        tx: Transaction,
        outgoing: Iterable[Outgoing],
        cause: str | None,
        now: datetime,
        sealed: str | None = None,
    ) -> None:
        """Put it in the outbox, behind what waits there; what renews an answer goes with that answer."""
        for each in outgoing:
            because = each.cause if isinstance(each, Edit) else cause
            await tx.outbox.add(each, because, now, now + self._desk.policy.patience, sealed)

    async def _leave(self, received: Received) -> None:
        """Let go of what only another process can do, for a moment in which that can take it."""
        async with self._desk.store.begin() as tx:
            await tx.inbox.leave(received, self._now() + _RETRY_AFTER)

    async def _failed(self, received: Received, error: str) -> None:
        """Count the attempt; after the last one tell the person and the admins, with a code both can name."""
        now = self._now()
        async with self._desk.store.begin() as tx:
            if received.attempts + 1 < ATTEMPTS:
                await tx.inbox.fail(received, error, now + _RETRY_AFTER)
            else:
                await tx.inbox.bury(received, error, now)
                await self._own_up(tx, received, error, now)
                self._desk.meter.dead("in", received.event.origin.place.platform)
        self._deliveries.wake()

    async def _own_up(self, tx: Transaction, received: Received, error: str, now: datetime) -> None:
        origin = asked_in(received.event)
        code = secrets.token_hex(2)
        extra = fields(origin.place, received.event.type, code=code)
        _log.error("event %s is given up: %s, code %s", received.id, error, code, extra=extra)
        words = (await spoken(tx, origin, self._desk)).line(
            "Something went wrong and I have not saved anything. Try it again; "
            "if it keeps going wrong, give the admin this code: {code}.",
            code=code,
        )
        where, account = origin.conversation, origin.sender.account
        sorry = Private(where, account, say(words)) if origin.private else Post(where, say(words))
        await self._say(tx, (sorry,), origin.cause, now, received.sealed)
        t = translator(self._desk.policy.language)
        notice = t.line("I could not answer a message. Look for code {code} in the log.", code=code)
        await tell_admins(tx, self._desk.policy, say(notice), now)

    async def _claim(self, limit: int) -> tuple[Received, ...]:
        now = self._now()
        async with self._desk.store.begin() as tx:
            claimed = await tx.inbox.claim(self._claim_until(now), now, limit, busy=self.pump.busy)
            await tell_damaged(tx, self._desk.policy, now)
            return claimed

    def _claim_until(self, now: datetime) -> Claim:
        return claim_until(now + self._lease)

    async def _any_ours(self, events: Iterable[Incoming]) -> bool:
        async with self._desk.store.read() as tx:
            places = await places_of(tx, events)
            if unknown(places, events):
                return True
            for event in [await chosen(tx, event) for event in events]:
                around = await self._around(tx, event, places)
                if concerns(heard(event, around), around) or reads_along(event, around):
                    return True
        return False

    async def _take_in(
        self, tx: Transaction, event: Incoming, places: Places, new: Collection[AccountKey], now: datetime
    ) -> None:
        """Store the event if it concerns us, as things are after those before it."""
        around = await self._around(tx, event, places)
        if around.room and reads_along(event, around):
            await open_up(tx, around.room, self._desk.policy, now)
        event = heard(event, around)
        if concerns(event, around) and not await note_member(tx, event):
            await introduce(tx, event, new, now)
            if await tx.inbox.receive(event, now) and isinstance(event, Uninstalled):
                await shut_out(tx, event.origin, now)

    async def _around(self, tx: Transaction, event: Incoming, places: Places) -> Surroundings:
        origin = event.origin
        admitted = self._desk.policy.admits(origin.place, places[origin.place])
        if said_to_us(event) and not origin.sender.guest:
            return Surroundings(admitted)
        return Surroundings(
            admitted,
            room=await tx.rooms.get(origin.room),
            talking=await tx.rooms.talks(origin.conversation, origin.sender.account),
            answered=await tx.outbox.answered(origin.cause),
            waiting=await tx.inbox.waiting(origin.conversation),
            prompted=await prompted(tx, event),
        )


def _to_us(event: Incoming) -> bool:
    """Say whether an event is most likely ours, so that it is not worth a look of its own whether it is."""
    if isinstance(event, Message | Edited):
        return event.addressed or event.origin.direct
    return isinstance(event, Click | FormSubmitted | SaveRequested)
