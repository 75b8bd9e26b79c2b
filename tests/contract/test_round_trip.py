"""What is exported comes back: an import into an empty base gives the very same entries, ids included."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.model import Entry
from bot.domain.people import Person, Room
from storage.store import SqlStore
from tests.contract.any_entries import PERSONS, THEMES, bases
from tests.contract.examples import BY_THE_PROGRAM
from tests.contract.transferring import KINDS, bring_in, bring_out, bytes_of, in_names

Base = Sequence[tuple[Entry, Room | None]]


async def fill(store: SqlStore, base: Base) -> None:
    async with store.begin() as tx:
        for number in PERSONS:
            await tx.people.restore(Person(number), BY_THE_PROGRAM)
        for names in THEMES:
            await tx.entries.save_theme(names, BY_THE_PROGRAM)
        for _, room in base:
            if room is not None:
                await tx.rooms.save(room, BY_THE_PROGRAM)
        await tx.entries.save_all([entry for entry, _ in base], BY_THE_PROGRAM)


def there_and_back(base: Base, ending: str, empty: Callable[[], str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"alles.{ending}"
        expected = asyncio.run(there(base, file, empty()))
        asyncio.run(back(base, file, empty(), expected))


async def there(base: Base, file: Path, url: str) -> object:
    store = SqlStore(url)
    await fill(store, base)
    await bring_out(store, file)
    found = await in_names(store)
    await store.close()
    return found


async def back(base: Base, file: Path, url: str, expected: object) -> None:
    store = SqlStore(url)
    told = await bring_in(store, file)
    assert (told.bad, told.result) == ([], (len(base), 0, 0))
    assert await in_names(store) == expected
    async with store.read() as tx:
        for _, room in base:
            assert room is None or await tx.rooms.get(room.key) == room
    assert (await bring_in(store, file)).result == (0, 0, len(base))
    again = file.with_stem("weer")
    await bring_out(store, again)
    await store.close()
    if file.suffix == ".jsonl":  # a table also has columns for themes without entries
        assert bytes_of(again) == bytes_of(file)


@pytest.mark.parametrize("ending", KINDS)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_entries_come_back_as_they_were(
    data: st.DataObject, ending: str, fresh_database: Callable[[str], str]
) -> None:
    """For whatever a base can hold, in every kind of file: export, import and export again change nothing."""
    base = data.draw(bases(table=ending != "jsonl"))
    there_and_back(base, ending, lambda: fresh_database("sqlite"))


@pytest.mark.parametrize("ending", KINDS)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_entries_come_back_on_postgresql(
    data: st.DataObject, ending: str, fresh_database: Callable[[str], str]
) -> None:
    """The same on the other database."""
    base = data.draw(bases(table=ending != "jsonl"))
    there_and_back(base, ending, lambda: fresh_database("postgresql"))
