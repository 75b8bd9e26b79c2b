"""What somebody wrote, read back for them: in its last version, decrypted where the key of it is here."""

from __future__ import annotations

from adapters.matrix.errors import HomeserverRefusedError
from adapters.matrix.fields import Event, event_id
from adapters.matrix.link import Link
from adapters.matrix.mentions import Self, said
from adapters.matrix.secrecy import ENCRYPTED
from adapters.matrix.transport import Json, room_path
from bot.domain.errors import PlatformUnavailableError
from bot.messages.unchecked import mapping, text


class Recaller:
    """Reads back for one logged-in device."""

    def __init__(self, link: Link, me: Self) -> None:
        self._link = link
        self._me = me

    async def recalled(self, room: str, message: str, author: str) -> str | None:
        """Return what a message says now, when this user wrote it (see `Chat.recall`)."""
        try:
            event = await self._link.connection.ask("GET", room_path(room, "event", message))
        except HomeserverRefusedError as error:
            if error.passing:
                raise PlatformUnavailableError(str(error)) from None
            return None
        if event.get("sender") != author or event_id(event.get("event_id")) != message:
            return None
        first, newer = await self._clear(room, event), version(event)
        if first is None or newer is None:
            return self._words(first)
        changed = await self._clear(room, newer)
        return self._words(mapping(changed.get("m.new_content")) if changed else None)

    async def _clear(self, room: str, event: Json) -> Event | None:
        """Return the content of a message; None when it is none, or cannot be read."""
        clear = await self._link.secrecy.decrypted(room, event) if event.get("type") == ENCRYPTED else event
        return mapping(clear.get("content")) if clear and clear.get("type") == "m.room.message" else None

    def _words(self, content: Event | None) -> str | None:
        if content is None or content.get("msgtype") != "m.text" or not text(content.get("body")):
            return None
        return said(content, self._me, direct=False, reply=True).words


def version(event: Event) -> Json | None:
    """Return the newest version of an event as the homeserver gives it along; None when there is none.

    One of somebody else is none, and neither is one in clear of what was encrypted.
    """
    newest = mapping(mapping(mapping(event.get("unsigned")).get("m.relations")).get("m.replace"))
    alike = all(newest.get(name) == event.get(name) for name in ("sender", "type"))
    return dict(newest) if newest and alike else None
