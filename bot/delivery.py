"""From the outbox to the platforms: in order per conversation, with retries, nothing dropped silently.

Which rows there are is storage's; how a part goes out is the adapter's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts import tell_admins, tell_damaged, tell_sharer
from bot.domain.errors import (
    ClaimLostError,
    MessageRefusedError,
    PlatformUnavailableError,
    RoomUnavailableError,
    StoreUnavailableError,
)
from bot.domain.keys import RoomKey
from bot.domain.policy import Policy
from bot.domain.prompt import occurrence_of, said_for_prompt
from bot.faults import described, fields
from bot.labels import called
from bot.leading import Served
from bot.messages.i18n import translator
from bot.messages.outgoing import Delete, Edit, OpenDirect, Post, Private, Upload, told_of
from bot.messages.reply import say
from bot.outdated import FRESH, is_outdated
from bot.ports.chat import Chat
from bot.ports.mailbox import Claim, Delivery, claim_until
from bot.ports.meter import UNMEASURED, Meter
from bot.ports.store import Store, Transaction
from bot.prompting.halting import undelivered
from bot.pump import POLL, Pump

_log = logging.getLogger(__name__)

AT_ONCE = 16
"""How many conversations one process delivers to side by side."""

ROOM_WAITS = timedelta(minutes=5)
"""How long a room that cannot be written in is left alone."""

_LONGEST_WAIT = timedelta(minutes=1)


class DeliveryService:
    """Sends what is in the outbox through the chats of this process."""

    def __init__(
        self,
        store: Store,
        chats: Iterable[Chat],
        served: Served,
        policy: Policy,
        now: Callable[[], datetime],
        lease: timedelta,
        meter: Meter = UNMEASURED,
    ) -> None:
        self._meter = meter
        self._store = store
        self._chats: Mapping[str, Chat] = {chat.platform: chat for chat in chats}
        self._served = served
        self._policy = policy
        self._now = now
        self._lease = lease
        self._longest_send = lease / 2
        self.pump = Pump(self._claim, self.deliver, AT_ONCE)

    async def deliver(self, delivery: Delivery) -> Delivery | None:
        """Send one row; return the next claimed row of its conversation.

        Raise StoreUnavailableError when the database is out of reach; the row then stays as it is.
        """
        try:
            return await self._attempt(delivery)
        except ClaimLostError:
            _log.info("outgoing %s was taken over by another process", delivery.id)
            return None

    async def _attempt(self, delivery: Delivery) -> Delivery | None:
        """Send the row, or note why it did not go out. Raise ClaimLostError when somebody took it over."""
        try:
            return await self._deliver(delivery)
        except (ClaimLostError, StoreUnavailableError):
            raise
        except MessageRefusedError as error:
            return await self._bury(delivery, str(error))
        except RoomUnavailableError as error:
            if occurrence_of(delivery.cause) or told_of(delivery.outgoing):  # not worth waiting for a room
                return await self._bury(delivery, str(error), gone=delivery.outgoing.conversation.room)
            await self._park(delivery, str(error))
        except PlatformUnavailableError as error:
            await self._wait(delivery, str(error), error.retry_after)
        except TimeoutError:
            await self._wait(delivery, "no answer in time", None)
        except Exception as error:  # noqa: BLE001 - one of the three places where anything is caught
            _log.error("outgoing %s failed: %s", delivery.id, described(error), extra=_fields(delivery))
            return await self._bury(delivery, type(error).__name__)
        return None

    async def _deliver(self, delivery: Delivery) -> Delivery | None:
        if self._now() >= delivery.not_after:
            return await self._bury(delivery, "too late")
        said_at = self._said_at(delivery)
        if self._now() - said_at > FRESH and not await self._is_let_in(delivery):
            return await self._bury(delivery, "this place is not let in")
        if not delivery.sent and await is_outdated(self._store, delivery, said_at, self._now()):
            return await self._replace(delivery)
        chat = self._chats[delivery.outgoing.conversation.room.place.platform]
        parts = await self._parts(chat, delivery)
        last: str | None = None
        for number in range(len(delivery.sent), len(parts)):
            if last is not None:
                await self._note_part(delivery, last)
            if self._now() + self._longest_send > delivery.claim.until:
                raise ClaimLostError  # somebody else might take the row over while it is being sent
            self._served.require(chat.platform)
            with self._meter.sending(chat.platform, delivery.outgoing.type):
                async with asyncio.timeout(self._longest_send.total_seconds()):
                    last = await chat.send(delivery, number, parts[number])
        return await self._noted(delivery, last)

    @asynccontextmanager
    async def _recording(self, delivery: Delivery) -> AsyncIterator[Transaction]:
        """Open a transaction that says what became of a row.

        Raise ClaimLostError when another process serves its platform now.
        """
        async with self._store.begin() as tx:
            await self._served.check(tx, delivery.outgoing.conversation.room.place.platform)
            yield tx
        if tx.said:
            self.pump.wake()

    def _said_at(self, delivery: Delivery) -> datetime:
        prompt = occurrence_of(delivery.cause)
        return delivery.not_after - (self._policy.grace if prompt else self._policy.patience)

    async def _is_let_in(self, delivery: Delivery) -> bool:
        place = delivery.outgoing.conversation.room.place
        async with self._store.read() as tx:
            return self._policy.admits(place, await tx.rooms.place(place))

    async def _replace(self, delivery: Delivery) -> Delivery | None:
        """Say, in the place of words that may not go out any more, that the question can be asked again.

        What was said for a prompt is left out: nobody asked for it. Of what was shared, its sharer hears.
        """
        now = self._now()
        t = translator(self._policy.language)
        again = say(
            t.line("My answer was held up, and what it showed has changed since. Ask your question again.")
        )
        outgoing = delivery.outgoing
        async with self._recording(delivery) as tx:
            await undelivered(tx, delivery.cause, self._policy, now)
            await tx.outbox.bury(delivery, "outdated", now)
            if isinstance(outgoing, Upload):
                said = Post(outgoing.conversation, again)
                await tx.outbox.add(said, delivery.cause, now, delivery.not_after)
            elif await tell_sharer(tx, outgoing, self._policy, now, there=False):
                pass  # nobody in the room asked for it
            elif not said_for_prompt(delivery.cause) and isinstance(outgoing, Post | Private | Edit):
                renewed = replace(outgoing, reply=again)
                await tx.outbox.add(renewed, delivery.cause, now, delivery.not_after)
            return await self._next(tx, delivery, now)

    async def _next(self, tx: Transaction, delivery: Delivery, now: datetime) -> Delivery | None:
        claim, conversation = self._claim_until(now), delivery.line
        claimed = await tx.outbox.claim(
            claim, now, self._served.platforms, self.pump.following, conversation, self.pump.busy
        )
        await tell_damaged(tx, self._policy, now)
        return claimed[0] if claimed else None

    async def _parts(self, chat: Chat, delivery: Delivery) -> tuple[str, ...]:
        """Render once: what was begun in several parts goes on in the same parts."""
        if delivery.parts:
            return delivery.parts
        if isinstance(delivery.outgoing, Delete) and not delivery.targets:
            return ()
        parts = chat.render(delivery.outgoing)
        if len(parts) > 1:
            async with self._recording(delivery) as tx:
                await tx.outbox.fix_parts(delivery, parts)
        return parts

    async def _note_part(self, delivery: Delivery, message: str) -> None:
        async with self._recording(delivery) as tx:
            await tx.outbox.part_sent(delivery, message, self._now())

    async def _noted(self, delivery: Delivery, last: str | None) -> Delivery | None:
        """Note that it is out as soon as the database takes that; after its claim it would be sent again."""
        while True:
            try:
                return await self._finish(delivery, last)
            except StoreUnavailableError as error:
                if not self.pump.following or self._now() >= delivery.claim.until:
                    raise
                self.pump.notice(error)
                await asyncio.sleep(POLL)

    async def _finish(self, delivery: Delivery, last: str | None) -> Delivery | None:
        """Note that the last part is out, under this id, and thereby all of it."""
        now = self._now()
        outgoing = delivery.outgoing
        async with self._recording(delivery) as tx:
            if last is not None and isinstance(outgoing, OpenDirect):
                await tx.rooms.save_direct_room(outgoing.account, RoomKey(outgoing.account.place, last))
                last = None
            await tx.outbox.finish(delivery, now, last)
            await tell_sharer(tx, outgoing, self._policy, now, there=True)
            if delivery.sealed:
                await tx.protected.sweep(now)
            return await self._next(tx, delivery, now)

    async def _bury(self, delivery: Delivery, reason: str, *, gone: RoomKey | None = None) -> Delivery | None:
        """Give the row up, say so to the admins, and go on with the rest of the conversation."""
        now = self._now()
        _log.error("outgoing %s is given up: %s", delivery.id, reason, extra=_fields(delivery))
        self._meter.dead("out", delivery.outgoing.conversation.room.place.platform)
        room = delivery.outgoing.conversation.room
        async with self._recording(delivery) as tx:
            prompt = await undelivered(tx, delivery.cause, self._policy, now, gone=gone)
            await tx.outbox.bury(delivery, reason, now)
            if delivery.sealed:
                await tx.protected.sweep(now)
            told = await tell_sharer(tx, delivery.outgoing, self._policy, now, there=False)
            heard = prompt or (told and gone)  # by who can do something about it
            if delivery.cause and not heard:  # a notice that dies is not worth another notice
                words = translator(self._policy.language).line(
                    "A message for {room} did not arrive. See whether I may still write there ({reason}).",
                    room=called(await tx.rooms.get(room), room),
                    reason=reason,
                )
                await tell_admins(tx, self._policy, say(words), now)
            return await self._next(tx, delivery, now)

    async def _park(self, delivery: Delivery, reason: str) -> None:
        now, where = self._now(), _fields(delivery)
        _log.warning("room of outgoing %s cannot be written in: %s", delivery.id, reason, extra=where)
        async with self._recording(delivery) as tx:
            await tx.outbox.postpone(delivery, reason, now + ROOM_WAITS)
            await tx.outbox.park(delivery.outgoing.conversation.room, now + ROOM_WAITS)

    async def _wait(self, delivery: Delivery, reason: str, retry_after: float | None) -> None:
        now = self._now()
        seconds = retry_after if retry_after is not None else 2.0 ** min(delivery.attempts, 6)
        # once in the log is enough: an outage that lasts would fill it
        level = logging.DEBUG if delivery.attempts else logging.WARNING
        _log.log(level, "outgoing %s waits: %s", delivery.id, reason, extra=_fields(delivery))
        async with self._recording(delivery) as tx:
            await tx.outbox.postpone(delivery, reason, now + min(timedelta(seconds=seconds), _LONGEST_WAIT))

    async def _claim(self, limit: int) -> tuple[Delivery, ...]:
        now = self._now()
        async with self._store.begin() as tx:
            claim, platforms = self._claim_until(now), self._served.platforms
            claimed = await tx.outbox.claim(claim, now, platforms, limit, busy=self.pump.busy)
            await tell_damaged(tx, self._policy, now)
            return claimed

    def _claim_until(self, now: datetime) -> Claim:
        return claim_until(now + self._lease)


def _fields(delivery: Delivery) -> Mapping[str, str | float]:
    return fields(delivery.outgoing.conversation.room.place, delivery.outgoing.type)
