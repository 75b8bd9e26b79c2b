"""Slack as a chat platform: one workspace by its token, over Socket Mode or HTTP.

What a payload means is in `inbound.py`, how words look in `render.py`; here it is held together.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from aiohttp import ClientSession
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.bolt import app_around
from adapters.slack.calling import Web, client, session
from adapters.slack.config import Config
from adapters.slack.directs import Directs
from adapters.slack.downloads import download
from adapters.slack.errors import SetUpError
from adapters.slack.fields import Payload
from adapters.slack.ids import PLATFORM
from adapters.slack.names import Names
from adapters.slack.oauth import flow
from adapters.slack.recalling import recalled
from adapters.slack.render import render
from adapters.slack.sealing import Seal
from adapters.slack.sending import Sender
from adapters.slack.sockets import Sockets
from adapters.slack.starting import connectable
from adapters.slack.surfaces import Surfaces
from adapters.slack.taking import Taking
from adapters.slack.tenants import Tenants
from adapters.slack.web import listening
from adapters.slack.workspaces import Installed, OneWorkspace, Workspaces, installed
from bot.domain.errors import MessageRefusedError, PlatformUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey
from bot.messages.i18n import translator
from bot.messages.outgoing import Outgoing
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery

_log = logging.getLogger(__name__)

_AGAIN = 0.5
"""Seconds before another attempt, twice as long each time."""

_LONGEST_PAUSE = 60.0


class SlackChat:
    """One app in Slack. Several processes may serve it: Slack divides what happens over their connections."""

    platform = PLATFORM
    exclusive = False

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._config = config
        self._now = now
        self._sender: Sender | None = None
        self._workspaces: Workspaces | None = None
        self._own: Installed | None = None
        self._sockets: Sockets | None = None
        self._wrong = "not begun yet"
        self._port = 0

    @property
    def trouble(self) -> str:
        """What does not work now; empty when all is well."""
        if self._wrong:
            return self._wrong
        refused = self._own.web.refused if self._own else ""
        if refused:
            return f"Slack does not take the bot's token any more ({refused}); voorloper check says more"
        return self._sockets.trouble if self._sockets else ""

    @property
    def port(self) -> int:
        """At which port Slack can call; 0 when it cannot."""
        return self._port

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Turn it into messages."""
        return render(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; after a crash or a lost reply it is looked up first (see `Chat.send`)."""
        if self._sender is None:
            raise PlatformUnavailableError("not connected", _AGAIN)
        return await self._sender.send(delivery, part, content)

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file that somebody shared (see `Chat.fetch`)."""
        at = await self._at(place)
        if at is None:
            raise MessageRefusedError("the app is not installed there")
        return await download(at, file)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote (see `Chat.recall`)."""
        at = await self._at(conversation.room.place)
        return await recalled(at, message, author) if at else None

    async def _at(self, place: PlaceKey) -> Installed | None:
        if self._workspaces is None:
            raise PlatformUnavailableError("not connected", _AGAIN)
        return await self._workspaces.at(place)

    async def run(self, core: Core) -> None:
        """Hear until cancelled. After whatever goes wrong it begins anew, later each time."""
        pause = _AGAIN
        while True:
            begun = time.monotonic()
            asked = await self._begin(core)
            pause = _AGAIN if time.monotonic() - begun > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            await asyncio.sleep(max(pause, asked or 0.0))

    async def _begin(self, core: Core) -> float | None:
        """Connect and hear, until something goes wrong; note it, and return how long Slack asks to wait."""
        try:
            await self._serve(core)
        except SetUpError as error:
            self._wrong = "the app is not set up as it must be; voorloper check says why"
            _log.error("Slack does not let the bot in: %s", error)
        except PlatformUnavailableError as error:
            self._wrong = "Slack is out of reach"
            _log.warning("out of reach: %s", error)
            return error.retry_after
        except OSError as error:
            self._wrong = "[slack] listen cannot be had"
            _log.error("nothing can be heard on [slack] listen: %s", error.strerror)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other platforms go on, and so do we
            self._wrong = f"begins anew after an error ({type(error).__name__})"
            _log.error("hearing failed and begins anew: %s", type(error).__name__)
        return None

    async def _serve(self, core: Core) -> None:
        """Hear and speak, with the tokens there are."""
        async with session() as over:
            workspaces, installing = await self._installations(core, over)
            directs, acquaintances = Directs(), Acquaintances(time.monotonic)
            self._workspaces = workspaces
            words = translator(self._config.language)
            self._sender = sender = Sender(workspaces, directs, words, time.monotonic)
            respond = Web("", self._config.api_url, over).respond
            surfaces = Surfaces(core, words, respond)
            names = Names(core, self._now, time.monotonic)

            def learn(payload: Payload, at: Installed) -> None:
                directs.learn(payload, at)
                sender.asides.learn(payload)
                names.learn(payload, at)

            taking = Taking(workspaces, core, surfaces, acquaintances, directs, learn, self._now)
            app = app_around(taking.take, self._asking(over), self._config.signing_secret)
            try:
                async with self._road(app, installing, over):
                    self._wrong = ""
                    try:
                        await asyncio.Event().wait()
                    finally:
                        await taking.stop()
            finally:
                self._sender = self._workspaces = None
                await names.stop()
                await acquaintances.stop()
                await surfaces.stop()

    async def _installations(
        self, core: Core, over: ClientSession
    ) -> tuple[Workspaces, AsyncOAuthFlow | None]:
        """Return where the app is installed, and how it can be installed elsewhere."""
        config = self._config

        def ask(token: str) -> Web:
            return Web(token, config.api_url, over)

        own = self._own = await installed(ask(config.bot_token)) if config.bot_token else None
        if config.oauth:
            seal = Seal(config.oauth.key)
            tenants = Tenants(core, seal, own, ask, self._now)
            return tenants, flow(config.oauth, tenants, seal, self._asking(over))
        if own is None:
            raise SetUpError("[slack] has no bot_token and no oauth.")
        return OneWorkspace(own, core), None

    def _asking(self, over: ClientSession) -> AsyncWebClient:
        return client(self._config.app_token, self._config.api_url, over)

    @asynccontextmanager
    async def _road(
        self, app: AsyncApp, installing: AsyncOAuthFlow | None, over: ClientSession
    ) -> AsyncIterator[None]:
        """Let Slack reach the app during the block."""
        async with AsyncExitStack() as roads:
            config = self._config
            if installing or not config.socket:
                heard = None if config.socket else app
                address = (config.host, config.port)
                self._port = await roads.enter_async_context(
                    listening(address, lambda: self.trouble, heard, installing)
                )
            if config.socket:
                await connectable(Web(config.app_token or "", config.api_url, over))
                self._sockets = Sockets(app, config.app_token or "", time.monotonic)
                await roads.enter_async_context(self._sockets.open(config.connections))
            try:
                yield
            finally:
                self._sockets, self._port = None, 0
