"""What Slack shows of a message, and what in it does something."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from adapters.slack import limits
from adapters.slack.limits import length
from adapters.slack.render import render
from bot.domain.keys import ConversationKey
from bot.messages.outgoing import Post
from bot.messages.reply import Block, Reply
from tests.adapters.slack.payloads import ROOM, ROOT

THREAD = ConversationKey(ROOM, ROOT)

_FORMATTED = re.compile(r"(?<!\w)([*_~])(?=\S).*?\S\1(?!\w)")
_ALIKE = str.maketrans("∗∼ˍ›¦", "*~_>|", "`()")  # noqa: RUF001 - signs that look alike are the point
_LINK = re.compile(r"<([^<>]*)>")


def contents(parts: Sequence[str]) -> list[dict[str, Any]]:
    """Return the contents that rendered parts are."""
    return [json.loads(part) for part in parts]


def said(*blocks: Block) -> list[dict[str, Any]]:
    """Return the parts of a reply that is posted."""
    return contents(render(Post(THREAD, Reply(blocks))))


def read(text: str) -> str:
    """Return what a notification shows of a text: links as their words and address."""
    shown = _LINK.sub(lambda link: " ".join(reversed(link[1].split("|", 1))), text)
    return html.unescape(shown)


def links(text: str) -> list[str]:
    """Return the addresses of everything between angle brackets, calls too."""
    return [html.unescape(target.partition("|")[0]) for target in _LINK.findall(text)]


def commands(text: str) -> list[str]:
    """Return what stands between backticks."""
    return [html.unescape(each) for each in re.findall("`([^`]*)`", text)]


def formatting(text: str) -> list[str]:
    """Return what Slack would show formatted or as a quotation, outside commands and links."""
    bare = re.sub("`[^`]*`|<[^<>]*>", "x", text)
    quoted = re.findall(r"(?m)^\s*&gt;", bare)
    return [found[0] for found in _FORMATTED.finditer(bare)] + quoted


def elements(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give all pieces of rich text, in order."""
    for block in content["blocks"]:
        if block["type"] == "rich_text":
            (section,) = block["elements"]
            yield from section["elements"]


def buttons(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all buttons, in order."""
    rows = [block["elements"] for block in content["blocks"] if block["type"] == "actions"]
    return list(chain.from_iterable(rows))


def blocks_read(content: dict[str, Any]) -> str:
    """Return the words in the blocks, those on buttons left out: they stand in the line above."""
    shown = ""
    for block in content["blocks"]:
        match block["type"]:
            case "rich_text":
                (section,) = block["elements"]
                for element in section["elements"]:
                    shown += element["text"] if element["text"] != element.get("url") else ""
                    shown += element.get("url", "")
            case "context":
                shown += "".join(read(element["text"]) for element in block["elements"])
            case _:
                pass
    return shown


def squeezed(text: str) -> str:
    """Return words without what differs by how they are shown: spaces, marks, signs that look alike."""
    return "".join(text.translate(_ALIKE).split())


def check(content: dict[str, Any]) -> None:
    """Check that a message is within the limits, by our own counts."""
    blocks = content["blocks"]
    assert set(content) == {"text", "blocks"}
    assert content["text"].strip()
    assert length(content["text"]) <= limits.MESSAGE_TEXT
    assert 0 < len(blocks) <= limits.MESSAGE_BLOCKS
    assert len(json.dumps(blocks, ensure_ascii=False)) <= limits.BLOCKS_JSON
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    pressed = [button["action_id"] for button in buttons(content)]
    assert len(pressed) == len(set(pressed))
    for block in blocks:
        _check_block(block)


def _check_block(block: dict[str, Any]) -> None:
    match block:
        case {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": inner}]}:
            assert inner
            assert sum(length(each["text"]) for each in inner) <= limits.RICH_TEXT
            assert all(each["text"] and each["type"] in {"text", "link"} for each in inner)
            assert all(len(each.get("url", "")) <= limits.URL for each in inner)
        case {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}:
            assert 0 < length(text) <= limits.FIELD_TEXT
        case {"type": "actions", "block_id": block_id, "elements": inner}:
            assert len(block_id) <= limits.ID
            assert 0 < len(inner) <= limits.ACTIONS
            for button in inner:
                assert 0 < length(button["text"]["text"]) <= limits.BUTTON_TEXT
                assert 0 < length(button["value"]) <= limits.BUTTON_VALUE
                assert len(button["action_id"]) <= limits.ID
        case _:
            raise AssertionError(block)
