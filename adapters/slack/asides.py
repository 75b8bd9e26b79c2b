"""What only one person reads: near the conversation where Slack can do that, else in the direct room.

Slack does not say whether such a message arrived. After a crash it is therefore not said there again but in
the direct room, where it can be found back.
"""

from __future__ import annotations

from typing import Final

from adapters.slack.directs import Directs
from adapters.slack.doubt import begun
from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import Payload, stamp, user_id
from adapters.slack.ids import message_id, whose
from adapters.slack.origins import channel_of, is_direct
from adapters.slack.posting import Content, Poster, moment_of
from adapters.slack.workspaces import Installed
from bot.messages.recent import Recent
from bot.messages.unchecked import mapping, text
from bot.ports.mailbox import Delivery

_NOT_THERE: Final = frozenset(
    "cannot_reply_to_message channel_not_found is_archived not_in_channel restricted_action "
    "thread_not_found user_not_in_channel".split()
)
"""Codes of a place where this person cannot be told something now."""

_MOST = 2_000


class Asides:
    """Tells people something alone."""

    def __init__(self, poster: Poster, directs: Directs) -> None:
        self._poster = poster
        self._directs = directs
        self._answers: Recent[str, str] = Recent(_MOST)

    def learn(self, payload: Payload) -> None:
        """Note where a message that only one person sees can be changed: Slack says so when they use it."""
        container, url = mapping(payload.get("container")), text(payload.get("response_url"))
        channel, ts = channel_of({"channel": container.get("channel_id")}), stamp(container.get("message_ts"))
        if container.get("is_ephemeral") is True and channel and ts and url:
            self._answers[message_id(channel, ts)] = url

    async def tell(
        self,
        at: Installed,
        delivery: Delivery,
        part: int,
        content: Content,
        user: str,
        *,
        directly: bool = False,
    ) -> str:
        """Tell somebody and return where it stands; raise as `Web.call`."""
        conversation = delivery.outgoing.conversation
        channel, thread = conversation.room.id, stamp(conversation.thread)
        alone = is_direct(channel) or user_id(channel) is not None
        if alone and not directly and whose(conversation.thread) is None:
            return await self._poster.say(at, delivery, part, content, channel, thread)
        if alone or directly or self._poster.attempts.in_doubt_since(delivery):
            return await self._tell_directly(at, delivery, part, content, user)
        try:
            under = thread if thread and await begun(at, channel, thread) else None
            answer = await at.web.call(
                "chat.postEphemeral", channel=channel, user=user, thread_ts=under, **content
            )
        except SlackRefusedError as error:
            if error.code not in _NOT_THERE:
                raise
            return await self._tell_directly(at, delivery, part, content, user)
        return message_id(channel, moment_of(answer.get("message_ts")))

    async def change(self, at: Installed, where: str, content: Content | None) -> bool:
        """Put other words in the place of a message that one person sees, or take it away.

        False when Slack does not let us any more.
        """
        url = self._answers.get(where)
        if url is None:
            return False
        change = {"delete_original": True} if content is None else {"replace_original": True, **content}
        return await at.web.respond(url, change)

    async def _tell_directly(
        self, at: Installed, delivery: Delivery, part: int, content: Content, user: str
    ) -> str:
        channel = await self._directs.opened(user, at)
        return await self._poster.say(at, delivery, part, content, channel, None)
