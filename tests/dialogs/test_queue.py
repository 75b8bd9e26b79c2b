"""What waits for an admin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Consent, Status
from tests.dialogs.curators import MEMBER, draft_of, keep, lesson, minute, pioneer
from tests.platforms.plaza import ADMIN, Town


async def test_the_oldest_of_every_kind_comes_first_with_counts(empty_town: Town) -> None:
    """Drafts, proposals and what was not looked at for long; what is done leaves it."""
    long_ago = empty_town.clock() - timedelta(days=800)
    recently = empty_town.clock() - timedelta(days=700)
    await keep(
        empty_town,
        replace(lesson(empty_town, 1, "Oud"), recorded=long_ago),
        replace(lesson(empty_town, 2, "Nagekeken"), recorded=long_ago, reviewed=recently),
        replace(lesson(empty_town, 3, "Weg", Status.ARCHIVED), recorded=long_ago),
    )
    await draft_of(empty_town, MEMBER, "Een buurtfeest")
    for line in ("stel voor L2 titel=Beter", "meld L2 onjuist", "aanvulling L2 Ook bij ons"):
        minute(empty_town)
        await empty_town.says(MEMBER, line)
    said = await empty_town.says(ADMIN, "wachtrij")
    assert (
        "Er wacht: een concept, een voorstel, een melding, een aanvulling en een om na te kijken. "
        "Het oudste eerst:"
    ) in said
    assert "1. 24 december 2023 · klopt dit nog? Oud (`L1`), laatst nagekeken op 24 december 2023" in said
    assert "2. 3 maart 2026 · concept: Een buurtfeest (`L4`)" in said
    assert "3. 3 maart 2026 · voorstel `W1` voor Nagekeken (L2)" in said
    assert "4. 3 maart 2026 · gemeld als onjuist: Nagekeken (`L2`)" in said
    assert "5. 3 maart 2026 · aanvulling A1 bij Nagekeken (L2): “Ook bij ons”" in said
    for line in ("nagekeken L1", "publiceer L4", "neem over W1", "afgehandeld L2", "laat weg A1"):
        await empty_town.says(ADMIN, line)
    assert "Er wacht niets." in await empty_town.says(ADMIN, "wachtrij")


async def test_reading_does_not_reset_the_clock(empty_town: Town) -> None:
    """Whoever reads or edits it has not said that it is still true."""
    await keep(
        empty_town, replace(lesson(empty_town, 1, "Oud"), recorded=empty_town.clock() - timedelta(days=800))
    )
    await empty_town.says(ADMIN, "L1")
    await empty_town.says(ADMIN, "edit L1 title=Oude les")
    assert "still true? Oude les (`L1`)" in await empty_town.says(ADMIN, "queue")


async def test_a_long_queue_has_pages(empty_town: Town) -> None:
    """Ten at a time."""
    await keep(empty_town, *[lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in range(1, 13)])
    said = await empty_town.says(ADMIN, "wachtrij")
    assert "twaalf concepten" in said
    assert "`wachtrij 2`" in said
    assert "Proef 11" not in said
    assert "11. 3 maart 2026 · concept: Proef 11 (`L11`)" in await empty_town.says(ADMIN, "wachtrij 2")
    assert "geen bladzijde 3" in await empty_town.says(ADMIN, "wachtrij 3")


async def test_in_a_channel_only_who_asked_reads_the_queue(empty_town: Town) -> None:
    """Drafts are for admins."""
    await keep(empty_town, lesson(empty_town, 1, "Proef", Status.DRAFT))
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    assert "Proef" in await empty_town.says(ADMIN, "wachtrij", "leren")
    assert empty_town.last().only_for == ADMIN


async def test_a_pioneer_who_does_not_agree_is_not_in_it(empty_town: Town) -> None:
    """Neither as a draft nor as one to look at again."""
    await pioneer(empty_town, Consent.PAUSED)
    empty_town.clock.forward(timedelta(days=900))
    assert "Er wacht niets." in await empty_town.says(ADMIN, "wachtrij")
