"""One part of something the bot says, on its way to Slack.

What stands somewhere is known to the core by its channel and `ts`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import assert_never

from adapters.slack.asides import Asides
from adapters.slack.directs import Directs
from adapters.slack.errors import SlackBusyError, SlackRefusedError
from adapters.slack.fields import stamp
from adapters.slack.ids import posted, whose
from adapters.slack.posting import Content, Poster
from adapters.slack.render import render
from adapters.slack.signs import NAMES
from adapters.slack.uploads import Uploads, taken_back
from adapters.slack.workspaces import Installed, Workspaces
from bot.domain.errors import RoomUnavailableError
from bot.messages.i18n import Translator
from bot.messages.outgoing import Delete, Edit, OpenDirect, Post, Private, React, Together, Upload
from bot.ports.mailbox import Delivery

_GONE = frozenset(
    "message_not_found channel_not_found cant_delete_message file_not_found file_deleted".split()
)
_CANNOT_CHANGE = frozenset("message_not_found cant_update_message edit_window_closed".split())


class Sender:
    """Sends through the installations there are. `steady` counts the seconds that go by."""

    def __init__(
        self, workspaces: Workspaces, directs: Directs, words: Translator, steady: Callable[[], float]
    ) -> None:
        self._workspaces = workspaces
        self._directs = directs
        self._poster = Poster(steady)
        self._uploads = Uploads(self._poster, directs, words)
        self.asides = Asides(self._poster, directs)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return where it stands (see `Chat.send`)."""
        at = await self._workspaces.at(delivery.outgoing.conversation.room.place)
        if at is None:
            raise RoomUnavailableError("the app is not installed there")
        try:
            sent = await self._send(at, delivery, part, json.loads(content))
        except SlackBusyError as error:
            self._poster.attempts.failed(delivery, error)
            raise
        except SlackRefusedError as error:
            self._poster.attempts.failed(delivery, error)
            raise error.as_sending() from None
        self._poster.attempts.ended(delivery)
        return sent

    async def _send(self, at: Installed, delivery: Delivery, part: int, content: Content) -> str:
        outgoing = delivery.outgoing
        match outgoing:
            case Post():
                return await self._say(at, delivery, part, content)
            case Private(account=account, together=Together() as together):
                channel = await self._directs.shared((account.id, together.account.id), at)
                if channel:
                    words = for_both(outgoing, together)
                    return await self._poster.say(at, delivery, part, words, channel, None)
                return await self.asides.tell(at, delivery, part, content, account.id, directly=True)
            case Private(account=account, direct=directly):
                return await self.asides.tell(at, delivery, part, content, account.id, directly=directly)
            case Edit(account=account):
                return await self._edit(at, delivery, part, content, account.id if account else None)
            case Delete():
                await self._take_back(at, delivery.targets)
                return f"{delivery.token} back"
            case React(message=message):
                return await self._react(at, message, str(content.get("name")))
            case Upload():
                return await self._uploads.give(at, delivery, part, content)
            case OpenDirect(account=account):
                return await self._directs.opened(account.id, at)
            case _:
                assert_never(outgoing)

    async def _say(
        self, at: Installed, delivery: Delivery, part: int, content: Content, only: str | None = None
    ) -> str:
        """Say it in the conversation; to one person only, and so in the corner of one person."""
        conversation = delivery.outgoing.conversation
        alone = only or whose(conversation.thread)
        if alone:
            return await self.asides.tell(at, delivery, part, content, alone)
        room, thread = conversation.room.id, stamp(conversation.thread)
        return await self._poster.say(at, delivery, part, content, room, thread)

    async def _edit(
        self, at: Installed, delivery: Delivery, part: int, content: Content, only: str | None
    ) -> str:
        """Put the words in the place of what was there; more goes behind it, what is left over goes."""
        places = delivery.targets
        stands = places[part] if part < len(places) else ""
        if not (stands and await self._change(at, stands, content)):
            stands = await self._say(at, delivery, part, content, only)
        if part == delivery.count - 1:
            await self._take_back(at, places[part + 1 :])
        return stands

    async def _change(self, at: Installed, where: str, content: Content) -> bool:
        """Change a message; False when that cannot be."""
        place = posted(where)
        if place is None:
            return False
        if await self.asides.change(at, where, content):
            return True
        channel, ts = place
        try:
            await at.web.call("chat.update", channel=channel, ts=ts, **content)
        except SlackRefusedError as error:
            if error.code not in _CANNOT_CHANGE:
                raise
            return False
        return True

    async def _take_back(self, at: Installed, places: Iterable[str]) -> None:
        for where in places:
            place, mark = posted(where), marked(where)
            try:
                if mark:
                    await self._take_off(at, *mark)
                elif place is None:
                    await taken_back(at, where)
                elif not await self.asides.change(at, where, None):
                    await at.web.call("chat.delete", channel=place[0], ts=place[1])
            except SlackRefusedError as error:
                if error.code not in _GONE:
                    raise

    async def _react(self, at: Installed, message: str, name: str) -> str:
        """Put a mark on a message; one that stands there already, or cannot, is not worth a word."""
        place = posted(message)
        if place:
            with suppress(SlackRefusedError):
                await at.web.call("reactions.add", channel=place[0], timestamp=place[1], name=name)
        return f"{message} {name}"

    async def _take_off(self, at: Installed, channel: str, ts: str, name: str) -> None:
        """Take a mark off a message; one that is not there any more, or cannot, is not worth a word."""
        with suppress(SlackRefusedError):
            await at.web.call("reactions.remove", channel=channel, timestamp=ts, name=name)


def marked(where: str) -> tuple[str, str, str] | None:
    """Return the channel, the `ts` and the sign of a mark that was put; None for what is no mark."""
    message, _, name = where.rpartition(" ")
    place = posted(message)
    return (*place, name) if place and name in NAMES.values() else None


def for_both(outgoing: Private, together: Together) -> Content:
    """Return the message that two people read in a conversation of theirs."""
    words, *_ = render(replace(outgoing, reply=together.reply, together=None))
    content: Content = json.loads(words)
    return content
