"""Who people are, as Slack says, remembered for a while; each is asked about once at a time.

An event is only stored once its sender is known: of a guest no words may be taken along.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from adapters.slack.errors import SlackRefusedError
from adapters.slack.people import UNKNOWN, Known, known
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError
from bot.messages.recent import Recent
from bot.messages.unchecked import mapping

FRESH: Final = 900.0
"""Seconds after which somebody is asked about again: they may have become a guest, or a member."""

_MOST = 20_000
_STRANGERS = frozenset({"user_not_found", "user_not_visible"})

_Who = tuple[str, str]
"""Which installation, and a user."""


class Acquaintances:
    """Remembers who people are. `steady` counts the seconds that go by."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._met: Recent[_Who, tuple[Known, float]] = Recent(_MOST)
        self._asking: dict[_Who, asyncio.Task[Known]] = {}

    async def known(self, user: str, at: Installed) -> Known:
        """Return what is known of somebody; raise PlatformUnavailableError when nothing can be found out now.

        Who was known and cannot be looked up again for a moment is who they were.
        """
        who = (at.key, user)
        before = self._met.get(who)
        if before and self._steady() - before[1] < FRESH:
            return before[0]
        asking = self._asking.get(who)
        if asking is None:
            asking = self._asking[who] = asyncio.create_task(self._ask(who, at))
            asking.add_done_callback(lambda _: self._asking.pop(who, None))
        try:
            return await asyncio.shield(asking)
        except PlatformUnavailableError:
            if before:
                return before[0]
            raise

    async def _ask(self, who: _Who, at: Installed) -> Known:
        try:
            answer = await at.web.call("users.info", user=who[1])
            found = known(mapping(answer.get("user")), at.me)
        except SlackRefusedError as error:
            if error.code not in _STRANGERS:
                raise PlatformUnavailableError(str(error)) from None
            found = UNKNOWN
        self._met[who] = found, self._steady()
        return found

    async def stop(self) -> None:
        """Ask no more."""
        for asking in tuple(self._asking.values()):
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
