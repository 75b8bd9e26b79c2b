"""Formatting in what people write: signs around the words (`*help*`), of which Slack tells in the blocks.

They are no words of whoever pressed a button for bold. Those of code stay: a command may stand between them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from adapters.slack.fields import elements
from bot.messages.unchecked import mapping, text

_SIGNS: Final = {"bold": "*", "italic": "_", "strike": "~"}
_MOST: Final = 100
"""Different pieces from which the signs are taken; what is formatted word by word keeps them after that."""


def unstyled(words: str, blocks: object) -> str:
    """Return the words of a message, still escaped, without the signs that its blocks explain."""
    for line, signs in islice(dict.fromkeys(_formatted(blocks)), _MOST):
        around = f"[{re.escape(signs)}]{{{len(signs)}}}"
        bare = html.escape(line, quote=False)
        words = re.sub(f"{around}({re.escape(bare)}){around}", r"\1", words)
    return words


def _formatted(blocks: object) -> Iterator[tuple[str, str]]:
    """Give the lines that are formatted, with the signs that stand around each."""
    for each in elements(blocks):
        style = mapping(each.get("style"))
        signs = "".join(sign for name, sign in _SIGNS.items() if style.get(name) is True)
        if signs and each.get("type") == "text":
            lines = (line.strip() for line in (text(each.get("text")) or "").splitlines())
            yield from ((line, signs) for line in lines if line)
