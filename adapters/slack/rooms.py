"""What happens to channels and to the installation: who comes and goes, names, ends."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.slack.fields import Payload, channel_id, user_id
from adapters.slack.ids import Self, place_of
from adapters.slack.origins import Ignored, Scene, channel_of, named
from bot.domain.keys import AccountKey, RoomKey
from bot.messages.incoming import Incoming, MemberJoined, RoomChanged, Uninstalled
from bot.messages.unchecked import mapping, text

_LEAVING = frozenset({"app_uninstalled", "tokens_revoked", "team_access_revoked"})

NOWHERE = "-"
"""Stands for the room of what happens to the whole workspace."""


def member(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that somebody joined a channel or left it."""
    channel = channel_of(event)
    origin = scene.origin(channel) if channel and scene.user else None
    if origin is None or scene.known.bot:
        return Ignored("nobody came or went")
    if event.get("type") == "member_joined_channel":
        return MemberJoined(origin, me=scene.mine)
    return Ignored("the bot itself was put out") if scene.mine else RoomChanged(origin, left=True)


def renamed(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that a channel got another name."""
    channel, name = channel_of(event), named(mapping(event.get("channel")).get("name"))
    origin = scene.origin(channel) if channel else None
    return RoomChanged(origin, name=name) if origin and name else Ignored("no name of a channel")


def closed(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that a channel was archived or deleted."""
    channel = channel_of(event)
    origin = scene.origin(channel) if channel else None
    return RoomChanged(origin, closed=True) if origin else Ignored("no channel")


def moved(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that a channel goes on under another id, as when it is shared through a Grid organisation."""
    old, new = channel_id(event.get("old_channel_id")), channel_id(event.get("new_channel_id"))
    origin = scene.origin(old) if old else None
    return (
        RoomChanged(origin, replaced_by=RoomKey(scene.place, new))
        if origin and new
        else Ignored("no channel")
    )


def removed(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that the bot was removed from a workspace, alone or with all others, or its token taken back."""
    origin = scene.origin(NOWHERE)
    if origin is None or not (ends(event) or scene.me.team in _shut_out(event)):
        return Ignored("not the bot, or not here")
    return Uninstalled(origin)


def leaves(payload: Payload) -> bool:
    """Say whether a payload is about the bot being taken out, of one workspace or of several."""
    return text(mapping(payload.get("event")).get("type")) in _LEAVING


def ends(event: Payload) -> bool:
    """Say whether an event ends a whole installation: its token is of no use any more."""
    kind, tokens = text(event.get("type")), mapping(event.get("tokens"))
    return kind == "app_uninstalled" or (kind == "tokens_revoked" and bool(tokens.get("bot")))


def _shut_out(event: Payload) -> Sequence[str]:
    """Return the workspaces of an organisation that take the bot out while it stays in others."""
    teams = event.get("team_ids") if text(event.get("type")) == "team_access_revoked" else ()
    return teams if isinstance(teams, list) else ()


def opened_home(payload: Payload, me: Self) -> AccountKey | None:
    """Return who opened their page of the bot, None for any other payload."""
    event = mapping(payload.get("event"))
    user, place = user_id(event.get("user")), place_of(payload, me)
    if event.get("type") != "app_home_opened" or event.get("tab") != "home" or user is None or place is None:
        return None
    return AccountKey(place, user)
