"""Matrix as a chat platform: one account on one homeserver, clear and encrypted.

What an event means is in `inbound.py`, how words look in `render.py`; here it is held together.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from adapters.matrix.attention import Numbers, Typing
from adapters.matrix.config import PLATFORM, Config, server_of
from adapters.matrix.errors import (
    HomeserverAwayError,
    HomeserverRefusedError,
    LoginNeededError,
    StoreInUseError,
)
from adapters.matrix.invitations import Invitations
from adapters.matrix.link import Link, linked
from adapters.matrix.listening import Listener
from adapters.matrix.media import download
from adapters.matrix.mentions import Self
from adapters.matrix.reading import Reader
from adapters.matrix.recalling import Recaller
from adapters.matrix.render import render
from adapters.matrix.sending import Sender, says
from adapters.matrix.transport import CLIENT, segment
from bot.domain.errors import ClaimLostError, PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey
from bot.messages.incoming import Click, FormSubmitted, Incoming, Message
from bot.messages.outgoing import Outgoing
from bot.ports.chat import Core
from bot.ports.mailbox import Delivery

_log = logging.getLogger(__name__)

_SILENCE = 90.0
"""Seconds without a synchronisation that are trouble: the homeserver is asked at least twice in them."""

_LONGEST_PAUSE = 60.0
_AGAIN = 0.5
"""Seconds before another attempt, twice as long each time."""

_STILL_HELD = "another process still has [matrix] store_path"


class MatrixChat:
    """One bot account. It hears and speaks only while `run` runs, in one process at a time."""

    platform = PLATFORM
    exclusive = True

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._config = config
        self._now = now
        self._link: Link | None = None
        self._sender: Sender | None = None
        self._typing: Typing | None = None
        self._recaller: Recaller | None = None
        self._numbers = Numbers()
        self._wrong = ""
        self._since: float | None = None

    @property
    def trouble(self) -> str:
        """What does not work now; empty when all is well, or another process serves this account."""
        if self._wrong or self._since is None:
            return self._wrong
        synced = self._link.synced if self._link else None
        silence = time.monotonic() - (synced or self._since)
        return f"no synchronisation for {silence:.0f} seconds" if silence > _SILENCE else ""

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Turn it into contents of events."""
        return render(outgoing, threads=self._config.threads)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part; the homeserver drops a repetition (see `Chat.send`)."""
        if self._sender is None:
            raise PlatformUnavailableError("not logged in", _AGAIN)
        self._numbers.busy()
        sent = await self._sender.send(delivery, part, content)
        self._numbers.busy()
        if self._typing and says(delivery.outgoing):
            for room in {sent.partition(" ")[0], delivery.outgoing.conversation.room.id}:
                self._typing.end(room)
        return sent

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Return what is in a file that somebody shared (see `Chat.fetch`); one account has one place."""
        del place
        if self._link is None:
            raise PlatformUnavailableError("not logged in", _AGAIN)
        return await download(self._link.connection, file)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote (see `Chat.recall`)."""
        if self._recaller is None:
            raise PlatformUnavailableError("not logged in", _AGAIN)
        return await self._recaller.recalled(conversation.room.id, message, author.id)

    async def run(self, core: Core) -> None:
        """Hear until cancelled. After whatever goes wrong it begins anew, later each time."""
        pause, self._since = _AGAIN, time.monotonic()
        try:
            while True:
                begun = time.monotonic()
                await self._begin(core)
                if self._wrong == _STILL_HELD:
                    pause = _AGAIN
                else:
                    lasted = time.monotonic() - begun
                    pause = _AGAIN if lasted > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
                await asyncio.sleep(pause)
        finally:
            self._wrong, self._since = "", None

    async def _begin(self, core: Core) -> None:
        """Log in and hear, until something goes wrong; note what it is."""
        try:
            async with linked(self._config) as link:
                await self._serve(link, core)
        except HomeserverRefusedError as error:
            self._wrong = str(error)
            _log.warning("the homeserver refuses: %s", error)
        except (HomeserverAwayError, StoreUnavailableError) as error:
            self._wrong = "the homeserver is out of reach"
            _log.warning("out of reach: %s", error)
        except StoreInUseError as error:
            if self._wrong != _STILL_HELD:
                _log.warning("waiting: %s", error)
            self._wrong = _STILL_HELD
        except (LoginNeededError, OSError) as error:
            self._wrong = "cannot log in; voorloper check says why"
            _log.error("cannot log in: %s", error)
        except ClaimLostError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other platforms go on, and so do we
            self._wrong = f"begins anew after an error ({type(error).__name__})"
            _log.error("hearing failed and begins anew: %s", type(error).__name__)

    async def _serve(self, link: Link, core: Core) -> None:
        """Hear and speak with one login."""
        self._wrong = ""
        sender, typing = Sender(link, self._numbers.put), Typing(link)
        invitations = Invitations(link, core, sender.direct, self._now)
        me = await self._self(link)
        reader = Reader(link, me, self._now)
        listener = Listener(link, core, reader, invitations, self._stored)
        self._link, self._sender, self._typing, self._recaller = link, sender, typing, Recaller(link, me)
        numbers = asyncio.create_task(self._numbers.run(sender))
        try:
            await listener.run()
        finally:
            self._since = link.synced or self._since
            self._link = self._sender = self._typing = self._recaller = None
            numbers.cancel()
            with suppress(asyncio.CancelledError):
                await numbers
            await typing.stop()
            await invitations.stop()

    async def _self(self, link: Link) -> Self:
        """Return who we are to people: also by the name that they see."""
        path = f"{CLIENT}/profile/{segment(link.me)}/displayname"
        names = {link.me.partition(":")[0].removeprefix("@").casefold()}
        with suppress(HomeserverRefusedError):
            shown = (await link.connection.ask("GET", path)).get("displayname")
            if isinstance(shown, str) and shown.strip():
                names.add(shown.strip().casefold())
        config = self._config
        return Self(
            user_id=link.me,
            names=frozenset(names),
            place=config.place,
            prefix=config.prefix,
            servers=config.servers or frozenset({server_of(link.me)}),
            people=config.people,
        )

    def _stored(self, events: Sequence[Incoming]) -> None:
        """Begin to count for those who wait for an answer, now that nothing of theirs can be lost."""
        for event in events:
            asked = isinstance(event, Message) and event.addressed
            if self._typing and (asked or isinstance(event, Click | FormSubmitted)):
                self._typing.begin(event.origin.room.id)
