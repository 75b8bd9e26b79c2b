"""Conversations whose answers can be counted: each message looks for its own word, each answer repeats it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bot.domain.keys import PlaceKey
from storage.store import SqlStore
from tests.platforms.driving import Platform
from tests.platforms.waiting import until
from tests.platforms.wire import HOME, Said

Conversation = tuple[str, str | None]
"""A room and a thread in it."""

_PROBE = Said("zoek woord0000", account="probe", room="probe", direct=True)
"""Asked once; what is shown for it is how every answer must look, but for the word."""


@dataclass(frozen=True)
class Loss:
    """The first conversation where what is shown differs from what must be."""

    conversation: Conversation
    shown: tuple[str, ...]
    expected: tuple[str, ...]


class Talks:
    """Conversations with one bot on one platform: half of them direct, half threads of one room."""

    def __init__(self, platform: Platform, number: int, random: Random) -> None:
        self.platform = platform
        self._random = random
        self._openings = [_opening(position) for position in range(number)]
        self._said: list[Said] = [_PROBE]

    async def begin(self) -> None:
        """Ask what shows how answers look."""
        await self.platform.say(_PROBE)

    async def wave(self, messages: int) -> None:
        """Say so many more things, in conversations by chance."""
        wave = []
        for _ in range(messages):
            text = f"zoek woord{len(self._said):04}"
            wave.append(replace(self._random.choice(self._openings), text=text))
            self._said.append(wave[-1])
        await self.platform.say(*wave)

    async def loss(self) -> Loss | None:
        """Return what is wrong, unless everything is answered once and in order."""
        shown = await self.platform.shown()
        told: dict[Conversation, tuple[str, ...]] = {}
        for each in shown:
            where = (each.posting.room, each.posting.thread)
            told[where] = (*told.get(where, ()), each.text)
        answer = told.get((_PROBE.room, _PROBE.thread), ())
        if "".join(answer).count(_word(_PROBE)) != 1:
            return Loss((_PROBE.room, _PROBE.thread), answer, (f"one answer with {_word(_PROBE)}",))
        expected: dict[Conversation, tuple[str, ...]] = {}
        for said in self._said:
            where = (said.room, said.thread)
            parts = (part.replace(_word(_PROBE), _word(said)) for part in answer)
            expected[where] = (*expected.get(where, ()), *parts)
        for where in expected.keys() | told.keys():
            if told.get(where, ()) != expected.get(where, ()):
                return Loss(where, told.get(where, ()), expected.get(where, ()))
        return None


def _opening(position: int) -> Said:
    account = f"person{position % 4}"
    if position % 2:
        return Said(account=account, room=f"direct{position}", direct=True)
    return Said(account=account, room="hall", thread=f"root{position}")


def _word(said: Said) -> str:
    return said.text.removeprefix("zoek ")


async def at_rest(database: str, platforms: Iterable[Platform], seconds: float) -> None:
    """Wait until everything that was said is taken in, handled, and the answer to it out or given up."""
    places = [PlaceKey(platform.name, HOME) for platform in platforms]
    store = SqlStore(database)

    async def nothing_open() -> bool:
        async with store.read() as tx:
            return not sum([await tx.inbox.open(place) + await tx.outbox.open(place) for place in places])

    try:
        for platform in platforms:
            await platform.read_out(seconds)
        await until(nothing_open, seconds)
    finally:
        await store.close()


def assert_calm(log: Path) -> None:
    """Assert that no process logged an error that nobody expected."""
    assert "Traceback" not in log.read_text(encoding="utf-8")
