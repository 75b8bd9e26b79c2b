"""Pioneers: shown only as long as they agree, wherever and whenever."""

from __future__ import annotations

import pytest

from bot.domain.keys import AccountKey
from bot.domain.model import Consent, Contact, Entry, EntryId, Kind, Pioneer, Status, Text, Visibility
from bot.domain.people import Role
from bot.ports.knowledge import Change
from tests.dialogs.curators import two_admins
from tests.platforms.plaza import ADMIN, PLACE, Town, direct_message

QUESTION = "wie heeft ervaring met windmolens op zee?"


async def declared(here: Town, consent: Consent, status: Status = Status.PUBLISHED) -> None:
    """Let somebody be a pioneer of windmills, as far as they agree now."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        person = await tx.people.add(AccountKey(PLACE, "pia"), Role.MEMBER, change)
        entry = Entry(
            id=EntryId(Kind.PIONEER, 1),
            details=Pioneer(person.id, "P. Voorbeeld", consent, Contact.DIRECT),
            texts=(Text("nl", "Windmolens op zee", "Begeleidde bewoners bij windmolens op zee."),),
            original="nl",
            status=status,
            visibility=Visibility.NETWORK,
            recorded=here.clock(),
            organisation="Provincie Voorbeeld",
        )
        await tx.entries.save(entry, change)


async def test_a_pioneer_who_agreed_is_named_as_who_knows_more(empty_town: Town) -> None:
    """A member hears of a pioneer who agreed, and how to read more."""
    await declared(empty_town, Consent.GIVEN)
    said = await empty_town.says("bram", QUESTION)
    assert "voorloper P. Voorbeeld, Provincie Voorbeeld (V1)" in said
    assert "Contact: mag je direct vragen stellen" in await empty_town.says("bram", "V1")


@pytest.mark.parametrize("consent", [Consent.PAUSED, Consent.WITHDRAWN])
@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT])
async def test_without_consent_nobody_is_shown_a_pioneer(
    empty_town: Town, consent: Consent, status: Status
) -> None:
    """Neither an answer nor a list, a number, an admin's look nor publishing brings out the name."""
    await declared(empty_town, consent, status)
    lines = (QUESTION, "V1", "zoek windmolens", "nieuw", "over", "publiceer V1")
    said = " ".join([await empty_town.says(ADMIN, line) for line in lines])
    assert "Voorbeeld" not in said


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ("bram", "V1"),
        ("bram", "contact V1 hoe begon je?"),
        ("bram", "stel voor V1 naam=Anders"),
        (ADMIN, "bewerk V1 naam=Anders"),
        (ADMIN, "geschiedenis V1"),
        (ADMIN, "herstel V1 1"),
        (ADMIN, "publiceer V1"),
        (ADMIN, "wachtrij"),
        (ADMIN, "W1"),
        (ADMIN, "neem over W1"),
    ],
)
async def test_no_words_that_waited_name_who_withdrew_meanwhile(
    empty_town: Town, who: str, line: str
) -> None:
    """Whatever command it answers, and whoever reads it."""
    await declared(empty_town, Consent.GIVEN, Status.DRAFT if "publiceer" in line else Status.PUBLISHED)
    await two_admins(empty_town)
    if line == "geschiedenis V1":
        await empty_town.says(ADMIN, 'bewerk V1 naam="P. Voorbeeldje"')
    elif line != "publiceer V1":
        await empty_town.says("bram", "stel voor V1 naam=Voorbeeldig")
    empty_town.chat.down = True
    await empty_town.program.accept([direct_message(who, line, empty_town.clock())])
    await empty_town.handled()
    before = len(empty_town.chat.shown)
    await declared(empty_town, Consent.WITHDRAWN)
    empty_town.chat.down = False
    await empty_town.later()
    said = " ".join(shown.text for shown in empty_town.chat.shown[before:])
    assert said
    assert "P. Voorbeeld" not in said


async def test_an_answer_that_waited_does_not_go_out_after_consent_is_withdrawn(empty_town: Town) -> None:
    """What waits in the outbox is looked at again before it is said."""
    await declared(empty_town, Consent.GIVEN)
    empty_town.chat.down = True
    await empty_town.program.accept([direct_message("bram", QUESTION, empty_town.clock())])
    await empty_town.handled()
    await declared(empty_town, Consent.WITHDRAWN)
    empty_town.chat.down = False
    await empty_town.later()
    said = " ".join(shown.text for shown in empty_town.chat.shown)
    assert "intussen veranderd" in said
    assert "Voorbeeld" not in said
