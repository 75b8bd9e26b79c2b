"""Who did something, where and when: what is read the same way from every payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.slack.fields import Payload, channel_id, moment, token
from adapters.slack.ids import Self, message_id, place_of
from adapters.slack.people import UNKNOWN, Known, doer
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Origin
from bot.messages.unchecked import text


@dataclass(frozen=True)
class Around:
    """What the adapter knows around a payload: when the bot heard of it (UTC), and who did it.

    `known` holds what was found of the user that `people.doer` names; who is not in it counts as a guest.
    `direct` is the channel in which the bot talks with that user alone, as far as it is known: a command can
    come from a direct room between others, and a form from nowhere. `link` leads to the message that somebody
    would like to be kept, where the payload does not say what it is.
    """

    heard: datetime
    known: Mapping[str, Known] = field(default_factory=dict)
    direct: str | None = None
    link: str = ""


@dataclass(frozen=True)
class Ignored:
    """Nothing for the core; the reason holds nothing of people."""

    reason: str


@dataclass(frozen=True)
class Scene:
    """One payload with all that is known around it. `user` did it; None when Slack does not say who."""

    me: Self
    place: PlaceKey
    around: Around
    user: str | None
    event: str | None
    at: object

    @property
    def known(self) -> Known:
        """What is known of who did it."""
        if self.user is None or self.user == self.me.user:
            return Known(guest=False)
        return self.around.known.get(self.user, UNKNOWN)

    @property
    def mine(self) -> bool:
        """Whether the bot itself did it."""
        return self.user == self.me.user

    def origin(
        self, channel: str, event: str | None = None, *, thread: str | None = None, direct: bool | None = None
    ) -> Origin | None:
        """Return the origin of what happened in a channel; None when it has no id to know it by.

        `event` is its id where that is not the one of the payload. What nobody did, the bot saw.
        """
        number = event or self.event
        if number is None:
            return None
        account = AccountKey(self.place, self.user or self.me.user)
        return Origin(
            event=number,
            conversation=ConversationKey(RoomKey(self.place, channel), thread),
            sender=self.known.sender(account),
            at=moment(self.at, self.around.heard),
            direct=is_direct(channel) if direct is None else direct,
        )


def scene(payload: Payload, event: Payload, me: Self, around: Around) -> Scene | None:
    """Return what is known around an event in a payload, None when it is not said in which workspace."""
    place = place_of(payload, me)
    at = event.get("ts") or event.get("event_ts") or payload.get("event_time")
    number = token(payload.get("event_id"))
    return Scene(me, place, around, doer(payload), number, at) if place else None


def about(origin: Origin, ts: str, root: str | None) -> Origin:
    """Return the origin with the message it is about; `root` is the thread of that message, if any.

    Slack says of a message under which somebody answered that it is in the thread of itself.
    """
    channel = origin.room.id
    thread = root if root and root != ts else (None if origin.direct else ts)
    conversation = replace(origin.conversation, thread=thread)
    return replace(origin, conversation=conversation, message=message_id(channel, ts))


def is_direct(channel: str, kind: object = None) -> bool:
    """Say whether a channel is a room for two; of those the bot hears only its own."""
    return channel.startswith("D") or kind == "im"


def channel_of(event: Payload) -> str | None:
    """Return the channel of an event, which stands there by its id or as an object."""
    channel = event.get("channel")
    inner = channel.get("id") if isinstance(channel, Mapping) else channel
    return channel_id(inner)


def named(value: object, longest: int = 255) -> str | None:
    """Return a text that is not blank and not too long, None when it is something else."""
    found = text(value)
    return found if found and found.strip() and len(found) <= longest else None
