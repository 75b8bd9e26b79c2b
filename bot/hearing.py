"""What a typed line is read with: who says it, where and before whom, in which language, what went before.

What the line means is decided in `turn.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.command import Desk, Invocation, Misused, Request, parse
from bot.commands.guess import guesses
from bot.domain.audience import audience_of
from bot.domain.people import Person, Role, Room
from bot.language.detect import language_of
from bot.messages.i18n import Translator, translator
from bot.messages.incoming import Origin
from bot.ports.people import Dialogue

GUEST = Person(id=0, role=Role.STRANGER)
"""Stands for any guest: of them nothing is remembered, so there is no row and nothing they may change."""


@dataclass(frozen=True)
class Talk:
    """The request and what else bears on how a typed line is read."""

    request: Request
    dialogue: Dialogue | None
    talking: bool
    answered: bool


async def hear(origin: Origin, text: str, desk: Desk, now: datetime) -> Talk:
    """Return who says this, where and before whom, in which language to answer, and what went before."""
    account = origin.sender.account
    async with desk.store.read() as tx:
        person = GUEST if origin.sender.guest else await tx.people.of_account(account) or GUEST
        room = await tx.rooms.get(origin.room) or Room(origin.room, direct=origin.direct)
        member_of = await tx.rooms.rooms_of(person.id) if origin.direct else ()
        dialogue = await tx.dialogues.get(account) if origin.direct else None
        talking = await tx.rooms.talks(origin.conversation, account)
        answered = await tx.outbox.answered(origin.cause)
    room = replace(room, direct=origin.direct)
    t = _translator(person, room, text, desk)
    audience = audience_of(room, person.role, member_of)
    return Talk(Request(origin, person, room, audience, t, now), dialogue, talking, answered)


def _translator(person: Person, room: Room, text: str, desk: Desk) -> Translator:
    """Choose the language: what the person or room chose, else that of the line, else the network's."""
    settled = person.language if room.direct else room.language
    parsed = parse(text, desk.commands)
    typed = parsed.language if isinstance(parsed, Invocation | Misused) else _meant_in(text, desk)
    language = settled or typed or language_of(text) or desk.policy.language
    return translator(language, room.zone or desk.policy.zone)


def _meant_in(text: str, desk: Desk) -> str | None:
    """Return the language of the command that a mistyped line is nearest to."""
    return next((guess.language for guess in guesses(text, desk.commands)), None)
