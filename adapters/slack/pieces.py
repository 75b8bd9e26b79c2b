"""A reply in pieces that stay together: each is one block of Slack, or two, and the same as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from adapters.slack.blocks import Json, actions, can_be_clicked, context, rich
from adapters.slack.cutting import Measured, Size, fits, fitting
from adapters.slack.limits import ACTIONS, FIELD_TEXT, PIECE_JSON, as_json, length
from adapters.slack.mrkdwn import marked
from adapters.slack.spans import safe
from bot.messages.markup import Code, Line, Plain, Span, Strong
from bot.messages.plaintext import INDENT
from bot.messages.reply import Block, Button, Buttons, Fields, File, Image, Item, Paragraph, Reply

Numbered = tuple[int, Button]


@dataclass(frozen=True)
class Piece:
    """Blocks and their text; `together`: no empty line comes between its text and the text before it."""

    text: str
    blocks: tuple[Json, ...]
    together: bool = False

    @cached_property
    def json(self) -> int:
        """The characters of its blocks."""
        return sum(len(as_json(block)) + 2 for block in self.blocks)


def pieces(reply: Reply) -> Iterator[Piece]:
    """Give everything in a reply that can be seen, in order."""
    offered = 0
    before: Block | None = None
    for block in reply.blocks:
        if isinstance(block, Buttons):
            yield from _choices(block, offered)
            offered += len(block.choices)
        else:
            yield from worded(_lines(block), together=isinstance(block, Item) and isinstance(before, Item))
        before = block


def worded(lines: Sequence[Line], *, together: bool = False) -> Iterator[Piece]:
    """Give lines in as few pieces as they fit in; a piece that goes on is set apart by no empty line."""
    held: list[Measured] = []
    size = Size()
    for part in (part for whole in lines for part in fitting(safe(whole))):
        if held and not fits(size + part.size):
            yield _piece(held, together=together)
            held, size, together = [], Size(), True
        held.append(part)
        size += part.size
    if any(span.text.strip() for part in held for span in part.line):
        yield _piece(held, together=together)


def _piece(parts: Sequence[Measured], *, together: bool) -> Piece:
    return Piece("\n".join(part.text for part in parts), (rich([part.line for part in parts]),), together)


def _lines(block: Paragraph | Item | Fields | Image | File) -> Sequence[Line]:
    match block:
        case Paragraph(lines=lines):
            return lines
        case Item(number=number, heading=heading, lines=lines):
            return [(Plain(f"{number}. "), *heading), *((Plain(INDENT), *line) for line in lines)]
        case Fields(pairs=pairs):
            return [(Strong(f"{name}: "), *value) for name, value in pairs]
        case Image(alternative=alternative):
            return [(Plain(alternative),)]
        case File(name=name, alternative=alternative):
            return [(Plain(f"{name}: {alternative}"),)]
        case _:
            assert_never(block)


def _choices(block: Buttons, offered: int) -> Iterator[Piece]:
    """Give choices as something to type, in small, with a row of buttons under it."""
    if not block.choices:
        yield from worded([(Plain(block.intro),)])
    together = False
    for group in _groups(list(enumerate(block.choices, start=offered + 1))):
        line = safe(_typed(block.intro if not together else "", group))
        clicks = [(number, choice) for number, choice in group if can_be_clicked(choice)]
        row = (actions(clicks),) if clicks else ()
        text = marked(line)
        if text.strip() and length(text) <= FIELD_TEXT:
            yield Piece(text, (context(text), *row), together)
        else:
            *first, last = worded([line], together=together)
            yield from first
            yield Piece(last.text, (*last.blocks, *row), last.together)
        together = True


def _typed(intro: str, group: Sequence[Numbered]) -> Line:
    spans: list[Span] = [Plain(f"{intro} ")]
    for place, (_, choice) in enumerate(group):
        spans += (Plain(" · " if place else ""), Code(choice.command), Plain(f" ({choice.label})"))
    return tuple(spans)


def _groups(choices: Sequence[Numbered]) -> Iterator[Sequence[Numbered]]:
    """Give as many choices at a time as one row of buttons takes; at least one."""
    group: list[Numbered] = []
    size = 0
    for number, choice in choices:
        more = len(as_json(actions([(number, choice)])))
        if group and (len(group) == ACTIONS or size + more > PIECE_JSON):
            yield group
            group, size = [], 0
        group.append((number, choice))
        size += more
    if group:
        yield group
