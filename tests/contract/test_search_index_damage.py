"""What a search index on disk does when its files are damaged, changed or taken away: it begins again."""

from __future__ import annotations

import fcntl
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.errors import IndexDamagedError
from bot.domain.model import Entry, EntryId, Kind, Project, Status, Text, Visibility
from bot.indexing import LiveIndex
from bot.ports.knowledge import Change
from storage.search.index import TantivyIndex
from storage.search.sound import SoundIndex
from storage.store import SqlStore

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
ALL = {f"P{number}" for number in range(1, 41)}


def overwritten(file: Path) -> None:
    """Put other bytes over the front of a file, and leave its length and its end as they were."""
    length = file.stat().st_size
    with file.open("r+b") as stream:
        stream.write(b"\xfe" * max(1, min(length // 2, length - 200)))


def zeroed(file: Path) -> None:
    """Put nothing but zeros in a file."""
    length = file.stat().st_size
    file.write_bytes(bytes(length))


def shortened(file: Path) -> None:
    """Leave half of a file."""
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)


def emptied(file: Path) -> None:
    """Leave nothing in a file."""
    with file.open("r+b") as stream:
        stream.truncate(0)


HARM = [overwritten, zeroed, shortened, emptied, Path.unlink]
FILES = [".idx", ".term", ".store", ".fieldnorm", "meta.json", ""]


def hurt(folder: Path, ending: str, harm: Callable[[Path], None]) -> None:
    files = [path for path in folder.glob("*/index/*") if path.name.endswith(ending) and path.stat().st_size]
    assert files
    for file in files:
        harm(file)


async def save(store: SqlStore, *numbers: int) -> None:
    async with store.begin() as tx:
        for number in numbers:
            project = replace(DIKE, id=EntryId(Kind.PROJECT, number), texts=(Text("nl", f"Dijk {number}"),))
            await tx.entries.save(project, Change(None, START + timedelta(days=number)))


@pytest.fixture
async def base(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """Give a base with forty projects about dikes."""
    store = SqlStore(sqlite_url)
    await save(store, *range(1, 41))
    yield store
    await store.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[SoundIndex]:
    """Open an index in a folder."""
    index = SoundIndex(tmp_path / "index")
    yield index
    index.close()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the files for writing, as another program would."""
    (lock,) = folder.glob("*/index/.tantivy-writer.lock")
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


async def found(live: LiveIndex) -> set[str]:
    index = await live.current()
    return {str(hit.entry) for hit in index.search("dijk", Audience(Readership.MIXED), limit=50)}


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("ending", FILES)
async def test_damage_while_it_runs_is_made_good_at_the_next_question(
    base: SqlStore, kept: SoundIndex, tmp_path: Path, ending: str, harm: Callable[[Path], None]
) -> None:
    """Whatever was done to whichever file, the next question finds everything again."""
    live = LiveIndex(kept, base)
    assert await found(live) == ALL
    hurt(tmp_path / "index", ending, harm)
    assert await found(live) == ALL
    await save(base, 41)
    assert await found(live) == {*ALL, "P41"}


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("ending", [".idx", ".store", "meta.json", ""])
async def test_damage_at_the_start_is_made_good_before_the_first_question(
    base: SqlStore, tmp_path: Path, ending: str, harm: Callable[[Path], None]
) -> None:
    """An index that was damaged since it was last used starts empty and is fed again."""
    first = SoundIndex(tmp_path / "index")
    assert await found(LiveIndex(first, base)) == ALL
    first.close()
    hurt(tmp_path / "index", ending, harm)
    again = SoundIndex(tmp_path / "index")
    assert again.revision == 0
    assert await found(LiveIndex(again, base)) == ALL
    again.close()


async def test_the_folder_may_be_taken_away_while_it_runs(
    base: SqlStore, kept: SoundIndex, tmp_path: Path
) -> None:
    """Without its folder the index makes a new one, which no other process takes for its own."""
    live = LiveIndex(kept, base)
    assert await found(live) == ALL
    shutil.rmtree(tmp_path / "index")
    assert await found(live) == ALL
    second = SoundIndex(tmp_path / "index")
    assert second.revision == 0
    assert await found(live) == ALL
    second.close()


async def test_a_folder_that_takes_nothing_any_more_is_done_without(
    base: SqlStore, kept: SoundIndex, tmp_path: Path
) -> None:
    """When no files can be made, searching goes on in memory."""
    live = LiveIndex(kept, base)
    assert await found(live) == ALL
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "index").write_text("a file where the folder was")
    assert await found(live) == ALL


@pytest.mark.skipif(sys.platform == "win32", reason="the lock of another process is flock's here")
async def test_somebody_elses_lock_on_the_files_is_gone_round(
    base: SqlStore, kept: SoundIndex, tmp_path: Path
) -> None:
    """An index that another program holds for writing is made anew beside it."""
    live = LiveIndex(kept, base)
    assert await found(live) == ALL
    await save(base, 41)
    with held(tmp_path / "index"):
        assert await found(live) == {*ALL, "P41"}


async def test_an_index_of_another_program_version_is_made_anew(base: SqlStore, tmp_path: Path) -> None:
    """Files in another form than this program writes are not taken for its own."""
    first = SoundIndex(tmp_path / "index")
    assert await found(LiveIndex(first, base)) == ALL
    first.close()
    (meta,) = (tmp_path / "index").glob("*/index/meta.json")
    meta.write_text(meta.read_text().replace('"mark"', '"sign"'))
    again = SoundIndex(tmp_path / "index")
    assert again.revision == 0
    assert await found(LiveIndex(again, base)) == ALL
    again.close()


async def test_damage_that_shows_only_in_a_search_is_named_and_then_made_good(
    base: SqlStore, kept: SoundIndex, tmp_path: Path
) -> None:
    """When the files fail between the look and the search, the search says so and the next one finds all."""
    live = LiveIndex(kept, base)
    index = await live.current()
    hurt(tmp_path / "index", ".idx", overwritten)
    with pytest.raises(IndexDamagedError):
        index.search("dijk", Audience(Readership.MIXED))
    assert await found(live) == ALL


async def test_what_is_whole_is_kept(base: SqlStore, tmp_path: Path) -> None:
    """After a restart an undamaged index goes on where it was."""
    first = SoundIndex(tmp_path / "index")
    assert await found(LiveIndex(first, base)) == ALL
    first.close()
    again = SoundIndex(tmp_path / "index")
    assert again.revision == 40
    again.close()
    assert TantivyIndex.newest_revision(tmp_path / "index") == 40
