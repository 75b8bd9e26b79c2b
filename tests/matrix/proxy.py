"""A road to the homeserver that can be bad: between the bot and Synapse, on loopback.

Everything passes as it is, until a test puts trouble on what it names. What passed is remembered.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import assert_never

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, web
from yarl import URL

from tests.platforms.waiting import PATIENCE, until

_OWN_HOP = {"host", "connection", "keep-alive", "transfer-encoding"}
_NO_LIMIT = ClientTimeout(total=None)
_HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
_NOT_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
_CHUNK = 65536


class Trouble(StrEnum):
    """What can happen to a request. It does not reach the homeserver, unless that is said."""

    BAD_GATEWAY = auto()
    """Answered 502 with HTML."""
    SERVER_ERROR = auto()
    """Answered 500 with the JSON of an internal error."""
    HTML = auto()
    """Answered 200 with HTML."""
    EMPTY = auto()
    """Answered 200 with `{}`."""
    CUT = auto()
    """Reaches the homeserver, whose answer breaks off halfway."""
    LOST = auto()
    """Reaches the homeserver, whose answer never comes: the connection closes."""
    HANG = auto()
    """Is held up until it is released, and then passes."""
    LIMITED = auto()
    """Answered 429, with how long to wait in its body and its header."""
    LIMITED_BODY = auto()
    """Answered 429, with how long to wait in its body only."""
    LIMITED_HEADER = auto()
    """Answered 429, with how long to wait in its header only."""
    LIMITED_BARE = auto()
    """Answered 429, without how long to wait."""
    TOO_LARGE = auto()
    """Answered 413, as is what will never fit."""


@dataclass
class Fault:
    """Trouble for the next so many requests whose method, path and query a pattern is found in."""

    trouble: Trouble
    pattern: str
    left: int
    wait: float  # seconds that a 429 asks for
    met: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let pass what hangs, and what comes."""
        self._released.set()

    async def released(self) -> None:
        """Wait for that."""
        await self._released.wait()


@dataclass
class Passage:
    """A request that came by, what it got (no status: nothing yet, or no answer), and when it came."""

    method: str
    path: str
    query: str
    txn: str | None
    trouble: Trouble | None
    status: int | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def line(self) -> str:
        """What patterns are sought in."""
        return f"{self.method} {self.path}?{self.query}"


@asynccontextmanager
async def road(to: str) -> AsyncIterator[FaultProxy]:
    """Open a road to the homeserver at an address, during the block."""
    async with ClientSession(auto_decompress=False, timeout=_NO_LIMIT) as session:
        proxy = FaultProxy(to, session)
        await proxy.open()
        try:
            yield proxy
        finally:
            await proxy.close()


