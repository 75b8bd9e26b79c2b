"""What a device hears: everything that the homeserver tells it, in order and once, gaps filled."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientError

from tests.matrix.client import Client, Json, MatrixError, at
from tests.matrix.events import Event, event
from tests.platforms.waiting import PATIENCE

_WAIT = 20_000  # milliseconds that the homeserver may wait for news
_PAUSE = 0.05  # seconds between attempts while the homeserver is away
_AWAY = 500
_FILTER = json.dumps({"presence": {"types": []}, "room": {"timeline": {"limit": 20}}})


@dataclass(frozen=True)
class Passing:
    """Something that passed in a room without staying there: typing, what was read."""

    room: str
    type: str
    content: Json


class Watch:
    """Listens, and holds what was heard. `first` hears each answer before anybody is told of it."""

    def __init__(self, client: Client, first: Callable[[Json], Awaitable[None]] | None = None) -> None:
        self._client = client
        self._first = first
        self._since: str | None = None
        self._news = asyncio.Condition()
        self._failure: Exception | None = None
        self._known: set[str] = set()
        self._listens = asyncio.Event()
        self._listens.set()
        self.timelines: dict[str, list[Event]] = defaultdict(list)
        self.passing: list[Passing] = []
        self.invited: dict[str, list[Json]] = {}
        self.joined: set[str] = set()
        self.account_data: dict[str, Json] = {}

    async def run(self) -> None:
        """Listen until cancelled; a homeserver that is away for a while is waited for."""
        try:
            while True:
                await self._listens.wait()
                await self._listen()
        except Exception as error:  # noqa: BLE001 - who waits for news is told of it
            self._failure = error
            await self._tell()

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds of what was heard; raise TimeoutError when it takes too long."""

        def met() -> bool:
            if self._failure:
                raise self._failure
            return holds()

        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(met)

    @asynccontextmanager
    async def deaf(self) -> AsyncIterator[None]:
        """Listen no more during the block, after what is being listened to now."""
        self._listens.clear()
        try:
            yield
        finally:
            self._listens.set()

    async def _listen(self) -> None:
        wait = _WAIT if self._since else 0
        try:
            asked = {"since": self._since, "timeout": wait, "filter": _FILTER, "set_presence": "offline"}
            answer = await self._client.ask("GET", "v3/sync", query=asked)
            await self._hear(answer)
        except MatrixError as error:
            if error.status < _AWAY:
                raise
            await asyncio.sleep(_PAUSE)
        except (ClientError, TimeoutError):
            await asyncio.sleep(_PAUSE)
        else:
            self._since = answer["next_batch"]
            await self._tell()

    async def _hear(self, answer: Json) -> None:
        if self._first:
            await self._first(answer)
        rooms: Json = answer.get("rooms", {})
        for room, told in rooms.get("invite", {}).items():
            self.invited[room] = told["invite_state"]["events"]
        for room, told in rooms.get("join", {}).items():
            self.joined.add(room)
            self.invited.pop(room, None)
            await self._add(room, told["timeline"])
            passed = told.get("ephemeral", {}).get("events", ())
            self.passing += (Passing(room, seen["type"], seen["content"]) for seen in passed)
        for room, told in rooms.get("leave", {}).items():
            self.joined.discard(room)
            self.invited.pop(room, None)
            await self._add(room, told["timeline"])
        for data in answer.get("account_data", {}).get("events", ()):
            self.account_data[data["type"]] = data["content"]

    async def _add(self, room: str, timeline: Json) -> None:
        missed: list[Json] = []
        if timeline.get("limited") and self.timelines[room]:
            missed = await backwards(self._client, room, timeline["prev_batch"], self._since)
        for raw in (*reversed(missed), *timeline["events"]):
            if raw["event_id"] not in self._known:
                self._known.add(raw["event_id"])
                self.timelines[room].append(event(room, raw))

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


async def backwards(client: Client, room: str, start: str | None, end: str | None) -> list[Json]:
    """Return what stands in a room from one moment (None: now) back to another (None: its beginning)."""
    found: list[Json] = []
    place: str | None = start
    while True:
        path = f"v3/rooms/{at(room)}/messages"
        page = await client.ask("GET", path, query={"dir": "b", "limit": 1000, "from": place, "to": end})
        found += page["chunk"]
        place = page.get("end")
        if not place or not page["chunk"]:
            return found
