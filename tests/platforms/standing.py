"""What people wrote on a platform in memory, as it stands there now."""

from __future__ import annotations

import asyncio

from bot.domain.errors import PlatformUnavailableError
from bot.domain.keys import AccountKey, ConversationKey
from bot.messages.incoming import Deleted, Edited, Incoming, Message


class Standing:
    """`asked` are the messages that were read back; none comes while it is `away` or `slow`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.away = self.slow = False
        self._words: dict[str, tuple[AccountKey, ConversationKey, str]] = {}

    def take(self, event: Incoming) -> None:
        """Let something that somebody wrote, changed or took back stand there so."""
        origin, message = event.origin, event.origin.message or ""
        if isinstance(event, Message | Edited):
            self._words[message] = (origin.sender.account, origin.conversation, event.text)
        elif isinstance(event, Deleted):
            self._words.pop(message, None)

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> str | None:
        """Return what somebody wrote (see `Chat.recall`)."""
        self.asked.append(message)
        if self.away:
            raise PlatformUnavailableError("the plaza is closed")
        if self.slow:
            await asyncio.Event().wait()
        who, where, words = self._words.get(message, (None, None, None))
        return words if (who, where and where.room) == (author, conversation.room) else None
