"""Formatting in what people write: signs around the words (`*help*`), of which Slack tells in the blocks.

They are no words of whoever pressed a button for bold. Those of code stay: a command may stand between them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.messages.unchecked import listed, mapping, text

_SIGNS: Final = {"bold": "*", "italic": "_", "strike": "~"}
_MOST: Final = 100
"""Different pieces from which the signs are taken; what is formatted word by word keeps them after that."""

_DEPTH: Final = 4
"""A block, a list in it, a line of that, and what stands in the line."""


def unstyled(words: str, blocks: object) -> str:
    """Return the words of a message, still escaped, without the signs that its blocks explain."""
    for line, signs in islice(dict.fromkeys(_in_blocks(blocks, _DEPTH)), _MOST):
        around = f"[{re.escape(signs)}]{{{len(signs)}}}"
        bare = html.escape(line, quote=False)
        words = re.sub(f"{around}({re.escape(bare)}){around}", r"\1", words)
    return words


def _in_blocks(blocks: object, depth: int) -> Iterator[tuple[str, str]]:
    """Give the lines that are formatted, with the signs that stand around each."""
    for each in listed(blocks) if depth else ():
        style = mapping(each.get("style"))
        signs = "".join(sign for name, sign in _SIGNS.items() if style.get(name) is True)
        if signs and each.get("type") == "text":
            lines = (line.strip() for line in (text(each.get("text")) or "").splitlines())
            yield from ((line, signs) for line in lines if line)
        yield from _in_blocks(each.get("elements"), depth - 1)
