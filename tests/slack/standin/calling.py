"""A call of the Web API as a method gets it: who asks what, and the ways in which Slack lets one ask."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from tests.slack.standin.pieces import Json, RefusedError, micros
from tests.slack.standin.world import Channel, Install, User

if TYPE_CHECKING:
    from tests.slack.standin.inside import Inside

STRUCTURED = {"blocks", "attachments", "metadata", "view", "files"}
_TRUE, _FALSE = ("true", "1", True), ("false", "0", False)


@dataclass(eq=False)
class Call:
    """One call. `install` is whose token it carries; `inside` is where it is done."""

    method: str
    arguments: Json
    token: str
    inside: Inside
    basic: tuple[str, str] | None = None
    warnings: list[str] = field(default_factory=list)
    _install: Install | None = None

    @property
    def install(self) -> Install:
        """The installed app that asks."""
        if self._install is None:
            raise RefusedError("not_authed")
        return self._install

    @property
    def scopes(self) -> set[str]:
        """What whoever asks may do."""
        return self._install.scopes if self._install else set()

    def text(self, name: str, missing: str = "invalid_arguments") -> str:
        """Return an argument that must be there, or raise RefusedError."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or not value:
            raise RefusedError(missing)
        return value

    def whole(self, name: str, usual: int) -> int:
        """Return a number."""
        value = str(self.arguments.get(name, usual))
        if not value.isdigit():
            raise RefusedError("invalid_arguments")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return a yes or no."""
        value = self.arguments.get(name, False)
        if value not in (*_TRUE, *_FALSE):
            raise RefusedError("invalid_arguments")
        return value in _TRUE

    def moment(self, name: str, usual: int) -> int:
        """Return a moment, in microseconds."""
        value = self.arguments.get(name)
        return usual if value in (None, "") else micros(str(value))

    def person(self, name: str = "user") -> User:
        """Return somebody whom the app may know: of its workspace, or met in a shared channel."""
        user = self.inside.world.user(self.text(name, "user_not_found"))
        if user is None:
            raise RefusedError("user_not_found")
        teams = self.install.teams
        shared = [channel for team in teams for channel in team.channels.values() if channel.shared]
        met = any({user.id, self.install.bot.id} <= channel.members for channel in shared)
        if user.team not in teams and not met:
            raise RefusedError("user_not_visible")
        return user

    def channel(self, *, inside_only: bool = False) -> Channel:
        """Return a channel that the app may see; with `inside_only` it must be a member."""
        channel = self.inside.world.channel(self.text("channel", "channel_not_found"))
        teams = set(self.inside.world.teams_of(channel)) if channel else set()
        if channel is None or not teams & set(self.install.teams):
            raise RefusedError("channel_not_found")
        member = self.install.bot.id in channel.members
        if not member and channel.kind != "channel":
            raise RefusedError("channel_not_found")
        if not member and inside_only:
            raise RefusedError("not_in_channel")
        return channel

    def by_kind(self, channel: Channel, right: str) -> None:
        """Raise RefusedError unless the app may do this (`read`, `history`) in channels of this kind."""
        kinds = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
        self.install.requires(f"{kinds[channel.kind]}:{right}")


@dataclass(frozen=True)
class Method:
    """A method of the Web API: its name, what it does, and how it may be called."""

    name: str
    run: Callable[[Call], Json]
    arguments: frozenset[str]
    json: bool = False
    scope: str | None = None
    token: str = "bot"


def method(name: str, run: Callable[[Call], Json], arguments: str = "", **more: object) -> Method:
    """Describe a method; its arguments are given as words."""
    return Method(name, run, frozenset(arguments.split()), **more)  # type: ignore[arg-type] # as in Method


async def read(request: web.Request, known: Method, inside: Inside) -> Call:
    """Return what a request asks. Raise RefusedError for what is not asked in a way that Slack documents."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        if not known.json:
            raise RefusedError("invalid_post_type")
        try:
            sent = json.loads(await request.text())
        except ValueError:
            raise RefusedError("invalid_json") from None
        if not isinstance(sent, dict):
            raise RefusedError("json_not_object")
        arguments |= sent
    else:
        arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    if "token" in arguments and request.content_type != "application/json":
        token = str(arguments["token"])
    arguments.pop("token", None)
    if unknown := arguments.keys() - known.arguments - {"team_id"}:
        messages = [f"[ERROR] unknown argument: {name}" for name in sorted(unknown)]
        raise RefusedError("invalid_arguments", response_metadata={"messages": messages})
    call = Call(known.name, _decoded(arguments), token, inside, _basic(request))
    call._install = _authenticated(call, known)  # noqa: SLF001 - a call is complete when it leaves here
    return call


def _decoded(arguments: Json) -> Json:
    decoded = dict(arguments)
    for name in STRUCTURED & arguments.keys():
        if isinstance(arguments[name], str):
            try:
                decoded[name] = json.loads(arguments[name])
            except ValueError:
                raise RefusedError(f"invalid_{name}_format") from None
    return decoded


def _basic(request: web.Request) -> tuple[str, str] | None:
    header = request.headers.get("Authorization", "")
    if not header.startswith("Basic "):
        return None
    login, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return login, password


def _authenticated(call: Call, known: Method) -> Install | None:
    """Return whose token a call carries. Raise RefusedError when it may not be used for this."""
    app = call.inside.world.app
    if known.token == "none":
        return None
    if not call.token:
        raise RefusedError("not_authed")
    if known.token == "app":
        if call.token != app.app_token:
            kinds = ("xoxb-", "xoxp-")
            raise RefusedError("not_allowed_token_type" if call.token.startswith(kinds) else "invalid_auth")
        return None
    if call.token == app.app_token:
        raise RefusedError("not_allowed_token_type")
    install = next((each for each in app.installs if each.token == call.token), None)
    if install is None:
        raise RefusedError("invalid_auth")
    if install.removed:
        raise RefusedError("account_inactive")
    if install.revoked:
        raise RefusedError("token_revoked")
    if known.scope:
        install.requires(known.scope)
    return install
