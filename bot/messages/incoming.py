"""`Incoming`: the closed set of things that can happen on a platform, as an adapter hands them to the core.

Adapters map every platform event to one of these or ignore it, with a reason. In every text a mention of a
person or room is written as `@` or `#` with its key (`@slack:T123:U456`), as a person could type it too.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey


@dataclass(frozen=True)
class Sender:
    """Who did it. A guest of the platform (shared channel, guest account) is a stranger to the network.

    `language` and `zone` are those they chose on their platform, as far as it says so: what is used with them
    alone where nothing else says it.
    """

    account: AccountKey
    guest: bool = False
    language: str | None = None
    zone: str | None = None


@dataclass(frozen=True)
class Origin:
    """Where an event comes from.

    `event` is unique within the place and stays the same when the platform delivers again. `message` is the
    platform's id of the message it is about; of a click it is the message with the button. `thread` is the
    root under which an answer belongs, and None in a direct room. `at` is UTC. `private`: only the sender
    reads the answer, also in a room (a command that nobody else sees, a click on such an answer).
    """

    event: str
    conversation: ConversationKey
    sender: Sender
    at: datetime
    message: str | None = None
    direct: bool = False
    private: bool = False

    @property
    def room(self) -> RoomKey:
        """The room it happened in."""
        return self.conversation.room

    @property
    def place(self) -> PlaceKey:
        """The place it happened in."""
        return self.conversation.room.place

    @property
    def cause(self) -> str:
        """What an answer to this is remembered by: a hash, so that the answer does not name the message."""
        about = self.message or self.event
        return sha256("\n".join((*astuple(self.place), self.room.id, about)).encode()).hexdigest()


@dataclass(frozen=True)
class Message:
    """Somebody wrote something. `addressed`: by mention, prefix, slash command or in a direct room.

    `replies_to`: the root of what it replies to, where the words themselves do not call us: clients mention
    whoever is replied to, without anybody asking for it.
    """

    origin: Origin
    text: str
    addressed: bool
    replies_to: str | None = None
    type: Literal["message"] = "message"


_SAVES = frozenset({"bewaar", "save"})


def wishes_to_save(words: str) -> bool:
    """Say whether words, said in reply to a message, wish that message to be kept."""
    return words.strip(" `/!.\n").casefold() in _SAVES


_IMPORTS = frozenset({"importeer", "import"})


def wishes_to_import(words: str) -> bool:
    """Say whether words, said with a file, wish what is in it to be taken in."""
    return words.strip(" `/!.\n").casefold() in _IMPORTS


@dataclass(frozen=True)
class Edited:
    """Somebody changed the message `origin.message`; `text` is what it says now, the rest as in `Message`."""

    origin: Origin
    text: str
    addressed: bool
    replies_to: str | None = None
    type: Literal["edited"] = "edited"


@dataclass(frozen=True)
class Deleted:
    """The message `origin.message` was deleted or redacted."""

    origin: Origin
    type: Literal["deleted"] = "deleted"


@dataclass(frozen=True)
class Reaction:
    """Somebody put a reaction on, or took it off, the message `origin.message`.

    `wish`: what it is in a room where this sign is taken for the wish that the message is kept.
    """

    origin: Origin
    name: str
    added: bool
    wish: SaveRequested | None = None
    type: Literal["reaction"] = "reaction"


@dataclass(frozen=True)
class Click:
    """Somebody used a button; `command` is what they could have typed instead."""

    origin: Origin
    command: str
    type: Literal["click"] = "click"


@dataclass(frozen=True)
class FormSubmitted:
    """A filled form, as (field, value) pairs; values were not checked yet."""

    origin: Origin
    form: str
    values: tuple[tuple[str, str], ...]
    type: Literal["form"] = "form"


@dataclass(frozen=True)
class SaveRequested:
    """The sender would like the message `origin.message` to be kept; nothing of its words comes along.

    `author` wrote it; `author_guest`: who is a guest of the platform, or no person; `mine`: the bot itself.
    `link` leads to it. `lamp`: they said so by a sign, and not in words or by choosing it.
    """

    origin: Origin
    author: AccountKey
    link: str = ""
    author_guest: bool = False
    lamp: bool = False
    mine: bool = False
    type: Literal["save"] = "save"


@dataclass(frozen=True)
class Answered:
    """Somebody answered in the thread of a prompt; nothing of their words comes along."""

    origin: Origin
    type: Literal["answered"] = "answered"


@dataclass(frozen=True)
class FileShared:
    """Somebody shared a file; its content is fetched through the adapter when it is wanted."""

    origin: Origin
    file: str
    name: str
    media_type: str
    size: int
    type: Literal["file"] = "file"


@dataclass(frozen=True)
class Unreadable:
    """Somebody wrote `origin.message`, which is encrypted, and the bot has no key for it."""

    origin: Origin
    type: Literal["unreadable"] = "unreadable"


@dataclass(frozen=True)
class MemberJoined:
    """The sender joined the room; `me` when it is the bot itself."""

    origin: Origin
    me: bool
    type: Literal["joined"] = "joined"


@dataclass(frozen=True)
class RoomChanged:
    """A room got another name, was replaced, was closed, or the sender left it (`left`)."""

    origin: Origin
    name: str | None = None
    replaced_by: RoomKey | None = None
    closed: bool = False
    left: bool = False
    type: Literal["room"] = "room"


@dataclass(frozen=True)
class Installed:
    """The bot was installed in, or asked into, a place."""

    origin: Origin
    type: Literal["installed"] = "installed"


@dataclass(frozen=True)
class Uninstalled:
    """The bot was removed from a place."""

    origin: Origin
    type: Literal["uninstalled"] = "uninstalled"


Incoming = (
    Message
    | Edited
    | Deleted
    | Reaction
    | Click
    | FormSubmitted
    | SaveRequested
    | Answered
    | FileShared
    | Unreadable
    | MemberJoined
    | RoomChanged
    | Installed
    | Uninstalled
)


def asked_in(event: Incoming) -> Origin:
    """Return the origin that an answer to this event is remembered by.

    A click, a form or a wish to keep a message is an asking of its own: many people may use the buttons of
    one message.
    """
    if isinstance(event, Click | FormSubmitted | SaveRequested):
        return replace(event.origin, message=event.origin.event)
    return event.origin


@dataclass(frozen=True)
class Cursor:
    """How far an adapter has read its platform, such as Matrix's sync token; saved with the events."""

    name: str
    value: str
