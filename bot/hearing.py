"""What a typed line is read with: who says it, where and before whom, in which language, what went before.

What the line means is decided in `turn.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.command import Desk, Invocation, Misused, Request, parse
from bot.commands.help.guess import guesses
from bot.domain.audience import Audience, audience_of
from bot.domain.keys import RoomKey
from bot.domain.people import Person, Role, Room
from bot.language.detect import language_of
from bot.messages.i18n import Translator, translator
from bot.messages.incoming import Origin
from bot.ports.people import Dialogue
from bot.ports.store import Transaction

GUEST = Person(id=0, role=Role.STRANGER)
"""Stands for any guest: of them nothing is remembered, so there is no row and nothing they may change."""

NEWCOMER = Person(id=0, role=Role.MEMBER)
"""Stands for who has not said anything yet."""


@dataclass(frozen=True)
class Talk:
    """The request and what else bears on how a typed line is read.

    `button` is the message of ours with the button that was used instead of typing it.
    """

    request: Request
    dialogue: Dialogue | None
    talking: bool
    answered: bool
    button: str | None = None


@dataclass(frozen=True)
class Look:
    """Who looks at something that is shown at once, and what they had begun to fill in."""

    request: Request
    dialogue: Dialogue | None


async def hear(origin: Origin, text: str, desk: Desk, now: datetime) -> Talk:
    """Return who says this, where and before whom, in which language to answer, and what went before."""
    async with desk.store.read() as tx:
        around = await tx.bearing(origin)
        person = GUEST if origin.sender.guest else around.person or GUEST
        member_of = await tx.rooms.rooms_of(person.id) if origin.direct or origin.private else ()
    room = replace(around.room or Room(origin.room), direct=origin.direct)
    dialogue = around.dialogue if origin.direct else None
    t = _translator(person, room, text, desk, origin)
    audience = _audience(origin, person, room, member_of)
    return Talk(Request(origin, person, room, audience, t, now), dialogue, around.talking, around.answered)


async def look(origin: Origin, text: str, desk: Desk, now: datetime) -> Look | None:
    """Return who looks at something here, without remembering them; None where the bot answers nobody.

    Whoever is not known yet is what they will be once they say something.
    """
    async with desk.store.read() as tx:
        place = await tx.rooms.place(origin.place)
        around = await tx.bearing(origin)
    if not desk.policy.admits(origin.place, place):
        return None
    person = GUEST if origin.sender.guest else around.person or NEWCOMER
    room = replace(around.room or Room(origin.room), direct=origin.direct)
    t = _translator(person, room, text, desk, origin)
    return Look(Request(origin, person, room, _audience(origin, person, room, ()), t, now), around.dialogue)


async def spoken(tx: Transaction, origin: Origin, desk: Desk) -> Translator:
    """Return how to speak here with whoever did something, whatever they said and are busy with."""
    person, room = await tx.people.of_account(origin.sender.account), await tx.rooms.get(origin.room)
    here = replace(room or Room(origin.room), direct=origin.direct)
    return _translator(person or GUEST, here, "", desk, origin)


def _audience(origin: Origin, person: Person, room: Room, member_of: Iterable[RoomKey]) -> Audience:
    """Say who reads the answer; in a room, one that only the sender reads is as if it were direct."""
    if not origin.private:
        return audience_of(room, person.role, member_of)
    return audience_of(replace(room, direct=True), person.role, {*member_of, room.key})


def _translator(person: Person, room: Room, text: str, desk: Desk, origin: Origin) -> Translator:
    """Choose language and zone: those that the person or room chose, else the language of the line.

    Else, where only they read it, those of their platform; else those of the network.
    """
    settled = person.language if room.direct else (origin.private and person.language) or room.language
    alone = room.direct or origin.private
    platform = (origin.sender.language, origin.sender.zone) if alone else (None, None)
    parsed = parse(text, desk.commands)
    typed = parsed.language if isinstance(parsed, Invocation | Misused) else _meant_in(text, desk)
    language = settled or typed or language_of(text) or platform[0] or desk.policy.language
    return translator(language, room.zone or platform[1] or desk.policy.zone)


def _meant_in(text: str, desk: Desk) -> str | None:
    """Return the language of the command that a mistyped line is nearest to."""
    return next((guess.language for guess in guesses(text, desk.commands)), None)
