"""The pages with which workspaces install the app; Bolt does the flow, what is kept is in `tenants.py`."""

from __future__ import annotations

import html
import logging
from typing import Final

from aiohttp import ClientError
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calling import silent
from adapters.slack.config import OAuth
from adapters.slack.ids import PLATFORM
from adapters.slack.looking import OPTIONAL, REQUIRED
from adapters.slack.sealing import Seal
from adapters.slack.tenants import Tenants
from bot.domain.errors import VoorloperError
from bot.domain.keys import PlaceKey

_log = logging.getLogger(__name__)

INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"

_STATE_LASTS = 600  # seconds that somebody may take to say yes


class _Store(AsyncInstallationStore):
    """Gives what Bolt wants to keep to the tenants."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants

    @property
    def logger(self) -> logging.Logger:
        return silent()

    async def async_save(self, installation: Installation) -> None:
        try:
            await self._tenants.admit(installation)
        except VoorloperError as error:
            _log.error("a workspace could not install the app: %s", error)
            raise BoltError(str(error)) from None  # for which Bolt shows the page that it failed


class _States(AsyncOAuthStateStore):
    """Tickets that need not be kept: only the bot can have made them, and Slack's code works once."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    @property
    def logger(self) -> logging.Logger:
        return silent()

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        del args, kwargs
        return self._seal.ticket(_STATE_LASTS)

    async def async_consume(self, state: str) -> bool:
        return self._seal.knows(state)


def flow(oauth: OAuth, tenants: Tenants, seal: Seal, asking: AsyncWebClient) -> AsyncOAuthFlow:
    """Return the flow by which a workspace installs the app."""
    settings = AsyncOAuthSettings(
        client_id=oauth.client_id,
        client_secret=oauth.client_secret,
        scopes=[scope for scope, _ in (*REQUIRED, *OPTIONAL)],
        user_scopes=[],  # left out, Bolt takes them from the environment
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        callback_options=AsyncCallbackOptions(success=_done, failure=_failed),
        installation_store=_Store(tenants),
        state_store=_States(seal),
        state_expiration_seconds=_STATE_LASTS,
        logger=silent(),
    )
    settings.redirect_uri = settings.authorize_url_generator.redirect_uri = None  # idem: the app has its own
    return _Flow(client=asking, logger=silent(), settings=settings)


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, for which Slack may be out of reach."""

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange a code for an installation; None when Slack does not, and the page says that it failed."""
        try:
            return await super().run_installation(code)
        except (ClientError, SlackClientError, TimeoutError, OSError) as error:
            _log.error("a workspace could not install the app: %s", type(error).__name__)
            return None


async def _done(args: AsyncSuccessArgs) -> BoltResponse:
    made = args.installation
    name = made.team_name or made.enterprise_name or "Slack"
    parts = (made.enterprise_id, None if made.is_enterprise_install else made.team_id)
    place = PlaceKey(PLATFORM, "-".join(filter(None, parts)))
    return _page(
        200,
        f"Voorloper is geïnstalleerd in {name}",
        f"Is je werkruimte nieuw hier? Geef dan {place} door aan een beheerder van het leernetwerk, die haar "
        "toelaat; tot dan antwoordt Voorloper niet.",
        f"Voorloper is installed. Is your workspace new here? Pass {place} on to an admin of the learning "
        "network, who lets it in; until then Voorloper does not answer.",
    )


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _page(
        args.suggested_status_code,
        "Voorloper is niet geïnstalleerd",
        f"Begin opnieuw op {INSTALL}, in dezelfde browser. Blijft het misgaan, geef dan door: {args.reason}.",
        f"Voorloper was not installed. Begin again at {INSTALL}, in the same browser. If it keeps failing, "
        f"pass this on: {args.reason}.",
    )


def _page(status: int, title: str, dutch: str, english: str) -> BoltResponse:
    shown = "".join(
        f"<{tag}>{html.escape(words)}</{tag.partition(' ')[0]}>"
        for tag, words in (("h1", title), ("p", dutch), ('p lang="en"', english))
    )
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    return BoltResponse(
        status=status,
        body=f'<!doctype html><html lang="nl">{head}{shown}</html>',
        headers={"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"},
    )
