"""An app of Bolt with nothing of ours in it that answers on every surface, over Socket Mode and over HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.standin.pieces import Json
from tests.slack.standin.posting import Posting
from tests.slack.standin.server import Slack

PATH = "/slack/events"
BUTTON: Json = {
    "type": "actions",
    "block_id": "keuze",
    "elements": [
        {
            "type": "button",
            "action_id": "meer",
            "value": "meer 7",
            "text": {"type": "plain_text", "text": "Meer"},
        }
    ],
}
FORM: Json = {
    "type": "modal",
    "callback_id": "les",
    "title": {"type": "plain_text", "text": "Les"},
    "submit": {"type": "plain_text", "text": "Bewaar"},
    "blocks": [
        {
            "type": "input",
            "block_id": "titel",
            "label": {"type": "plain_text", "text": "Titel"},
            "element": {"type": "plain_text_input", "action_id": "woorden", "max_length": 20},
        }
    ],
}


def section(words: str) -> Json:
    """Return a block with words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


def answer_to_events(app: AsyncApp) -> None:
    """Answer mentions and direct messages, show a home, and acknowledge what else there is."""

    @app.event("app_mention")
    async def _(event: Json, say: AsyncSay) -> None:
        await say(text=f"gehoord {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("message")
    async def _(event: Json, say: AsyncSay) -> None:
        if event["channel_type"] == "im" and "subtype" not in event:
            await say(text="Kies", blocks=[section("*Kies*"), BUTTON])

    @app.event("app_home_opened")
    async def _(event: Json, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [section("Welkom")]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event(re.compile(".*"))
    async def _() -> None:
        return


def answer_to_people(app: AsyncApp) -> None:
    """Answer commands, clicks, shortcuts and a form."""

    @app.command("/voorloper")
    async def _(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        await ack(text=f"bezig met {command['text']}")
        await respond(text="klaar", response_type="in_channel")

    @app.action("meer")
    async def _(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        message = body["message"]
        words = f"Meer van {message['blocks'][1]['block_id']}: {body['actions'][0]['value']}"
        await client.chat_update(channel=body["channel"]["id"], ts=message["ts"], text=words)

    @app.shortcut("niets")
    async def _(ack: AsyncAck) -> None:
        await ack()

    @app.shortcut("bewaar")
    async def _(ack: AsyncAck, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @app.view("les")
    async def _(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        title = view["state"]["values"]["titel"]["woorden"]["value"]
        if title == "fout":
            await ack(response_action="errors", errors={"titel": "Kies een andere titel."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Bewaard: {title}")


@asynccontextmanager
async def bare_app(slack: Slack) -> AsyncIterator[AsyncApp]:
    """Make the app, with the token of the first workspace; it honours 429."""
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        client = AsyncWebClient(slack.install.token, base_url=slack.api_url, session=session)
        client.proxy = None  # the SDK takes one from the environment, even for loopback
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=3))
        app = AsyncApp(client=client, signing_secret=slack.app.signing_secret)
        answer_to_events(app)
        answer_to_people(app)
        yield app


@asynccontextmanager
async def over_sockets(slack: Slack, app: AsyncApp, connections: int = 1) -> AsyncIterator[None]:
    """Connect the app so many times during the block, to notice within seconds that a connection is gone."""
    slack.over_sockets()
    handlers = [
        AsyncSocketModeHandler(app, slack.app.app_token, ping_interval=0.5) for _ in range(connections)
    ]
    try:
        for handler in handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call] # as Bolt has it
        await slack.sockets.connected(connections)
        yield
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call] # as Bolt has it


@asynccontextmanager
async def over_http(slack: Slack, app: AsyncApp) -> AsyncIterator[Posting]:
    """Let the app listen on loopback during the block, and Slack post there."""
    runner = web.AppRunner(app.web_app(path=PATH), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield slack.over_http(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
    finally:
        await runner.cleanup()
