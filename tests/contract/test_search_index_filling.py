"""How an index comes to hold much at once: a part at a time, meanwhile, and from another process's index."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tantivy import Index

from adapters.files.kinds import EntryFiles
from bot import indexing
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.audience import Audience, Readership
from bot.domain.model import Entry, EntryId, Kind, Project, Status, Text, Visibility
from bot.indexing import LiveIndex
from bot.ports.knowledge import Change
from bot.ports.search import Document
from bot.program import Program
from storage.search.index import TantivyIndex
from storage.search.query import SCHEMA
from storage.store import SqlStore
from tests.platforms.plaza import PLACE, POLICY, RETENTION, PlazaChat, direct_message
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile

START = datetime(2026, 1, 1, tzinfo=UTC)
DIKE = Entry(
    id=EntryId(Kind.PROJECT, 1),
    details=Project(),
    texts=(Text("nl", "Dijkversterking"),),
    original="nl",
    status=Status.PUBLISHED,
    visibility=Visibility.PUBLIC,
    recorded=START,
)


@pytest.fixture(autouse=True)
def _few_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_BATCH", 2)
    monkeypatch.setattr(indexing, "_MANY", 3)


async def save(store: SqlStore, *numbers: int, status: Status = Status.PUBLISHED) -> None:
    async with store.begin() as tx:
        entries = [replace(DIKE, id=EntryId(Kind.PROJECT, number), status=status) for number in numbers]
        await tx.entries.save_all(entries, Change(None, START + timedelta(days=max(numbers))))


def found(index: TantivyIndex) -> set[str]:
    hits = index.search("dijkversterking", Audience(Readership.MIXED), limit=50)
    return {str(hit.entry) for hit in hits}


async def test_themes_are_known_as_they_are_by_now(store: SqlStore) -> None:
    """A theme that was added since is there once the index is current again."""
    live = LiveIndex(TantivyIndex.in_memory(), store)
    known = []
    for name in ("Dijken", "Wonen"):
        async with store.begin() as tx:
            known.append(await tx.entries.save_theme({"nl": name}, Change(None, START)))
        await live.current()
        assert live.themes == tuple(known)


def names(*numbers: int) -> set[str]:
    return {f"P{number}" for number in numbers}


def terms(folder: Path) -> Path:
    """Return a file that no index can do without."""
    return next(folder.rglob("*.term"))


class Slow(TantivyIndex):
    """An index that takes in only when it is let go on."""

    def __init__(self) -> None:
        super().__init__(Index(SCHEMA))
        self.goes_on = threading.Event()

    def add(self, documents: Sequence[Document]) -> None:
        """Wait, and then take in."""
        self.goes_on.wait()
        super().add(documents)


async def test_many_changes_come_in_by_parts_and_are_told(store: SqlStore) -> None:
    """Entries that changed more than once, some of them away again, are as they are now; progress is told."""
    told: list[tuple[int, int]] = []
    await save(store, *range(1, 8))
    await save(store, 1, 3)
    await save(store, 2, 7, status=Status.ARCHIVED)
    index = TantivyIndex.in_memory()
    await LiveIndex(index, store, lambda done, of: told.append((done, of))).current()
    assert found(index) == names(1, 3, 4, 5, 6)
    assert told == [(2, 11), (4, 11), (6, 11), (8, 11), (10, 11), (11, 11)]
    await save(store, 9)
    await LiveIndex(index, store).current()
    assert found(index) == names(1, 3, 4, 5, 6, 9)


async def test_what_is_broken_off_begins_again(tmp_path: Path, store: SqlStore) -> None:
    """Of an index that was being filled when its process ended nothing is left, and nothing is missing."""
    await save(store, *range(1, 8))
    index = TantivyIndex.open(tmp_path)
    index.add([Document(DIKE)])
    index.abandon()
    index.add([Document(replace(DIKE, id=EntryId(Kind.PROJECT, 99)))])
    index.close()
    del index
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (0, set())
    await LiveIndex(again, store).current()
    assert found(again) == names(*range(1, 8))
    again.close()


async def test_a_second_process_begins_with_what_the_first_has(
    tmp_path: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes in only what is new; from then on each goes its own way, and outlives the other."""
    await save(store, *range(1, 10))
    first = TantivyIndex.open(tmp_path)
    await LiveIndex(first, store).current()
    await save(store, 2, status=Status.ARCHIVED)
    second = TantivyIndex.open(tmp_path)
    with monkeypatch.context() as without:
        without.delattr(TantivyIndex, "add")
        await LiveIndex(second, store).current()
    assert found(second) == names(1, *range(3, 10))
    assert found(first) == names(*range(1, 10))
    await save(store, 11)
    first.clear()
    await LiveIndex(second, store).current()
    second.close()
    again = TantivyIndex.open(tmp_path)
    assert found(again) == names(1, *range(3, 10), 11)
    again.close()
    first.close()


