"""`Outgoing`: the closed set of things the bot can do on a platform. Each is one row of the outbox.

How often each can appear on which platform is in docs/architecture.md, under “What is guaranteed”.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import EntryId
from bot.messages.reply import File, Reply


class Mark(StrEnum):
    """What a reaction of the bot means; each platform has its own sign for it."""

    SEEN = "seen"
    SAVING = "saving"
    SAVED = "saved"


@dataclass(frozen=True)
class Told:
    """What one person alone hears of words that are said elsewhere: that they are there, or cannot be."""

    conversation: ConversationKey
    account: AccountKey
    there: Reply
    missing: Reply


@dataclass(frozen=True)
class Post:
    """Say something in a conversation.

    Whoever had it said is `told` what came of it; such a post does not wait for a room in which it cannot be.
    """

    conversation: ConversationKey
    reply: Reply
    told: Told | None = None
    type: Literal["post"] = "post"


@dataclass(frozen=True)
class Together:
    """What two people read in a room that is opened for them: the other of both, its name, and the words."""

    account: AccountKey
    title: str
    reply: Reply


@dataclass(frozen=True)
class Private:
    """Say something that only this account reads.

    Near the conversation where the platform can, else in the direct room; `direct`: always there.
    `together` is said instead, where the platform lets the bot open a room for both.
    """

    conversation: ConversationKey
    account: AccountKey
    reply: Reply
    direct: bool = False
    together: Together | None = None
    type: Literal["private"] = "private"


@dataclass(frozen=True)
class Edit:
    """Replace what was said because of `cause`; when nothing of it is there, say it anew.

    With an `account` only they may read it, as with `Private`.
    """

    conversation: ConversationKey
    cause: str
    reply: Reply
    account: AccountKey | None = None
    type: Literal["edit"] = "edit"


@dataclass(frozen=True)
class Delete:
    """Take back what was said because of `cause`."""

    conversation: ConversationKey
    cause: str
    type: Literal["delete"] = "delete"


@dataclass(frozen=True)
class React:
    """Put a mark on somebody's message."""

    conversation: ConversationKey
    message: str
    mark: Mark
    type: Literal["react"] = "react"


@dataclass(frozen=True)
class Upload:
    """Give a file in a conversation, and say which entries are in it.

    A file with entries that is empty was emptied while it waited: it is not given any more.
    """

    conversation: ConversationKey
    file: File
    shown: tuple[EntryId, ...] = ()
    type: Literal["upload"] = "upload"


@dataclass(frozen=True)
class OpenDirect:
    """Open the direct room with an account, so that something can be said there."""

    conversation: ConversationKey
    account: AccountKey
    type: Literal["open_direct"] = "open_direct"


Outgoing = Post | Private | Edit | Delete | React | Upload | OpenDirect


def reply_of(outgoing: Outgoing) -> Reply | None:
    """Return the words that go out, when it carries any."""
    match outgoing:
        case Post(reply=reply) | Private(reply=reply) | Edit(reply=reply):
            return reply
        case _:
            return None


def told_of(outgoing: Outgoing) -> Told | None:
    """Return what somebody is told of what becomes of it; None when nobody is."""
    return outgoing.told if isinstance(outgoing, Post) else None


def shown_by(outgoing: Outgoing) -> tuple[EntryId, ...]:
    """Return the entries that its words show, or that are in its file."""
    if isinstance(outgoing, Upload):
        return outgoing.shown
    reply = reply_of(outgoing)
    return reply.shown if reply else ()
