"""Serving what takes one process at a time: its lease is taken, renewed, and what hangs on it ends with it.

Who holds which lease is storage's. What is said and heard under one is the chat's and delivery's; each asks
`Served` first, and again in the transaction that saves something.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import ClaimLostError, ElsewhereError, VoorloperError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey
from bot.ports.chat import Chat
from bot.ports.lease import Lease
from bot.ports.store import Store, Transaction

_log = logging.getLogger(__name__)

LASTS = timedelta(seconds=15)
"""How long a lease lasts that is not renewed: so long after a kill nobody serves the platform."""

RENEW = 4.0
"""Seconds after which a holder renews it."""

RETRY = 3.0
"""Seconds after which it is tried again to take one that another has."""

MARGIN = 2.0
"""Seconds before its end that a holder stops, so that it is gone when another begins."""


@dataclass(frozen=True)
class Rhythm:
    """How long a lease lasts, and the seconds between what is done for it."""

    lasts: timedelta = LASTS
    renew: float = RENEW
    retry: float = RETRY
    margin: float = MARGIN


USUAL = Rhythm()


class Served:
    """Which platforms this process may serve now: those that take any number of processes, or that it leads.

    `steady` counts the seconds that go by, whatever the clock is set to.
    """

    def __init__(self, chats: Iterable[Chat], steady: Callable[[], float]) -> None:
        self._chats = {chat.platform: chat for chat in chats}
        self._shared = frozenset(name for name, chat in self._chats.items() if not chat.exclusive)
        self._held: dict[str, tuple[Lease, float]] = {}
        self._steady = steady

    @property
    def platforms(self) -> Collection[str]:
        """Their names."""
        return self._shared.union(name for name in self._held if self.left(name) > 0)

    @property
    def leases(self) -> Collection[Lease]:
        """The leases that this process has, or that ran out without anybody saying that they are lost."""
        return tuple(lease for lease, _ in self._held.values())

    def left(self, platform: str) -> float:
        """Return for how many seconds a lease can be relied on; 0 or less when it is not held."""
        return self._held[platform][1] - self._steady() if platform in self._held else 0.0

    def hold(self, lease: Lease, until: float) -> None:
        """Note that a lease is held until a moment of `steady`."""
        self._held[lease.name] = (lease, until)

    def drop(self, lease: Lease) -> None:
        """Note that a lease is not held any more."""
        self._held.pop(lease.name, None)

    def require(self, platform: str) -> None:
        """Raise ClaimLostError when this process may not serve a platform now."""
        if platform not in self.platforms:
            raise ClaimLostError

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file that somebody shared (see `Chat.fetch`).

        Raise ElsewhereError when this process may not serve the platform now.
        """
        if place.platform not in self.platforms:
            raise ElsewhereError
        return await self._chats[place.platform].fetch(place, file)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote (see `Chat.recall`).

        Raise ElsewhereError when this process may not serve the platform now.
        """
        platform = conversation.room.place.platform
        if platform not in self.platforms:
            raise ElsewhereError
        return await self._chats[platform].recall(conversation, message, author)

    async def check(self, tx: Transaction, platform: str) -> None:
        """See to it that nobody else serves a platform before this transaction ends.

        Raise ClaimLostError when somebody does, or may begin to.
        """
        self.require(platform)
        if platform in self._held:
            await tx.leases.check(self._held[platform][0])


class Leading:
    """Takes the leases of one process, and hears under each as long as it holds."""

    def __init__(
        self,
        store: Store,
        served: Served,
        now: Callable[[], datetime],
        steady: Callable[[], float],
        rhythm: Rhythm,
    ) -> None:
        self._store = store
        self._served = served
        self._now = now
        self._steady = steady
        self._rhythm = rhythm
        self._holder = secrets.token_hex(8)

    async def run(self, platform: str, hear: Callable[[Lease], Awaitable[None]]) -> None:
        """Hear whenever this process holds the lease of a platform, until there is nothing more to hear.

        A lease that is still held at the end is let go of by `release`, when what was heard is dealt with.
        """
        while True:
            lease = await self._take(platform)
            if lease:
                _log.info("%s is served by this process, epoch %s", platform, lease.epoch)
                if await self._heard_out(lease, hear):
                    return
                _log.warning("%s is not served by this process any more", platform)
            await asyncio.sleep(self._rhythm.retry)

    async def release(self) -> None:
        """Let go of every lease, so that another process takes it at once and need not wait."""
        for lease in self._served.leases:
            self._served.drop(lease)
            try:
                async with self._store.begin() as tx:
                    await tx.leases.release(lease)
            except VoorloperError as error:
                _log.info("the lease of %s runs out by itself: %s", lease.name, type(error).__name__)

    async def _take(self, platform: str) -> Lease | None:
        begun = self._steady()
        now = self._now()
        try:
            async with self._store.begin() as tx:
                lease = await tx.leases.take(platform, self._holder, now, now + self._rhythm.lasts)
        except VoorloperError as error:
            _log.warning("the lease of %s cannot be taken now: %s", platform, error)
            return None
        if lease:
            self._served.hold(lease, self._end(begun))
        return lease

    async def _heard_out(self, lease: Lease, hear: Callable[[Lease], Awaitable[None]]) -> bool:
        """Hear as long as the lease is held; say whether there is nothing more to hear."""
        hearing = asyncio.ensure_future(hear(lease))
        try:
            while not hearing.done():
                await asyncio.wait({hearing}, timeout=self._rhythm.renew)
                if not (hearing.done() or await self._renewed(lease)):
                    break
            lost = not hearing.done() or _taken_over(hearing)
            if lost:
                self._served.drop(lease)  # before the chat has ended, which may take a while
            return not lost
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    async def _renewed(self, lease: Lease) -> bool:
        """Renew a lease, and try again as long as there is time; say whether it is held."""
        while (left := self._served.left(lease.name)) > 0:
            begun = self._steady()
            now = self._now()
            try:
                async with asyncio.timeout(left), self._store.begin() as tx:
                    await tx.leases.renew(lease, now, now + self._rhythm.lasts)
            except ClaimLostError:
                return False
            except (VoorloperError, TimeoutError) as error:
                _log.warning("the lease of %s is not renewed: %s", lease.name, type(error).__name__)
                await asyncio.sleep(min(self._rhythm.retry, max(0.0, self._served.left(lease.name))))
            else:
                self._served.hold(lease, self._end(begun))
                return True
        return False

    def _end(self, begun: float) -> float:
        return begun + self._rhythm.lasts.total_seconds() - self._rhythm.margin


def _taken_over(hearing: asyncio.Future[None]) -> bool:
    """Say whether hearing ended because the lease is lost. Raise what else went wrong."""
    error: BaseException | None = hearing.exception()
    if error is None:
        return False
    cause = error
    while isinstance(cause, BaseExceptionGroup) and len(cause.exceptions) == 1:
        cause = cause.exceptions[0]
    if isinstance(cause, ClaimLostError):
        return True
    raise error
