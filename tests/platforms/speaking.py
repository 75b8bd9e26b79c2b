"""How the adapters to our small platforms speak, which is the same for both but for posting something new."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import assert_never

from bot.domain.keys import AccountKey
from bot.messages.outgoing import Delete, Edit, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.plaintext import render_plain
from bot.messages.reply import Reply
from bot.ports.mailbox import Delivery
from tests.platforms.connection import Connection
from tests.platforms.wire import ID, POSTING, Posting


class Speaker:
    """Renders and sends; posting something new is the adapter's own `post`.

    `longest` is how many characters go in one message.
    """

    def __init__(
        self, connection: Connection, post: Callable[[Delivery, Posting], Awaitable[str]], longest: int
    ) -> None:
        self._connection = connection
        self._post = post
        self._longest = longest

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the words in pieces that fit in a message; joined they are the whole again."""
        match outgoing:
            case Post(reply=reply) | Private(reply=reply) | Edit(reply=reply):
                piece = rf"(?s).{{1,{self._longest}}}(?!\S)|.{{1,{self._longest}}}"
                return tuple(re.findall(piece, render_plain(reply)))
            case Upload(file=file):
                return (render_plain(Reply((file,))),)
            case React() | Delete() | OpenDirect():
                return ("",)
            case _:
                assert_never(outgoing)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Send one part and return the platform's id for it."""
        outgoing = delivery.outgoing
        room, thread = outgoing.conversation.room, outgoing.conversation.thread
        posting = Posting(content, room.place.id, room.id, thread, token=f"{delivery.token}-{part}")
        match outgoing:
            case Post():
                return await self._post(delivery, posting)
            case Private(account=account):
                return await self._post(delivery, _to(posting, account))
            case Upload(file=file):
                return await self._post(delivery, _with(posting, file.content))
            case Edit(account=account):
                return await self._edit(delivery, part, _to(posting, account) if account else posting)
            case Delete():
                return await self._delete(delivery.targets)
            case React(message=message, mark=mark):
                return await self._connection.ask("PUT", f"/marks/{message}/{mark}", ID)
            case OpenDirect(account=account):
                return await self._connection.ask("POST", f"/direct/{account.id}", ID)
            case _:
                assert_never(outgoing)

    async def _edit(self, delivery: Delivery, part: int, posting: Posting) -> str:
        await self._delete(delivery.targets[len(self.render(delivery.outgoing)) :])
        if part >= len(delivery.targets):
            return await self._post(delivery, posting)
        target = delivery.targets[part]
        return await self._connection.ask("PUT", f"/messages/{target}", ID, POSTING.dump_json(posting))

    async def _delete(self, targets: tuple[str, ...]) -> str:
        for target in targets:
            await self._connection.tell("DELETE", f"/messages/{target}")
        return targets[0] if targets else ""


def _to(posting: Posting, account: AccountKey) -> Posting:
    return Posting(posting.text, posting.place, posting.room, posting.thread, account.id, posting.token)


def _with(posting: Posting, content: bytes) -> Posting:
    return Posting(
        posting.text, posting.place, posting.room, posting.thread, token=posting.token, file=content
    )
