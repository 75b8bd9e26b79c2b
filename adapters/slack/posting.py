"""Posting: at the pace that Slack asks for, and never a second time what stands there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters.slack.attempts import Attempts
from adapters.slack.doubt import carried, found
from adapters.slack.errors import SlackAwayError, SlackBusyError
from adapters.slack.fields import Payload, channel_id, stamp
from adapters.slack.ids import message_id
from adapters.slack.pace import Pace
from adapters.slack.workspaces import Installed
from bot.ports.mailbox import Delivery

Content = Mapping[str, object]


class Poster:
    """Posts messages. `steady` counts the seconds that go by."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self.attempts = Attempts()
        self._pace = Pace(steady)

    async def say(
        self, at: Installed, delivery: Delivery, part: int, content: Content, channel: str, thread: str | None
    ) -> str:
        """Post a part of a row in a channel, or to a user, and return where it stands.

        Raise as `Web.call`.
        """
        since = self.attempts.in_doubt_since(delivery)
        if since and channel_id(
            channel
        ):  # where a user id stands for a direct room, nothing can be read back
            stands = await found(at, channel, thread, (delivery.token, part), since)
            if stands:
                return message_id(channel, stands)
        message = {
            **content,
            "channel": channel,
            "thread_ts": thread,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": carried(delivery.token, part),
        }
        turn = (channel, f"{delivery.token}-{part}")
        answer = await self.paced(at, turn, "chat.postMessage", message)
        where = channel_id(answer.get("channel")) or channel
        return message_id(where, moment_of(answer.get("ts")))

    async def paced(self, at: Installed, turn: tuple[str, str], method: str, arguments: Content) -> Payload:
        """Call a method that puts something in a channel, when it is the turn of (channel, message)."""
        async with self._pace.turn(*turn):
            try:
                return await at.web.call(method, **arguments)
            except SlackBusyError as error:
                self._pace.hold(turn[0], error.retry_after or 1.0)
                raise


def moment_of(value: object) -> str:
    """Return the `ts` that an answer names. Raise SlackAwayError when it does not: nothing is known then."""
    ts = stamp(value)
    if ts is None:
        raise SlackAwayError("Slack did not say where it stands")
    return ts
