"""A platform of our own that works Slack's way.

Each event is given to one connection and given out again when it is not acknowledged soon. Every post is
shown, a repeated one too; whether one is there already can be looked up by the token in its metadata.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from tests.platforms.board import Board, read, written
from tests.platforms.wire import FEED, ID, POSTING, Feed, Said

_AT_ONCE = 10
_ACKNOWLEDGED_WITHIN = 0.3  # seconds


class Lookup:
    """The server of this platform."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._acknowledged: set[str] = set()
        self._out_until: dict[str, float] = {}

    def application(self) -> web.Application:
        """Return the server."""
        routes = (
            web.get("/events", self._events),
            web.post("/acknowledged/{event}", self._acknowledge),
            web.post("/messages", self._post),
            web.get("/tokens/{token}", self._find),
        )
        return self._board.application(routes, self._read_out)

    async def _events(self, request: web.Request) -> web.Response:
        del request
        await self._board.news(lambda: bool(self._waiting()) or self._board.closed)
        events = self._waiting()[:_AT_ONCE]
        until = asyncio.get_running_loop().time() + _ACKNOWLEDGED_WITHIN
        self._out_until.update({said.event: until for said in events})
        closed = self._board.closed and self._read_out()
        return written(Feed(tuple(events), 0, closed), FEED)

    def _read_out(self) -> bool:
        return len(self._acknowledged) == len(self._board.said)

    def _waiting(self) -> list[Said]:
        """Return what may be given out: of a conversation nothing while something of it is out."""
        now = asyncio.get_running_loop().time()
        left = [said for said in self._board.said if said.event not in self._acknowledged]
        busy = {(said.room, said.thread) for said in left if self._out_until.get(said.event, 0.0) > now}
        return [said for said in left if (said.room, said.thread) not in busy]

    async def _acknowledge(self, request: web.Request) -> web.Response:
        self._acknowledged.add(request.match_info["event"])
        self._board.change()
        return web.Response()

    async def _post(self, request: web.Request) -> web.Response:
        posting = await read(request, POSTING)
        await self._board.admit(posting)
        return written(self._board.post(posting), ID)

    async def _find(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        found = [shown.id for shown in self._board.shown.values() if shown.posting.token == token]
        return written(found[0] if found else "", ID)
