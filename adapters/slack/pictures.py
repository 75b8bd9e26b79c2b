"""Emoji in what people write: Slack names them in the words (`:pray:`), and says in the blocks what they are.

Where it does not (of a command, in a window, of those that a workspace made itself) they are left out: their
names are no words of whoever chose them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final

from adapters.slack.fields import Payload, elements
from bot.messages.unchecked import listed, text

_TONE: Final = "(?::skin-tone-[2-6]:)?"
_NAMED: Final = re.compile(rf" ?(?<!\w):(?:[a-z0-9_][a-z0-9_'+-]*|[+-]1):{_TONE}(?!\w)")
_NAME: Final = re.compile(r"[^\s:<>&]{1,100}")
_CODED: Final = re.compile(rf":({_NAME.pattern}):{_TONE}")
_CODE: Final = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}")


def pictured(words: str, blocks: object = None) -> str:
    """Return the words with emoji as they are seen, as far as the blocks of the same message say."""
    if not listed(blocks):
        return _NAMED.sub("", words)
    emoji = (each for each in elements(blocks) if each.get("type") == "emoji")
    seen = dict(picture for each in emoji for picture in _picture(each))
    return _CODED.sub(lambda found: seen.get(found[1], found[0]), words) if seen else words


def _picture(element: Payload) -> Iterator[tuple[str, str]]:
    """Give the name of an emoji, and how people see it; nothing for one that is no character."""
    name = (text(element.get("name")) or "").partition("::")[0]
    code = text(element.get("unicode")) or ""
    if _NAME.fullmatch(name):
        points = [int(each, 16) for each in code.split("-")] if _CODE.fullmatch(code) else []
        yield name, "".join(chr(each) for each in points if each <= sys.maxunicode)
