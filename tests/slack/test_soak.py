"""Very many mentions while connections end and break and Slack refuses: each is answered exactly once."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from benchmarks.process import megabytes
from tests.slack.bot_process import installed
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel

_log = logging.getLogger(__name__)

_CHANNELS = 200
_AT_ONCE = 60
_UNREST = 50  # mentions between two troubles
_REFUSED = 20
_FIRST = 1_000
_GROWTH = 1.15
_LATE = 120.0


@dataclass
class Asking:
    """Mentions, and which of them are answered; they go round the channels."""

    slack: Slack
    people: Sequence[Person]
    channels: Sequence[Channel]
    asked: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    _looked: int = 0

    async def ask(self, count: int) -> None:
        """Mention the bot so many times more, as soon as not too many wait for their answers."""
        for _ in range(count):
            await self.open(_AT_ONCE - 1)
            person = self.people[self.asked % len(self.people)]
            person.says(self.channels[self.asked % _CHANNELS], f"@voorloper zoek woord{self.asked}")
            self.asked += 1
            if self.asked % 10 == 0:
                await asyncio.sleep(0)  # others are heard meanwhile

    async def open(self, most: int) -> None:
        """Wait until at most so many are not answered yet."""
        await self.slack.until(lambda: self.asked - self._seen() <= most, _LATE)

    def _seen(self) -> int:
        new = islice(self.slack.calls, self._looked, None)
        self.answered.update(
            str(call.arguments["thread_ts"])
            for call in new
            if call.method == "chat.postMessage" and call.error is None
        )
        self._looked = len(self.slack.calls)
        return len(self.answered)


async def _unrest(slack: Slack, random: Random) -> None:
    """Let something go wrong: a refresh, a break of one connection or of all, or a storm of refusals."""
    links = slack.sockets.links
    match random.choice(("refresh", "refresh", "break", "all", "storm", "storm", "lost")):
        case "refresh" if links:
            await slack.sockets.disconnect(which=random.choice(links), grace=1)
        case "break" if links:
            slack.sockets.reset(random.choice(links))
        case "all":
            slack.sockets.reset()
        case "lost":
            slack.dispatcher.lose_acks(5)
        case _:
            slack.rates.storm("chat.postMessage", times=_REFUSED)


@pytest.mark.parametrize("mentions", [150, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_very_many_mentions(mentions: int, slack: Slack, tmp_path: Path, seed: int) -> None:
    """None is lost or answered twice (P6, P8, P13, P14, P16), and the memory stays what it was."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    slack.rates.post_per_second = True
    people = [slack.person(f"mens{number}") for number in range(20)]
    channels = [slack.place(f"kanaal{number}", *people) for number in range(_CHANNELS)]
    asking = Asking(slack, people, channels)
    memory = []
    async with installed(slack, people[0], tmp_path).process() as process:
        await slack.sockets.connected(2, seconds=_LATE)
        while asking.asked < mentions:
            await asking.ask(_UNREST)
            await _unrest(slack, random)
            if asking.asked % _FIRST == 0:
                memory.append(megabytes(process.pid))
        slack.rates.calm()
        await asking.open(0)
        await slack.dispatcher.settled(_LATE)
        memory.append(megabytes(process.pid))
    stands = Counter(
        str(each.thread) for channel in channels for each in channel.messages.values() if "bot_id" in each.raw
    )
    assert len(stands) == mentions
    assert set(stands.values()) == {1}
    assert not [each for each in slack.dispatcher.deliveries if not each.acked]
    _log.info("memory after each thousand, in MiB: %s", [round(each) for each in memory])
    assert memory[-1] <= _GROWTH * memory[0]
