"""People in Slack: what they write and do, and what they see."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from tests.platforms.waiting import PATIENCE
from tests.slack.standin.acting import Acting, Done
from tests.slack.standin.delivering import Delivery
from tests.slack.standin.inside import Inside
from tests.slack.standin.pieces import Json
from tests.slack.standin.seeing import readable
from tests.slack.standin.world import Channel, Install, Message, Team, User


class Person:
    """Somebody, before a client. What they type is sent as a client does: escaped, mentions as ids."""

    def __init__(self, inside: Inside, user: User) -> None:
        self.user = user
        self.id = user.id
        self._inside = inside
        self._acting = Acting(inside, user)

    # What they write.

    def says(
        self,
        channel: Channel,
        words: str,
        *,
        thread: Message | None = None,
        wide: bool = False,
        raw: bool = False,
    ) -> Message:
        """Write in a channel or in a thread, also to the channel with `wide`; `raw` words are not escaped."""
        return self._inside.happening.posted(channel, self._written(words, raw) | _place(thread, wide))

    def edits(self, message: Message, words: str) -> None:
        """Change what they wrote."""
        self._inside.happening.edited(message, self._written(words), self.id)

    def deletes(self, message: Message) -> None:
        """Take away what they wrote, or what the bot showed only to them."""
        if message.to:
            message.channel.ephemerals.pop(message.ts)
        else:
            self._inside.happening.deleted(message)

    def shares(
        self,
        channel: Channel,
        name: str,
        content: bytes,
        words: str = "",
        *,
        thread: Message | None = None,
        mimetype: str = "text/plain",
    ) -> Message:
        """Share a file, with words."""
        file = self._inside.files.given(name, self.user, content, mimetype)
        shared = {"subtype": "file_share", "files": [self._inside.files.described(file)], "upload": False}
        return self._inside.happening.posted(channel, self._written(words) | shared | _place(thread))

    def reacts(self, message: Message, name: str) -> None:
        """Put a reaction on a message."""
        self._inside.happening.reacted(message, self.id, name)

    def unreacts(self, message: Message, name: str) -> None:
        """Take it away."""
        self._inside.happening.unreacted(message, self.id, name)

    # Where they are.

    def direct(self, *others: Person) -> Channel:
        """Return the direct message with the bot, or with the bot and others."""
        return self._inside.world.direct(self._acting.install, self.user, *(other.user for other in others))

    def joins(self, channel: Channel) -> None:
        """Come into a channel."""
        self._inside.happening.joined(channel, self.user)

    def leaves(self, channel: Channel) -> None:
        """Go away from it."""
        self._inside.happening.left(channel, self.user)

    def brings(self, channel: Channel, other: User) -> None:
        """Bring somebody into a channel, such as the bot."""
        self._inside.happening.joined(channel, other, self.user)

    def opens_home(self, tab: str = "home") -> Delivery | None:
        """Open the App Home."""
        install = self._acting.install
        event = {"type": "app_home_opened", "user": self.id, "channel": self.direct().id, "tab": tab}
        shown = {"view": dict(install.homes[self.id])} if self.id in install.homes and tab == "home" else {}
        return self._inside.happening.event(install, "app_home_opened", event | shown)

    # What they do with what the app shows; each returns when it was acknowledged, or was not in time.

    async def commands(self, channel: Channel, name: str, text: str = "") -> Done:
        """Use a slash command, with mentions as ids."""
        return await self._acting.command(channel, name, typed(text, self.user.team))

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Done:
        """Use a global shortcut, or one on a message."""
        if message:
            return await self._acting.message_shortcut(message, callback_id)
        return await self._acting.shortcut(callback_id)

    async def clicks(self, shown: Message | Json, wanted: str, choice: Any = None) -> Done:  # noqa: ANN401 - as picked
        """Click a button (its words or its action_id) in a message or a view, or pick from a menu there."""
        return await self._acting.click(shown, wanted, choice)

    async def submits(self, **values: Any) -> Done:  # noqa: ANN401 - what fits the fields
        """Submit the view on top, with these fields by block_id; others keep what stands in them."""
        return await self._acting.submit(values)

    async def fills_in(self, values: dict[str, Any]) -> Done:
        """Submit the view on top, with these fields by label or by block_id."""
        return await self._acting.submit(values)

    async def closes(self) -> Done | None:
        """Close the view on top."""
        return await self._acting.close()

    # What they see.

    @property
    def view(self) -> Json | None:
        """The view on top, None when none is open."""
        stack = self._inside.views.stacks.get(self.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> Json | None:
        """The App Home, as the app published it."""
        return self._acting.install.homes.get(self.id)

    def sees(self, channel: Channel, thread: Message | None = None) -> list[Message]:
        """Return what stands in a channel, or in one of its threads, oldest first."""
        if thread:
            return channel.thread(thread.ts)
        return [each for each in channel.messages.values() if not each.thread or _is_wide(each)]

    def asides(self, channel: Channel) -> list[Message]:
        """Return what only they see in a channel; in a thread only when it was begun before."""
        own = [each for each in channel.ephemerals.values() if each.to == self.id]
        return [each for each in own if each.raw.get("begun", True)]

    async def reads(
        self, channel: Channel, words: str = "", *, thread: Message | None = None, seconds: float = PATIENCE
    ) -> Message:
        """Return the first message of a bot there with these words, as soon as it is there."""

        def look() -> list[Message]:
            return [each for each in self.sees(channel, thread) if _of_bot(each) and words in readable(each)]

        await self._comes(lambda: bool(look()), lambda: self.sees(channel, thread), words, seconds)
        return look()[0]

    async def reads_aside(self, channel: Channel, words: str = "", seconds: float = PATIENCE) -> Message:
        """Return the first message that only they see with these words, as soon as it is there."""

        def look() -> list[Message]:
            return [each for each in self.asides(channel) if words in readable(each)]

        await self._comes(lambda: bool(look()), lambda: self.asides(channel), words, seconds)
        return look()[0]

    async def gets_view(self, words: str = "", seconds: float = PATIENCE) -> Json:
        """Return the view on top as soon as one with these words is open."""
        await self._comes(lambda: bool(self.view and words in readable(self.view)), list, words, seconds)
        assert self.view
        return self.view

    async def gets_home(self, words: str = "", seconds: float = PATIENCE) -> Json:
        """Return the App Home as soon as it has these words."""
        await self._comes(lambda: bool(self.home and words in readable(self.home)), list, words, seconds)
        assert self.home
        return self.home

    async def _comes(self, holds: Any, there: Any, words: str, seconds: float) -> None:  # noqa: ANN401 - two callables
        try:
            await self._inside.world.news.until(holds, seconds)
        except TimeoutError:
            seen = [readable(each) for each in there()[-5:]]
            raise TimeoutError(f"{self.user.name} waited for {words!r} and saw at last: {seen}") from None

    def _written(self, words: str, raw: bool = False) -> Json:  # noqa: FBT001, FBT002 - as says has it
        text = words if raw else typed(words, self.user.team)
        number, team = self._inside.world.number, self.user.team.id
        section = {"type": "rich_text_section", "elements": [*_elements(words)]}
        return {
            "client_msg_id": number.id("00000000-0000-4000-8000-"),
            "user": self.id,
            "text": text,
            "team": team,
            "user_team": team,
            "source_team": team,
            "blocks": [{"type": "rich_text", "block_id": number.id("b"), "elements": [section]}]
            if words
            else [],
        }


EMOJI = {
    "🙏": ("pray", "1f64f"),
    "🙏🏼": ("pray::skin-tone-3", "1f64f-1f3fc"),
    "👍": ("+1", "1f44d"),
    "👋": ("wave", "1f44b"),
    "❤️": ("heart", "2764-fe0f"),
    "🦄": ("ons-eigen", ""),
}
"""Emoji with their names in Slack, and their code; one that a workspace made itself has none."""


def _elements(words: str) -> Iterator[Json]:
    """Give words as rich text has them, in which emoji stand apart."""
    for part in re.split(f"({'|'.join(sorted(EMOJI, key=len, reverse=True))})", words):
        if part in EMOJI:
            name, code = EMOJI[part]
            yield {"type": "emoji", "name": name.partition("::")[0]} | ({"unicode": code} if code else {})
        elif part:
            yield {"type": "text", "text": part}


def typed(words: str, team: Team) -> str:
    """Return typed words as they are sent: escaped, with mentions and addresses as Slack writes them."""
    for sign in sorted(EMOJI, key=len, reverse=True):
        words = words.replace(sign, f":{EMOJI[sign][0]}:")
    text = re.sub(r"https?://[^\s<>]+", lambda found: f"<{found[0]}>", html.escape(words, quote=False))
    for user in sorted(team.users.values(), key=lambda each: -len(each.name)):
        text = text.replace(f"@{user.name}", user.mention)
    return text


def _place(thread: Message | None, wide: bool = False) -> Json:  # noqa: FBT001, FBT002 - as says has it
    if thread is None:
        return {}
    return {"thread_ts": thread.thread or thread.ts} | ({"subtype": "thread_broadcast"} if wide else {})


def _is_wide(message: Message) -> bool:
    return message.raw.get("subtype") == "thread_broadcast"


def _of_bot(message: Message) -> bool:
    return "bot_id" in message.raw


__all__ = ["Install", "Person", "typed"]
