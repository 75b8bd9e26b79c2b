"""Who people are, as Slack says, remembered for a while; each is asked about once at a time.

An event is only stored once its sender is known: of a guest no words may be taken along. While Slack
asks to wait, the event is not acknowledged; Slack gives it again, and by then it is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from adapters.slack.errors import SlackBusyError, SlackRefusedError
from adapters.slack.people import UNKNOWN, Known, known
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError
from bot.messages.recent import Recent
from bot.messages.unchecked import mapping

FRESH: Final = 900.0
"""Seconds after which somebody is asked about again: they may have become a guest, or a member."""

SOON: Final = 10.0
"""Seconds after which it is asked again what Slack did not want to say."""

_LONGEST: Final = 420.0
"""Seconds for which a question is asked again and again: Slack gives an event for the last time after six
minutes."""

_PATIENCE: Final = 1.0
"""Seconds to wait for news of somebody who was known."""

AT_ONCE: Final = 20
"""How many are asked about at a time in an installation; when Slack begins to refuse, it refuses no more."""

_MOST = 20_000
_STRANGERS = frozenset({"user_not_found", "user_not_visible"})

_Who = tuple[str, str]
"""Which installation, and a user."""


class Acquaintances:
    """Remembers who people are. `steady` counts the seconds that go by."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._met: Recent[_Who, tuple[Known | None, float]] = Recent(_MOST)
        self._asking: dict[_Who, asyncio.Task[Known | None]] = {}
        self._few: dict[str, asyncio.Semaphore] = {}
        self._speaking: Recent[str, str | None] = Recent(_MOST)

    def speaks(self, user: str | None) -> str | None:
        """Return the language of somebody's Slack, as far as that is remembered; nobody is asked about."""
        return self._speaking.get(user, None) if user else None

    async def known(self, user: str, at: Installed) -> Known:
        """Return what is known of somebody; raise PlatformUnavailableError when nothing can be found out now.

        Who was known and cannot be looked up again for a moment is who they were. For others this waits while
        Slack asks to wait; whoever has no time for that may leave, and what is found then is remembered.
        """
        who = (at.key, user)
        found, until = self._met.get(who, (None, self._steady()))
        if self._steady() >= until:
            found = await self._news(who, at, found)
        if found is None:
            raise PlatformUnavailableError("Slack does not say who somebody is")
        return found

    async def _news(self, who: _Who, at: Installed, before: Known | None) -> Known | None:
        """Ask, or wait for who asks already; return who they were when there is no news of them now."""
        asking = self._asking.get(who)
        if asking is None:
            asking = self._asking[who] = asyncio.create_task(self._ask(who, at, before))
            asking.add_done_callback(lambda _: self._asking.pop(who, None))
        try:
            async with asyncio.timeout(_PATIENCE if before else None):
                return await asyncio.shield(asking)
        except (PlatformUnavailableError, TimeoutError):
            if before is None:
                raise
            return before

    async def _ask(self, who: _Who, at: Installed, before: Known | None) -> Known | None:
        """Ask until Slack says something else than to wait, and wait for as long as it says.

        Who was known stays who they were for that long: nobody needs to wait for them.
        """
        few = self._few.setdefault(who[0], asyncio.Semaphore(AT_ONCE))
        end = self._steady() + _LONGEST
        while True:
            try:
                async with few:
                    return await self._told(who, at, before)
            except SlackBusyError as error:
                pause = error.retry_after or 1.0
                if before:
                    self._met[who] = before, self._steady() + pause
                    return before
                if self._steady() + pause > end:
                    raise
            await asyncio.sleep(pause)

    async def _told(self, who: _Who, at: Installed, before: Known | None) -> Known | None:
        """Ask once, and remember what is said; who Slack does not want to tell of is who they were."""
        found, lasts = before, SOON
        try:
            answer = await at.web.call("users.info", user=who[1], include_locale=True)
            found, lasts = known(mapping(answer.get("user")), at.me), FRESH
            self._speaking[who[1]] = None if found.guest else found.language
        except SlackRefusedError as error:
            if error.code in _STRANGERS:
                found, lasts = UNKNOWN, FRESH
        self._met[who] = found, self._steady() + lasts
        return found

    async def stop(self) -> None:
        """Ask no more."""
        for asking in tuple(self._asking.values()):
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)
