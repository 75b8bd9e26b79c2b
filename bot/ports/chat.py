"""The port to a chat platform, and what the core offers to its adapter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.keys import PlaceKey
from bot.messages.incoming import Cursor, Incoming
from bot.messages.outgoing import Outgoing
from bot.ports.mailbox import Delivery


class Core(Protocol):
    """What an adapter may ask of the core."""

    async def accept(self, events: Sequence[Incoming], cursor: Cursor | None = None) -> None:
        """Store what concerns us of these events, with the cursor, in one transaction.

        When it returns, everything is durable and may be acknowledged; when it raises, nothing was stored
        and nothing may be acknowledged.
        """
        ...

    async def settled(self, place: PlaceKey) -> None:
        """Wait until every accepted event of a place is handled and every answer to it delivered or dead."""
        ...


class Chat(Protocol):
    """One platform: it hears and it speaks."""

    @property
    def platform(self) -> str:
        """The platform's name in keys: `slack`, `matrix`, `console`."""
        ...

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Turn it into the parts that are sent one after another; pure, and never empty."""
        ...

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return the platform's id for it, at most once for (delivery.token, part).

        Raise MessageRefusedError, RoomUnavailableError or PlatformUnavailableError.
        """
        ...

    async def run(self, core: Core) -> None:
        """Hear until the platform has nothing more to say (the console's end of input) or it is cancelled."""
        ...
