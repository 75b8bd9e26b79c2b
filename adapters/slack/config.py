"""What the adapter has to be told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class OAuth:
    """How other workspaces install the app; their tokens are encrypted with `key`."""

    client_id: str
    client_secret: str = field(repr=False)
    key: str = field(repr=False)


@dataclass(frozen=True)
class Config:
    """One app in Slack, and how Slack reaches it: with a token of one workspace, or by OAuth with many.

    With `socket` the bot calls Slack, over so many connections; without it Slack calls the bot at `host` and
    `port`. `language` is what is spoken where nothing else is known.
    """

    bot_token: str | None = field(default=None, repr=False)
    oauth: OAuth | None = None
    socket: bool = True
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    api_url: str = "https://slack.com/api/"
    connections: int = 2
    language: str = "nl"
    host: str = "127.0.0.1"
    port: int = 3000
