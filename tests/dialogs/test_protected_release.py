"""What was told protected waits, is read and released by two people, and is published without an author."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.keys import AccountKey
from bot.domain.model import Consent, EntryId, Kind, Outcome, Pioneer, Status
from bot.domain.people import Role
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.releasing import plan_publishing
from tests.dialogs.curators import OTHER, lesson, person, stored, two_admins
from tests.dialogs.protecting import AT_ONCE, FOUND, WEEK, protected_town, rows_of, tells
from tests.platforms.plaza import ADMIN, PLACE, Town


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town with two admins, in which somebody told a story last week."""
    async with protected_town(database_url, tmp_path / "keys") as opened:
        await two_admins(opened)
        await tells(opened, "wil")
        yield opened


async def test_a_story_is_in_the_queue_from_the_next_week_on(here: Town) -> None:
    """Before that nobody sees that one came, so that nobody knows on which day it did."""
    assert "beschermd" not in await here.says(ADMIN, "wachtrij")
    assert "niets" in await here.says(ADMIN, "verhaal B1")
    said = await here.passes(timedelta(days=5))
    assert "Niets" not in said
    assert "beschermd" not in said
    said = await here.passes(timedelta(days=1))
    assert said.count("verhaal dat beschermd is verteld wacht op twee mensen") == 2
    said = await here.says(ADMIN, "wachtrij")
    assert "een beschermd verhaal" in said
    assert "2 maart 2026 · beschermd verteld in de week die toen begon (verhaal B1)" in said.replace("`", "")
    assert "3 maart" not in said
    assert "one story told protected" in await here.says(ADMIN, "queue")


async def test_two_admins_release_it(here: Town, database_url: str) -> None:
    """The first hears that one more is needed; the second that it comes; then it is found by asking."""
    await here.passes(WEEK)
    said = await here.says(ADMIN, "verhaal B1")
    assert "Niemand weet door wie" in said
    assert "“Er kwam niemand.”" in said
    assert "Nog één ander" in await here.says(ADMIN, "geef vrij B1")
    assert "al vrijgegeven" in await here.says(ADMIN, "geef vrij B1")
    assert "één persoon wil het vrijgeven" in await here.says(ADMIN, "wachtrij")
    assert "Released: B1" in await here.says(OTHER, "release B1")
    assert "is al vrijgegeven" in await here.says(ADMIN, "geef vrij B1")
    assert not (await rows_of(database_url))["protected_release"]
    await here.passes(timedelta(days=2))
    assert await stored(here, "L1") is None
    await here.passes(timedelta(days=2))
    entry = await stored(here, "L1")
    assert entry
    assert (entry.status, entry.outcome, entry.author, entry.organisation) == (
        Status.PUBLISHED,
        Outcome.FAILURE,
        None,
        None,
    )
    said = await here.says("zoeker", FOUND)
    assert "We hielden een peiling in het buurthuis (L1)" in said
    assert "Bron: beschermd gedeeld, 1" in said
    revisions = [row for row in (await rows_of(database_url))["revision"] if "L1" in row]
    assert len(revisions) == 1
    assert "niets" in await here.says(ADMIN, "verhaal B1")


async def test_it_is_published_within_the_days_of_the_settings(sqlite_url: str, tmp_path: Path) -> None:
    """Left to chance: several that are released at once do not all come on the same day."""
    policy = replace(AT_ONCE, publishes=(timedelta(days=2), timedelta(days=9)))
    async with protected_town(sqlite_url, tmp_path, policy) as here:
        await two_admins(here)
        for number in range(8):
            await tells(here, f"wil{number}")
        await here.passes(WEEK)
        for number in range(1, 9):
            for admin in (ADMIN, OTHER):
                await here.says(admin, f"geef vrij B{number}")
        released = here.clock()
        due = [row for row in (await rows_of(sqlite_url))["due"] if "story" in row]
        moments = {row[2] for row in due}
        assert len(due) == 8
        assert len(moments) > 1
        for moment in moments:
            assert isinstance(moment, datetime)
            assert timedelta(days=2) <= moment - released <= timedelta(days=9)


@pytest.mark.parametrize(("drawn", "days"), [("least", 2), ("most", 9)])
async def test_the_first_and_the_last_moment_can_be_drawn(here: Town, drawn: str, days: int) -> None:
    """Neither before the first nor after the last day of the settings."""
    policy = replace(AT_ONCE, publishes=(timedelta(days=2), timedelta(days=9)))

    def below(limit: int) -> int:
        return 0 if drawn == "least" else limit - 1

    async with here.store.begin() as tx:
        await plan_publishing(tx, 1, policy, below, here.clock())
        assert await tx.due.planned(Work.STORY, "1") == here.clock() + timedelta(days=days)


async def test_a_story_that_is_declined_is_erased(here: Town, database_url: str) -> None:
    """Nothing is left of it, and there is nobody to tell."""
    await here.passes(WEEK)
    await here.says(ADMIN, "geef vrij B1")
    assert "niemand weet van wie" in await here.says(OTHER, "weiger B1")
    rows = await rows_of(database_url)
    assert not rows["protected_story"]
    assert not rows["protected_release"]
    assert "niets" in await here.says(ADMIN, "geef vrij B1")
    assert "Nothing waits" in await here.says(ADMIN, "decline B1")


