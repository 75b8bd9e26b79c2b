"""The first words of the bot in a room. What it says about itself when asked is in `commands/help.py`."""

from __future__ import annotations

from bot.domain.people import Mode, Room
from bot.messages.i18n import Translator, mark
from bot.messages.reply import Reply, say


def first_words(room: Room, t: Translator) -> Reply:
    """Return what the bot says when it comes into a room: who it is, what it reads and keeps, how to ask."""
    if room.direct:
        reads = t.line(
            "I read what you write here, and keep your question and what you share; `privacy` tells more."
        )
        asks = t.line(
            "Ask me for example: “who has experience with energy cooperatives?”; "
            "`help` shows what else I can do."
        )
    else:
        reads = t.line(_READS_ITS_OWN if room.mode is Mode.SILENT else _READS_ALONG)
        asks = t.line(
            "Mention me and ask for example: “who has experience with energy cooperatives?”; "
            "`help` shows what else I can do."
        )
    who = t.line(
        "Hi, I am Voorloper: I remember who did what before, how it went, and where that is written."
    )
    return say(who, reads, asks)


_READS_ITS_OWN = mark(
    "I read only what you write to me and what you say after that in the same thread, and keep your "
    "question and what you share; `privacy` tells more."
)
_READS_ALONG = mark(
    "I read along here: a question to the group I treat as a question to me, and the rest I do not keep; "
    "`privacy` tells more."
)
