"""Socket Mode: connections over which envelopes go, their acknowledgements, and how connections end."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from tests.platforms.waiting import PATIENCE
from tests.slack.standin.delivering import Acked, Attempt, Delivery, Failed
from tests.slack.standin.pieces import Json, News

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

MOST_CONNECTIONS = 10
_GRACE = 10.0  # seconds between the words that a connection ends and its end
_ANSWERABLE = {"slash_commands", "interactive"}


@dataclass(eq=False)
class Link:
    """One connection. `silent`: it says and hears nothing any more; `leaving`: it was told to go."""

    id: str
    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Acked | Failed]] = field(default_factory=dict)

    async def say(self, frame: Json) -> None:
        """Send a frame, unless the connection is silent."""
        if not self.silent:
            await self.socket.send_str(json.dumps(frame))


class Sockets:
    """All connections of the app, the road of Socket Mode."""

    def __init__(self, news: News) -> None:
        self.links: list[Link] = []
        self.opened = 0
        self.disabled = False
        self.unclaimed: list[Json] = []
        """Acknowledgements that came too late, over another connection than the envelope, or twice."""
        self._news = news
        self._tickets: set[str] = set()
        self._next = 0

    def ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        self.opened += 1
        self._news.stir()
        return ticket

    async def carry(self, delivery: Delivery, attempt: Attempt, within: float) -> Acked | Failed:
        """Send an envelope over the next connection."""
        able = [link for link in self.links if not link.leaving and not link.socket.closed]
        if not able:
            return Failed("timeout")
        self._next += 1
        link = able[self._next % len(able)]
        envelope = secrets.token_hex(16)
        attempt.road = link.id
        future: asyncio.Future[Acked | Failed]
        future = link.waiting[envelope] = asyncio.get_running_loop().create_future()
        try:
            await link.say(_envelope(envelope, delivery, attempt))
            async with asyncio.timeout(within):
                return await future
        except (TimeoutError, ConnectionError):
            return Failed("timeout")
        finally:
            link.waiting.pop(envelope, None)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve a connection until it ends."""
        if request.query.get("ticket") not in self._tickets:
            raise web.HTTPForbidden
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=False, timeout=0.1)
        await socket.prepare(request)
        link = Link(f"s{self.opened}-{secrets.token_hex(2)}", socket, request)
        if self.disabled or len(self.links) >= MOST_CONNECTIONS:
            reason: Reason = "link_disabled" if self.disabled else "too_many_websockets"
            await link.say(_disconnect(reason))
            await socket.close()
            return socket
        self.links.append(link)
        try:
            await link.say(self._hello(request))
            self._news.stir()
            await self._listen(link)
        finally:
            self.links.remove(link)
            for future in link.waiting.values():
                if not future.done():
                    future.set_result(Failed("timeout"))
            self._news.stir()
        return socket

    async def _listen(self, link: Link) -> None:
        async for frame in link.socket:
            if link.silent:
                continue
            if frame.type is WSMsgType.PING:
                await link.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._hear(link, json.loads(frame.data))

    def _hear(self, link: Link, said: Json) -> None:
        future = link.waiting.get(str(said.get("envelope_id")))
        if future and not future.done():
            future.set_result(Acked(said.get("payload")))
        else:
            self.unclaimed.append(said)
            self._news.stir()

    def _hello(self, request: web.Request) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": {
                "host": "applink-7fc4fdbb64-4x5xq",
                "build_number": 10,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": request.query.get("app_id", "")},
        }

    # What can happen to connections.

    async def disconnect(
        self, reason: Reason = "refresh_requested", *, which: Link | None = None, grace: float = _GRACE
    ) -> None:
        """Tell one connection, or all, that it ends; so many seconds later it does, if it is still there.

        After `link_disabled` no connection is served until `enable`.
        """
        self.disabled = self.disabled or reason == "link_disabled"
        for link in [which] if which else list(self.links):
            link.leaving = reason != "warning"
            await link.say(_disconnect(reason))
            loop = asyncio.get_running_loop()
            loop.call_later(grace, _abort, link)

    def enable(self) -> None:
        """Serve connections again."""
        self.disabled = False

    def silence(self, which: Link | None = None) -> None:
        """Let one connection, or all, be open without a word: not even an answer to a ping."""
        for link in [which] if which else self.links:
            link.silent = True

    def reset(self, which: Link | None = None) -> None:
        """Break one connection, or all, without a goodbye."""
        for link in [which] if which else list(self.links):
            _abort(link)

    async def connected(self, number: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until exactly so many connections are open that were not told to go."""
        await self._news.until(
            lambda: sum(not link.leaving and not link.silent for link in self.links) == number, seconds
        )


def _abort(link: Link) -> None:
    if link.request.transport:
        link.request.transport.abort()


def _disconnect(reason: Reason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-7fc4fdbb64-4x5xq"}}


def _envelope(envelope: str, delivery: Delivery, attempt: Attempt) -> Json:
    frame: Json = {
        "envelope_id": envelope,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind in _ANSWERABLE,
    }
    if delivery.kind == "events_api":
        frame |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
    return frame
