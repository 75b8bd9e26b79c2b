"""Offering an entry to who waits for an answer: nothing is assumed, who asked says whether it is one."""

from __future__ import annotations

from datetime import datetime

from bot.commands.questions.asked_before import QUOTED, may_be_told, tell_directly
from bot.domain.model import Entry, Status
from bot.domain.people import Question
from bot.domain.policy import Policy
from bot.language.phrasing import phrasing
from bot.language.sameness import asked, covers
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, translator
from bot.messages.reply import Button, Buttons, Paragraph, Reply
from bot.ports.knowledge import Subject
from bot.ports.store import Transaction
from bot.wording import heading

_LOOKED_AT = 200
"""How many of the oldest open questions are looked at when something is published."""


async def offer_to_waiting(tx: Transaction, entry: Entry, policy: Policy, now: datetime) -> int:
    """Offer what was just published to everybody whose open question it seems to answer; return how many.

    Each hears it once, also who asked the same several times, or when it was published before and that was
    undone; who may not see it does not.
    """
    heard: set[int] = set()
    before = await _published_before(tx, entry)
    for each in await tx.questions.waiting(_LOOKED_AT):
        if each.asker in heard or not await _fits(tx, each, entry):
            continue
        known = [await _fits(tx, each, state) for at, state in before if at >= each.asked_at]
        if not any(known):
            t = translator(each.language, policy.zone)
            await tell_directly(tx, each, proposal(each, entry, t), policy, now)
            heard.add(each.asker)
    return len(heard)


async def _fits(tx: Transaction, waiting: Question, entry: Entry) -> bool:
    """Say whether an entry seems to answer a question of somebody who may see it."""
    wanted = asked(phrasing(waiting.text or ""), waiting.language)
    told = " ".join(part for text in entry.texts for part in (text.title, *text.passages))
    return covers(asked(told, waiting.language), wanted) and await may_be_told(tx, waiting, entry)


async def _published_before(tx: Transaction, entry: Entry) -> tuple[tuple[datetime, Entry], ...]:
    """Return when an entry was published before the last time, and what it said then."""
    found = [
        (each.at, each.after)
        for each in await tx.revisions.of(Subject.ENTRY, str(entry.id))
        if isinstance(each.after, Entry) and each.after.status is Status.PUBLISHED
        if not (isinstance(each.before, Entry) and each.before.status is Status.PUBLISHED)
    ]
    return tuple(found[:-1])


def proposal(asked: Question, entry: Entry, t: Translator) -> Reply:
    """Ask whether an entry answers an open question."""
    line = t.line(
        "Perhaps this answers your question “{question}” (Q{number}):",
        question=shortened(asked.text or "", QUOTED),
        number=str(asked.id),
    )
    link = t.text("link Q{number} {id}", number=str(asked.id), id=str(entry.id))
    steps = (Button(t.text("the whole story"), str(entry.id)), Button(t.text("yes, that answers it"), link))
    return Reply((Paragraph((line, heading(entry, t))), Buttons(t.text("Next:"), steps)), shown=(entry.id,))
