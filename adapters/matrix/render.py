"""What the bot says, as contents of Matrix events: each part is JSON, and nothing in it calls anybody.

Pure. Sending adds what only the homeserver knows: the address of a file, the message that is changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import assert_never

from adapters.matrix.formatted import formatted, plain
from adapters.matrix.rows import Kind, Row, rows, safe
from adapters.matrix.signs import MOST
from adapters.matrix.splitting import parts
from bot.domain.keys import AccountKey, ConversationKey
from bot.messages.markup import Plain
from bot.messages.outgoing import (
    Delete,
    Edit,
    Mark,
    OpenDirect,
    Outgoing,
    Post,
    Private,
    React,
    Upload,
    reply_of,
)
from bot.messages.reply import Buttons, File
from bot.messages.spans import told

Content = dict[str, object]

_SIGNS = {Mark.SEEN: "👀", Mark.SAVING: "💡", Mark.SAVED: "✅"}
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What clients show as a picture; others, such as SVG, may hold programs and are files."""


def render(outgoing: Outgoing, *, threads: bool) -> tuple[str, ...]:
    """Return the parts that are sent one after another; `threads`: in a thread, otherwise as a reply."""
    match outgoing:
        case Private(reply=reply) | Edit(reply=reply, account=AccountKey()):
            return tuple(map(_written, _contents(rows(reply))))
        case Post(reply=reply) | Edit(reply=reply):
            relation = _relation(outgoing.conversation, threads=threads)
            return tuple(_written({**content, **relation}) for content in _contents(rows(reply)))
        case Upload(file=file):
            relation = _relation(outgoing.conversation, threads=threads)
            return tuple(_written({**content, **relation}) for content in _file(file))
        case React(mark=mark):
            return (_written({"key": _SIGNS[mark]}),)
        case Delete() | OpenDirect():
            return (_written({}),)
        case _:
            assert_never(outgoing)


def replacing(content: Mapping[str, object], target: str) -> Content:
    """Return the content of an event that changes the message `target` into this content.

    Clients that know nothing of changes show its plain text as a new message, with an asterisk.
    """
    new = {name: value for name, value in content.items() if name != "m.relates_to"}
    return {
        "msgtype": content["msgtype"],
        "body": f"* {content['body']}",
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
    }


def choices(outgoing: Outgoing) -> int:
    """Return how many numbered choices there are to put signs for, under the last part."""
    reply = reply_of(outgoing)
    blocks = reply.blocks if reply else ()
    return min(MOST, sum(len(block.choices) for block in blocks if isinstance(block, Buttons)))


def _contents(said: Sequence[Row]) -> list[Content]:
    return [_notice(part) for part in parts(said)]


def _notice(part: Sequence[Row]) -> Content:
    return {
        "msgtype": "m.notice",
        "body": plain(part),
        "format": "org.matrix.custom.html",
        "formatted_body": formatted(part),
        "m.mentions": {},
    }


def _file(file: File) -> list[Content]:
    """Return the message with the file; words for which it has no room follow in messages of their own."""
    first, *others = parts([Row(0, Kind.TEXT, safe((Plain(file.alternative),)))])
    name = " ".join(told(file.name).split())
    content: Content = {
        "msgtype": "m.image" if file.media_type in _PICTURES else "m.file",
        "body": plain(first) or name,
        "filename": name,
        "info": {"mimetype": told(file.media_type), "size": len(file.content)},
        "m.mentions": {},
    }
    return [content, *map(_notice, others)]


def _relation(conversation: ConversationKey, *, threads: bool) -> Content:
    root = conversation.thread
    if root is None:
        return {}
    reply: Content = {"m.in_reply_to": {"event_id": root}}
    thread: Content = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True}
    return {"m.relates_to": {**thread, **reply} if threads else reply}


def _written(content: Content) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
