"""Publishing, archiving, rejecting and noting as still true, one entry or several."""

from __future__ import annotations

import pytest

from bot.domain.model import Consent, Status
from tests.dialogs.curators import draft_of, keep, lesson, minute, pioneer, stored
from tests.platforms.plaza import ADMIN, Town, direct


async def status(here: Town, name: str) -> Status | None:
    entry = await stored(here, name)
    return entry.status if entry else None


async def test_several_drafts_are_published_at_once(empty_town: Town) -> None:
    """Ranges and lists; what cannot be is named with its reason, and all others are done."""
    drafts = [lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in (3, 5, 6, 9)]
    await keep(empty_town, *drafts, lesson(empty_town, 7, "Staat er al"))
    said = await empty_town.says(ADMIN, "publiceer L3 L5-L9")
    assert "Gepubliceerd: L3, L5, L6 en L9. Wie ze mag zien: leden van het netwerk." in said
    assert "L8 ken ik niet." in said
    assert "Al gepubliceerd: L7." in said
    assert {await status(empty_town, f"L{n}") for n in (3, 5, 6, 7, 9)} == {Status.PUBLISHED}


@pytest.mark.parametrize("line", ["publish L3, 5 and 6 public", "publish L3 L5 t/m L6 public"])
async def test_several_in_english_and_however_they_are_written(empty_town: Town, line: str) -> None:
    """A number takes the letter of the one before it, with commas and words between."""
    await keep(empty_town, *[lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in (3, 5, 6)])
    assert "Published: L3, L5 and L6. Who may see them: everybody." in await empty_town.says(ADMIN, line)


async def test_too_many_at_once_are_refused(empty_town: Town) -> None:
    """A slip such as L1-L9999 does nothing at all."""
    await keep(empty_town, lesson(empty_town, 1, "Proef", Status.DRAFT))
    assert "Ik doe er hoogstens 50 tegelijk" in await empty_town.says(ADMIN, "publiceer L1-L9999")
    assert await status(empty_town, "L1") is Status.DRAFT


async def test_a_pioneer_who_does_not_agree_is_left_alone(empty_town: Town) -> None:
    """Neither published nor named, also between others."""
    await pioneer(empty_town, Consent.WITHDRAWN)
    await keep(empty_town, lesson(empty_town, 1, "Proef", Status.DRAFT))
    said = await empty_town.says(ADMIN, "publiceer V1 L1")
    assert "Overgeslagen, want wil niet (meer) gevonden worden: V1." in said
    assert "Gepubliceerd: “Proef” (L1)" in said
    for line in ("archiveer V1", "nagekeken V1", "wijs af V1 daarom", "geschiedenis V1", "herstel V1 1"):
        assert "Voorbeeld" not in await empty_town.says(ADMIN, line)
    for line in ('bewerk V1 titel="x"', "stel voor V1 titel=x", "vraag door V1 wat?", "voeg samen V1 L1"):
        assert "Voorbeeld" not in await empty_town.says(ADMIN, line)
    assert "Voorbeeld" not in await empty_town.says(ADMIN, "wachtrij")


async def test_what_is_archived_is_found_no_more(empty_town: Town) -> None:
    """Several at once; a second time it is said that they are archived already."""
    await keep(empty_town, lesson(empty_town, 1, "Loting"), lesson(empty_town, 2, "Bomen"))
    assert "L1" in await empty_town.says("bram", "wie heeft ervaring met loting?")
    said = await empty_town.says(ADMIN, "archiveer L1 en L2")
    assert "In het archief: L1 en L2. Niemand vindt dit nog. Niet de bedoeling? `ongedaan`" in said
    assert "Dit ken ik nog niet" in await empty_town.says("chris", "wie heeft ervaring met loting?")
    assert "Dit is gearchiveerd: alleen wie het deelde" in await empty_town.says(ADMIN, "bekijk L1")
    assert "Loting" not in await empty_town.says("bram", "bekijk L1")
    assert "Al in het archief: L1." in await empty_town.says(ADMIN, "archiveer L1")
    assert "Published: “Loting” (L1)" in await empty_town.says(ADMIN, "publish L1")


async def test_who_shared_a_rejected_draft_is_told_why(empty_town: Town) -> None:
    """Kindly, in their own language, with the reason; nobody else hears it."""
    await draft_of(empty_town, "bram", "Een buurtfeest")
    said = await empty_town.says(ADMIN, "wijs af L1 dit staat al in een andere les")
    assert "Niet gepubliceerd: “Een buurtfeest” (L1). Wie het deelde, hoort je reden." in said
    told = empty_town.last()
    assert told.conversation == direct("bram")
    assert "Dank je voor “Een buurtfeest” (L1)." in told.text
    assert "Waarom: “dit staat al in een andere les”" in told.text
    assert await status(empty_town, "L1") is Status.ARCHIVED


async def test_a_rejection_needs_a_reason_and_a_draft(empty_town: Town) -> None:
    """Without words nothing happens; what is published is archived instead."""
    await keep(empty_town, lesson(empty_town, 1, "Proef", Status.DRAFT), lesson(empty_town, 2, "Loting"))
    for line in ("wijs af L1", "wijs af L1 🙏🙏"):
        assert "Schrijf er een reden achter" in await empty_town.says(ADMIN, line)
    assert await status(empty_town, "L1") is Status.DRAFT
    assert "Geen concept: L2. Met `archiveer L1`" in await empty_town.says(ADMIN, "wijs af L2 onzin")
    assert "There is nobody to tell it to" in await empty_town.says(ADMIN, "reject L1 told already")


async def test_what_is_still_true_is_noted(empty_town: Town) -> None:
    """Only what is published can be; the day is kept."""
    await keep(empty_town, lesson(empty_town, 1, "Loting"), lesson(empty_town, 2, "Proef", Status.DRAFT))
    minute(empty_town)
    said = await empty_town.says(ADMIN, "nagekeken L1 L2")
    assert "Genoteerd dat dit nog klopt: L1." in said
    assert "Niet gepubliceerd: L2." in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.reviewed == empty_town.clock()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("publiceer L1 openbar", "`publiceer L1 openbaar`"),
        ("publiceer L1 voor het hele netwerk", "publiceer <nummers> [openbaar|netwerk|kanaal]"),
        ("meld L1 staat vol fouten", "meld <nummer> verouderd|onjuist|privacy|onveilig"),
        ("afgehandeld L1 toon het weer", "afgehandeld <nummer> [tonen]"),
    ],
)
async def test_a_word_that_is_none_of_a_few_is_no_question(empty_town: Town, line: str, words: str) -> None:
    """What may stand there is said, and nothing is searched or kept as a question."""
    await keep(empty_town, *[lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in (1, 2)])
    assert words in await empty_town.says(ADMIN, line)
    assert "Je hebt geen vraag openstaan." in await empty_town.says(ADMIN, "mijn vragen")
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.status is Status.DRAFT
