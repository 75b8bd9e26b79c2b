"""What somebody wrote, read back for them."""

from __future__ import annotations

from adapters.slack.errors import SlackRefusedError
from adapters.slack.ids import posted
from adapters.slack.mentions import said
from adapters.slack.posts import WORDS
from adapters.slack.workspaces import Installed
from bot.domain.keys import AccountKey
from bot.messages.unchecked import listed, text


async def recalled(at: Installed, message: str, author: AccountKey) -> str | None:
    """Return what a message says now, by its id, when this account wrote it (see `Chat.recall`).

    Asked for by its own `ts`, Slack gives a message in a thread alone, and others with what follows.
    """
    channel, ts = posted(message) or ("", "")
    try:
        answer = await at.web.call("conversations.replies", channel=channel, ts=ts, limit=1)
    except SlackRefusedError:  # gone, or not for the bot to read
        return None
    for each in listed(answer.get("messages")):
        theirs = each.get("user") == author.id and not each.get("bot_id")
        if each.get("ts") == ts and theirs and text(each.get("subtype")) in WORDS:
            return said(text(each.get("text")) or "", at.me, author.place, each.get("blocks")).words
    return None
