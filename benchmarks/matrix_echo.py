"""A bare bot on matrix-nio that says back what it hears, to measure ours beside it. It loses a lot.

`python -m benchmarks.matrix_echo HOMESERVER USER PASSWORD`; it accepts every invitation.
"""

from __future__ import annotations

import asyncio
import sys

from nio import AsyncClient, AsyncClientConfig, LoginResponse, RoomMessageText, SyncResponse

_POLL = 30_000  # milliseconds


async def echo(homeserver: str, user: str, password: str) -> None:
    """Answer every text message in a thread under it, until the process ends."""
    client = AsyncClient(homeserver, user, config=AsyncClientConfig(encryption_enabled=False))
    if not isinstance(await client.login(password), LoginResponse):
        raise SystemExit("the echo bot cannot log in")
    since = None
    while True:
        answer = await client.sync(_POLL, {"room": {"timeline": {"limit": 100}}}, since, full_state=not since)
        if not isinstance(answer, SyncResponse):
            await asyncio.sleep(1)
            continue
        for room in answer.rooms.invite:
            await client.join(room)
        if since:
            await asyncio.gather(*(_room(client, room, part) for room, part in answer.rooms.join.items()))
        since = answer.next_batch


async def _room(client: AsyncClient, room: str, part: object) -> None:
    for event in part.timeline.events:  # type: ignore[attr-defined] # the library carries no types
        if isinstance(event, RoomMessageText) and event.sender != client.user_id:
            await client.room_send(room, "m.room.message", _answer(event))


def _answer(event: RoomMessageText) -> dict[str, object]:
    thread = {
        "rel_type": "m.thread",
        "event_id": event.event_id,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": event.event_id},
    }
    return {"msgtype": "m.notice", "body": event.body, "m.mentions": {}, "m.relates_to": thread}


if __name__ == "__main__":
    asyncio.run(echo(*sys.argv[1:4]))
