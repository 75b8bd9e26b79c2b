"""A platform of our own that works Matrix's way.

Events are read from a cursor on: who comes back with an old one gets them again. A post carries a transaction
id; a repeated one gets the id of the first and shows nothing.
"""

from __future__ import annotations

from aiohttp import web

from tests.platforms.board import Board, read, written
from tests.platforms.wire import FEED, ID, POSTING, Feed

_AT_ONCE = 10


class Redelivering:
    """The server of this platform."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._transactions: dict[str, str] = {}
        self._read = 0

    def application(self) -> web.Application:
        """Return the server."""
        routes = (web.get("/events", self._events), web.put("/transactions/{id}", self._post))
        return self._board.application(routes, lambda: self._read == len(self._board.said))

    async def _events(self, request: web.Request) -> web.Response:
        since = int(request.query["since"])
        board = self._board
        self._read = max(self._read, since)
        await board.news(lambda: len(board.said) > since or board.closed)
        events = tuple(board.said[since : since + _AT_ONCE])
        closed = board.closed and not events
        return written(Feed(events, since + len(events), closed), FEED)

    async def _post(self, request: web.Request) -> web.Response:
        transaction = request.match_info["id"]
        posting = await read(request, POSTING)
        await self._board.admit(posting)
        if transaction not in self._transactions:
            self._transactions[transaction] = self._board.post(posting)
        return written(self._transactions[transaction], ID)
