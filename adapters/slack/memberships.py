"""In which channels somebody is: Slack tells who comes into one, not who was there before the bot.

Asked when they talk with it alone, as only then it matters where else they are. Nobody waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from adapters.slack.acquaintances import Acquaintances
from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, channel_id, user_id
from adapters.slack.ids import place_of
from adapters.slack.names import KINDS, Names, pages
from adapters.slack.origins import channel_of
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.messages.incoming import MemberJoined, Origin
from bot.messages.recent import Recent
from bot.messages.unchecked import mapping, text
from bot.ports.chat import Core

FRESH: Final = 86_400.0
"""Seconds after which it is asked again: somebody may have come into a channel while the bot was away."""

_AT_ONCE: Final = 20
_MOST: Final = 20_000


class Memberships:
    """Learns in which of the bot's channels people are. `steady` counts the seconds that go by."""

    def __init__(
        self,
        core: Core,
        acquaintances: Acquaintances,
        names: Names,
        now: Callable[[], datetime],
        steady: Callable[[], float],
    ) -> None:
        self._core = core
        self._acquaintances = acquaintances
        self._names = names
        self._now = now
        self._steady = steady
        self._due: Recent[AccountKey, float] = Recent(_MOST)
        self._asking: set[asyncio.Task[None]] = set()

    def learn(self, payload: Payload, at: Installed) -> None:
        """Ask where somebody is who talks with the bot alone, once in a while."""
        place, user = place_of(payload, at.me), alone(payload)
        if place is None or user is None or user == at.me.user:
            return
        account = AccountKey(place, user)
        if self._steady() < self._due.get(account, 0.0):
            return
        self._due[account] = self._steady() + FRESH
        task = asyncio.create_task(self._ask(at, account))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def stop(self) -> None:
        """Ask no more."""
        for each in tuple(self._asking):
            each.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _ask(self, at: Installed, account: AccountKey) -> None:
        """Ask and tell; when that cannot be now, what they say next is another occasion."""
        try:
            known = await self._acquaintances.known(account.id, at)
            if known.guest or known.bot:
                return
            rooms, sender, now = await self._rooms(at, account), known.sender(account), self._now()
            joined = [
                MemberJoined(
                    Origin(f"in {room.id} {account.id}", ConversationKey(room, None), sender, now), me=False
                )
                for room in rooms
            ]
            for first in range(0, len(joined), _AT_ONCE):
                await self._core.accept(joined[first : first + _AT_ONCE])
        except (PlatformUnavailableError, StoreUnavailableError):
            self._due.pop(account, None)

    async def _rooms(self, at: Installed, account: AccountKey) -> Sequence[RoomKey]:
        """Return in which of the bot's channels somebody is, as far as it may know."""
        ours, found = await self._names.channels(account.place), list[RoomKey]()
        for kind in KINDS:
            with suppress(SlackRefusedError):
                async for page in pages(at, account.place, kind, account.id):
                    theirs = filter(None, (channel_id(each.get("id")) for each in page))
                    found += [RoomKey(account.place, each) for each in theirs if each in ours]
        return found


def alone(payload: Payload) -> str | None:
    """Return who talks with the bot where nobody else reads it, None for any other payload."""
    event = mapping(payload.get("event"))
    said = event.get("type") in {"message", "app_home_opened"} and not event.get("bot_id")
    if said and (channel_of(event) or "").startswith("D"):
        return user_id(event.get("user"))
    return user_id(payload.get("user_id")) if text(payload.get("command")) else None
