"""What is done with each payload of Slack: nothing is acknowledged before it is stored.

One path for events, commands, buttons and forms, over Socket Mode and HTTP alike. What comes again is the
inbox's matter, which keeps each event once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from adapters.slack.acknowledgement import NOT_TAKEN, TAKEN, Acknowledgement
from adapters.slack.acquaintances import Acquaintances
from adapters.slack.directs import Directs
from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, moment
from adapters.slack.ids import place_of
from adapters.slack.inbound import Around, Ignored, incoming
from adapters.slack.intake import Intake
from adapters.slack.people import doer
from adapters.slack.rooms import ends, leaves, opened_home
from adapters.slack.surfaces import Surfaces
from adapters.slack.wishes import author, idle, link_to, signed
from adapters.slack.workspaces import Installed, Workspaces
from bot.domain.errors import PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import RoomKey
from bot.messages.incoming import Incoming, Uninstalled
from bot.messages.unchecked import mapping, text
from bot.ports.chat import Core

_log = logging.getLogger(__name__)

_IN_TIME = 2.3  # seconds that finding out what a payload means may take: Slack waits for three
_LEAVE = 3.0  # seconds that what was begun may take to be acknowledged
_NOWHERE = frozenset({"view_submission", "shortcut", "message_action"})


class Taking:
    """Takes payloads in. `learn` notes what they tell besides; it waits for nothing."""

    def __init__(
        self,
        workspaces: Workspaces,
        core: Core,
        surfaces: Surfaces,
        acquaintances: Acquaintances,
        directs: Directs,
        learn: Callable[[Payload, Installed], None],
        now: Callable[[], datetime],
    ) -> None:
        self._workspaces = workspaces
        self._core = core
        self._intake = Intake(core)
        self._surfaces = surfaces
        self._acquaintances = acquaintances
        self._directs = directs
        self._learn = learn
        self._now = now
        self._busy: set[asyncio.Task[object]] = set()
        self._stopping = False

    async def take(self, payload: Payload) -> Acknowledgement:
        """Take a payload in; never raises for what is in it."""
        if self._stopping:
            return NOT_TAKEN
        task = asyncio.current_task()
        if task:
            self._busy.add(task)
        try:
            return await self._take(payload)
        finally:
            self._busy.discard(task)

    async def stop(self) -> None:
        """Take nothing more, and wait a little until all that was begun is acknowledged."""
        self._stopping = True
        if self._busy:
            await asyncio.wait(self._busy, timeout=_LEAVE)

    async def _take(self, payload: Payload) -> Acknowledgement:
        try:
            return await self._taken(payload)
        except StoreUnavailableError:
            _log.warning("an event cannot be stored now; Slack gives it again")
        except PlatformUnavailableError as error:
            _log.warning("an event cannot be read now (%s); Slack gives it again", error)
        except TimeoutError:
            _log.warning("an event cannot be read in time; Slack gives it again")
        except Exception as error:  # noqa: BLE001 - Bolt would swallow it, and nobody would know
            _log.error("an event cannot be taken in: %s", type(error).__name__)
        return await self._surfaces.sorry(payload, self._acquaintances.speaks(doer(payload))) or NOT_TAKEN

    async def _taken(self, payload: Payload) -> Acknowledgement:
        async with asyncio.timeout(_IN_TIME):  # after that nobody waits for it; nothing is stored yet
            at = await self._workspaces.of(payload)
            if at is None:
                return TAKEN
            goes = leaves(payload)
            left = await self._left(payload, at) if goes else ()
            event = None if goes else await self._meant(payload, at)
            shown = await self._surfaces.shown(at, payload, event) if event else None
        if goes:
            await self._leave(payload, at, left)
        elif event and not shown:
            await self._intake.accept(event)
        return shown or TAKEN

    async def _left(self, payload: Payload, at: Installed) -> Sequence[Uninstalled]:
        """Return for each of the workspaces that the bot was taken out of that it was."""
        around, everywhere = Around(self._now()), await self._workspaces.everywhere(at)
        read = [incoming(payload, each, around) for each in everywhere]
        return [each for each in read if isinstance(each, Uninstalled)]

    async def _leave(self, payload: Payload, at: Installed, left: Sequence[Uninstalled]) -> None:
        """Take in that the bot was taken out of workspaces, for each of them, without a limit of time."""
        event = mapping(payload.get("event"))
        when = moment(event.get("event_ts") or payload.get("event_time"), self._now())
        if left or ends(event):
            await self._workspaces.leave(at, left, when, whole=ends(event))

    async def _meant(self, payload: Payload, at: Installed) -> Incoming | None:
        """Return what happened, None when it is nothing for the core."""
        if payload.get("type") == "app_rate_limited":
            _log.warning("Slack gives no events of a workspace for a minute: there were too many")
        self._learn(payload, at)
        visitor = opened_home(payload, at.me)
        if visitor:
            known = await self._acquaintances.known(visitor.id, at)
            await self._surfaces.show_home(at, known.sender(visitor))
            return None
        event = await self._read(payload, at)
        if isinstance(event, Ignored):
            _log.debug("ignored: %s", event.reason)
            return None
        return event

    async def _read(self, payload: Payload, at: Installed) -> Incoming | Ignored:
        """Return what happened. Raise PlatformUnavailableError when it is not known now who did it."""
        if idle(payload) or not await self._is_a_wish(payload, at):
            return Ignored("a reaction that is nothing to us")
        user = doer(payload)
        of_program = mapping(payload.get("event")).get("bot_id")
        people = () if of_program else [each for each in {user, author(payload)} - {at.me.user} if each]
        found = await asyncio.gather(*(self._acquaintances.known(each, at) for each in people))
        known = dict(zip(people, found, strict=True))
        direct, where = await self._direct(payload, user, at), signed(payload)
        link = await link_to(where, at) if where and user != at.me.user else ""
        return incoming(payload, at.me, Around(self._now(), known, direct, link))

    async def _is_a_wish(self, payload: Payload, at: Installed) -> bool:
        """Say whether a 💡 is one where it was put; of anything else it is not asked."""
        where, place = signed(payload), place_of(payload, at.me)
        return not (where and place) or await self._core.keeps_by_sign(RoomKey(place, where[0]))

    async def _direct(self, payload: Payload, user: str | None, at: Installed) -> str | None:
        """Return the direct room with somebody, where it makes a difference which one that is."""
        if user is None:
            return None
        channel = text(payload.get("channel_id")) or ""
        if channel.startswith("D") or _elsewhere(payload):
            with suppress(SlackRefusedError):
                return await self._directs.opened(user, at)
        return self._directs.known(user, at)


def _elsewhere(payload: Payload) -> bool:
    """Say whether something was done outside of any channel: on the bot's page, or in a form."""
    kind, container = text(payload.get("type")), mapping(payload.get("container"))
    return kind in _NOWHERE or (kind == "block_actions" and container.get("type") == "view")