async def test_the_index_of_another_database_is_not_taken_over(
    tmp_path: Path, store: SqlStore, fresh_database: Callable[[str], str]
) -> None:
    """Two databases over one folder keep apart, however far the other index is."""
    await save(store, *range(1, 30))
    first = TantivyIndex.open(tmp_path)
    await LiveIndex(first, store).current()
    other = SqlStore(fresh_database("sqlite"))
    await save(other, *range(50, 90))
    second = TantivyIndex.open(tmp_path)
    await LiveIndex(second, other).current()
    assert found(second) == names(*range(50, 90))
    await other.close()
    second.close()
    first.close()


async def test_a_damaged_index_is_not_taken_over(tmp_path: Path, store: SqlStore) -> None:
    """What the first process has lost the second makes anew."""
    await save(store, *range(1, 10))
    first = TantivyIndex.open(tmp_path)
    await LiveIndex(first, store).current()
    terms(tmp_path).write_bytes(b"nothing of use")
    second = TantivyIndex.open(tmp_path)
    await LiveIndex(second, store).current()
    assert found(second) == names(*range(1, 10))
    second.close()
    first.close()


async def test_what_goes_while_it_is_taken_over_is_made_anew(tmp_path: Path, store: SqlStore) -> None:
    """The first process merged and removed files after its list was read: the second starts empty."""
    await save(store, *range(1, 10))
    first = TantivyIndex.open(tmp_path)
    await LiveIndex(first, store).current()
    second = TantivyIndex.open(tmp_path)
    terms(tmp_path).unlink()
    second.take_over(first.revision)
    assert second.revision == 0
    await LiveIndex(second, store).current()
    assert found(second) == names(*range(1, 10))
    second.close()
    first.close()


async def test_what_is_asked_while_the_index_fills_is_answered_after_it(store: SqlStore) -> None:
    """Events still come in; nobody claims them, so none is tried in vain, and each has its answer."""
    await save(store, *range(1, 10))
    slow = Slow()
    live, chat, clock = LiveIndex(slow, store), PlazaChat(), Clock()
    program = Program(Desk(store, live, COMMANDS, POLICY, RETENTION, EntryFiles()), FORMS, [chat], clock)
    await program.prepare()
    await live.begin()
    async with meanwhile(program.run()):
        assert live.filling
        await program.accept([direct_message("anna", "wie heeft een dijkversterking gedaan?", clock())])
        async with store.read() as tx:
            assert await tx.inbox.open(PLACE) == 1
        slow.goes_on.set()
        await program.settled(PLACE)
    assert "Dijkversterking" in chat.shown[0].text
    assert not live.filling


async def test_whoever_stops_waiting_does_not_stop_the_filling(store: SqlStore) -> None:
    """The time of one question runs out; the next one has the index."""
    await save(store, *range(1, 10))
    index = Slow()
    live = LiveIndex(index, store)
    impatient = asyncio.create_task(live.current())
    await live.begin()
    impatient.cancel()
    await asyncio.wait([impatient])
    index.goes_on.set()
    await live.current()
    assert found(index) == names(*range(1, 10))
    await live.close()
