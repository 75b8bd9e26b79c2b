"""HTTP mode: Slack calls the bot, with a signature on every request.

It listens on this machine only, unless the settings say otherwise: before it stands what speaks TLS.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse

from adapters.slack.calling import silent
from adapters.slack.oauth import INSTALL, REDIRECT

_log = logging.getLogger(__name__)

EVENTS: Final = "/slack/events"
HEALTH: Final = "/health"
_LARGEST = 2**20
_IN_TIME = 3.0
"""Seconds within which a request is there: after those Slack waits for no answer."""

_NONSENSE = (
    ValueError,
    AttributeError,
    TypeError,
    LookupError,
    RecursionError,
    web.RequestPayloadError,
    ConnectionError,
)
"""What reading a request raises that is of no form in which Slack sends any, or that breaks off."""

_Handler = Callable[[web.Request], Awaitable[web.Response]]
_LEAVE = 3.0


@asynccontextmanager
async def listening(
    address: tuple[str, int],
    trouble: Callable[[], str],
    app: AsyncApp | None = None,
    installing: AsyncOAuthFlow | None = None,
) -> AsyncIterator[int]:
    """Take requests during the block, and give the port: what happens for `app`, and pages to install it.

    Raise OSError when the address cannot be had.
    """

    async def health(_: web.Request) -> web.Response:
        wrong = trouble()
        return web.Response(text=f"{wrong or 'ok'}\n", status=503 if wrong else 200)

    application = web.Application(client_max_size=_LARGEST)
    application.add_routes([web.get(HEALTH, health)])
    if app:
        application.add_routes([web.post(EVENTS, _through(app.async_dispatch))])
    if installing:
        begin, end = _through(installing.handle_installation), _through(installing.handle_callback)
        application.add_routes([web.get(INSTALL, begin), web.get(REDIRECT, end)])
    runner = web.AppRunner(
        application,
        access_log=None,
        logger=silent(),  # it tells at length of whatever anybody sends that is no HTTP
        shutdown_timeout=_LEAVE,
        handle_signals=False,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _through(do: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]) -> _Handler:
    """Return what answers a request by something of Bolt."""

    async def answer(request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(_IN_TIME):
                asked = await to_bolt_request(request)
            return await to_aiohttp_response(await do(asked))
        except web.HTTPException:
            raise
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        except _NONSENSE:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody else tells of it
            _log.error("a request cannot be answered: %s", type(error).__name__)
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    return answer
