"""`tick(now)`: claim the work that is due and do it. When to call it is the clock adapter's."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import assert_never

from bot.alerts import tell_admins, tell_damaged
from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.domain.policy import Policy
from bot.faults import described
from bot.messages.i18n import mark, mark_plural, translator
from bot.messages.incoming import asked_in
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from bot.ports.mailbox import Claim
from bot.ports.meter import UNMEASURED, Meter
from bot.ports.store import DueTask, Retention, Store, Transaction, Work

_log = logging.getLogger(__name__)

RETENTION_EVERY = timedelta(hours=1)

_SORRY = mark("I could not answer your message in time, and I do not have it any more. Please send it again.")
_UNHANDLED = mark_plural(
    "{number} message could not be handled in time and is given up.",
    "{number} messages could not be handled in time and are given up.",
)
_UNSENT = mark_plural(
    "{number} answer could not go out in time and is given up.",
    "{number} answers could not go out in time and are given up.",
)

_CLOCK_JUMPED = mark(
    "The clock of the machine jumped from {before} to {after}. See that it is right: "
    "in an hour I remove what may not be kept longer."
)

_LEASE = timedelta(minutes=5)
_AT_ONCE = 100

_JUMP = timedelta(hours=1)
"""By how much the clock must differ from what is expected to be told; a machine may sleep for a while."""


class Scheduler:
    """Does what falls due. Safe to run in several processes: each piece of work is claimed by one.

    It expects to be called every minute, and notices when the time is not what it can be.
    """

    def __init__(self, store: Store, retention: Retention, policy: Policy, meter: Meter = UNMEASURED) -> None:
        self._store = store
        self._retention = retention
        self._policy = policy
        self._meter = meter
        self._before: datetime | None = None

    async def plan(self, now: datetime) -> None:
        """Plan the work that always comes back, where it is not planned yet."""
        async with self._store.begin() as tx:
            await tx.due.plan_once(Work.RETENTION, "", now)

    async def tick(self, now: datetime) -> datetime | None:
        """Do everything that is due at this moment; return when the next work is due."""
        before, self._before = self._before, now
        async with self._store.begin() as tx:
            # a clock that was ahead may have planned it for a moment that is far away
            await tx.due.plan_by(Work.RETENTION, "", now + RETENTION_EVERY)
            if before and abs(now - before) > _JUMP:
                await self._clock_jumped(tx, before, now)
            tasks = await tx.due.claim(Claim(secrets.token_hex(8), now + _LEASE), now, _AT_ONCE)
        for task in tasks:
            try:
                await self._do(task, now)
            except ClaimLostError:
                _log.info("due work %s was taken over by another process", task.kind)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - one of the three places where anything is caught
                what = described(error)
                _log.error("due work %s failed and is tried again: %s", task.kind, what)
        async with self._store.read() as tx:
            return await tx.due.next_at()

    async def _clock_jumped(self, tx: Transaction, before: datetime, now: datetime) -> None:
        """Put off what cannot be undone, so that a clock that is wrong can be set right, and say so."""
        _log.warning("the clock jumped from %s to %s", before.isoformat(), now.isoformat())
        await tx.due.plan(Work.RETENTION, "", now + RETENTION_EVERY)
        t = translator(self._policy.language, self._policy.zone)
        words = t.line(_CLOCK_JUMPED, before=t.moment(before), after=t.moment(now))
        await tell_admins(tx, self._policy, say(words), now)

    async def _do(self, task: DueTask, now: datetime) -> None:
        match task.kind:
            case Work.RETENTION:
                async with self._store.begin() as tx:
                    await self._give_up(tx, now)
                    removed = await tx.forget(self._retention, now)
                    await tx.due.finish(task, again=now + RETENTION_EVERY)
                _log.info("retention removed %s", dict(removed))
            case _:
                assert_never(task.kind)

    async def _give_up(self, tx: Transaction, now: datetime) -> None:
        """Give up what waited too long, and tell whoever waits for it and the admins."""
        t = translator(self._policy.language)
        events = await tx.inbox.expire(now - self._retention.inbox_text, now)
        for event in events:
            origin = asked_in(event)
            late = Post(origin.conversation, say(t.line(_SORRY)))
            await tx.outbox.add(late, origin.cause, now, now + self._policy.patience)
            self._meter.dead("in", origin.place.platform)
        expired = await tx.outbox.expire(now)
        for outgoing, _ in expired:
            self._meter.dead("out", outgoing.conversation.room.place.platform)
        unsent = [cause for _, cause in expired if cause]
        for (one, many), number in ((_UNHANDLED, len(events)), (_UNSENT, len(unsent))):
            if number:
                notice = say((Plain(t.plural(one, many, number)),))
                await tell_admins(tx, self._policy, notice, now)
        await tell_damaged(tx, self._policy, now)
