"""Proposing a change, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Consent, Pioneer, Status
from bot.ports.knowledge import Change
from tests.dialogs.curators import (
    MEMBER,
    OTHER,
    draft_of,
    keep,
    lesson,
    minute,
    pioneer,
    stored,
    two_admins,
)
from tests.platforms.plaza import ADMIN, Town, direct


async def proposed(here: Town) -> str:
    """Let a member propose a better title; return what everybody is told."""
    await here.says(ADMIN, "help")
    await keep(here, lesson(here, 1, "Loting"))
    return await here.says(MEMBER, 'stel voor L1 titel="Loting in de wijk"')


async def title(here: Town) -> str:
    entry = await stored(here, "L1")
    assert entry
    return entry.text("nl").title


async def test_a_proposal_is_accepted_with_a_button(empty_town: Town) -> None:
    """The admins hear it with both choices; whoever proposed it hears that it was taken over."""
    said = await proposed(empty_town)
    assert "Dank je. Je voorstel W1 wacht op een beheerder; je hoort wat ervan komt:" in said
    told = empty_town.last() if "Voorstel W1" in empty_town.last().text else empty_town.chat.shown[-2]
    assert told.conversation == direct(ADMIN)
    assert "Voorstel W1 voor ✗ Niet gelukt: Loting (L1):" in told.text
    assert "– Titel: “Loting” → “Loting in de wijk”" in told.text
    assert "`neem over W1`" in told.text
    assert await title(empty_town) == "Loting"
    said = await empty_town.presses(ADMIN, "neem over W1", told)
    assert "Overgenomen: W1. Veranderd in L1:" in said
    assert "Je voorstel voor “Loting” (L1) is overgenomen." in said
    assert await title(empty_town) == "Loting in de wijk"
    assert "Er is geen voorstel W1 (meer)." in await empty_town.says(ADMIN, "neem over W1")


async def test_who_heard_that_it_was_accepted_hears_that_it_waits_again(empty_town: Town) -> None:
    """Once, in their language; the proposal is as it was, for the admin and for who made it."""
    await empty_town.says(MEMBER, "language en")
    await proposed(empty_town)
    await empty_town.says(ADMIN, "neem over W1")
    empty_town.chat.shown.clear()
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Het voorstel wacht weer: `voorstel W1` laat het zien." in said
    (heard,) = [shown.text for shown in empty_town.chat.shown if shown.conversation == direct(MEMBER)]
    assert heard == (
        "I told you that your proposal for “Loting” (L1) was accepted. An admin has taken that back: your "
        "proposal waits again, and you hear what becomes of it. `W1` shows it."
    )
    assert await title(empty_town) == "Loting"
    assert "An admin still looks at it." in await empty_town.says(MEMBER, "W1")
    assert "voorstel `W1`" in await empty_town.says(ADMIN, "wachtrij")
    assert "Overgenomen: W1." in await empty_town.says(ADMIN, "neem over W1")
    assert await title(empty_town) == "Loting in de wijk"


async def test_only_what_was_accepted_waits_again(empty_town: Town) -> None:
    """Not what was declined, nor what another action accepted; a member reads it in Dutch."""
    await proposed(empty_town)
    await empty_town.says(MEMBER, "stel voor L1 advies=Begin op tijd")
    await empty_town.says(MEMBER, "stel voor L1 jaar=2020")
    for line in ("neem over W1", "wijs af W2", "neem over W3"):
        await empty_town.says(ADMIN, line)
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Ik zei je dat je voorstel voor “Loting in de wijk” (L1) was overgenomen." in said
    assert "`W3` laat het zien." in said
    async with empty_town.store.read() as tx:
        assert [each.id for each in await tx.curating.proposals()] == [3]
    await empty_town.says(ADMIN, 'bewerk L1 titel="Anders"')
    assert "voorstel" not in await empty_town.says(ADMIN, "ongedaan")


async def test_who_was_forgotten_since_is_told_nothing(empty_town: Town) -> None:
    """What they proposed goes with them, also when it was accepted; the change is taken back all the same."""
    await proposed(empty_town)
    await empty_town.says(ADMIN, "neem over W1")
    for line in ("vergeet mij", "vergeet mij ja alles"):
        await empty_town.says(MEMBER, line)
    empty_town.chat.shown.clear()
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Teruggedraaid: je laatste “neem over”." in said
    assert "voorstel" not in said
    assert await title(empty_town) == "Loting"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("wijs af W1", "laat het zoals het is."),
        ("reject W1 it is right as it is", "Waarom: “it is right as it is”"),
    ],
)
async def test_a_proposal_is_declined_with_a_word(empty_town: Town, line: str, told: str) -> None:
    """Kindly, with the reason when there is one; nothing changes."""
    await proposed(empty_town)
    await empty_town.says(ADMIN, line)
    heard = [shown.text for shown in empty_town.chat.shown if shown.conversation == direct(MEMBER)]
    assert "Dank je voor je voorstel voor L1 “Loting”." in heard[-1]
    assert told in heard[-1]
    assert await title(empty_town) == "Loting"
    assert "Er is geen voorstel W1 (meer)." in await empty_town.says(ADMIN, "wijs af W1")


async def test_a_proposal_can_be_read_by_who_made_it_and_by_admins(empty_town: Town) -> None:
    """Nobody else learns that there is one."""
    await proposed(empty_town)
    assert "Een beheerder kijkt er nog naar." in await empty_town.says(MEMBER, "W1")
    assert "`wijs af W1`" in await empty_town.says(ADMIN, "voorstel W1")
    assert "Ik ken geen voorstel W1 van jou" in await empty_town.says("chris", "W1")
    assert "I know no proposal W7 of yours" in await empty_town.says(MEMBER, "proposal W7")


async def test_what_cannot_be_proposed_is_said_at_once(empty_town: Town) -> None:
    """A wrong field, an entry nobody may see, one that does not change, and too many at once."""
    await proposed(empty_town)
    await draft_of(empty_town, "dana", "Geheim plan")
    assert "Het veld “kleur” ken ik niet." in await empty_town.says(MEMBER, "stel voor L1 kleur=rood")
    assert "L2 ken ik niet, of mag ik" in await empty_town.says(MEMBER, "stel voor L2 titel=x")
    assert "I do not know L9, or may not" in await empty_town.says(MEMBER, "propose L9 title=x")
    assert "Dat staat al zo in L1" in await empty_town.says(MEMBER, "stel voor L1 titel=Loting")
    assert "Je voorstel W2" in await empty_town.says("dana", "stel voor L2 titel=Plan")
    for number in range(9):
        await empty_town.says(MEMBER, f"stel voor L1 advies=Tip {number}")
    assert "Er wachten al 10 voorstellen van jou." in await empty_town.says(MEMBER, "stel voor L1 jaar=2020")


async def test_a_proposal_that_came_too_late_is_not_done(empty_town: Town) -> None:
    """When the entry says so by now, or its pioneer does not agree any more."""
    await proposed(empty_town)
    await empty_town.says(ADMIN, 'bewerk L1 titel="Loting in de wijk"')
    said = await empty_town.says(ADMIN, "neem over W1")
    assert "Dat staat al zo in L1" in said
    assert "`wijs af W1`" in said
    await pioneer(empty_town)
    await empty_town.says(MEMBER, "stel voor V1 titel=Molens")
    async with empty_town.store.begin() as tx:
        (_, waits) = await tx.curating.proposals()
    await _withdraw(empty_town)
    for line in (f"neem over W{waits.id}", f"W{waits.id}", f"wijs af W{waits.id}", "wachtrij"):
        assert "Molens" not in await empty_town.says(ADMIN, line)
        assert "Windmolens" not in empty_town.last().text


async def _withdraw(here: Town) -> None:
    entry = await stored(here, "V1")
    assert entry
    assert isinstance(entry.details, Pioneer)
    gone = replace(entry, details=replace(entry.details, consent=Consent.WITHDRAWN))
    async with here.store.begin() as tx:
        await tx.entries.save(gone, Change(None, here.clock()))


async def test_accepting_over_what_another_admin_changed_unseen_is_told_first(empty_town: Town) -> None:
    """As with an edit: nothing is overwritten that this admin has not read."""
    await two_admins(empty_town)
    await proposed(empty_town)
    minute(empty_town)
    await empty_town.says(OTHER, "bewerk L1 titel=Van Otto")
    minute(empty_town)
    assert "L1 is intussen veranderd" in await empty_town.says(ADMIN, "neem over W1")
    minute(empty_town)
    assert "Overgenomen: W1." in await empty_town.says(ADMIN, "neem over W1")


async def test_an_author_may_propose_for_their_own_draft(empty_town: Town) -> None:
    """Directly; it stays a draft when it is accepted."""
    await draft_of(empty_town, MEMBER, "Een buurtfeest")
    assert "Je voorstel W1" in await empty_town.says(MEMBER, "stel voor L1 advies=Begin op tijd")
    await empty_town.says(ADMIN, "accept W1")
    entry = await stored(empty_town, "L1")
    assert entry
    assert (entry.text("nl").advice, entry.status) == ("Begin op tijd", Status.DRAFT)
