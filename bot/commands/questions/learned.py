"""What search learns from a question that an entry answers; the commands that teach it share this."""

from __future__ import annotations

from bot.commands.command import Request
from bot.curating.leading import phrasings_of
from bot.domain.model import Entry
from bot.domain.people import Question, Role
from bot.domain.vocabulary import MOST_PHRASINGS, Phrasing
from bot.language.analysis import content
from bot.language.phrasing import phrasing
from bot.messages.markup import Line
from bot.ports.store import Transaction


async def learned(tx: Transaction, asked: Question, entry: Entry, request: Request) -> str:
    """Keep how it was asked as words that find the entry; return them, empty when there is nothing new."""
    words = phrasing(asked.text or "")
    everywhere = await phrasings_of(tx, entry.id)
    same = any(content(each.text) == content(words) for _, each in everywhere)
    if not content(words) or same:
        return ""
    known = (each for id_, each in everywhere if id_ == entry.id)
    kept = (*known, Phrasing(asked.language, words))[-MOST_PHRASINGS:]
    await tx.vocabulary.save_phrasings(entry.id, kept, request.change, asked.asker)
    return words


def found_by(words: str, entry: Entry, request: Request) -> Line:
    """Show what was learned, and how it is taken away."""
    t = request.translator
    if not request.person.role.covers(Role.ADMIN):
        return t.line(
            "From now on {id} is also found by who asks like this: “{words}”. Rather not? Ask an admin to "
            "take it away, with `also asked {id}`.",
            id=str(entry.id),
            words=words,
        )
    return t.line(
        "From now on {id} is also found by who asks like this: “{words}”. Rather not? `also asked {id}`",
        id=str(entry.id),
        words=words,
    )
