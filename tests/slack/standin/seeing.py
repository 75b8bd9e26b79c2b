"""What can be read and clicked in messages and views, the way a client shows them."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tests.slack.standin.limits import elements
from tests.slack.standin.pieces import Json
from tests.slack.standin.world import Message

_TEXTS = ("title", "text", "label", "hint", "elements", "fields", "accessory", "element", "blocks", "rows")
_MORE = ("options", "placeholder", "alt_text", "submit", "close")


def readable(shown: Message | Json) -> str:
    """Return the words: of the blocks where there are any, else of the text."""
    if isinstance(shown, Message):
        blocks = shown.blocks if "bot_id" in shown.raw else []
        words = "\n".join(_words(blocks)) if blocks else shown.text
        attached = "\n".join(_words(shown.raw.get("attachments", [])))
        return html.unescape("\n".join(filter(None, (words, attached))))
    return html.unescape("\n".join(_words(shown)))


def buttons(shown: Message | Json) -> list[str]:
    """Return the words on what can be clicked."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    return [
        element["text"]["text"]
        for block in blocks
        for element in elements(block)
        if element["type"] == "button"
    ]


def _words(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list):
        for each in thing:
            yield from _words(each)
    elif isinstance(thing, dict):
        if thing.get("type") == "user":
            yield f"<@{thing['user_id']}>"
        for key in (*_TEXTS, *_MORE):
            if key in thing:
                yield from _words(thing[key])
