"""`tick(now)`: claim the work that is due and do it. When to call it is the clock adapter's."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import tell_admins, tell_damaged, tell_sharer
from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.domain.keys import RoomKey
from bot.domain.policy import Policy
from bot.echoing import echo, next_echo
from bot.faults import described
from bot.followers import tell_follower
from bot.freshness import EVERY, remind_owners
from bot.introducing import end_request
from bot.messages.i18n import mark, mark_plural, translator
from bot.messages.incoming import asked_in
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import say
from bot.pioneers import come_back
from bot.ports.due import DueTask, Ticked, Work
from bot.ports.mailbox import claim_until
from bot.ports.meter import UNMEASURED, Meter
from bot.ports.retention import Retention
from bot.ports.store import Store, Transaction
from bot.prompting.halting import undelivered
from bot.prompting.harvest import sum_up
from bot.prompting.posting import post_due
from bot.releasing import publish_story, tell_readers

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
_CLOCKS_DIFFER = mark(
    "The last work here was at {before}, and by the clock of this machine it is {after} now. See that it is "
    "right: in an hour I remove what may not be kept longer."
)

_LEASE = timedelta(minutes=5)
_AT_ONCE = 100
_PROMPTS = 1000
"""Prompts that are posted in one transaction: who waits for it to write waits for a part of a second."""

_JUMP = timedelta(hours=1)
"""By how much the clock may differ from what is expected, and how long nothing is removed when it does."""

_PAUSE = timedelta(days=30)
"""How long a bot may have been off without anybody being asked whether its clock is right."""


_SINGLE = tuple(kind for kind in Work if kind is not Work.PROMPT)
"""What is done one by one; prompts come together, many of them at the same minute."""


_DONE_BY: Final[Mapping[Work, Callable[[Transaction, DueTask, Policy, datetime], Awaitable[None]]]] = {
    Work.FINDABLE: come_back,
    Work.CONTACT: end_request,
    Work.FRESHNESS: remind_owners,
    Work.HARVEST: sum_up,
    Work.FOLLOWED: tell_follower,
    Work.ECHO: echo,
    Work.READING: tell_readers,
    Work.STORY: publish_story,
}


@dataclass(frozen=True)
class _Jump:
    """A clock that is not what it can be: since when, and in which words it is told, if it is."""

    before: datetime | None = None
    words: str = ""


class Scheduler:
    """Does what falls due. Safe to run in several processes: each piece of work is claimed by one.

    It expects to be called every minute, and notices when the time is not what it can be: by the seconds that
    went by here, and by the last tick of any process, which stands in the database. From then on it does
    nothing for an hour of seconds that go by, and after a restart for an hour again.
    """

    def __init__(
        self,
        store: Store,
        retention: Retention,
        policy: Policy,
        meter: Meter = UNMEASURED,
        lease: timedelta = timedelta(seconds=30),
    ) -> None:
        self._store = store
        self._retention = retention
        self._policy = policy
        self._meter = meter
        self._last: tuple[datetime, float] | None = None
        self._doubt = ""
        self._until: float | None = None
        self._told = False
        self._lease = lease
        self._doubted = False

    @property
    def doubting(self) -> bool:
        """Say whether nothing that is due is done now, because a clock may be wrong."""
        return self._until is not None

    async def plan(self, now: datetime, steady: float) -> None:
        """Plan the work that always comes back, where it is not planned yet. For `steady` see `tick`."""
        async with self._store.begin() as tx:
            new = await tx.due.next_at() is None and await tx.due.ticked() is None
            if new:  # there is nothing yet that a wrong clock could have removed
                await tx.due.note_tick(Ticked(now))
            await tx.due.plan_once(Work.RETENTION, "", now)
        if new:
            self._last = (now, steady)

    async def tick(self, now: datetime, steady: float) -> datetime | None:
        """Do everything that is due at this moment; return when the next work is due, None when in doubt.

        `steady` counts the seconds that go by, from any beginning, whatever the clock is set to.
        """
        tasks: tuple[DueTask, ...] = ()
        async with self._store.begin() as tx:
            self._doubted = False
            await self._look_at_the_clock(tx, now, steady)
            await tx.protected.sweep(now)
            if not self.doubting:
                # a clock that was ahead may have planned it for a moment that is far away
                await tx.due.plan_by(Work.RETENTION, "", now + RETENTION_EVERY)
                await tx.due.plan_by(Work.FRESHNESS, "", now + EVERY)
                await tx.due.plan_by(Work.ECHO, "", next_echo(self._policy, now))
                tasks = await tx.due.claim(claim_until(now + _LEASE), now, _AT_ONCE, _SINGLE)
        self._last = (now, steady)  # not before it is stored, or a jump would be forgotten with it
        if self.doubting:
            return None
        for task in tasks:
            await self._try((task,), now)
        await self._prompts(now)
        async with self._store.read() as tx:
            return await tx.due.next_at()

    async def _try(self, tasks: tuple[DueTask, ...], now: datetime) -> bool:
        """Do work; say whether that went well, or somebody else took it over. What did not is tried again."""
        try:
            await self._do(tasks, now)
        except ClaimLostError:
            _log.info("due work %s was taken over by another process", tasks[0].kind)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one of the three places where anything is caught
            what = described(error)
            _log.error("due work %s failed and is tried again: %s", tasks[0].kind, what)
            return False
        return True

    async def _prompts(self, now: datetime) -> None:
        """Post every prompt that is due, many in one transaction."""
        while True:
            async with self._store.begin() as tx:
                tasks = await tx.due.claim(claim_until(now + self._lease), now, _PROMPTS, (Work.PROMPT,))
            if tasks:
                await self._post(tasks, now)
            if len(tasks) < _PROMPTS:
                return

    async def _post(self, tasks: tuple[DueTask, ...], now: datetime) -> None:
        """Post prompts together; when that fails, by halves, so that one at fault holds no other up."""
        middle = len(tasks) // 2
        if not await self._try(tasks, now) and middle:
            await self._post(tasks[:middle], now)
            await self._post(tasks[middle:], now)

    async def _look_at_the_clock(self, tx: Transaction, now: datetime, steady: float) -> None:
        """Begin or end an hour in which nothing is done that cannot be undone; note this tick for others."""
        noted = await tx.due.ticked()
        doubt = noted.doubt if noted else ""
        jump = self._jump(noted, now, steady)
        if jump:
            doubt = secrets.token_hex(8)  # so that everybody begins an hour, also who is started in it
            await self._tell(tx, jump, now)
        if doubt and doubt != self._doubt:
            self._doubt, self._until = doubt, steady + _JUMP.total_seconds()
        elif self._until is not None and steady >= self._until:
            self._until, self._told, self._doubted = None, False, True
        await tx.due.note_tick(Ticked(now, doubt if self.doubting else ""))

    def _jump(self, noted: Ticked | None, now: datetime, steady: float) -> _Jump | None:
        """Compare the clock with the seconds that went by here, and with the last tick of anybody."""
        earliest = now - _JUMP
        if self._last:
            before, seconds = self._last
            if abs(before + timedelta(seconds=steady - seconds) - now) > _JUMP:
                return _Jump(before, _CLOCK_JUMPED)
            earliest = before - _JUMP  # since then the clock was right, whatever kept this from ticking
        if noted is None:
            return _Jump()
        if earliest <= noted.at <= now + _JUMP:
            return None
        strange = self._last is not None or noted.at > now or now - noted.at > _PAUSE
        return _Jump(noted.at, _CLOCKS_DIFFER if strange and not self._told else "")

    async def _tell(self, tx: Transaction, jump: _Jump, now: datetime) -> None:
        """Say so, so that a clock that is wrong can be set right."""
        if not (jump.before and jump.words):
            _log.info("nothing is removed for an hour, because the last tick is long ago")
            return
        self._told = True
        _log.warning("the clock jumped from %s to %s", jump.before.isoformat(), now.isoformat())
        t = translator(self._policy.language, self._policy.zone)
        words = t.line(jump.words, before=t.moment(jump.before), after=t.moment(now))
        await tell_admins(tx, self._policy, say(words), now)

    async def _do(self, tasks: tuple[DueTask, ...], now: datetime) -> None:
        task = tasks[0]
        async with self._store.begin() as tx:
            match task.kind:
                case Work.RETENTION:
                    await self._forget(tx, task, now)
                case Work.ERASING:
                    said = await tx.outbox.blank(task.at)
                    gone = await tx.erase_traces(RoomKey.parse(task.subject), task.at)
                    await tx.due.finish(task, None if said and gone else now + RETENTION_EVERY)
                case Work.PROMPT:
                    waited = _JUMP if self._doubted else timedelta()  # it was not late because of the prompt
                    await post_due(tx, tasks, self._policy, now, self._policy.grace + waited)
                case kind:
                    await _DONE_BY[kind](tx, task, self._policy, now)

    async def _forget(self, tx: Transaction, task: DueTask, now: datetime) -> None:
        await self._give_up(tx, now)
        removed = await tx.forget(self._retention, now)
        await tx.due.finish(task, again=now + RETENTION_EVERY)
        _log.info("retention removes %s", dict(removed))

    async def _give_up(self, tx: Transaction, now: datetime) -> None:
        """Give up what waited too long, and tell whoever waits for it and the admins.

        The feed is held first, as by whoever gives up a single prompt and then its row.
        """
        await tx.hold()
        t = translator(self._policy.language)
        events = await tx.inbox.expire(now - self._retention.inbox_text, now)
        for event in events:
            origin = asked_in(event)
            late = Post(origin.conversation, say(t.line(_SORRY)))
            await tx.outbox.add(late, origin.cause, now, now + self._policy.patience)
            self._meter.dead("in", origin.place.platform)
        expired = await tx.outbox.expire(now)
        unsent = 0
        for outgoing, cause in expired:
            self._meter.dead("out", outgoing.conversation.room.place.platform)
            told = await tell_sharer(tx, outgoing, self._policy, now, there=False)
            unsent += not (told or cause is None or await undelivered(tx, cause, self._policy, now))
        for (one, many), number in ((_UNHANDLED, len(events)), (_UNSENT, unsent)):
            if number:
                notice = say((Plain(t.plural(one, many, number)),))
                await tell_admins(tx, self._policy, notice, now)
        await tell_damaged(tx, self._policy, now)
