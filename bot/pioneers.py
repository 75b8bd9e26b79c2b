"""Pioneers as far as a moment decides: who paused can be found again on the day they chose.

What pioneers themselves say and change is in the commands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.alerts import tell_person
from bot.domain.model import Consent, Entry, EntryId, PersonId, Pioneer, Status
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.messages.i18n import Translator, translator
from bot.messages.reply import say
from bot.ports.due import DueTask, Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

MOST = 1000
"""Entries of one person that are looked through."""


async def pioneers_of(tx: Transaction, person: PersonId) -> tuple[Entry, ...]:
    """Return everything a person is shown as: two linked accounts may both have been pioneers.

    The first is the one that goes on: the newest, of those that were not withdrawn if there is one.
    """
    own = await tx.entries.of(person, MOST)
    mine = (e for e in own if isinstance(e.details, Pioneer) and e.details.person == person)
    return tuple(sorted(mine, key=lambda entry: pioneer_of(entry).consent is Consent.WITHDRAWN))


async def only_first(tx: Transaction, person: PersonId, change: Change) -> None:
    """Let somebody be found as one pioneer at most."""
    await withdraw(tx, (await pioneers_of(tx, person))[1:], change)


async def withdraw(tx: Transaction, entries: Iterable[Entry], change: Change) -> None:
    """Let nobody find these pioneers any more."""
    for entry in entries:
        await tx.due.cancel(Work.FINDABLE, str(entry.id))
        if pioneer_of(entry).consent is not Consent.WITHDRAWN:
            await tx.entries.save(agreeing(entry, Consent.WITHDRAWN), change)


def pioneer_of(entry: Entry) -> Pioneer:
    """Return what makes an entry that of a pioneer; raise TypeError when it is of another kind."""
    if not isinstance(entry.details, Pioneer):
        raise TypeError(f"{entry.id} is no pioneer")
    return entry.details


def agreeing(entry: Entry, consent: Consent) -> Entry:
    """Return a pioneer with this consent."""
    return replace(entry, details=replace(pioneer_of(entry), consent=consent))


def speaking(person: Person | None, policy: Policy) -> Translator:
    """Return the words for what a person is told without having asked."""
    return translator((person and person.language) or policy.language, policy.zone)


async def come_back(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Let a pioneer who paused be found again, and tell them; nothing when they changed their mind since."""
    await tx.hold()
    await tx.due.finish(task)
    entry_id = EntryId.parse(task.subject)
    entry = (await tx.entries.get([entry_id])).get(entry_id) if entry_id else None
    if entry is None or pioneer_of(entry).consent is not Consent.PAUSED:
        return
    await tx.entries.save(agreeing(entry, Consent.GIVEN), Change(None, now))
    person = pioneer_of(entry).person
    t = speaking(await tx.people.get(person), policy)
    if entry.status is Status.PUBLISHED:
        words = t.line(
            "Your pause is over: from today you can be found again as a pioneer ({id}). "
            "`findable off` makes that you cannot.",
            id=str(entry.id),
        )
    else:
        words = t.line(
            "Your pause is over, but nobody can find you: an admin has put {id} away. Ask them why; they can "
            "bring it back.",
            id=str(entry.id),
        )
    await tell_person(tx, policy, person, say(words), now)
