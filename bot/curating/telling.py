"""Telling people what became of what they shared or proposed, and who did something, without any name."""

from __future__ import annotations

from bot.alerts import tell_person
from bot.domain.model import Entry, PersonId
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.messages.i18n import Translator, mark, translator
from bot.messages.reply import say
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

_CALLED = {
    Role.ADMIN: mark("an admin"),
    Role.COORDINATOR: mark("a coordinator"),
    Role.MEMBER: mark("a member"),
    Role.STRANGER: mark("somebody"),
}


async def tell(
    tx: Transaction, policy: Policy, person: PersonId | None, message: str, change: Change, **values: str
) -> None:
    """Say one of our messages to a person in their own language, unless they did it themselves."""
    if person is None or person == change.actor:
        return
    known = await tx.people.get(person)
    t = translator((known and known.language) or policy.language, policy.zone)
    await tell_person(tx, policy, person, say(t.line(message, **values)), change.at)


async def by_whom(
    tx: Transaction, actor: PersonId | None, entry: Entry | None, reader: PersonId | None, t: Translator
) -> str:
    """Return who did something, by what they are and never by name."""
    if actor is None:
        return t.text("the program")
    if actor == reader:
        return t.text("you")
    if entry and actor == entry.owner:
        return t.text("who shared it") if entry.author == actor else t.text("the pioneer")
    person = await tx.people.get(actor)
    return t.text(_CALLED[person.role if person else Role.STRANGER])
