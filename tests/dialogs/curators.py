"""A base with a few lessons in it, and what tests of curating ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.keys import AccountKey
from bot.domain.model import Consent, Entry, EntryId, Kind, Lesson, Outcome, Pioneer, Status, Text, Visibility
from bot.domain.people import Role
from bot.ports.knowledge import Change
from tests.platforms.plaza import ADMIN, PLACE, Town

OTHER = "otto"
"""Another admin."""

MEMBER = "bram"


def lesson(here: Town, number: int, title: str, status: Status = Status.PUBLISHED) -> Entry:
    """Return a lesson of the network."""
    return Entry(
        id=EntryId(Kind.LESSON, number),
        details=Lesson(Outcome.FAILURE),
        texts=(Text("nl", title, action=f"Wij deden {title.casefold()}.", result="Het regende."),),
        original="nl",
        status=status,
        visibility=Visibility.NETWORK,
        recorded=here.clock(),
    )


async def keep(here: Town, *entries: Entry) -> None:
    """Put entries in the base."""
    async with here.store.begin() as tx:
        await tx.entries.save_all(entries, Change(None, here.clock()))


async def person(here: Town, who: str, role: Role = Role.MEMBER) -> int:
    """Let somebody be known; return their number."""
    async with here.store.begin() as tx:
        return (await tx.people.add(AccountKey(PLACE, who), role, Change(None, here.clock()))).id


async def pioneer(here: Town, consent: Consent = Consent.GIVEN, number: int = 1) -> int:
    """Let somebody be a pioneer; return their number as a person."""
    known = await person(here, f"pia{number}")
    entry = replace(
        lesson(here, 1, "Windmolens op zee"),
        id=EntryId(Kind.PIONEER, number),
        details=Pioneer(known, "P. Voorbeeld", consent),
    )
    await keep(here, entry)
    return known


async def draft_of(here: Town, who: str, title: str) -> None:
    """Let somebody share something."""
    for line in ("deel", title, "Het regende", "overslaan", "niet gelukt", "klaar"):
        await here.says(who, line)


async def stored(here: Town, name: str) -> Entry | None:
    """Return an entry as it is in the base."""
    entry_id = EntryId.parse(name)
    assert entry_id
    async with here.store.read() as tx:
        return (await tx.entries.get([entry_id])).get(entry_id)


async def two_admins(here: Town) -> None:
    """Let there be two admins who are known by now."""
    await here.says(ADMIN, "help")
    await person(here, OTHER, Role.ADMIN)


def minute(here: Town) -> None:
    """Let a minute go by."""
    here.clock.forward(timedelta(minutes=1))
