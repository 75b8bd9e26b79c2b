"""What the bot says, as messages of Slack: each part is JSON, and nothing in it calls anybody.

A part of words is `text`, complete on its own, and `blocks` that say the same. Pure. Sending adds what only
it knows: the channel and the thread, or the user who alone may see it, `unfurl_links`, the file that was
uploaded, the message that is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import assert_never

from adapters.slack.blocks import Json, rich
from adapters.slack.limits import BLOCKS_JSON, MESSAGE_BLOCKS, MESSAGE_TEXT, length
from adapters.slack.pieces import Piece, pieces, worded
from adapters.slack.signs import NAMES
from bot.messages.markup import Plain
from bot.messages.outgoing import Delete, Edit, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.reply import File
from bot.messages.spans import told

_NOTHING = "…"


def render(outgoing: Outgoing) -> tuple[str, ...]:
    """Return the parts that are sent one after another, each within Slack's limits."""
    match outgoing:
        case Post(reply=reply) | Edit(reply=reply) | Private(reply=reply):
            return tuple(map(_written, _messages(pieces(reply))))
        case Upload(file=file):
            return tuple(map(_written, _upload(file)))
        case React(mark=mark):
            return (_written({"name": NAMES[mark]}),)
        case OpenDirect(account=account):
            return (_written({"users": account.id}),)
        case Delete():
            return (_written({}),)
        case _:
            assert_never(outgoing)


def _messages(all_pieces: Iterable[Piece]) -> list[Json]:
    """Divide pieces over messages: as many in each as fit; never none."""
    made: list[Json] = []
    text, blocks, size = "", list[Json](), 0
    for piece in all_pieces:
        joined = text + ("\n" if piece.together else "\n\n") + piece.text if blocks else piece.text
        full = len(blocks) + len(piece.blocks) > MESSAGE_BLOCKS or size + piece.json > BLOCKS_JSON
        if blocks and (full or length(joined) > MESSAGE_TEXT):
            made.append({"text": text, "blocks": blocks})
            text, blocks, size = piece.text, list(piece.blocks), piece.json
        else:
            text, blocks, size = joined, [*blocks, *piece.blocks], size + piece.json
    last: Json = {"text": text or _NOTHING, "blocks": blocks or [rich([(Plain(_NOTHING),)])]}
    return [*made, last]


def _upload(file: File) -> list[Json]:
    """Return the message with the file; words for which it has no room follow in messages of their own.

    The first has no blocks: a message with a file takes text only. Where files may not be given, it is the
    words that go out.
    """
    name = " ".join(told(file.name).split()) or _NOTHING
    first, *others = _messages(worded([(Plain(file.alternative),)]))
    beside = first["text"] if first["text"] != _NOTHING else ""
    return [{"filename": name, "text": beside}, *others]


def _written(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
