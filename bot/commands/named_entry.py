"""The entry that a command names by its id, for whoever may see it where they type that."""

from __future__ import annotations

import re

from bot.commands.command import Desk, Request
from bot.commands.nearby import entry_nearby, one, typed
from bot.curating.leading import led
from bot.domain.audience import may_see
from bot.domain.model import LETTERS, Entry, Kind
from bot.messages.reply import Reply, say


async def named_entry(request: Request, arguments: re.Match[str], desk: Desk) -> Entry | Reply:
    """Return the entry that the id leads to; what to say when there is none that may be seen here."""
    t = request.translator
    entry_id = one(arguments)
    if entry_id:
        async with desk.store.read() as tx:
            entry = await led(tx, entry_id)
        if entry and may_see(entry, request.audience):
            return entry
    letter = arguments["letter"].upper()
    kind = next((kind for kind, its in LETTERS.items() if its == letter), Kind.LESSON)
    near = await entry_nearby(kind, arguments["number"], request, desk)
    unknown = t.line("I do not know {id}, or may not show it here.", id=typed(arguments))
    if near is None:
        return say(unknown)
    title = near.text(t.language).title
    return say(unknown, t.line("Or do you mean `{near}` ({title})?", near=str(near.id), title=title))
