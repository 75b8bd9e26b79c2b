"""Protected dialogues and their keys, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports.people import Dialogue
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, NOW


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """Open a store with a folder for keys."""
    store = SqlStore(database_url, KeyFolder(tmp_path))
    yield store
    await store.close()


async def test_all_dialogues_of_an_account_end_at_once(store: SqlStore) -> None:
    """Should it ever have two, then neither stays open; those of others do."""
    async with store.begin() as tx:
        one, two, other = [
            await tx.protected.begin(Dialogue(who, "protected", (), 0, NOW), NOW) for who in (ANNA, ANNA, BEN)
        ]
        assert one
        assert two
        assert other
        await tx.protected.end(one)
        assert await tx.protected.get(two, NOW) is None
        assert await tx.protected.of(ANNA, NOW) is None
        assert await tx.protected.get(other, NOW)


async def test_what_is_said_aside_ends_no_dialogue(store: SqlStore) -> None:
    """It has a key of its own, and is no dialogue."""
    async with store.begin() as tx:
        going_on = await tx.protected.begin(Dialogue(ANNA, "protected", (), 0, NOW), NOW)
        aside = await tx.protected.aside(ANNA, NOW)
        assert aside
        assert await tx.protected.get(aside, NOW) is None
        found = await tx.protected.of(ANNA, NOW)
        assert found
        assert (found.handle, found.over) == (going_on, False)
        await tx.protected.end(aside)
        assert await tx.protected.of(ANNA, NOW) == found


async def test_a_key_without_its_row_goes(store: SqlStore, tmp_path: Path) -> None:
    """Left by a process that was killed between both; not before others can have made their row durable."""
    folder = KeyFolder(tmp_path)
    left = folder.make(NOW).handle
    async with store.begin() as tx:
        going_on = await tx.protected.begin(Dialogue(ANNA, "protected", (), 0, NOW), NOW)
        await tx.protected.sweep(NOW + timedelta(minutes=9))
    assert {key.handle for key in folder.all(NOW)} == {left, going_on}
    async with store.begin() as tx:
        await tx.protected.sweep(NOW + timedelta(minutes=10))
    assert {key.handle for key in folder.all(NOW)} == {going_on}