async def test_a_story_that_is_released_can_still_be_declined(here: Town, database_url: str) -> None:
    """Until its day has come."""
    await here.passes(WEEK)
    for admin in (ADMIN, OTHER):
        await here.says(admin, "geef vrij B1")
    await here.says(ADMIN, "weiger B1")
    await here.passes(WEEK)
    assert not (await rows_of(database_url))["entry"]


async def test_who_may_be_one_person_is_pointed_out(here: Town) -> None:
    """Two accounts that gave the same name count as two only when the second says so."""
    await here.passes(WEEK)
    async with here.store.begin() as tx:
        for number, admin in ((1, ADMIN), (2, OTHER)):
            known = await tx.people.of_account(AccountKey(PLACE, admin))
            assert known
            await _declares(here, tx, number, known.id)
    await here.says(ADMIN, "geef vrij B1")
    said = await here.says(OTHER, "geef vrij B1")
    assert "dezelfde naam" in said
    assert "geef vrij B1 wij zijn met twee" in said
    assert "één persoon wil" in await here.says(ADMIN, "wachtrij")
    assert "Released: B1" in await here.says(OTHER, "release B1 we are two")


async def _declares(here: Town, tx: Transaction, number: int, known: int) -> None:
    entry = replace(
        lesson(here, 1, "Loting"),
        id=EntryId(Kind.PIONEER, number),
        details=Pioneer(known, ("A. Voorbeeld", "a.  voorbeeld")[number - 1], Consent.WITHDRAWN),
    )
    await tx.entries.save(entry, Change(None, here.clock()))


async def test_the_two_who_release_must_be_two_people(here: Town) -> None:
    """Who links two accounts afterwards has released once."""
    await here.passes(WEEK)
    twin = await person(here, "ada2", Role.ADMIN)
    await here.says(ADMIN, "geef vrij B1")
    async with here.store.begin() as tx:
        known = await tx.people.of_account(AccountKey(PLACE, ADMIN))
        assert known
        await tx.people.merge(known.id, twin, Change(None, here.clock()))
    assert "Jij hebt B1 al vrijgegeven" in await here.says("ada2", "geef vrij B1")


async def test_who_is_no_admin_any_more_does_not_count(here: Town) -> None:
    """What they would have released needs another admin."""
    await here.passes(WEEK)
    await here.says(OTHER, "geef vrij B1")
    async with here.store.begin() as tx:
        known = await tx.people.of_account(AccountKey(PLACE, OTHER))
        assert known
        await tx.people.save(replace(known, role=Role.MEMBER), Change(None, here.clock()))
    assert "Nog één ander" in await here.says(ADMIN, "geef vrij B1")
    await person(here, "cas", Role.ADMIN)
    assert "Vrijgegeven" in await here.says("cas", "geef vrij B1")


async def test_a_network_with_one_admin_has_a_second_reader(database_url: str, tmp_path: Path) -> None:
    """Whom the settings name hears of a story, and reads and releases it like an admin, and nothing else."""
    policy = replace(AT_ONCE, second_reader=AccountKey(PLACE, "lou"))
    async with protected_town(database_url, tmp_path, policy) as here:
        await tells(here, "wil")
        said = await here.passes(timedelta(days=6))
        assert said.count("verhaal B1") == 2
        await here.passes(timedelta(days=1))
        assert "“Er kwam niemand.”" in await here.says("lou", "verhaal B1")
        assert "Nog één ander" in await here.says("lou", "geef vrij B1")
        assert "alleen een beheerder" in await here.says("lou", "wachtrij")
        assert "alleen een beheerder" in await here.says("bram", "verhaal B1")
        assert "Vrijgegeven" in await here.says(ADMIN, "geef vrij B1")


async def test_what_could_name_somebody_is_pointed_out_to_who_reads(sqlite_url: str, tmp_path: Path) -> None:
    """The names, dates and organisations that its author left in."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await tells(here, "wil", "Met mevrouw Jansen een app.", "Niets.", "overslaan", "ja")
        await here.passes(WEEK)
        said = await here.says(ADMIN, "verhaal B1")
        assert "Aan deze woorden" in said
        assert "Jansen”" in said
        assert "Ik zie niet elke naam" in said


async def test_the_numbers_of_who_released_are_theirs(here: Town, database_url: str) -> None:
    """That an admin would release something is in what is held about them, and goes with them."""
    await here.passes(WEEK)
    await here.says(OTHER, "geef vrij B1")
    async with here.store.read() as tx:
        known = await tx.people.of_account(AccountKey(PLACE, OTHER))
        assert known
        held = await tx.held(known.id)
    assert held["stories_you_would_release"]
    await here.says(OTHER, "vergeet mij ja alles")
    assert not (await rows_of(database_url))["protected_release"]
