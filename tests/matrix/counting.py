"""Questions in a room whose answers can be counted: each looks for its own word, its answer repeats that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.domain.keys import PlaceKey
from storage.store import SqlStore
from tests.matrix.events import MESSAGE, Event, text
from tests.matrix.peer import Peer
from tests.matrix.synapse import SERVER
from tests.platforms.waiting import until

PLACE = PlaceKey("matrix", SERVER)
_AT_ONCE = 10  # questions that are on their way at the same time


class Asking:
    """One person who asks one bot in one room, which has a name or more people: there answers are in threads.

    `secret` says that the room is encrypted.
    """

    def __init__(self, peer: Peer, room: str, bot: str, *, secret: bool = False) -> None:
        self.peer = peer
        self.room = room
        self._bot = bot
        self._send = peer.send if secret else peer.send_as_it_is
        self._asked: dict[str, str] = {}
        self._number = 0

    async def ask(self, questions: int = 1) -> None:
        """Ask so many questions more, several of them at the same time."""
        numbers = range(self._number, self._number + questions)
        self._number += questions
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(number: int) -> None:
            word = f"woord{number:04}"
            async with turns:
                event = await self._send(self.room, text(f"!voorloper zoek {word}"))
            self._asked[event] = word

        await asyncio.gather(*map(one, numbers))

    @property
    def answers(self) -> list[Event]:
        """The answers to these questions that were seen, oldest first."""
        return self._answers(self.peer.timeline(self.room))

    async def answered(self, seconds: float = 20) -> None:
        """Wait until every question has an answer that can be read."""
        try:
            await self.peer.until(lambda: self._asked.keys() <= self._roots(self.answers), seconds)
        except TimeoutError:
            raise TimeoutError(await self.fault()) from None

    async def answered_words(self) -> list[str]:
        """Return the words of the questions that were answered, in the order that the homeserver has."""
        events = await self.peer.messages(self.room)
        return [self._asked[str(seen.thread)] for seen in self._answers(events)]

    async def fault(self) -> str | None:
        """Return what is wrong, unless the homeserver has one answer to every question, in order."""
        events = await self.peer.messages(self.room)
        wanted = [self._asked[seen.id] for seen in events if seen.id in self._asked]
        found = await self.answered_words()
        if found == wanted:
            return None
        twice = sorted({word for word in found if found.count(word) > 1})
        missing = sorted(set(wanted) - set(found))
        return f"missing {missing}, more than once {twice}, found {found}"

    def _answers(self, events: Iterable[Event]) -> list[Event]:
        return [seen for seen in events if self._is_answer(seen)]

    def _is_answer(self, seen: Event) -> bool:
        """Say whether this is the answer to one of the questions, and the one that belongs to it."""
        if seen.type != MESSAGE or seen.sender != self._bot:
            return False
        word = self._asked.get(seen.thread or "")
        return word is not None and word in seen.body

    @staticmethod
    def _roots(answers: Iterable[Event]) -> set[str]:
        return {str(seen.thread) for seen in answers}


async def at_rest(database: str, seconds: float = 20) -> None:
    """Wait until the bot has done everything that it took in, and said everything that it had to say."""
    store = SqlStore(database)

    async def nothing_open() -> bool:
        async with store.read() as tx:
            return not await tx.inbox.open(PLACE) + await tx.outbox.open(PLACE)

    try:
        await until(nothing_open, seconds)
    finally:
        await store.close()


async def all_is_well(database: str, *asking: Asking, seconds: float = 20) -> None:
    """See that in the end every question was answered, once and in order."""
    for each in asking:
        await each.answered(seconds)
    await at_rest(database, seconds)
    assert [await each.fault() for each in asking] == [None] * len(asking)
