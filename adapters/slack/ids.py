"""Ids of Slack as keys of ours, and back."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.slack.fields import Payload, channel_id, enterprise_id, stamp, team_id, user_id
from bot.domain.keys import PlaceKey
from bot.messages.unchecked import listed, mapping

PLATFORM = "slack"


@dataclass(frozen=True)
class Self:
    """Who the bot is in one installation: its user id, and the workspace it is installed in.

    `enterprise` is the Grid organisation of that workspace. Without `team` it is installed in all of an
    organisation, and each payload says in which workspace it happened.
    """

    user: str
    team: str | None = None
    enterprise: str | None = None


def place_key(team: str, enterprise: str | None = None) -> PlaceKey:
    """Return the key of a workspace: `slack:T1`, and `slack:E1-T1` in a Grid organisation.

    One part without a colon, so that keys of rooms and accounts in it are read as those of any other place;
    and the same people in two workspaces of an organisation are not taken for one another's members.
    """
    return PlaceKey(PLATFORM, f"{enterprise}-{team}" if enterprise else team)


def place_of(payload: Payload, me: Self) -> PlaceKey | None:
    """Return the place that a payload is about, None when neither it nor the installation says so.

    What the installation says goes first: some payloads leave the organisation out, and in a shared channel
    they may name the workspace of somebody else.
    """
    authorized = next(iter(listed(payload.get("authorizations"))), {})
    team, by = mapping(payload.get("team")), mapping(payload.get("user"))
    teams = [authorized.get("team_id"), payload.get("context_team_id"), payload.get("team_id")]
    named = next(filter(None, map(team_id, [me.team, *teams, team.get("id"), by.get("team_id")])), None)
    if named is None:
        return None
    if me.team is not None:
        return place_key(named, me.enterprise)
    organisations = [authorized.get("enterprise_id"), payload.get("context_enterprise_id")]
    others = [payload.get("enterprise_id"), mapping(payload.get("enterprise")).get("id")]
    said = [me.enterprise, *organisations, *others, team.get("enterprise_id")]
    return place_key(named, next(filter(None, map(enterprise_id, said)), None))


def message_id(channel: str, ts: str) -> str:
    """Return the id of a message within its place; in Slack a `ts` says which within its channel only."""
    return f"{channel} {ts}"


def posted(message: str) -> tuple[str, str] | None:
    """Return the channel and `ts` of a message's id, None when it is no such id."""
    channel, _, ts = message.partition(" ")
    return (channel, ts) if channel_id(channel) and stamp(ts) else None


def corner(user: str) -> str:
    """Return the thread in which somebody and the bot talk privately in a channel: what only they see there.

    A slash command starts no thread. Without this, the answers to different people would follow one another
    as one conversation.
    """
    return f"private {user}"


def whose(thread: str | None) -> str | None:
    """Return the user whose private corner this thread is, None when it is a thread of messages."""
    kind, _, user = (thread or "").partition(" ")
    return user_id(user) if kind == "private" else None
