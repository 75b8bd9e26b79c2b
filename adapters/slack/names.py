"""How channels are called: what happens in one does not say it, so that Slack is asked.

Nobody waits for it. What is not to be had for want of a right stays unknown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Final

from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, channel_id, team_id, user_id
from adapters.slack.ids import place_of
from adapters.slack.origins import channel_of, named
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Origin, RoomChanged, Sender
from bot.messages.unchecked import listed, mapping, text
from bot.ports.chat import Core

_log = logging.getLogger(__name__)

FRESH: Final = 21_600.0
"""Seconds after which all are asked for again: nobody could tell what changed while the bot was away, and of
a place that is not admitted yet nothing is remembered."""

SOON: Final = 60.0
"""Seconds after which it is asked again what could not be had."""

_PAGE: Final = 200
_AT_ONCE: Final = 20
"""How many are told of at a time: between them goes what people wait for."""

_KINDS: Final = ("public_channel", "private_channel")
"""Asked for one by one, as each has a right of its own."""


class Names:
    """Learns the names of the channels that the bot is in. `steady` counts the seconds that go by."""

    def __init__(self, core: Core, now: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._core = core
        self._now = now
        self._steady = steady
        self._due: dict[PlaceKey, float] = {}
        self._asking: set[asyncio.Task[None]] = set()

    def learn(self, payload: Payload, at: Installed) -> None:
        """Ask for all names in a place where something happens, now and then, and for that of a new one."""
        place, event = place_of(payload, at.me), mapping(payload.get("event"))
        if place is None:
            return
        if self._steady() >= self._due.get(place, 0.0):
            self._due[place] = self._steady() + FRESH
            self._ask(self._all(at, place))
        elif event.get("type") == "member_joined_channel" and user_id(event.get("user")) == at.me.user:
            self._ask(self._one(at, place, channel_of(event)))

    async def stop(self) -> None:
        """Ask no more."""
        for each in tuple(self._asking):
            each.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    def _ask(self, asking: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(asking)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _all(self, at: Installed, place: PlaceKey) -> None:
        try:
            for kind in _KINDS:
                with suppress(SlackRefusedError):
                    async for page in _pages(at, place, kind):
                        await self._tell(at, place, page)
        except (PlatformUnavailableError, StoreUnavailableError) as error:
            _log.info("names of channels are not known yet: %s", error)
            self._due[place] = self._steady() + SOON

    async def _one(self, at: Installed, place: PlaceKey, channel: str | None) -> None:
        with suppress(SlackRefusedError, PlatformUnavailableError, StoreUnavailableError):
            answer = await at.web.call("conversations.info", channel=channel)
            await self._tell(at, place, [mapping(answer.get("channel"))])

    async def _tell(self, at: Installed, place: PlaceKey, channels: Sequence[Payload]) -> None:
        """Tell the core; of the same name in the same day once."""
        now = self._now()
        names = [(channel_id(each.get("id")), named(each.get("name"))) for each in channels]
        told = [
            RoomChanged(
                Origin(
                    f"name {channel} {sha256(name.encode()).hexdigest()[:16]} {now.date()}",
                    ConversationKey(RoomKey(place, channel), None),
                    Sender(AccountKey(place, at.me.user)),
                    now,
                ),
                name=name,
            )
            for channel, name in names
            if channel and name
        ]
        for first in range(0, len(told), _AT_ONCE):
            await self._core.accept(told[first : first + _AT_ONCE])


async def _pages(at: Installed, place: PlaceKey, kind: str) -> AsyncIterator[Sequence[Mapping[str, object]]]:
    """Give the channels of a kind that the bot is in; a token of an organisation has to say where."""
    team = None if at.me.team else team_id(place.id.rpartition("-")[2])
    cursor: str | None = None
    while cursor != "":
        answer = await at.web.call(
            "users.conversations", types=kind, limit=_PAGE, team_id=team, exclude_archived=True, cursor=cursor
        )
        yield listed(answer.get("channels"))
        cursor = text(mapping(answer.get("response_metadata")).get("next_cursor")) or ""
