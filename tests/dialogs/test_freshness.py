"""Whether what was published is still true: who shared it is asked first, then it waits for the admins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Person
from bot.ports.knowledge import Change
from tests.dialogs.curators import keep, lesson, person
from tests.platforms.plaza import ADMIN, Town

PERIOD = timedelta(days=730)
A_DAY = timedelta(days=1)


async def old_lesson_of(here: Town, who: str, number: int = 1) -> int:
    """Let a lesson of somebody be almost as old as it may become; return their number."""
    author = await person(here, who)
    old = replace(lesson(here, number, f"Proef {number}"), author=author)
    await keep(here, replace(old, recorded=here.clock() - PERIOD + A_DAY))
    return author


async def test_who_shared_it_is_asked_once_and_settles_it(empty_town: Town) -> None:
    """With what to type; reading it is no answer, and nothing waits for the admins meanwhile."""
    await old_lesson_of(empty_town, "bram")
    await old_lesson_of(empty_town, "chris", 2)
    asked = "".join([await empty_town.passes(A_DAY) for _ in range(3)])
    assert asked.count("Je deelde dit een tijd geleden. Klopt het nog?") == 2
    assert "Zo ja: `nagekeken L1`" in asked
    assert "Zo niet: `stel voor L1 advies=…`" in asked
    await empty_town.says("bram", "L1")
    assert "Klopt het nog?" not in "".join([await empty_town.passes(A_DAY) for _ in range(9)])
    assert "Er wacht niets." in await empty_town.says(ADMIN, "wachtrij")
    assert "L2 ken ik niet" in await empty_town.says("bram", "nagekeken L2")
    assert "Genoteerd dat dit nog klopt: L1." in await empty_town.says("bram", "nagekeken L1")
    await empty_town.passes(timedelta(days=30))
    queue = await empty_town.says(ADMIN, "wachtrij")
    assert "Proef 2 (`L2`)" in queue
    assert "Proef 1" not in queue


async def test_what_nobody_can_be_asked_about_waits_for_the_admins(empty_town: Town) -> None:
    """Who shared it has no account any more, or nobody did: it is in the queue, and nobody is written to."""
    async with empty_town.store.begin() as tx:
        await tx.people.restore(Person(99), Change(None, empty_town.clock()))
    long_ago = empty_town.clock() - PERIOD - A_DAY
    old = [replace(lesson(empty_town, n, f"Proef {n}"), recorded=long_ago) for n in (1, 2)]
    await keep(empty_town, old[0], replace(old[1], author=99))
    assert "Klopt het nog?" not in "".join([await empty_town.passes(A_DAY) for _ in range(3)])
    queue = await empty_town.says(ADMIN, "wachtrij")
    assert "Proef 1 (`L1`)" in queue
    assert "Proef 2 (`L2`)" in queue
