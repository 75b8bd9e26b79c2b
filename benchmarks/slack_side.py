"""A bot in a process of its own, and a Slack of its own in this process, with channels in which it is asked.

Each bot has the same stand-in for Slack (`tests/slack/standin`), which takes one message a second in a
channel.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.process import processor_seconds
from tests.slack.bot import account
from tests.slack.standin.delivering import Delivery
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack, slack
from tests.slack.standin.world import Channel

CHANNELS = 300
_PEOPLE = 10
_LONGEST = 300.0
_STARTING = 60.0


@dataclass
class Side:
    """A bot and its Slack. `taken` are the seconds from each mention until its answer comes in at Slack.

    Whether an answer is as Slack wants it, the stand-in looks at after that: at what the bare bot says, which
    has no blocks, in a tenth of the time.
    """

    slack: Slack
    pid: int
    people: Sequence[Person]
    channels: Sequence[Channel]
    taken: list[float] = field(default_factory=list)
    _answered: dict[str, float] = field(default_factory=dict)
    _looked: int = 0
    _next: int = 0

    async def ask(self, words: str) -> None:
        """Mention the bot in the next channel, and wait for the answer in the thread."""
        began = time.perf_counter()
        asked = self._mention(words)
        await self._answers({asked})
        self.taken.append(self._answered[asked] - began)

    async def burst(self, words: Sequence[str]) -> tuple[float, float]:
        """Mention the bot in one channel after another, all at once, and wait for all answers.

        Return the seconds until the last, and the processor time that the bot used for them.
        """
        began, used = time.perf_counter(), processor_seconds(self.pid)
        await self._answers({self._mention(each) for each in words})
        return time.perf_counter() - began, processor_seconds(self.pid) - used

    async def flood(self, words: Sequence[str], more: Sequence[str]) -> tuple[list[Delivery], list[Delivery]]:
        """Mention the bot with all of these words at once, and as soon as that is acknowledged with more.

        Those come one after another; before each there are as many without an answer as at first. Return how
        what people wrote was delivered, at once and then.
        """
        began = len(self.slack.dispatcher.deliveries)
        asked = {self._mention(each) for each in words}
        together = self._of_people(began)
        await self._acknowledged(together)
        then = len(self.slack.dispatcher.deliveries)
        for each in more:
            answered = max(0, len(words) - len(asked - self._seen().keys()))
            asked |= {self._mention(again) for again in words[:answered]}
            before = len(self.slack.dispatcher.deliveries)
            asked.add(self._mention(each))
            await self._acknowledged(self._of_people(before))
        meanwhile = self._of_people(then)
        await self._answers(asked)
        return together, meanwhile

    def _of_people(self, since: int) -> list[Delivery]:
        deliveries = self.slack.dispatcher.deliveries[since:]
        return [each for each in deliveries if "bot_id" not in each.payload["event"]]

    async def _acknowledged(self, deliveries: Sequence[Delivery]) -> None:
        await self.slack.until(lambda: all(each.done for each in deliveries), _LONGEST)

    def _mention(self, words: str) -> str:
        number, self._next = self._next, self._next + 1
        person, channel = self.people[number % _PEOPLE], self.channels[number % CHANNELS]
        return person.says(channel, f"@voorloper {words}").ts

    async def _answers(self, asked: set[str]) -> None:
        await self.slack.until(lambda: asked <= self._seen().keys(), _LONGEST)

    def _seen(self) -> Mapping[str, float]:
        """Return the threads in which there is an answer, with the moment at which it came in."""
        for call in self.slack.calls[self._looked :]:
            if call.method == "chat.postMessage" and call.error is None:
                self._answered[str(call.arguments.get("thread_ts"))] = call.came
        self._looked = len(self.slack.calls)
        return self._answered


@asynccontextmanager
async def echo(folder: Path) -> AsyncIterator[Side]:
    """Run the bare bot during the block."""

    def command(there: Slack, _: Sequence[Person]) -> tuple[Sequence[str], Mapping[str, str]]:
        tokens = (there.install.token, there.app.app_token)
        return ("benchmarks.slack_echo", there.api_url, *tokens, f"{folder}/echo.db"), {}

    async with _side(command, connections=1) as side:
        yield side


@asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[Side]:
    """Run the bot as its users do, with the starter base."""

    def command(there: Slack, people: Sequence[Person]) -> tuple[Sequence[str], Mapping[str, str]]:
        settings = {
            "DATABASE__URL": f"sqlite:///{folder}/voorloper.db",
            "NETWORK__ADMINS": f'["{account(people[0])}"]',
            "SEARCH__INDEX": f"{folder}/index",
            "MONITOR__ENABLED": "false",
            "LOG__LEVEL": "warning",
            "SLACK__BOT_TOKEN": there.install.token,
            "SLACK__APP_TOKEN": there.app.app_token,
            "SLACK__API_URL": there.api_url,
        }
        return ("bot", "run"), {f"VOORLOPER_{name}": value for name, value in settings.items()}

    async with _side(command, connections=2) as side:
        yield side


_Command = Callable[[Slack, Sequence[Person]], tuple[Sequence[str], Mapping[str, str]]]


@asynccontextmanager
async def _side(command: _Command, connections: int) -> AsyncIterator[Side]:
    async with slack() as there:
        there.rates.post_per_second = True
        people = [there.person(f"person{number}") for number in range(_PEOPLE)]
        channels = [there.place(f"channel{number}", *people) for number in range(CHANNELS)]
        module, settings = command(there, people)
        program = [sys.executable, "-m", *module]
        process = subprocess.Popen(program, env={**os.environ, **settings})  # noqa: ASYNC220, S603 - our own
        try:
            await there.sockets.connected(connections, seconds=_STARTING)
            yield Side(there, process.pid, people, channels)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)
