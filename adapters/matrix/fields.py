"""Fields of events as they should be. Homeservers pass on whatever clients send: every type can be wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

Event = Mapping[str, object]
"""An event as it stands in a timeline, decrypted where it was encrypted; nothing in it was checked."""

SERVER = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,230}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"

_LONGEST = 255  # bytes of an id
_NO = r"\x00-\x20\x7f-\x9f\ud800-\udfff"
_EVENT = re.compile(rf"\$[^{_NO}]+")
_USER = re.compile(rf"@[^{_NO}:]+:{SERVER}")
_ROOM = re.compile(rf"![^{_NO}:/]+(?::{SERVER})?")


def event_id(value: object) -> str | None:
    """Return the id of an event, None when it cannot be one."""
    return _id(value, _EVENT)


def user_id(value: object) -> str | None:
    """Return the id of a user, None when it cannot be one."""
    return _id(value, _USER)


def room_id(value: object) -> str | None:
    """Return the id of a room, None when it cannot be one."""
    return _id(value, _ROOM)


def _id(value: object, form: re.Pattern[str]) -> str | None:
    fits = isinstance(value, str) and len(value) <= _LONGEST and form.fullmatch(value)
    return str(value) if fits and len(str(value).encode()) <= _LONGEST else None
