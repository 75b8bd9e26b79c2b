"""Wishes that somebody's message is kept: by a shortcut on it, or by the sign for that under it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Final

from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, stamp, user_id
from adapters.slack.ids import corner, message_id
from adapters.slack.origins import Scene, channel_of, is_direct
from adapters.slack.people import UNKNOWN
from adapters.slack.signs import number_of
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey
from bot.messages.incoming import SaveRequested
from bot.messages.unchecked import mapping, text

SIGN: Final = "bulb"
"""How the reaction 💡 is called."""

LINK_IN: Final = 0.5
"""Seconds to wait for a link, without which it goes on."""

_Where = tuple[str, str]
"""A channel and the `ts` of a message in it."""


def signed(payload: Payload) -> _Where | None:
    """Return which message somebody put the sign under; None when a payload tells of something else."""
    event = mapping(payload.get("event"))
    item = mapping(event.get("item"))
    channel, ts = channel_of(item), stamp(item.get("ts"))
    puts = event.get("type") == "reaction_added" and event.get("reaction") == SIGN
    return (channel, ts) if puts and item.get("type") == "message" and channel and ts else None


def idle(payload: Payload) -> bool:
    """Say whether a payload is a reaction that neither chooses nor wishes anything, whoever put it there."""
    event = mapping(payload.get("event"))
    if event.get("type") == "reaction_removed":
        return True
    name = text(event.get("reaction")) or ""
    return event.get("type") == "reaction_added" and name != SIGN and number_of(name) is None


def author(payload: Payload) -> str | None:
    """Return who wrote the message that a shortcut or the sign is on, None for any other payload."""
    if signed(payload):
        return user_id(mapping(payload.get("event")).get("item_user"))
    return user_id(mapping(payload.get("message")).get("user")) if payload.get("message_ts") else None


def wish(
    scene: Scene, event: str | None, where: _Where, by: str | None, link: str, *, program: bool = False
) -> SaveRequested | None:
    """Return the wish for a message of `by`, as the event with this id; None when it has no id.

    It is answered in the corner of who wishes it. `program`: another program wrote it in somebody's name.
    """
    channel, ts = where
    direct = is_direct(channel) and scene.around.direct in {None, channel}  # or that of two other people
    thread = None if direct else corner(scene.user or "")
    origin = scene.origin(channel, event, thread=thread, direct=direct)
    if origin is None:
        return None
    known = scene.around.known.get(by or "", UNKNOWN)
    return SaveRequested(
        replace(origin, message=message_id(channel, ts), private=not direct),
        author=AccountKey(scene.place, by or scene.me.user),
        link=link,
        author_guest=by is None or known.guest or known.bot or program,
        mine=by == scene.me.user,
    )


async def link_to(where: _Where, at: Installed) -> str:
    """Return the link to a message, nothing when Slack does not give it now."""
    with suppress(SlackRefusedError, PlatformUnavailableError, TimeoutError):
        async with asyncio.timeout(LINK_IN):
            answer = await at.web.call("chat.getPermalink", channel=where[0], message_ts=where[1])
            return text(answer.get("permalink")) or ""
    return ""
