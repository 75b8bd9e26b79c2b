"""Secrets of a room: sessions in which one device speaks to all, and what has become of each message."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from vodozemac import GroupSession, InboundGroupSession, MegolmMessage, SessionKey

from tests.matrix.client import Json
from tests.matrix.devices import Device
from tests.matrix.events import Event
from tests.matrix.olm import Told

ALGORITHM = "m.megolm.v1.aes-sha2"


@dataclass
class Speaking:
    """A session in which this device speaks in a room: who has its key, will get it later, or never."""

    room: str
    session: GroupSession = field(default_factory=GroupSession)
    told: set[Device] = field(default_factory=set)
    withheld: set[Device] = field(default_factory=set)
    refused: set[Device] = field(default_factory=set)
    first: str = ""

    def __post_init__(self) -> None:
        self.first = self.session.session_key.to_base64()

    def key(self, *, whole: bool = False) -> Json:
        """Return what others must know to read what is said from now on, or from the beginning."""
        return {
            "algorithm": ALGORITHM,
            "room_id": self.room,
            "session_id": self.session.session_id,
            "session_key": self.first if whole else self.session.session_key.to_base64(),
        }

    def sealed(self, kind: str, content: Json) -> Json:
        """Return the content of the event that says this; to what it relates stays readable."""
        inner = {name: part for name, part in content.items() if name != "m.relates_to"}
        payload = {"type": kind, "content": inner, "room_id": self.room}
        hidden = {
            "algorithm": ALGORITHM,
            "session_id": self.session.session_id,
            "ciphertext": self.session.encrypt(json.dumps(payload).encode()).to_base64(),
        }
        relation = content.get("m.relates_to")
        return hidden | ({"m.relates_to": relation} if relation else {})


class Listening:
    """A session in which another device speaks; `by` says which one told the key."""

    def __init__(self, by: Told) -> None:
        self.by = by
        self._session = InboundGroupSession(SessionKey(by.content["session_key"]))
        self._heard: dict[int, str] = {}
        if self._session.session_id != by.content["session_id"]:
            raise ValueError("The key is of another session.")

    @property
    def begins(self) -> int:
        """The number of the first message that can be read."""
        return self._session.first_known_index

    def opened(self, seen: Event) -> Event:
        """Return an event as its sender wrote it; raise ValueError or KeyError."""
        message = self._session.decrypt(MegolmMessage.from_base64(seen.content["ciphertext"]))
        payload = json.loads(message.plaintext)
        if self._heard.setdefault(message.message_index, seen.id) != seen.id:
            raise ValueError("It was said before, in another event.")
        if (self.by.user, payload["room_id"]) != (seen.sender, seen.room):
            raise ValueError("It was said by somebody else, or elsewhere.")
        relation = seen.content.get("m.relates_to")
        content = payload["content"] | ({"m.relates_to": relation} if relation else {})
        return replace(seen, type=payload["type"], content=content, secret=True)
