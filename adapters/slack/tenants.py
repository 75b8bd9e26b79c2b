"""Workspaces that installed the app themselves: their tokens, kept encrypted with the rest of what is known.

A workspace may be one of the settings, one of its own, or part of a Grid organisation that installed the app.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from slack_sdk.oauth.installation_store.models.installation import Installation

from adapters.slack.calling import Web
from adapters.slack.errors import SetUpError
from adapters.slack.fields import Payload, enterprise_id, team_id, user_id
from adapters.slack.ids import PLATFORM, Self, place_key
from adapters.slack.rooms import NOWHERE, leaves
from adapters.slack.sealing import Seal
from adapters.slack.workspaces import Installed, places_of, who_in
from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Cursor, Incoming, Origin, Sender
from bot.messages.incoming import Installed as InstalledEvent
from bot.messages.recent import Recent
from bot.messages.unchecked import listed, mapping, text, whole
from bot.ports.chat import Core

_FRESH: Final = 60.0
"""Seconds after which it is looked up again whether an installation is still there, and its token."""

_MOST = 1_000


class Tenants:
    """All installations; `own` is that of the settings, if any. `ask` makes what asks with a token."""

    def __init__(
        self,
        core: Core,
        seal: Seal,
        own: Installed | None,
        ask: Callable[[str], Web],
        now: Callable[[], datetime],
    ) -> None:
        self._core = core
        self._seal = seal
        self._own = own
        self._ask = ask
        self._now = now
        self._seen: Recent[str, tuple[Installed | None, float]] = Recent(_MOST)

    async def of(self, payload: Payload) -> Installed | None:
        """Return the installation that a payload is for; None when there is none."""
        for team, organisation in _named(payload):
            found = await self._find(team, organisation)
            if found:
                return found
        return None

    async def at(self, place: PlaceKey) -> Installed | None:
        """Return the installation that can speak in a place; None when there is none."""
        if place.platform != PLATFORM:
            return None
        first, _, second = place.id.partition("-")
        return await self._find(team_id(second or first), enterprise_id(first))

    async def admit(self, installation: Installation) -> None:
        """Keep an installation, and say that it is there; of an organisation in each place that is known."""
        team, organisation = team_id(installation.team_id), enterprise_id(installation.enterprise_id)
        key = _key(None if installation.is_enterprise_install else team, organisation)
        if key is None or not installation.bot_token or not user_id(installation.bot_user_id):
            raise SetUpError("Slack did not give what belongs to an installation.")
        if installation.bot_refresh_token:
            raise SetUpError("Tokens of this app expire. Switch token rotation off, and install it anew.")
        kept = {
            "token": installation.bot_token,
            "user": installation.bot_user_id,
            "team": None if installation.is_enterprise_install else team,
            "enterprise": organisation,
            "name": installation.team_name or installation.enterprise_name or "",
            "scopes": sorted(installation.bot_scopes or ()),
            "since": int(self._now().timestamp()),
        }
        name = _name(key)
        by = user_id(installation.user_id) or str(installation.bot_user_id)
        whole = Installed(Self(by, None, organisation), self._ask(installation.bot_token))
        places = [place_key(team, organisation)] if team else await places_of(whole, self._core)
        events = [self._came(place, by) for place in places]
        await self._core.accept(events, Cursor(name, self._seal.sealed(json.dumps(kept), name)))
        self._seen.pop(key, None)

    async def everywhere(self, at: Installed) -> Sequence[Self]:
        """Return who the bot is in each of its workspaces, but those with an installation of their own."""
        places = await places_of(at, self._core)
        found = [(place, await self.at(place)) for place in places]
        return [who_in(place, at) for place, by in found if by and by.key == at.key] if places else [at.me]

    async def leave(self, at: Installed, events: Sequence[Incoming], since: datetime, *, whole: bool) -> None:
        """Take in that the bot was taken out; a token that was made after that is kept."""
        if since.timestamp() < at.since:
            return
        if whole and at is self._own:
            at.web.ended()
        key = _key(at.me.team, at.me.enterprise)
        if key is None or not whole or at is self._own:
            await self._core.accept(events)
            return
        await self._core.accept(events, Cursor(_name(key), ""))
        self._seen.pop(key, None)

    def _came(self, place: PlaceKey, by: str) -> Incoming:
        conversation = ConversationKey(RoomKey(place, NOWHERE), None)
        event, sender = f"installed {time.time_ns()}", Sender(AccountKey(place, by))
        return InstalledEvent(Origin(event, conversation, sender, self._now()))

    async def _find(self, team: str | None, organisation: str | None) -> Installed | None:
        own = self._own if self._is_own(team, organisation) else None
        if own and not own.web.refused:
            return own
        for key in (_key(team, organisation), _key(None, organisation)):
            found = await self._kept(key) if key else None
            if found:
                return found
        return own

    def _is_own(self, team: str | None, organisation: str | None) -> bool:
        own = self._own
        if own is None:
            return False
        return own.serves(place_key(team, organisation)) if team else own.key == f"{organisation}-"

    async def _kept(self, key: str) -> Installed | None:
        seen = self._seen.get(key)
        if seen and time.monotonic() - seen[1] < _FRESH:
            return seen[0]
        found = self._read(_name(key), await self._core.cursor(_name(key)) or "")
        if seen and seen[0] and found and seen[0].web.client.token == found.web.client.token:
            found = seen[0]
        self._seen[key] = found, time.monotonic()
        return found

    def _read(self, about: str, sealed: str) -> Installed | None:
        if not sealed:
            return None
        opened = self._seal.opened(sealed, about)
        if opened is None:
            raise PlatformUnavailableError("[slack.oauth] encryption_key opens no token that is kept")
        kept = mapping(json.loads(opened))
        token, user = text(kept.get("token")), user_id(kept.get("user"))
        if token is None or user is None:
            return None
        me = Self(user, team_id(kept.get("team")), enterprise_id(kept.get("enterprise")))
        scopes = kept.get("scopes")
        given = frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset()
        name, since = text(kept.get("name")) or "", float(whole(kept.get("since")) or 0)
        return Installed(me, self._ask(token), name, given, since)


def _named(payload: Payload) -> Iterator[tuple[str | None, str | None]]:
    """Give the workspaces and organisations that a payload names, whom it was authorized for first.

    An organisation that goes names one of its workspaces, which may have an installation of its own.
    """
    team, authorized = mapping(payload.get("team")), listed(payload.get("authorizations"))
    wholes = [each for each in authorized if each.get("is_enterprise_install") is True]
    if wholes and leaves(payload):
        yield from ((None, enterprise_id(each.get("enterprise_id"))) for each in wholes)
        return
    for each in (*authorized, payload):
        yield team_id(each.get("team_id")), enterprise_id(each.get("enterprise_id"))
    organisation = mapping(payload.get("enterprise")).get("id") or team.get("enterprise_id")
    yield team_id(team.get("id")), enterprise_id(organisation)


def _key(team: str | None, organisation: str | None) -> str | None:
    return "-".join(filter(None, (organisation, team))) or None


def _name(key: str) -> str:
    return f"slack installation {key}"
