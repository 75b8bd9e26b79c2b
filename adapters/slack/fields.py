"""Fields of payloads as they should be. What comes may lack any of them, or hold something else there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bot.messages.unchecked import listed, whole

Payload = Mapping[str, object]
"""What Slack sends, or an object in it; nothing in it was checked."""

_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_TEAM = re.compile(r"T[A-Z0-9]{1,30}")
_ENTERPRISE = re.compile(r"E[A-Z0-9]{1,30}")
_STAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_TOKEN = re.compile(r"[!-~]{1,255}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def elements(blocks: object, depth: int = 4) -> Iterator[Payload]:
    """Give all that stands in blocks of text: a block, a list in it, a line of that, what is in the line."""
    for each in listed(blocks) if depth else ():
        yield each
        yield from elements(each.get("elements"), depth - 1)


def channel_id(value: object) -> str | None:
    """Return the id of a channel, a group or a direct room, None when it cannot be one."""
    return _fitting(value, _CHANNEL)


def user_id(value: object) -> str | None:
    """Return the id of a user, None when it cannot be one."""
    return _fitting(value, _USER)


def team_id(value: object) -> str | None:
    """Return the id of a workspace, None when it cannot be one."""
    return _fitting(value, _TEAM)


def enterprise_id(value: object) -> str | None:
    """Return the id of a Grid organisation, None when it cannot be one."""
    return _fitting(value, _ENTERPRISE)


def token(value: object) -> str | None:
    """Return any other id or token of Slack, None when it cannot be one."""
    return _fitting(value, _TOKEN)


def stamp(value: object) -> str | None:
    """Return a `ts`: a moment that is also the id of a message in its channel. None when it cannot be one."""
    return _fitting(value, _STAMP)


def moment(value: object, heard: datetime) -> datetime:
    """Return the moment of a `ts` or of whole seconds, and `heard` for what is none or still has to come."""
    written = stamp(value)
    seconds = float(written) if written else float(min(whole(value) or 0, 10**12))
    latest = (heard - _EPOCH).total_seconds()
    return _EPOCH + timedelta(seconds=seconds) if 0 < seconds <= latest else heard


def _fitting(value: object, form: re.Pattern[str]) -> str | None:
    return value if isinstance(value, str) and form.fullmatch(value) else None
