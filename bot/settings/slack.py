"""The section for Slack: one app, in one workspace by its token, in others by OAuth. Without both: off."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.settings.addresses import web_address
from bot.settings.sections import Section

_HOST: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+):(?P<port>\d{1,5})")
_HIGHEST_PORT: Final = 65535
_SHORTEST_KEY: Final = 32


def _api(text: str) -> str:
    return web_address(text, "this is no address of Slack; write it like https://slack.com/api/") + "/"


def _listen(text: str) -> str:
    found = _HOST.fullmatch(text)
    if not found or not 1 <= int(found["port"]) <= _HIGHEST_PORT:
        raise ValueError("this is no address to listen on; write it like 127.0.0.1:3000")
    return text


class OAuth(Section):
    """How other workspaces install the app, each from the page `/slack/install` of the bot."""

    client_id: str | None = None
    """The app's id for installing, from Basic Information."""
    client_secret: SecretStr | None = None
    """Its secret."""
    encryption_key: Annotated[SecretStr, Field(min_length=_SHORTEST_KEY)] | None = None
    """What the tokens of workspaces are encrypted with; losing it means installing anew everywhere."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = (self.client_id, self.client_secret, self.encryption_key)
        if any(given) and not all(given):
            raise ValueError("client_id, client_secret and encryption_key belong together; one is missing")
        return self

    @property
    def on(self) -> bool:
        """Say whether other workspaces can install the app."""
        return self.client_id is not None


class Slack(Section):
    """The app, and how Slack reaches it."""

    mode: Literal["socket", "http"] = "socket"
    """Whether the bot calls Slack (nothing of yours has to be reachable), or Slack calls the bot."""
    bot_token: SecretStr | None = None
    """The token of the bot in one workspace, which begins with `xoxb-`; left out: no Slack, or `oauth`."""
    app_token: SecretStr | None = None
    """The token of the app, which begins with `xapp-`: with it the bot calls Slack."""
    signing_secret: SecretStr | None = None
    """What Slack signs its calls with, in HTTP mode."""
    api_url: Annotated[str, AfterValidator(_api)] = "https://slack.com/api/"
    """Where Slack's Web API answers; another address only behind a proxy."""
    connections: Annotated[int, Field(ge=1, le=10)] = 2
    """How many connections the bot has open in socket mode; Slack takes ten for all processes together."""
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:3000"
    """Where the bot hears Slack in HTTP mode, and serves the pages to install the app."""
    oauth: OAuth = OAuth()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.on:
            if self.app_token or self.signing_secret:
                raise ValueError("bot_token is missing; it stands in OAuth & Permissions")
            return self
        if self.mode == "socket" and self.app_token is None:
            raise ValueError("app_token is missing; make one in Basic Information, with connections:write")
        if self.mode == "http" and self.signing_secret is None:
            raise ValueError("signing_secret is missing; it stands in Basic Information")
        return self

    @property
    def on(self) -> bool:
        """Say whether Slack is served."""
        return self.bot_token is not None or self.oauth.on

    @property
    def address(self) -> tuple[str, int]:
        """The host and the port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)
