"""What the search index on disk promises.

It survives restarts, crashes, damage and a second process, and answers from no other database than its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.model import Entry, EntryId, Kind, Project, Status, Text, Visibility
from bot.indexing import LiveIndex
from bot.language import analysis
from bot.ports.knowledge import Change
from bot.ports.search import Document
from storage.search.index import TantivyIndex
from storage.store import SqlStore

START = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENT = Document(
    Entry(
        id=EntryId(Kind.PROJECT, 1),
        details=Project(),
        texts=(Text("nl", "Dijkversterking"),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=datetime(2026, 1, 1, tzinfo=UTC),
    )
)


def found(index: TantivyIndex) -> list[str]:
    return [str(hit.entry) for hit in index.search("dijkversterking", Audience(Readership.MIXED))]


def test_entries_and_revision_survive_a_restart(tmp_path: Path) -> None:
    """What was taken in is there when the next process opens the folder."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (5, ["P1"])
    again.close()


def test_two_at_a_time_have_a_subfolder_each(tmp_path: Path) -> None:
    """A folder in use is left alone; once let go of, it is taken up again."""
    first = TantivyIndex.open(tmp_path)
    first.update([DOCUMENT], 5)
    second = TantivyIndex.open(tmp_path)
    assert second.revision == 0
    second.close()
    first.close()
    third = TantivyIndex.open(tmp_path)
    assert third.revision == 5
    third.close()


def test_a_process_that_dies_gives_its_folder_back(tmp_path: Path) -> None:
    """No lock outlives its process, and what was committed is kept."""
    script = (
        "import os, sys; from pathlib import Path; from storage.search.index import TantivyIndex;"
        "index = TantivyIndex.open(Path(sys.argv[1])); index.update([], 5); os._exit(1)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=False)  # noqa: S603 - ours
    index = TantivyIndex.open(tmp_path)
    assert index.revision == 5
    index.close()


def test_a_damaged_index_starts_empty(tmp_path: Path) -> None:
    """Files that cannot be read are replaced, and the revision asks to be fed again."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "lock":
            file.write_bytes(b"not an index")
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (0, [])
    again.update([DOCUMENT], 5)
    assert found(again) == ["P1"]
    again.close()


@pytest.mark.parametrize("suffix", [".store", ".term", ".idx", ".fast", ".fieldnorm", "meta.json"])
def test_one_missing_file_is_damage_enough(tmp_path: Path, suffix: str) -> None:
    """An index that lost a file starts empty instead of failing at a question."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    lost = [file for file in tmp_path.rglob("*") if file.name.endswith(suffix)]
    for file in lost:
        file.unlink()
    again = TantivyIndex.open(tmp_path)
    assert lost
    assert (again.revision, found(again)) == (0, [])
    again.close()


def test_an_index_of_another_analysis_starts_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens of an older program would not meet those of its questions."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (0, [])
    again.close()


def test_taking_in_the_same_revision_twice_changes_nothing(tmp_path: Path) -> None:
    """A repetition after a crash is harmless."""
    index = TantivyIndex.open(tmp_path)
    for _ in range(2):
        index.update([DOCUMENT], 3)
    assert (index.revision, found(index)) == (3, ["P1"])
    index.close()


async def save(store: SqlStore, *numbers: int, days: int = 0) -> None:
    """Save a project with the word of each number, as of a day of that database's own."""
    for number in numbers:
        project = replace(
            DOCUMENT.entry, id=EntryId(Kind.PROJECT, number), texts=(Text("nl", f"Dijkversterking {number}"),)
        )
        async with store.begin() as tx:
            await tx.entries.save(project, Change(None, START + timedelta(days=days + number)))


async def answers(folder: Path, store: SqlStore) -> set[str]:
    """Start, search beside this database, and stop again."""
    index = TantivyIndex.open(folder)
    await LiveIndex(index, store).current()
    try:
        return set(found(index))
    finally:
        index.close()


@pytest.mark.parametrize("others", [(), (7,), (7, 8, 9), (5, 6, 7, 8, 9)])
async def test_another_database_is_answered_from_alone(
    tmp_path: Path, store: SqlStore, fresh_database: Callable[[str], str], others: tuple[int, ...]
) -> None:
    """Beside a database with no, fewer, as many or more changes nothing of the earlier one is left."""
    await save(store, 1, 2, 3)
    assert await answers(tmp_path, store) == {"P1", "P2", "P3"}
    other = SqlStore(fresh_database("sqlite"))
    await save(other, *others, days=100)
    assert await answers(tmp_path, other) == {f"P{number}" for number in others}
    assert await answers(tmp_path, store) == {"P1", "P2", "P3"}
    await other.close()


@pytest.mark.parametrize("later", [(), (4,), (4, 5, 6)])
async def test_a_restored_backup_is_answered_from_alone(
    tmp_path: Path, store: SqlStore, fresh_database: Callable[[str], str], later: tuple[int, ...]
) -> None:
    """What was saved after the backup is gone, however much was saved again since."""
    await save(store, 1, 2, 3)
    assert await answers(tmp_path, store) == {"P1", "P2", "P3"}
    restored = SqlStore(fresh_database("sqlite"))
    await save(restored, 1, *later)
    assert await answers(tmp_path, restored) == {"P1", *(f"P{number}" for number in later)}
    await restored.close()


async def test_the_same_database_is_not_taken_in_again(
    tmp_path: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart only what is new comes in."""
    await save(store, 1, 2)
    await answers(tmp_path, store)
    await save(store, 3)
    monkeypatch.delattr(TantivyIndex, "clear")
    assert await answers(tmp_path, store) == {"P1", "P2", "P3"}


def test_a_cleared_index_is_empty_after_a_restart_too(tmp_path: Path) -> None:
    """Nothing is left of what was forgotten, nor of the revision and its mark."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5, "mark")
    index.clear()
    assert (index.revision, index.mark, found(index)) == (0, "", [])
    assert TantivyIndex.newest_revision(tmp_path) == 0
    index.close()
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, again.mark, found(again)) == (0, "", [])
    again.close()


def test_the_mark_and_the_newest_revision_survive_a_restart(tmp_path: Path) -> None:
    """What a revision is known by is there with its number."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5, "mark")
    index.close()
    assert TantivyIndex.newest_revision(tmp_path) == 5
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, again.mark) == (5, "mark")
    again.close()
