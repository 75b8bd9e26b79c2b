"""A backup that is put back brings back nobody who was forgotten since."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.domain.erasing import erased
from bot.domain.people import Role
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.contract.everything import backup, fill, put_back
from tests.contract.examples import ANNA, NOW, message
from tests.contract.examples import DAY as ONE_DAY


async def test_who_was_forgotten_since_stays_forgotten(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """A backup from before that, put back into the same database, does not bring them back."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        person = await tx.people.of_account(ANNA)
        assert person
        await tx.erase(person, message("weg").origin, Change(person.id, NOW))
    assert (await put_back(file, database_url, replace=True)).people == 1
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) is None
        assert all(erased(entry) for entry in await tx.entries.of(person.id, 9))
    assert (await put_back(file, database_url, replace=True)).people == 1


async def test_who_linked_accounts_twice_since_stays_forgotten(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """In the backup they have a number that led to another one, and that to the one which was forgotten."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    async with store.begin() as tx:
        person = await tx.people.of_account(ANNA)
        assert person
        before = person
        for name in ("tweede", "derde"):
            linked = await tx.people.add(replace(ANNA, id=name), Role.MEMBER, Change(None, NOW + ONE_DAY))
            await tx.people.merge(person.id, linked.id, Change(linked.id, NOW + ONE_DAY))
            person = linked
        await tx.erase(person, message("weg").origin, Change(person.id, NOW + ONE_DAY))
    assert (await put_back(file, database_url, replace=True)).people == 1
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) is None
        assert all(erased(entry) for entry in await tx.entries.of(before.id, 9))


async def test_nobody_else_with_that_number_is_forgotten(
    store: SqlStore, database_url: str, fresh_database: Callable[[str], str], tmp_path: Path
) -> None:
    """In another base the number of somebody who is forgotten there is another person's."""
    await fill(store, database_url)
    file = await backup(database_url, tmp_path)
    url = await asyncio.to_thread(fresh_database, "sqlite")
    other = SqlStore(url)
    async with other.begin() as tx:
        elsewhere = await tx.people.add(ANNA, Role.MEMBER, Change(None, NOW + ONE_DAY))
        await tx.erase(elsewhere, message("weg").origin, Change(elsewhere.id, NOW + ONE_DAY))
    await other.close()
    assert (await put_back(file, url, replace=True)).people == 0
