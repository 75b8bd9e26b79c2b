"""A reply row by row, every word in it made harmless; how rows look is in `formatted.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from urllib.parse import quote, unquote

from adapters.matrix.config import PLATFORM
from adapters.matrix.signs import MOST, sign_of
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong
from bot.messages.reply import Block, Buttons, Fields, File, Image, Item, Paragraph, Reply
from bot.messages.spans import address_of, apart, leads_out, told


class Kind(StrEnum):
    """What a row is: text, the heading of a numbered item, or what stands under that heading."""

    TEXT = "text"
    HEADING = "heading"
    UNDER = "under"


@dataclass(frozen=True)
class Row:
    """One row of one block (by its place in the reply); `number` is that of the item."""

    block: int
    kind: Kind
    line: Line
    number: int = 0


_PERSON_OR_ROOM = re.compile(r"#/.*[@!#+]")
"""Behind the mark in addresses such as those of matrix.to, which clients show as a mention."""


def rows(reply: Reply) -> tuple[Row, ...]:
    """Return all rows of a reply, in order; the first choices of it are numbered by their signs."""
    made: list[Row] = []
    offered = 0
    for place, block in enumerate(reply.blocks):
        made += _rows(place, block, offered)
        offered += len(block.choices) if isinstance(block, Buttons) else 0
    return tuple(made)


def safe(line: Line) -> Line:
    """Return the line with only words that do nothing, and only links that lead out to the web or to mail."""
    spans = [_safe(span) for span in line]
    kept = [apart(span) for span in spans[:-1]]
    return (*kept, *spans[-1:])


def _rows(place: int, block: Block, offered: int) -> Iterator[Row]:
    match block:
        case Paragraph(lines=lines):
            yield from (Row(place, Kind.TEXT, safe(line)) for line in lines)
        case Item(number=number, heading=heading, lines=lines):
            yield Row(place, Kind.HEADING, safe(heading), number)
            yield from (Row(place, Kind.UNDER, safe(line), number) for line in lines)
        case Fields(pairs=pairs):
            yield from (
                Row(place, Kind.TEXT, safe((Strong(f"{name}:"), Plain(" "), *value))) for name, value in pairs
            )
        case Buttons():
            yield Row(place, Kind.TEXT, _choices(block, offered))
        case Image(alternative=alternative):
            yield Row(place, Kind.TEXT, safe((Plain(alternative),)))
        case File(name=name, alternative=alternative):
            yield Row(place, Kind.TEXT, safe((Plain(f"{name}: {alternative}"),)))
        case _:
            assert_never(block)


def _choices(block: Buttons, offered: int) -> Line:
    spans: list[Span] = [Plain(told(f"{block.intro} "))]
    for number, choice in enumerate(block.choices, start=offered + 1):
        between = " · " if number > offered + 1 else ""
        sign = f"{sign_of(number)} " if number <= MOST else ""
        spans += (Plain(between + sign), Code(told(choice.command)), Plain(f" ({told(choice.label)})"))
    return tuple(spans)


def _safe(span: Span) -> Span:
    match span:
        case Plain(text=text):
            return Plain(told(text))
        case Strong(text=text):
            return Strong(told(text))
        case Code(text=text):
            return Code(told(text))
        case Link(text=text, url=url):
            address = address_of(url)
            shown = address if text == url else told(text)
            return Link(shown, address) if _is_a_link(address) else Plain(told(_written(shown, address)))
        case Account(text=text):
            return _member(text)
        case _:
            assert_never(span)


def _member(account: str) -> Span:
    """Return an account of Matrix as clients show somebody; another one as it is written."""
    platform, _, user = account.partition(":")
    ours = platform == PLATFORM and user.startswith("@")
    return Link(told(user), f"https://matrix.to/#/{quote(user)}") if ours else Plain(told(account))


def _written(shown: str, address: str) -> str:
    return address if shown == address else f"{shown} ({address})"


def _is_a_link(address: str) -> bool:
    return leads_out(address) and not _PERSON_OR_ROOM.search(unquote(address))
