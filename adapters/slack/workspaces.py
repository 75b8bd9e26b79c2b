"""Where the app is installed: who the bot is there, and with which token it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from adapters.slack.calling import Web
from adapters.slack.errors import SetUpError, SlackRefusedError
from adapters.slack.fields import Payload, enterprise_id, team_id, user_id
from adapters.slack.ids import PLATFORM, Self, place_key
from bot.domain.keys import PlaceKey
from bot.messages.incoming import Incoming
from bot.ports.chat import Core


@dataclass(frozen=True)
class Installed:
    """One installation. `scopes` are what it may do, as Slack said last."""

    me: Self
    web: Web = field(repr=False)
    name: str = ""
    scopes: frozenset[str] = frozenset()
    since: float = 0.0
    """When it was installed, in seconds since 1970, as far as that is known."""

    @property
    def key(self) -> str:
        """Which installation this is."""
        return f"{self.me.enterprise or ''}-{self.me.team or ''}"

    def serves(self, place: PlaceKey) -> bool:
        """Say whether this place is one of this installation."""
        if self.me.team:
            return place == place_key(self.me.team, self.me.enterprise)
        return place.platform == PLATFORM and place.id.startswith(f"{self.me.enterprise}-")


class Workspaces(Protocol):
    """All installations."""

    async def of(self, payload: Payload) -> Installed | None:
        """Return the installation that a payload is for; None when there is none."""
        ...

    async def at(self, place: PlaceKey) -> Installed | None:
        """Return the installation that can speak in a place; None when there is none."""
        ...

    async def everywhere(self, at: Installed) -> Sequence[Self]:
        """Return who the bot is in each workspace of an installation, of an organisation as far as known."""
        ...

    async def leave(self, at: Installed, events: Sequence[Incoming], since: datetime, *, whole: bool) -> None:
        """Take in that the bot was taken out, and forget the token when it was the `whole` installation.

        Nothing is done when it was installed anew after that moment. Raise as `Core.accept`.
        """
        ...


class OneWorkspace:
    """The installation that the token in the settings is of."""

    def __init__(self, installed: Installed, core: Core) -> None:
        self._installed = installed
        self._core = core

    async def of(self, payload: Payload) -> Installed | None:
        """Return it: with one token, all that comes is for it."""
        del payload
        return self._installed

    async def at(self, place: PlaceKey) -> Installed | None:
        """Return it for its own place."""
        return self._installed if self._installed.serves(place) else None

    async def everywhere(self, at: Installed) -> Sequence[Self]:
        """Return who the bot is in each workspace that the token is for."""
        return [who_in(place, at) for place in await places_of(at, self._core)] or [at.me]

    async def leave(self, at: Installed, events: Sequence[Incoming], since: datetime, *, whole: bool) -> None:
        """Take it in; the token is one of the settings, and stays there."""
        del since
        if whole:
            at.web.ended()
        await self._core.accept(events)


async def places_of(at: Installed, core: Core) -> Sequence[PlaceKey]:
    """Return the places of an installation that are known; none of one that is of a single workspace."""
    return () if at.me.team else [place for place in await core.places() if at.serves(place)]


def who_in(place: PlaceKey, at: Installed) -> Self:
    """Return who the bot is in one workspace of an organisation."""
    return replace(at.me, team=team_id(place.id.rpartition("-")[2]))


_NO_BOT = (
    "[slack] bot_token is not that of a bot. Take the one that begins with xoxb- from OAuth & Permissions."
)
_TOKENS = {
    "not_allowed_token_type": _NO_BOT,
    "invalid_auth": "[slack] bot_token is no token of Slack. Copy it anew from OAuth & Permissions.",
    "not_authed": "[slack] bot_token is empty. Copy it from OAuth & Permissions.",
    "account_inactive": "The app was removed from the workspace. Install it anew; copy the new bot_token.",
    "token_revoked": "[slack] bot_token was taken back. Install the app anew, and copy the new one.",
    "token_expired": "[slack] bot_token expires. Switch token rotation off in the app, and copy the new one.",
}


async def installed(web: Web) -> Installed:
    """Ask Slack whose token this is.

    Raise SetUpError when it is no token of a bot, and as `Web.call` when Slack does not answer.
    """
    try:
        said, headers = await web.answer("auth.test")
    except SlackRefusedError as error:
        raise SetUpError(_TOKENS.get(error.code, f"Slack refuses [slack] bot_token: {error}.")) from None
    user, team = user_id(said.get("user_id")), team_id(said.get("team_id"))
    organisation = enterprise_id(said.get("enterprise_id"))
    everywhere = said.get("is_enterprise_install") is True and organisation is not None
    if user is None or not said.get("bot_id") or (team is None and not everywhere):
        raise SetUpError(_NO_BOT)
    me = Self(user, None if everywhere else team, organisation)
    scopes = frozenset(each.strip() for each in str(headers.get("x-oauth-scopes", "")).split(","))
    return Installed(me, web, str(said.get("team") or ""), scopes - {""})
