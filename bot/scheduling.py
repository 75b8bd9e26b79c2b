"""`tick(now)`: claim the work that is due and do it. When to call it is the clock adapter's."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.faults import described
from bot.ports.mailbox import Claim
from bot.ports.store import DueTask, Retention, Store, Work

_log = logging.getLogger(__name__)

RETENTION_EVERY = timedelta(hours=1)

_LEASE = timedelta(minutes=5)
_AT_ONCE = 100


class Scheduler:
    """Does what falls due. Safe to run in several processes: each piece of work is claimed by one."""

    def __init__(self, store: Store, retention: Retention) -> None:
        self._store = store
        self._retention = retention

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
                    removed = await tx.forget(self._retention, now)
                    await tx.due.finish(task, again=now + RETENTION_EVERY)
                _log.info("retention removed %s", dict(removed))
            case _:
                assert_never(task.kind)
