"""What both our small platforms have in common: what was said, what is shown, and the troubles of a network.

How events are given out and how a repeated post is taken differs: `redelivering.py` and `lookup.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum, auto
from random import Random
from typing import TypeVar

from aiohttp import web
from pydantic import TypeAdapter

from tests.platforms.wire import (
    EVENTS,
    HELD_UP,
    ID,
    NUMBER,
    POSTING,
    RULES,
    WALL,
    YES,
    Posting,
    Rule,
    Said,
    Shown,
    Wall,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
T = TypeVar("T")

_PATIENCE = 0.25  # seconds that a question for news waits for some


class Trouble(Enum):
    """What can happen to a request on its way; after the last three it was done all the same."""

    TURNED_AWAY = auto()
    CUT_BEFORE = auto()
    CUT_AFTER = auto()
    LOST_REPLY = auto()
    SLOW = auto()


class Board:
    """One platform's memory. `faults` is the part of all requests that meets trouble, drawn from the seed."""

    def __init__(self, seed: int, faults: float) -> None:
        self.said: list[Said] = []
        self.shown: dict[str, Shown] = {}
        self.closed = False
        self._rules: tuple[Rule, ...] = ()
        self._faults = faults
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        self._requests = 0
        self._held = 0
        self._changes = 0
        self._stirred = asyncio.Event()

    def application(self, own: Iterable[web.RouteDef], read_out: Callable[[], bool]) -> web.Application:
        """Return the server: what is common to both platforms, and the routes of this one.

        `read_out` says whether every event was acknowledged.
        """

        async def reading(request: web.Request) -> web.Response:
            del request
            await self.news(read_out)
            return written(read_out(), YES)

        app = web.Application(middlewares=[self._troubled])
        app.add_routes(
            [
                *own,
                web.put("/messages/{id}", self._edit),
                web.delete("/messages/{id}", self._delete),
                web.post("/direct/{account}", self._open_direct),
                web.put("/marks/{message}/{mark}", self._mark),
                web.post("/control/said", self._hear),
                web.get("/control/read", reading),
                web.get("/control/wall", self._show),
                web.get("/control/requests", self._count),
                web.put("/control/rules", self._rule),
                web.post("/control/close", self._close),
            ]
        )
        return app

    def change(self) -> None:
        """Note that what is said or shown has changed."""
        self._changes += 1
        self._stir()

    def _stir(self) -> None:
        """Let everybody who waits for news look again."""
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def news(self, there_is: Callable[[], bool]) -> None:
        """Wait until there is news, for a moment at most."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while not there_is():
                    await self._stirred.wait()
        except TimeoutError:
            return

    async def admit(self, posting: Posting) -> None:
        """Return when this may be shown. Raise HTTPError when a rule forbids it."""
        if self._ruled(posting) == HELD_UP:
            self._held += 1
            self.change()
            while self._ruled(posting) == HELD_UP:
                await self._stirred.wait()
            self._held -= 1
        status = self._ruled(posting)
        if status is not None:
            raise _STATUSES[status]

    def _ruled(self, posting: Posting) -> int | None:
        return next((rule.status for rule in self._rules if rule.forbids(posting)), None)

    def post(self, posting: Posting) -> str:
        """Show something and return its id."""
        shown = Shown(f"s{len(self.shown) + 1}", posting)
        self.shown[shown.id] = shown
        self.change()
        return shown.id

    async def _edit(self, request: web.Request) -> web.Response:
        old = self.shown[request.match_info["id"]]
        self.shown[old.id] = Shown(old.id, replace(old.posting, text=(await read(request, POSTING)).text))
        self.change()
        return written(old.id, ID)

    async def _delete(self, request: web.Request) -> web.Response:
        gone = request.match_info["id"]
        if gone in self.shown:
            old = self.shown[gone]
            self.shown[gone] = Shown(gone, replace(old.posting, text=""))
            self.change()
        return written(gone, ID)

    async def _open_direct(self, request: web.Request) -> web.Response:
        return written(f"direct-{request.match_info['account']}", ID)

    async def _mark(self, request: web.Request) -> web.Response:
        return written(f"{request.match_info['message']}-{request.match_info['mark']}", ID)

    async def _hear(self, request: web.Request) -> web.Response:
        events = tuple(self._numbered(said) for said in await read(request, EVENTS))
        self.change()
        return written(events, EVENTS)

    def _numbered(self, said: Said) -> Said:
        number = len(self.said) + 1
        event = replace(said, event=f"e{number}", message=said.message or f"m{number}", at=datetime.now(UTC))
        self.said.append(event)
        return event

    async def _show(self, request: web.Request) -> web.Response:
        seen = int(request.query["seen"])
        await self.news(lambda: self._changes > seen)
        standing = tuple(shown for shown in self.shown.values() if shown.text)
        return written(Wall(self._changes, standing, self._held), WALL)

    async def _count(self, request: web.Request) -> web.Response:
        """Answer when the bots have made so many requests, plus a random moment more."""
        wanted = int(request.query["wanted"])
        await self.news(lambda: self._requests >= wanted)
        if self._requests >= wanted:
            await asyncio.sleep(self._random.uniform(0, 0.03))
        return written(self._requests, NUMBER)

    async def _rule(self, request: web.Request) -> web.Response:
        self._rules = await read(request, RULES)
        self.change()
        return web.Response()

    async def _close(self, request: web.Request) -> web.Response:
        del request
        self.closed = True
        self.change()
        return web.Response()

    @web.middleware
    async def _troubled(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/control/"):
            return await handler(request)
        self._requests += 1
        self._stir()
        match self._trouble():
            case Trouble.TURNED_AWAY:
                return web.Response(status=503)
            case Trouble.CUT_BEFORE:
                return _cut(request)
            case Trouble.CUT_AFTER:
                await handler(request)
                return _cut(request)
            case Trouble.LOST_REPLY:
                await handler(request)
                return web.Response(status=502)
            case Trouble.SLOW:
                response = await handler(request)
                await asyncio.sleep(self._random.uniform(0, 0.3))
                return response
            case None:
                return await handler(request)

    def _trouble(self) -> Trouble | None:
        return self._random.choice(list(Trouble)) if self._random.random() < self._faults else None


_STATUSES: dict[int, type[web.HTTPError]] = {
    403: web.HTTPForbidden,
    422: web.HTTPUnprocessableEntity,
    503: web.HTTPServiceUnavailable,
}


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


async def read(request: web.Request, what: TypeAdapter[T]) -> T:
    """Return the body of a request as what it is."""
    return what.validate_json(await request.read())


def written(value: T, what: TypeAdapter[T]) -> web.Response:
    """Return a response that holds this."""
    return web.Response(body=what.dump_json(value), content_type="application/json")
