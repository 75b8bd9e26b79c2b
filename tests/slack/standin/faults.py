"""What can go wrong with requests of the app on their way, and which ones met it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import assert_never

from aiohttp import web

from tests.platforms.waiting import PATIENCE
from tests.slack.standin.pieces import News

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Trouble(StrEnum):
    """What can happen to a request. It is not done, unless that is said."""

    SERVER_ERROR = auto()
    """Answered 500 with the JSON of an internal error."""
    BAD_GATEWAY = auto()
    """Answered 503 with HTML."""
    HTML = auto()
    """Answered 200 with HTML."""
    CUT = auto()
    """The connection breaks before it is done."""
    LOST = auto()
    """It is done, and the connection breaks before the answer."""
    DONE_AND_FAILED = auto()
    """It is done, and answered 500."""
    HANG = auto()
    """It is held up until it is released, and then done."""
    SLOW = auto()
    """It is done, and the answer is held up until it is released."""


@dataclass(eq=False)
class Fault:
    """Trouble for the next so many requests in whose path a pattern is found, such as `chat.postMessage`."""

    trouble: Trouble
    pattern: str
    left: int
    met: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let go of what is held up, and of what comes."""
        self._released.set()

    async def released(self) -> None:
        """Wait for that."""
        await self._released.wait()


class Faults:
    """The troubles there are now."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._there: list[Fault] = []

    def put(self, trouble: Trouble, pattern: str, times: int = 1) -> Fault:
        """Put trouble on the next requests that fit a pattern."""
        fault = Fault(trouble, pattern, times)
        self._there.append(fault)
        return fault

    def clear(self) -> None:
        """Take all trouble away; what is held up goes on."""
        for fault in self._there:
            fault.release()
        self._there.clear()

    async def met(self, fault: Fault, times: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until so many requests have met a trouble."""
        await self._news.until(lambda: fault.met >= times, seconds)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request meet the first trouble that is put on it."""
        fault = next((each for each in self._there if re.search(each.pattern, request.path)), None)
        if fault is None:
            return await handler(request)
        fault.left -= 1
        fault.met += 1
        if not fault.left:
            self._there.remove(fault)
        self._news.stir()
        return await _troubled(request, handler, fault)


async def _troubled(request: web.Request, handler: Handler, fault: Fault) -> web.StreamResponse:
    match fault.trouble:
        case Trouble.SERVER_ERROR:
            return _failed()
        case Trouble.BAD_GATEWAY:
            return _html(503)
        case Trouble.HTML:
            return _html(200)
        case Trouble.CUT:
            return _cut(request)
        case Trouble.LOST:
            await handler(request)
            return _cut(request)
        case Trouble.DONE_AND_FAILED:
            await handler(request)
            return _failed()
        case Trouble.HANG:
            await fault.released()
            return await handler(request)
        case Trouble.SLOW:
            response = await handler(request)
            await fault.released()
            return response
    assert_never(fault.trouble)


def _failed() -> web.Response:
    return web.json_response({"ok": False, "error": "internal_error"}, status=500)


def _html(status: int) -> web.Response:
    return web.Response(status=status, text="<html><body>Slack</body></html>", content_type="text/html")


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
