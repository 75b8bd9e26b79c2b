"""Questions that somebody asked before: which one is meant, who may read it, and telling who asked it.

What the commands about open questions share.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.alerts import tell_account, tell_person
from bot.commands.command import Desk, Request
from bot.commands.nearby import number_of
from bot.domain.audience import Audience, Readership, audience_of, may_see
from bot.domain.model import Entry
from bot.domain.people import Question, Role, Room
from bot.domain.policy import Policy
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, translator
from bot.messages.outgoing import Post
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.wording import heading

NUMBER = r"[#(\[]?q?[ -]?(?P<question>[0-9]{1,12})[)\].,!]*"
"""The pattern of a question's number as people type it."""

QUOTED = 300
"""Characters of a question that are repeated to who asked it."""


async def readable(request: Request, digits: str, desk: Desk) -> Question | None:
    """Return the question with this number, when this person may read it here."""
    number = number_of(digits)
    if number is None:
        return None
    async with desk.store.read() as tx:
        asked = await tx.questions.get(number)
        return asked if asked and asked.text and await may_read(tx, asked, request) else None


async def may_read(tx: Transaction, asked: Question, request: Request) -> bool:
    """Say whether this person may read a question here.

    Where others read along, only what was asked before them; otherwise their own, what was asked openly in
    rooms they are in, and an admin everybody's.
    """
    openly = not asked.alone
    if not request.alone:
        return openly and asked.conversation.room == request.room.key
    if asked.asker == request.person.id or request.person.role is Role.ADMIN:
        return True
    return openly and asked.conversation.room in await tx.rooms.rooms_of(request.person.id)


def manages(request: Request, asked: Question) -> bool:
    """Say whether this person decides about a question: who asked it, and every admin."""
    return asked.asker == request.person.id or request.person.role is Role.ADMIN


async def may_be_told(tx: Transaction, asked: Question, entry: Entry) -> bool:
    """Say whether an entry may be shown to who asked, in one place or another."""
    return may_see(entry, await _alone(tx, asked)) or may_see(entry, await _there(tx, asked))


async def tell_asker(tx: Transaction, asked: Question, entry: Entry, request: Request, desk: Desk) -> None:
    """Tell who asked what answers the question: where it was asked if that may see it, else directly."""
    t = translator(asked.language, desk.policy.zone)
    reply = _answer(asked, entry, t)
    if not asked.alone and may_see(entry, await _there(tx, asked)):
        post = Post(asked.conversation, reply)
        cause = sha256(f"linked\n{asked.id}\n{entry.id}".encode()).hexdigest()  # by which it is taken back
        await tx.outbox.add(post, cause, request.now, request.now + desk.policy.patience)
    else:
        await tell_directly(tx, asked, reply, desk.policy, request.now)


async def tell_directly(
    tx: Transaction, asked: Question, reply: Reply, policy: Policy, now: datetime
) -> None:
    """Say something about a question to who asked it alone, where they asked it if that was directly."""
    for account in await tx.people.accounts(asked.asker):
        if await tx.rooms.direct_room(account) == asked.conversation.room:
            return await tell_account(tx, policy, account, reply, now)
    return await tell_person(tx, policy, asked.asker, reply, now)


def _answer(asked: Question, entry: Entry, t: Translator) -> Reply:
    opening = t.line(
        "There is an answer now to the question “{question}” (Q{number}):",
        question=shortened(asked.text or "", QUOTED),
        number=str(asked.id),
    )
    steps = Buttons(t.text("Next:"), (Button(t.text("the whole story"), str(entry.id)),))
    return Reply((Paragraph((opening, heading(entry, t))), steps), shown=(entry.id,))


async def _there(tx: Transaction, asked: Question) -> Audience:
    """Return who reads along where a question was asked openly."""
    room = await tx.rooms.get(asked.conversation.room) or Room(asked.conversation.room)
    return Audience(Readership.MIXED) if room.direct else audience_of(room, Role.MEMBER)


async def _alone(tx: Transaction, asked: Question) -> Audience:
    person = await tx.people.get(asked.asker)
    rooms = await tx.rooms.rooms_of(asked.asker)
    room = replace(Room(asked.conversation.room), direct=True)
    return audience_of(room, person.role if person else Role.STRANGER, rooms)


def unknown_question(digits: str, t: Translator) -> Reply:
    """Say that there is no such question, or none that may be read here."""
    return say(
        t.line(
            "I do not know question Q{number}, or may not show it here. `questions` shows which are open.",
            number=shortened(digits.lstrip("0") or "0", 12),
        )
    )
