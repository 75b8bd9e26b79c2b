"""Socket Mode: connections that the bot opens itself, and a watch over them.

The library makes a connection anew when it ends or falls silent; when it does not succeed, it is made anew
here with all that belongs to it. Two connections by default: Slack ends each every few hours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.calling import silent
from adapters.slack.patience import Patience

_log = logging.getLogger(__name__)

PING: Final = 5.0
"""Seconds between two questions whether a connection is still there; after four unanswered it is not."""

SILENCE: Final = 30.0
"""Seconds without any connection that are trouble: Slack keeps what happens for its next try."""

GIVE_UP: Final = 60.0
"""Seconds without a connection after which it is made anew from the ground up."""

_LOOK = 1.0
_LEAVE = 2.0


class Sockets:
    """The connections of one process. `steady` counts the seconds that go by."""

    def __init__(self, app: AsyncApp, app_token: str, steady: Callable[[], float]) -> None:
        self._app = app
        self._app_token = app_token
        self._steady = steady
        self._open = 0
        self._since = steady()
        self._patience: list[Patience] = []

    @property
    def trouble(self) -> str:
        """What does not work now; empty when all is well."""
        if any(each.tried for each in self._patience):
            return "Slack ends every connection at once: is the app switched off, or connected too often?"
        refused = next((f" ({each.refused})" for each in self._patience if each.refused), "")
        return f"no connection to Slack{refused}" if self.alone > SILENCE else ""

    @property
    def alone(self) -> float:
        """How many seconds there has been no connection at all; 0 when there is one."""
        return 0.0 if self._open else self._steady() - self._since

    @asynccontextmanager
    async def open(self, count: int) -> AsyncIterator[None]:
        """Keep so many connections open during the block."""
        async with asyncio.TaskGroup() as together:
            keeping = [together.create_task(self._keep(number)) for number in range(1, count + 1)]
            try:
                yield
            finally:
                for each in keeping:
                    each.cancel()

    async def _keep(self, number: int) -> None:
        patience = Patience(self._steady)
        self._patience.append(patience)
        while True:
            await self._serve(number, patience)
            why = patience.refused or "it did not come"
            _log.warning("connection %s to Slack is made anew: %s", number, why)

    async def _serve(self, number: int, patience: Patience) -> None:
        """Serve one connection until there is none for long."""
        handler = AsyncSocketModeHandler(
            self._app, self._app_token, logger=silent(), proxy=self._app.client.proxy, ping_interval=PING
        )
        handler.client.proxy = self._app.client.proxy  # else the library takes one from the environment
        ask = patience.asking(handler.client.issue_new_wss_url)
        handler.client.issue_new_wss_url = ask  # type: ignore[method-assign] # it has no other place for it
        connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call] # as Bolt has it
        there, since = False, self._steady()
        try:
            while self._steady() - since < GIVE_UP:
                now_there = await handler.client.is_connected()
                if now_there is not there:
                    there = now_there
                    self._count(number, there=there)
                if there:
                    since = self._steady()
                await asyncio.sleep(_LOOK)
        finally:
            if there:
                self._count(number, there=False)
            connecting.cancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LEAVE):
                    await handler.close_async()  # type: ignore[no-untyped-call] # as Bolt has it

    def _count(self, number: int, *, there: bool) -> None:
        self._open += 1 if there else -1
        self._since = self._steady()
        _log.info("connection %s to Slack is %s", number, "open" if there else "gone")
