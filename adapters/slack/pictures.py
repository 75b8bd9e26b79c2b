"""Emoji in what people write: Slack names them in the words (`:pray:`), and says in the blocks what they are.

Where it does not (of a command, in a window, of those that a workspace made itself) they are left out: their
names are no words of whoever chose them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from bot.messages.unchecked import listed, text

_TONE: Final = "(?::skin-tone-[2-6]:)?"
_NAMED: Final = re.compile(rf" ?(?<!\w):(?:[a-z0-9_][a-z0-9_'+-]*|[+-]1):{_TONE}(?!\w)")
_NAME: Final = re.compile(r"[^\s:<>&]{1,100}")
_CODED: Final = re.compile(rf":({_NAME.pattern}):{_TONE}")
_CODE: Final = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}")
_DEPTH: Final = 4
"""A block, a list in it, a line of that, and what stands in the line."""


def pictured(words: str, blocks: object = None) -> str:
    """Return the words with emoji as they are seen, as far as the blocks of the same message say."""
    if not listed(blocks):
        return _NAMED.sub("", words)
    seen = dict(_in_blocks(blocks, _DEPTH))
    return _CODED.sub(lambda found: seen.get(found[1], found[0]), words) if seen else words


def _in_blocks(blocks: object, depth: int) -> Iterator[tuple[str, str]]:
    """Give the names of emoji, and each as people see it; nothing for one that is no character."""
    for each in listed(blocks) if depth else ():
        if each.get("type") == "emoji":
            yield from _picture(each)
        yield from _in_blocks(each.get("elements"), depth - 1)


def _picture(element: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    name = (text(element.get("name")) or "").partition("::")[0]
    code = text(element.get("unicode")) or ""
    if _NAME.fullmatch(name):
        points = [int(each, 16) for each in code.split("-")] if _CODE.fullmatch(code) else []
        yield name, "".join(chr(each) for each in points if each <= sys.maxunicode)
