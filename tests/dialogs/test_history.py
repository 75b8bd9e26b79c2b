"""What was changed when, and going back to it."""

from __future__ import annotations

from bot.domain.model import Outcome, Status
from tests.dialogs.curators import OTHER, draft_of, keep, lesson, minute, stored, two_admins
from tests.platforms.plaza import ADMIN, Town


async def changed_thrice(here: Town) -> None:
    """Let a member share, and two admins change it after one another."""
    await two_admins(here)
    await draft_of(here, "bram", "Een buurtfeest op het plein")
    minute(here)
    await here.says(ADMIN, "publiceer L1")
    minute(here)
    await here.says(OTHER, "bewerk L1 titel=Een buurtfeest in de straat uitkomst=gelukt")


async def test_the_history_tells_what_changed_when_and_by_whom(empty_town: Town) -> None:
    """Newest first, numbered; people by what they are, and nobody by name."""
    await changed_thrice(empty_town)
    said = await empty_town.says(ADMIN, "geschiedenis L1")
    assert "Geschiedenis van ✓ Gelukt: Een buurtfeest in de straat (L1), het nieuwste eerst:" in said
    parts = [said.index(f"{n}. 3 maart 2026 10:3") for n in (3, 2, 1)]
    assert parts == sorted(parts)
    assert "3. 3 maart 2026 10:32, een beheerder" in said
    assert "Titel: “Een buurtfeest op het plein” → “Een buurtfeest in de straat”" in said
    assert "2. 3 maart 2026 10:31, jij" in said
    assert "Status: “concept” → “gepubliceerd”" in said
    assert "1. 3 maart 2026 10:30, wie het deelde" in said
    assert "kwam binnen" in said
    assert "bram" not in said
    assert "`herstel L1 2`" in said


async def test_in_a_channel_only_who_asked_reads_the_history(empty_town: Town) -> None:
    """What was changed may be what nobody else should read."""
    await changed_thrice(empty_town)
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    await empty_town.says(ADMIN, "history L1", "leren")
    assert empty_town.last().only_for == ADMIN


async def test_a_long_history_has_pages(empty_town: Town) -> None:
    """Ten at a time, and a sentence for a page that is not there."""
    await keep(empty_town, lesson(empty_town, 1, "Titel 0"))
    for n in range(1, 12):
        await empty_town.says(ADMIN, f"bewerk L1 titel=Titel {n}")
    said = await empty_town.says(ADMIN, "geschiedenis L1")
    assert "Titel: “Titel 10” → “Titel 11”" in said
    assert "kwam binnen" not in said
    assert "Ouder: `geschiedenis L1 2`" in said
    assert "kwam binnen" in await empty_town.says(ADMIN, "geschiedenis L1 2")
    assert "heeft geen bladzijde 9" in await empty_town.says(ADMIN, "geschiedenis L1 9")
    assert "L7 ken ik niet." in await empty_town.says(ADMIN, "geschiedenis L7")


async def test_an_earlier_revision_comes_back(empty_town: Town) -> None:
    """Its words and tags; who may see it and whether it is published stay."""
    await changed_thrice(empty_town)
    await empty_town.says(ADMIN, "L1")
    minute(empty_town)
    said = await empty_town.says(ADMIN, "herstel L1 1")
    assert "L1 is intussen veranderd" not in said
    assert "L1 is weer wat het was in versie 1:" in said
    assert "– Titel: “Een buurtfeest in de straat” → “Een buurtfeest op het plein”" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert (entry.outcome, entry.status) == (Outcome.FAILURE, Status.PUBLISHED)
    assert "L1 is weer wat het was in versie 3:" in await empty_town.says(ADMIN, "herstel L1 3")


async def test_going_back_over_what_was_not_seen_is_told_first(empty_town: Town) -> None:
    """Whoever did not see the last change of another hears it before it is overwritten."""
    await changed_thrice(empty_town)
    minute(empty_town)
    said = await empty_town.says(ADMIN, "restore L1 1")
    assert "L1 has changed meanwhile, so I have not changed anything yet:" in said
    minute(empty_town)
    assert "L1 is what it was in revision 1:" in await empty_town.says(ADMIN, "restore L1 1")


async def test_a_revision_that_cannot_come_back_is_refused(empty_town: Town) -> None:
    """One that is not there, and one that says what is said now."""
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    assert "L1 heeft geen versie 7. Met `geschiedenis L1`" in await empty_town.says(ADMIN, "herstel L1 7")
    assert "L1 heeft geen versie 0." in await empty_town.says(ADMIN, "herstel L1 0")
    assert "In L1 staat nu hetzelfde als toen" in await empty_town.says(ADMIN, "herstel L1 1")


async def test_a_theme_that_became_another_one_comes_back_as_that(empty_town: Town) -> None:
    """With what is undone and with an earlier revision, also when nothing had it when they were combined."""
    await two_admins(empty_town)
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    for line in (
        *("thema maak Afval", "thema maak Milieu", "thema maak Leefomgeving", "bewerk L1 thema=Afval"),
        *("bewerk L1 thema-=Afval", "thema voeg samen Afval = Milieu"),
        "thema voeg samen Milieu = Leefomgeving",
    ):
        await empty_town.says(ADMIN, line)
    async with empty_town.store.read() as tx:
        (left,) = await tx.entries.themes()
    assert "Teruggedraaid" in await empty_town.says(ADMIN, "ongedaan")
    now = await stored(empty_town, "L1")
    assert now
    assert now.themes == (left.id,)
    await empty_town.says(ADMIN, "bewerk L1 thema-=Leefomgeving")
    assert "Leefomgeving" in await empty_town.says(ADMIN, "herstel L1 2")
    now = await stored(empty_town, "L1")
    assert now
    assert now.themes == (left.id,)
