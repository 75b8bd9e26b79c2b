"""What stands in rooms: events, what they relate to, and the contents that people's clients write."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.matrix.client import Json

MESSAGE = "m.room.message"
ENCRYPTED = "m.room.encrypted"
REACTION = "m.reaction"
REDACTION = "m.room.redaction"


@dataclass(frozen=True)
class Event:
    """An event as it stands in a room; `content` is readable where its reader could decrypt it.

    `secret` says that it was encrypted; `state_key` is None for what is no state.
    """

    id: str
    room: str
    sender: str
    type: str
    content: Json
    origin_server_ts: int
    unsigned: Json
    state_key: str | None = None
    redacts: str | None = None
    secret: bool = False

    @property
    def body(self) -> str:
        """Its words."""
        return str(self.content.get("body", ""))

    @property
    def thread(self) -> str | None:
        """The event with which its thread begins."""
        return self._related("m.thread")

    @property
    def replaces(self) -> str | None:
        """The event of which it is a new version."""
        return self._related("m.replace")

    @property
    def reaction(self) -> tuple[str | None, str]:
        """The event it is a reaction to, and the key of it."""
        return self._related("m.annotation"), str(self._relation.get("key", ""))

    @property
    def in_reply_to(self) -> str | None:
        """The event it answers."""
        answered: str | None = self._relation.get("m.in_reply_to", {}).get("event_id")
        return answered

    @property
    def mentions(self) -> Json | None:
        """Whom it mentions, None where that is not said."""
        said: Json | None = self.content.get("m.mentions")
        return said

    @property
    def _relation(self) -> Json:
        relation: Json = self.content.get("m.relates_to", {})
        return relation

    def _related(self, kind: str) -> str | None:
        event: str | None = self._relation.get("event_id")
        return event if self._relation.get("rel_type") == kind else None


def event(room: str, raw: Json) -> Event:
    """Return an event as the homeserver gives it."""
    content: Json = raw.get("content", {})
    return Event(
        raw["event_id"],
        room,
        raw["sender"],
        raw["type"],
        content,
        raw["origin_server_ts"],
        raw.get("unsigned", {}),
        raw.get("state_key"),
        raw.get("redacts") or content.get("redacts"),
    )


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the messages that a client shows: in their last version, without those that were redacted.

    The id is that of the first version.
    """
    shown: dict[str, Event] = {}
    for seen in events:
        if seen.type == REDACTION and seen.redacts:
            shown.pop(seen.redacts, None)
        elif seen.type == MESSAGE and seen.replaces:
            before = shown.get(seen.replaces)
            if before and before.sender == seen.sender:
                shown[before.id] = replace(before, content=_renewed(before, seen))
        elif seen.type == MESSAGE:
            shown[seen.id] = seen
    return list(shown.values())


def text(body: str, *, mentions: Sequence[str] | None = None, html: str | None = None) -> Json:
    """Return a message; with `mentions`, even none, it says whom it mentions, as newer clients do."""
    content: Json = {"msgtype": "m.text", "body": body}
    if html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": html}
    if mentions is not None:
        content["m.mentions"] = {"user_ids": list(mentions)} if mentions else {}
    return content


def in_thread(content: Json, root: str, last: str | None = None) -> Json:
    """Return a message in a thread, with the fallback for clients that know none."""
    relation: dict[str, Any] = {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": last or root},
    }
    return content | {"m.relates_to": relation}


def edit(message: str, content: Json) -> Json:
    """Return a new version of a message, with the fallback for clients that show no versions."""
    fallback = content | {"body": f"* {content['body']}"}
    return fallback | {
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": message},
    }


def reply(to: Event, content: Json) -> Json:
    """Return an answer that quotes what it answers, in the older way that many clients still write."""
    first, *more = to.body.split("\n")
    quoted = "\n".join((f"> <{to.sender}> {first}", *(f"> {line}" for line in more)))
    words = content.get("formatted_body", html.escape(content["body"]))
    quote = f"<mx-reply><blockquote>{to.sender}<br>{html.escape(to.body)}</blockquote></mx-reply>"
    return content | {
        "body": f"{quoted}\n\n{content['body']}",
        "format": "org.matrix.custom.html",
        "formatted_body": quote + words,
        "m.relates_to": {"m.in_reply_to": {"event_id": to.id}},
    }


def reaction(message: str, key: str) -> Json:
    """Return a reaction."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": message, "key": key}}


def _renewed(before: Event, version: Event) -> Json:
    content: Json = version.content.get("m.new_content", version.content)
    relation = before.content.get("m.relates_to")
    return content | ({"m.relates_to": relation} if relation else {})
