"""What the bot says, before any platform: a `Reply` of blocks from a small closed union.

Every renderer has one `match` over `Block` that ends in `assert_never`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.model import EntryId
from bot.messages.markup import Line


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Item:
    """A numbered item: its heading and the lines under it."""

    number: int
    heading: Line
    lines: tuple[Line, ...] = ()
    type: Literal["item"] = "item"


@dataclass(frozen=True)
class Fields:
    """Facts as (name, value) pairs."""

    pairs: tuple[tuple[str, Line], ...]
    type: Literal["fields"] = "fields"


@dataclass(frozen=True)
class Button:
    """A button carries the command a person could have typed."""

    label: str
    command: str


@dataclass(frozen=True)
class Buttons:
    """What can be done next; every choice is also shown as something to type."""

    intro: str
    choices: tuple[Button, ...]
    type: Literal["buttons"] = "buttons"


@dataclass(frozen=True)
class Image:
    """A picture (PNG) with the words that say the same."""

    content: bytes
    alternative: str
    type: Literal["image"] = "image"


@dataclass(frozen=True)
class File:
    """A file to take away, with the words for who cannot open it."""

    name: str
    media_type: str
    content: bytes
    alternative: str
    type: Literal["file"] = "file"


Block = Paragraph | Item | Fields | Buttons | Image | File


@dataclass(frozen=True)
class Reply:
    """One message of the bot, and the entries it shows."""

    blocks: tuple[Block, ...]
    shown: tuple[EntryId, ...] = ()


def say(*lines: Line) -> Reply:
    """Return a reply of one paragraph."""
    return Reply((Paragraph(lines),))


def choices(reply: Reply) -> tuple[Button, ...]:
    """Return all choices of a reply, in the order in which they are numbered from 1."""
    return tuple(choice for block in reply.blocks if isinstance(block, Buttons) for choice in block.choices)
