"""Lines that are too long for one block, cut into lines that fit: between words, and no word is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from adapters.slack.limits import PIECE_JSON, RICH_TEXT, as_json, length
from adapters.slack.mrkdwn import marked
from bot.messages.cutting import joined, own_lines
from bot.messages.markup import Account, Code, Line, Link, Plain, Span

_AROUND, _END = 70, 40  # characters of JSON around the words of one span, and for the end of a line
_LONGEST = 200  # characters of a word that is too long, such as a picture somebody pasted as text
_CLUSTER = 40  # characters; no emoji or letter needs more, and a pile of accents must be parted somewhere
_JOINER = "\u200d"
_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True)
class Size:
    """How much room words take: characters of text, and of blocks as JSON."""

    text: int = 0
    json: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.text + other.text, self.json + other.json)


def fits(size: Size) -> bool:
    """Say whether so much fits in one block."""
    return size.text <= RICH_TEXT and size.json <= PIECE_JSON


class Measured(NamedTuple):
    """A line, the same in Slack's markup, and how much room it takes with its end."""

    line: Line
    text: str
    size: Size


def _measured(line: Line) -> Measured:
    blocks = sum(
        len(as_json(span.text)) + len(span.url if isinstance(span, Link) else "") + _AROUND for span in line
    )
    text = marked(line)
    return Measured(line, text, Size(length(text) + 1, blocks + _END))


def fitting(line: Line) -> Iterator[Measured]:
    """Give a line as lines that each fit in a block: where its own lines end, else between words."""
    whole = _measured(line)
    if fits(whole.size):
        yield whole
    else:
        yield from map(_measured, _parted(line))


def _parted(line: Line) -> Iterator[Line]:
    for own in own_lines(line):
        taken: list[tuple[int, Span]] = []
        size = Size()
        for number, atom in _atoms(own):
            more = _size_of(atom)
            if taken and taken[-1][0] == number:
                more = replace(more, json=more.json - _AROUND - _END)
            if taken and not fits(size + more):
                yield tuple(span for span in joined(taken) if span.text)
                taken, size, more = [], Size(), _size_of(atom)
            taken.append((number, atom))
            size += more
        yield tuple(span for span in joined(taken) if span.text)


def _size_of(span: Span) -> Size:
    return _measured((span,)).size


def _atoms(line: Line) -> Iterator[tuple[int, Span]]:
    """Give what is not divided, with the place of its span: commands, links, words, pieces of long words."""
    for number, span in enumerate(line):
        if isinstance(span, Code | Link | Account) and fits(_size_of(span)):
            yield number, span
            continue
        words = f"{span.text} ({span.url})" if isinstance(span, Link) else span.text
        for word in _WORD.findall(words):
            whole = Plain(word) if isinstance(span, Link) else replace(span, text=word)
            short = fits(_size_of(whole))
            yield from ((number, replace(whole, text=part)) for part in ([word] if short else _cut(word)))


def _cut(word: str) -> Iterator[str]:
    """Give a word in parts, none of which begins within what people see as one character."""
    begin, since = 0, 0
    for at in range(1, len(word)):
        if _goes_on(word, at) and at - since < _CLUSTER:
            continue
        since = at
        if at - begin >= _LONGEST:
            yield word[begin:at]
            begin = at
    yield word[begin:]


def _goes_on(text: str, at: int) -> bool:
    before, here = text[at - 1], text[at]
    flag = all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (before, here))
    colour, tag = "\U0001f3fb" <= here <= "\U0001f3ff", "\U000e0020" <= here <= "\U000e007f"
    return flag or colour or tag or _JOINER in (before, here) or unicodedata.category(here).startswith("M")
