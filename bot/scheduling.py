"""`tick(now)`: claim the work that is due and do it. When to call it is the clock adapter's."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import assert_never

from bot.alerts import tell_admins
from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.domain.policy import Policy
from bot.faults import described
from bot.messages.i18n import mark, mark_plural, translator
from bot.messages.incoming import asked_in
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from bot.ports.mailbox import Claim
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

_LEASE = timedelta(minutes=5)
_AT_ONCE = 100


class Scheduler:
    """Does what falls due. Safe to run in several processes: each piece of work is claimed by one."""

    def __init__(self, store: Store, retention: Retention, policy: Policy) -> None:
        self._store = store
        self._retention = retention
        self._policy = policy

    async def plan(self, now: datetime) -> None:
        """Plan the work that always comes back, where it is not planned yet."""
        async with self._store.begin() as tx:
            await tx.due.plan_once(Work.RETENTION, "", now)

    async def tick(self, now: datetime) -> datetime | None:
        """Do everything that is due at this moment; return when the next work is due."""
        async with self._store.begin() as tx:
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
        unsent = [cause for _, cause in await tx.outbox.expire(now) if cause]
        for (one, many), number in ((_UNHANDLED, len(events)), (_UNSENT, len(unsent))):
            if number:
                notice = say((Plain(t.plural(one, many, number)),))
                await tell_admins(tx, self._policy, notice, now)
