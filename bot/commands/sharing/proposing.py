"""Proposing an addition to an entry, and who hears of it; the commands for it are in `additions.py`."""

from __future__ import annotations

from bot.alerts import language_of_person, tell_admins, tell_person
from bot.commands.command import Desk, Request
from bot.commands.kept_language import kept_language
from bot.domain.feedback import Addition, Decision
from bot.domain.model import Entry
from bot.domain.people import Role
from bot.messages.cleaning import shortened
from bot.messages.i18n import translator
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction

_QUOTED = 300
"""Characters of an addition that are shown to who decides."""


async def propose(tx: Transaction, text: str, entry: Entry, request: Request, desk: Desk) -> Reply:
    """Store an addition, which an admin's own needs nobody for, and return what its author hears."""
    t = request.translator
    at_once = request.person.role is Role.ADMIN
    decision = Decision.ACCEPTED if at_once else Decision.PROPOSED
    language = kept_language(text, request, desk)
    proposal = Addition(0, entry.id, request.person.id, language, text, request.now, decision)
    added = await tx.feedback.propose(proposal)
    if at_once:
        return say(t.line("Added to {id}.", id=str(entry.id)))
    await _tell_of(tx, added, entry, request, desk)
    return say(
        t.line(
            "Thank you. It is shown under {id} once its author or an admin agrees; you will hear.",
            id=str(entry.id),
        )
    )


async def _tell_of(tx: Transaction, added: Addition, entry: Entry, request: Request, desk: Desk) -> None:
    """Tell the admins, and whoever shared it, what is proposed and how to decide."""

    def words(language: str) -> Reply:
        t = translator(language)
        about = {"id": str(entry.id), "title": entry.text(t.language).title, "number": f"A{added.id}"}
        text = shortened(added.text, _QUOTED)
        return say(
            t.line("Somebody would add something to {title} ({id}): “{text}”", text=text, **about),
            t.line("`take in {number}` shows it there, `leave out {number}` does not.", **about),
        )

    await tell_admins(tx, desk.policy, words(desk.policy.language), request.now)
    author = entry.author
    if author and author != request.person.id:
        language = await language_of_person(tx, desk.policy, author)
        await tell_person(tx, desk.policy, author, words(language), request.now)
