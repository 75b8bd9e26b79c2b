"""Two admins in two processes at once on the same lessons: nothing is lost, and the second is told."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, Kind
from bot.domain.people import Role
from bot.ports.knowledge import Change, Subject
from storage.store import SqlStore
from tests.contract.examples import NOW, lesson
from tests.platforms.at_once import Lines, say_lines
from tests.platforms.plaza import PLACE
from tests.platforms.processes import child

LESSONS = range(1, 13)
ADMINS = ("anna", "ben")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_second_of_two_admins_is_told_what_changed(
    store: SqlStore, database_url: str, tmp_path: Path, log: Path
) -> None:
    """Of each lesson one title is kept, and who came second read it before anything of it was lost."""
    async with store.begin() as tx:
        for who in ADMINS:
            await tx.people.add(AccountKey(PLACE, who), Role.ADMIN, Change(None, NOW))
        await tx.entries.save_all([lesson(number) for number in LESSONS], Change(None, NOW))
    files = [tmp_path / f"{who}.json" for who in ADMINS]
    async with AsyncExitStack() as stack:
        children = []
        for who, file in zip(ADMINS, files, strict=True):
            lines = tuple(f'bewerk L{number} titel="Titel van {who} ({number})"' for number in LESSONS)
            orders = Lines(database_url, who, lines, file)
            children.append(await stack.enter_async_context(child(say_lines, orders, log)))
        assert [await each.end() for each in children] == [0, 0]
    told = [said for file in files for said in json.loads(file.read_text("utf-8"))]
    for number in LESSONS:
        async with store.read() as tx:
            entry_id = EntryId(Kind.LESSON, number)
            title = (await tx.entries.get([entry_id]))[entry_id].text("nl").title
            revisions = await tx.revisions.of(Subject.ENTRY, str(entry_id))
        done = [said for said in told if said.startswith(f"Veranderd in L{number}:")]
        late = [said for said in told if said.startswith(f"L{number} is intussen veranderd")]
        assert (len(done), len(late), len(revisions)) == (1, 1, 2)
        assert title in {f"Titel van {who} ({number})" for who in ADMINS}
        assert f"→ “{title}”" in late[0]
