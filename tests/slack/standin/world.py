"""Workspaces, people, channels and what stands in them, and the app that is installed there.

Only what is; what happens to it, and who hears of that, is `happening.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tests.slack.standin.pieces import Json, News, Numbering, RefusedError

ChannelKind = Literal["channel", "group", "im", "mpim"]

SCOPES = frozenset(
    "app_mentions:read channels:history channels:read chat:write commands files:read files:write"
    " groups:history groups:read im:history im:read im:write mpim:history mpim:read mpim:write"
    " reactions:read reactions:write users:read".split()
)
EVENTS = frozenset(
    "app_home_opened app_mention app_uninstalled channel_archive channel_rename channel_unarchive"
    " group_archive group_unarchive member_joined_channel member_left_channel message.channels"
    " message.groups message.im message.mpim reaction_added reaction_removed team_access_revoked"
    " tokens_revoked user_change".split()
)
HISTORY = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
"""How scopes and events call the kinds of channels."""


@dataclass(eq=False)
class User:
    """Somebody in a workspace, or the user of a bot."""

    id: str
    name: str
    team: Team
    tz: str = "Europe/Amsterdam"
    locale: str = "nl-NL"
    bot_id: str | None = None
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    deleted: bool = False

    @property
    def mention(self) -> str:
        """How a text mentions this user."""
        return f"<@{self.id}>"


@dataclass(eq=False)
class Message:
    """A message as it stands: `raw` as histories give it, `to` whom an ephemeral one is for."""

    channel: Channel
    raw: Json
    metadata: Json | None = None
    to: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ts(self) -> str:
        """Its id in the channel."""
        return str(self.raw["ts"])

    @property
    def text(self) -> str:
        """Its text, which is a fallback where there are blocks."""
        return str(self.raw.get("text", ""))

    @property
    def user(self) -> str:
        """Who wrote it."""
        return str(self.raw.get("user", ""))

    @property
    def thread(self) -> str | None:
        """The message with which its thread begins, None outside threads and for that message itself."""
        root: str | None = self.raw.get("thread_ts")
        return None if root == self.ts else root

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.raw.get("blocks") or ())


@dataclass(eq=False)
class Channel:
    """A channel, a direct message or a group of them; a shared one is also in the workspaces `shared`."""

    id: str
    name: str
    kind: ChannelKind
    team: Team
    members: set[str] = field(default_factory=set)
    shared: list[Team] = field(default_factory=list)
    archived: bool = False
    read_only: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)

    def thread(self, root: str) -> list[Message]:
        """Return a thread, the message that it is about first."""
        replies = [each for each in self.messages.values() if each.thread == root]
        return [self.messages[root], *replies] if root in self.messages else replies


@dataclass(eq=False)
class Team:
    """A workspace; with `enterprise` it is part of an organisation of that id."""

    id: str
    name: str
    enterprise: str | None = None
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    install: Install | None = None

    @property
    def domain(self) -> str:
        """Its name in addresses."""
        return self.name.lower().replace(" ", "-")


@dataclass(eq=False)
class Install:
    """The app in a workspace, or with `org_wide` in the workspaces of an organisation that it was given."""

    token: str
    bot: User
    scopes: set[str]
    teams: list[Team]
    org_wide: bool = False
    revoked: bool = False
    removed: bool = False
    homes: dict[str, Json] = field(default_factory=dict)

    @property
    def team(self) -> Team:
        """Its first workspace."""
        return self.teams[0]

    def requires(self, *scopes: str) -> None:
        """Raise RefusedError unless one of these scopes was given."""
        if not self.scopes & set(scopes):
            raise RefusedError(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.scopes))
            )


@dataclass(eq=False)
class App:
    """The app as it is set up with Slack."""

    id: str
    name: str = "voorloper"
    client_id: str = "111.222"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verification: str = field(default_factory=lambda: secrets.token_hex(12))
    app_token: str = field(default_factory=lambda: f"xapp-1-A0-{secrets.token_hex(16)}")
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    installs: list[Install] = field(default_factory=list)
    codes: dict[str, Install] = field(default_factory=dict)
    rotates: bool = False


class World:
    """Everything there is."""

    def __init__(self) -> None:
        self.number = Numbering()
        self.news = News()
        self.app = App(self.number.id("A"))
        self.teams: list[Team] = []

    def user(self, user_id: str) -> User | None:
        """Return somebody, of any workspace."""
        return next((team.users[user_id] for team in self.teams if user_id in team.users), None)

    def channel(self, channel_id: str, team: Team | None = None) -> Channel | None:
        """Return a channel, of any workspace or one that is in this one."""
        found = (each.channels.get(channel_id) for each in self.teams)
        channel = next((each for each in found if each), None)
        return channel if channel and (team is None or team in self.teams_of(channel)) else None

    def teams_of(self, channel: Channel) -> Iterator[Team]:
        """Return the workspaces that a channel is in."""
        yield channel.team
        yield from channel.shared

    def install_in(self, channel: Channel) -> Install | None:
        """Return the installed app whose bot is in a channel."""
        for team in self.teams_of(channel):
            install = team.install
            if install and install.bot.id in channel.members and not install.removed:
                return install
        return None

    def direct(self, install: Install, *users: User) -> Channel:
        """Return the direct message of the bot with somebody, or with several; it is made when needed."""
        members = {install.bot.id, *(user.id for user in users)}
        kind: ChannelKind = "im" if len(users) == 1 else "mpim"
        team = users[0].team if users[0].team in install.teams else install.team
        for channel in team.channels.values():
            if channel.kind == kind and channel.members == members:
                return channel
        made = Channel(self.number.id("D" if kind == "im" else "C"), "", kind, team, members)
        made.name = "mpdm-" + "--".join(user.name for user in users) + "-1" if kind == "mpim" else ""
        team.channels[made.id] = made
        return made
