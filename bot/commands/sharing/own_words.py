"""What somebody wrote in a message of theirs, for a form that begins with it; after their yes only."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.commands.command import Desk, Request
from bot.domain.errors import PlatformUnavailableError
from bot.messages.cleaning import clean
from bot.ports.wishes import Wish
from bot.wording import unnamed

_PATIENCE: Final = 8.0
"""Seconds that the words may take to come."""


async def own_words(wish: Wish, request: Request, desk: Desk, longest: int) -> str:
    """Return what the message of a wish says now, cut to so many characters; empty when it cannot be had.

    The wish is about a message of whoever makes this request. Whom they mention in it is not named.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            words = await desk.recall(wish.conversation, wish.message, wish.author)
    except (PlatformUnavailableError, TimeoutError):
        return ""
    told = unnamed(clean(words or ""), request.translator).strip()
    return told if len(told) <= longest else f"{told[: longest - 1].rstrip()}…"
