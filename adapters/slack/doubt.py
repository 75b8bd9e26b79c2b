"""A message of which it is not known whether it went out: found back by the token it carries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

from adapters.slack.errors import SlackBusyError, SlackRefusedError
from adapters.slack.fields import Payload, stamp
from adapters.slack.workspaces import Installed
from bot.messages.unchecked import listed, mapping, text

EVENT: Final = "voorloper"
_EARLIER = timedelta(seconds=60)
"""How far the clocks of this machine and of Slack may be apart."""

_PAGE = 15  # what every app may ask for at a time
_PAGES = 40


def carried(token: str, part: int) -> dict[str, object]:
    """Return the metadata of a message: which part of which row it is, for the bot to find it back."""
    return {"event_type": EVENT, "event_payload": {"token": token, "part": part}}


async def found(
    at: Installed, channel: str, thread: str | None, which: tuple[str, int], since: datetime
) -> str | None:
    """Return the `ts` of the message with this token and part, None when it is not there.

    `since` is when it was first tried. Where the bot may not read back, it is taken not to be there: it may
    then come twice. Raise as `Web.call` otherwise.
    """
    wanted = carried(*which)["event_payload"]
    async for message in _messages(at, channel, thread, since):
        metadata = mapping(message.get("metadata"))
        if metadata.get("event_type") == EVENT and mapping(metadata.get("event_payload")) == wanted:
            return stamp(message.get("ts"))
    return None


async def given(at: Installed, channel: str, thread: str | None, name: str, since: datetime) -> str | None:
    """Return the `ts` of the bot's message with a file of this name, None when it is not there.

    A message with a file cannot carry a token.
    """
    async for message in _messages(at, channel, thread, since):
        names = [text(file.get("name")) for file in listed(message.get("files"))]
        if message.get("user") == at.me.user and name in names:
            return stamp(message.get("ts"))
    return None


async def begun(at: Installed, channel: str, thread: str) -> bool:
    """Say whether anybody answered in a thread yet: before that, Slack shows nobody what is private there.

    What is not known now is taken for no: beside the thread it is seen too, and nobody has to wait for it.
    """
    try:
        answer = await at.web.call("conversations.replies", channel=channel, ts=thread, limit=2)
    except (SlackRefusedError, SlackBusyError):
        return False
    return len(listed(answer.get("messages"))) > 1


async def _messages(
    at: Installed, channel: str, thread: str | None, since: datetime
) -> AsyncIterator[Payload]:
    oldest = f"{max(0.0, (since - _EARLIER).timestamp()):.6f}"
    method, more = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
    cursor: str | None = None
    for _ in range(_PAGES):
        try:
            answer: Payload = await at.web.call(
                method,
                channel=channel,
                oldest=oldest,
                limit=_PAGE,
                include_all_metadata=True,
                cursor=cursor,
                **more,
            )
        except SlackRefusedError as error:
            if error.code in {"missing_scope", "thread_not_found", "channel_not_found", "not_in_channel"}:
                return
            raise
        for message in listed(answer.get("messages")):
            yield message
        cursor = text(mapping(answer.get("response_metadata")).get("next_cursor"))
        if not cursor:
            return
