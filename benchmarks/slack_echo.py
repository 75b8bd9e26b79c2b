"""A bare bot on Bolt that says back what it hears, to measure ours beside it; it keeps what it must not lose.

`python -m benchmarks.slack_echo API_URL BOT_TOKEN APP_TOKEN DATABASE`: over Socket Mode, by one connection.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient


class Rows:
    """Rows that are durable when a call returns: as sure as the database of the bot."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS row (id TEXT, words TEXT)")

    def add(self, number: str, words: str) -> None:
        """Add one."""
        self._connection.execute("INSERT INTO row VALUES (?, ?)", (number, words))


def echo(client: AsyncWebClient, rows: Rows) -> AsyncApp:
    """Return the app: a row before a mention is acknowledged, an answer in its thread, and another row."""
    app = AsyncApp(client=client)

    @app.middleware
    async def _(body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> None:
        if body["event"]["type"] == "app_mention":
            rows.add(body["event_id"], body["event"]["text"])
        await next_()

    @app.event("app_mention")
    async def _(event: dict[str, Any], say: AsyncSay) -> None:
        said = await say(text=event["text"].partition("> ")[2], thread_ts=event["ts"])
        rows.add(str(said["ts"]), event["ts"])

    @app.event("message")
    async def _() -> None:
        """Every mention is told as a message too."""

    return app


async def serve(api_url: str, bot_token: str, app_token: str, file: str) -> None:
    """Answer until the process ends."""
    async with ClientSession(timeout=ClientTimeout(total=30)) as session:
        client = AsyncWebClient(bot_token, base_url=api_url, session=session)
        client.proxy = None  # the library takes one from the environment, also for this machine
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=5))
        handler = AsyncSocketModeHandler(echo(client, Rows(file)), app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt has it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:5]))