class FaultProxy:
    """The road, its troubles, and who came by."""

    def __init__(self, to: str, session: ClientSession) -> None:
        self._to = to
        self._session = session
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._faults: list[Fault] = []
        self.requests: list[Passage] = []

    @property
    def url(self) -> str:
        """Where it begins."""
        return f"http://127.0.0.1:{self._port}"

    def put(self, trouble: Trouble, pattern: str, times: int = 1, *, wait: float = 0.1) -> Fault:
        """Put trouble on the next requests that fit a pattern, such as `PUT .*/send/` or `/sync`."""
        fault = Fault(trouble, pattern, times, wait)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Take all trouble away; what hangs passes."""
        for fault in self._faults:
            fault.release()
        self._faults.clear()

    def passed(self, pattern: str = "") -> list[Passage]:
        """Return the requests that fit a pattern, in the order in which they came."""
        return [seen for seen in self.requests if re.search(pattern, seen.line)]

    async def comes(self, pattern: str, times: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until so many requests that fit a pattern have come by, counted from the beginning."""

        async def came() -> bool:
            return len(self.passed(pattern)) >= times

        await until(came, seconds)

    async def more(self, times: int, pattern: str = "", seconds: float = PATIENCE) -> None:
        """Wait until so many requests more that fit a pattern have come by."""
        await self.comes(pattern, len(self.passed(pattern)) + times, seconds)

    async def met(self, fault: Fault, times: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until so many requests have met a trouble."""

        async def done() -> bool:
            return fault.met >= times

        await until(done, seconds)

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Refuse connections during the block, and break those that are there."""
        await self.close()
        try:
            yield
        finally:
            await self.open()

    async def open(self) -> None:
        """Accept connections, at the same address as before."""
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=0.01, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Accept no connections, and break those that are there."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        url = request.rel_url
        passage = Passage(request.method, url.raw_path, url.raw_query_string, _txn(url.raw_path), None)
        fault = next((each for each in self._faults if re.search(each.pattern, passage.line)), None)
        self.requests.append(passage)
        if fault:
            passage.trouble = fault.trouble
            fault.left -= 1
            fault.met += 1
            if not fault.left:
                self._faults.remove(fault)
        response = await (self._troubled(request, fault) if fault else self._pass(request))
        if request.transport and not request.transport.is_closing():
            passage.status = response.status
        return response

    async def _troubled(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.trouble:
            case Trouble.BAD_GATEWAY:
                return _html(502)
            case Trouble.SERVER_ERROR:
                return _json(500, {"errcode": "M_UNKNOWN", "error": "Internal server error"})
            case Trouble.HTML:
                return _html(200)
            case Trouble.EMPTY:
                return _json(200, {})
            case Trouble.CUT:
                return await self._break_off(request, part=0.5)
            case Trouble.LOST:
                return await self._break_off(request, part=0)
            case Trouble.HANG:
                await fault.released()
                return await self._pass(request)
            case (
                Trouble.LIMITED | Trouble.LIMITED_BODY | Trouble.LIMITED_HEADER | Trouble.LIMITED_BARE
            ) as trouble:
                return _limited(trouble, fault.wait)
            case Trouble.TOO_LARGE:
                return _json(413, {"errcode": "M_TOO_LARGE", "error": "event too large"})
        assert_never(fault.trouble)

    async def _pass(self, request: web.Request) -> web.StreamResponse:
        try:
            async with self._forwarded(request) as answer:
                response = web.StreamResponse(status=answer.status, headers=_kept(answer.headers.items()))
                await response.prepare(request)
                async for chunk in answer.content.iter_chunked(_CHUNK):
                    await response.write(chunk)
                await response.write_eof()
                return response
        except ClientError:
            return _html(502)

    async def _break_off(self, request: web.Request, part: float) -> web.StreamResponse:
        async with self._forwarded(request) as answer:
            content = await answer.read()
            headers = _kept(answer.headers.items()) | {"Content-Length": str(len(content))}
            response = web.StreamResponse(status=answer.status, headers=headers)
        if part:
            await response.prepare(request)
            await response.write(content[: int(len(content) * part)])
        if request.transport:
            request.transport.close()
        return response

    @asynccontextmanager
    async def _forwarded(self, request: web.Request) -> AsyncIterator[ClientResponse]:
        async with self._session.request(
            request.method,
            URL(self._to + request.raw_path, encoded=True),
            headers=_kept(request.headers.items()),
            data=request.content if request.can_read_body else None,
            skip_auto_headers=_NOT_ADDED,
            allow_redirects=False,
        ) as answer:
            yield answer


def _kept(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name.lower() not in _OWN_HOP}


def _txn(path: str) -> str | None:
    found = re.search(r"/(?:send/[^/]+|redact/[^/]+|sendToDevice/[^/]+)/([^/]+)$", path)
    return found[1] if found else None


def _html(status: int) -> web.Response:
    return web.Response(status=status, text=_HTML, content_type="text/html")


def _json(status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        status=status, text=json.dumps(body), content_type="application/json", headers=headers
    )


def _limited(trouble: Trouble, wait: float) -> web.Response:
    body: dict[str, object] = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests"}
    headers = {}
    if trouble in {Trouble.LIMITED, Trouble.LIMITED_BODY}:
        body["retry_after_ms"] = int(wait * 1000)
    if trouble in {Trouble.LIMITED, Trouble.LIMITED_HEADER}:
        headers["Retry-After"] = str(math.ceil(wait))
    return _json(429, body, headers)
