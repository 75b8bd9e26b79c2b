"""In which language something is that is kept, or that others read."""

from __future__ import annotations

from bot.commands.command import Desk, Request
from bot.language.detect import language_of


def kept_language(words: str, request: Request, desk: Desk) -> str:
    """Return the language of these words, else the one chosen by whoever says them, or in the room.

    Else that of the network. What their platform speaks only words the answer to them.
    """
    chosen = request.person.language or request.room.language
    return language_of(words) or chosen or desk.policy.language
