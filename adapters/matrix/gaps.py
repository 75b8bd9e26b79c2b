"""What a synchronisation left out of a room: read back to where we were, or to where we came in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from adapters.matrix.fields import Event
from adapters.matrix.transport import Homeserver, Json, room_path
from bot.messages.unchecked import listed, mapping

_AT_ONCE = 200
_PAGES = 100
"""How far is read back at most: more than anybody waits an answer for."""


async def timeline(connection: Homeserver, room: str, batch: Event, since: str | None) -> list[Json]:
    """Return every event of a room since `since`, oldest first, of which none is from before we were there.

    `batch` is the room's part of the synchronisation. Raise as `Homeserver.ask`.
    """
    told = mapping(batch.get("timeline"))
    events = listed(told.get("events"))
    start = told.get("prev_batch")
    if told.get("limited") is True and isinstance(start, str) and since:
        events = await _before(connection, room, start, since) + events
    return since_joined(events, str(connection.user_id))


async def _before(connection: Homeserver, room: str, start: str, since: str) -> list[Json]:
    found: list[Json] = []
    for _ in range(_PAGES):
        asked = urlencode({"dir": "b", "from": start, "to": since, "limit": _AT_ONCE})
        page = await connection.ask("GET", f"{room_path(room, 'messages')}?{asked}")
        chunk = listed(page.get("chunk"))
        found.extend(chunk)
        following = page.get("end")
        arrived = any(came_in(event, str(connection.user_id)) for event in chunk)
        if not chunk or arrived or not isinstance(following, str):
            break
        start = following
    return found[::-1]


def since_joined(events: Sequence[Json], me: str) -> list[Json]:
    """Return the events from our own coming in on; all of them when we were there already."""
    arrivals = [number for number, event in enumerate(events) if came_in(event, me)]
    return list(events[arrivals[-1] if arrivals else 0 :])


def came_in(event: Json, me: str) -> bool:
    """Say whether this is us coming into a room, not a change of our profile."""
    if event.get("type") != "m.room.member" or event.get("state_key") != me:
        return False
    before = mapping(mapping(event.get("unsigned")).get("prev_content"))
    now = mapping(event.get("content"))
    return now.get("membership") == "join" and before.get("membership") != "join"
