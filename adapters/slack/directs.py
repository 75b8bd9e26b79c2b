"""The channels in which the bot talks with one person alone."""

from __future__ import annotations

from contextlib import suppress

from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, channel_id
from adapters.slack.origins import channel_of
from adapters.slack.people import doer
from adapters.slack.workspaces import Installed
from bot.messages.recent import Recent
from bot.messages.unchecked import mapping

_MOST = 20_000


class Directs:
    """Remembers them: what came in one tells of it, and Slack opens one when it is asked."""

    def __init__(self) -> None:
        self._known: Recent[tuple[str, str], str] = Recent(_MOST)

    def learn(self, payload: Payload, at: Installed) -> None:
        """Note the direct room that something was said in, or that somebody's page of the bot belongs to."""
        event, user = mapping(payload.get("event")), doer(payload)
        channel = channel_of(event)
        if user and channel and channel.startswith("D"):
            self._known[at.key, user] = channel

    def known(self, user: str, at: Installed) -> str | None:
        """Return the direct room with somebody, as far as it is known here."""
        return self._known.get((at.key, user))

    async def opened(self, user: str, at: Installed) -> str:
        """Return the direct room with somebody, which Slack opens when it must; raise as `Web.call`.

        Where it may not be opened, the id of the user stands for it: Slack takes that for a message.
        """
        before = self.known(user, at)
        if before:
            return before
        try:
            answer = await at.web.call("conversations.open", users=user)
        except SlackRefusedError as error:
            if error.code != "missing_scope":
                raise
            return user
        channel = channel_id(mapping(answer.get("channel")).get("id"))
        if channel is None:
            raise SlackRefusedError("channel_not_found")
        self._known[at.key, user] = channel
        return channel

    async def shared(self, both: tuple[str, str], at: Installed) -> str | None:
        """Return the conversation of two people with the bot; None where it may not be opened.

        Slack gives the same one each time. Raise SlackBusyError or SlackAwayError as `Web.call`.
        """
        with suppress(SlackRefusedError):
            answer = await at.web.call("conversations.open", users=",".join(both))
            return channel_id(mapping(answer.get("channel")).get("id"))
        return None
