"""Serves /health and /metrics over HTTP, for whoever watches over the program; others say what is in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.domain.errors import MonitorUnavailableError
from bot.ports.condition import Condition

Look = Callable[[], Awaitable[Condition]]
"""Says how the program is doing."""

Expose = Callable[[Condition], bytes]
"""Writes all counts in Prometheus's form."""


@asynccontextmanager
async def monitor(host: str, port: int, look: Look, expose: Expose) -> AsyncIterator[int]:
    """Serve during the block, and give the port; 0 lets the system choose one.

    Raise MonitorUnavailableError when the address is taken or not of this machine.
    """

    async def health(request: web.Request) -> web.Response:
        del request
        condition = await look()
        parts = {part.name: part.trouble or "ok" for part in condition.parts}
        said = {"status": "ok" if condition.fine else "trouble", "parts": parts}
        return web.json_response(said, status=200 if condition.fine else 503)

    async def metrics(request: web.Request) -> web.Response:
        del request
        return web.Response(body=expose(await look()), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/health", health), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise MonitorUnavailableError(
                f"/health and /metrics cannot be served on {host} port {port} ({error.strerror}). "
                "Give [monitor] another port, or set enabled = false."
            ) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
