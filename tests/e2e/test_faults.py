"""The database goes away while people talk, or its disk is full: everybody is answered once, afterwards."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from storage.database.engine import open_for_migration
from storage.database.schema import migrate
from storage.store import SqlStore
from tests.conftest import DATABASES
from tests.e2e.counting import Talks, at_rest
from tests.e2e.test_command_line import QUESTION
from tests.platforms.assembly import PLATFORMS, chats, prepared
from tests.platforms.driving import Platform, platform_here
from tests.platforms.program import started_anew, voorloper
from tests.platforms.trouble import file_of, limited_room, server_of_our_own, small_disk
from tests.platforms.waiting import meanwhile

FULL = {
    "The disk with the database is full. Make room there; nothing that came in is lost.\n",
    "The disk with the database cannot be read or written. See whether it is full.\n",
}
"""What SQLite finds when there is no room depends on what it was doing; both stand in docs/operating.md."""


@dataclass(frozen=True)
class Talking:
    """People who talk with a running program over one database."""

    talks: Talks
    platform: Platform
    database: str
    store: SqlStore

    async def all_is_well(self) -> None:
        """See that, in the end, everything was answered once and in order."""
        await at_rest(self.database, [self.platform], seconds=60)
        assert await self.talks.loss() is None


@asynccontextmanager
async def talking(database: str) -> AsyncIterator[Talking]:
    """Let people talk with a program over this database."""
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(platform_here(PLATFORMS[1]))
        session = await stack.enter_async_context(ClientSession())
        store = SqlStore(database)
        stack.push_async_callback(store.close)
        own = chats({platform.name: platform.url}, session)
        program = await prepared(store, own, lease=timedelta(seconds=2))
        await stack.enter_async_context(meanwhile(program.run()))
        talks = Talks(platform, 6, Random(0))  # noqa: S311 - repeatable, not secret
        await talks.begin()
        await at_rest(database, [platform], seconds=10)
        yield Talking(talks, platform, database, store)


async def through(
    here: Talking, begin: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]
) -> None:
    """Let people talk before, during and after the trouble."""
    await here.talks.wave(10)
    await here.platform.requests(3)
    await begin()
    await here.talks.wave(10)
    await here.platform.requests(5)
    await end()
    await here.talks.wave(5)
    await here.all_is_well()


async def test_postgresql_stops_and_starts_again() -> None:
    """A server that is restarted under the bot costs time, and nothing else."""
    async with server_of_our_own() as server:
        await migrate(server.url)
        async with talking(server.url) as here:
            await through(here, server.stop, server.start)


async def test_the_file_of_sqlite_is_taken_away_and_put_back(sqlite_url: str, tmp_path: Path) -> None:
    """While the file is not at its place nothing is taken in: it would be written where nobody finds it."""
    file = file_of(sqlite_url)
    away = file.with_name("away.db")
    rows: list[int] = []

    async def take_away() -> None:
        file.rename(away)
        rows.append(taken_in(away, file, tmp_path / "before"))

    async def put_back() -> None:
        # at most what was being written at that very moment
        assert taken_in(away, file, tmp_path / "after") <= rows[0] + 1
        assert not file.exists()
        away.rename(file)

    async with talking(sqlite_url) as here:
        await through(here, take_away, put_back)


def taken_in(file: Path, name: Path, folder: Path) -> int:
    """Return how many events stand in a file that had another name, with its log, which has that name still.

    It looks at copies that another program makes: SQLite's locks on a file end when anything here closes it.
    """
    folder.mkdir()
    log = name.with_name(f"{name.name}-wal")
    copy = folder / "copy.db"
    for source, target in ((file, copy), (log, folder / "copy.db-wal")):
        if source.exists():
            subprocess.run(["cp", source, target], check=True)  # noqa: S603, S607 - ours
    with closing(sqlite3.connect(copy)) as connection:
        number: int = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
        return number


async def test_sqlite_is_held_by_another_program(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that lasts longer than the bot waits for it makes everything wait."""
    monkeypatch.setattr("storage.database.sqlite.WAIT", 0.05)
    connected = sqlite3.connect(
        file_of(sqlite_url), timeout=10, isolation_level=None, check_same_thread=False
    )
    with closing(connected) as other:

        async def hold() -> None:
            await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")

        async def let_go() -> None:
            other.execute("ROLLBACK")

        async with talking(sqlite_url) as here:
            await through(here, hold, let_go)


async def test_the_disk_of_sqlite_is_full(sqlite_url: str) -> None:
    """Without room nothing is taken in, and nothing that was taken in is lost; with room it goes on."""
    with limited_room() as room:

        async def no_room() -> None:
            room.pages = 1

        async def make_room() -> None:
            room.pages = None

        async with talking(sqlite_url) as here:
            await through(here, no_room, make_room)


async def test_a_real_disk_is_full(tmp_path: Path) -> None:
    """The same on a disk on which other files take all room."""
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk.folder / 'voorloper.db'}"
        await migrate(url)

        async def fill() -> None:
            disk.fill()

        async def clear() -> None:
            disk.clear()

        async with talking(url) as here:
            await through(here, fill, clear)


@pytest.mark.parametrize("kind", DATABASES)
def test_a_database_of_a_newer_program_is_one_sentence(
    kind: str, settings: dict[str, str], empty_database: Callable[[str], str]
) -> None:
    """An older program touches nothing of it, whatever it is asked to do, and says what to install."""
    url = empty_database(kind)
    asyncio.run(migrate(url))
    asyncio.run(made_newer(url))
    for command in (("ask", QUESTION), ("migrate",), ("backup", "made.zip")):
        done = voorloper(settings | {"VOORLOPER_DATABASE__URL": url}, *command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("The database is newer than this program. Install the newest version")


async def made_newer(url: str) -> None:
    """Let a database be that of a newer program."""
    engine = open_for_migration(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()


def test_a_disk_that_is_full_or_only_read_is_one_sentence(settings: dict[str, str], tmp_path: Path) -> None:
    """At the start as well: what is wrong, what to do, no traceback; and a backup leaves no half file."""
    with small_disk(tmp_path / "disk") as disk:
        here = settings | {"VOORLOPER_DATABASE__URL": f"sqlite:///{disk.folder / 'v.db'}"}
        assert voorloper(here, "ask", QUESTION).returncode == 0
        disk.fill()
        for command in (("ask", QUESTION), ("migrate",)):
            asked = voorloper(here, *command)
            assert (asked.returncode, asked.stdout) == (2, "")
            assert asked.stderr in FULL
        checked = voorloper(here, "check")
        assert checked.returncode == 1
        assert any(sentence.strip() in checked.stdout for sentence in FULL), checked.stdout
        assert "ok    database" not in checked.stdout
        before = sorted(path.name for path in disk.folder.iterdir())
        made = voorloper(here, "backup", str(disk.folder / "made.zip"))
        assert (made.returncode, "Traceback" in made.stderr) == (2, False), made.stderr
        assert "full" in made.stderr or "no room" in made.stderr
        assert sorted(path.name for path in disk.folder.iterdir()) == before
        disk.clear()
        assert "Zwerfafval" in voorloper(here, "ask", QUESTION).stdout
        disk.only_read()
        asked = voorloper(here, "ask", QUESTION)
        assert (asked.returncode, "Traceback" in asked.stderr) == (2, False), asked.stderr
        assert "may write it" in asked.stderr
        checked = voorloper(here, "check")
        assert "ok    database" not in checked.stdout
        assert "may write it" in checked.stdout


def test_a_file_that_may_only_be_read_is_not_in_order(settings: dict[str, str]) -> None:
    """`check` looks whether the database can be written, not only whether it can be read."""
    assert voorloper(settings, "ask", QUESTION).returncode == 0
    file_of(settings["VOORLOPER_DATABASE__URL"]).chmod(0o444)
    may_all = os.geteuid() == 0
    if may_all and not shutil.which("setpriv"):
        pytest.skip("the administrator of a machine may write every file")
    plainly = ["setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override"] if may_all else []
    done = started_anew(settings, "check", before=plainly)
    assert done.returncode == 1, done.stdout
    assert "mend  database: cannot be written" in done.stdout
    assert "Give the user that runs Voorloper the right to write its file" in done.stdout


def test_a_row_that_is_damaged_is_one_sentence(settings: dict[str, str]) -> None:
    """What stands in it is shown to nobody."""
    assert voorloper(settings, "ask", QUESTION).returncode == 0
    with closing(sqlite3.connect(file_of(settings["VOORLOPER_DATABASE__URL"]))) as connection:
        connection.execute("UPDATE due SET at = 'geheim'")
        connection.commit()
    done = voorloper(settings, "ask", QUESTION)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The database is damaged: a row in it cannot be read. Put a backup back.\n"


def test_a_folder_without_room_for_the_index_is_one_sentence(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """It says where the index is set; with room it is made as if nothing happened."""
    with small_disk(tmp_path / "disk") as disk:
        here = settings | {"VOORLOPER_SEARCH__INDEX": str(disk.folder / "index")}
        (disk.folder / "index").mkdir()
        disk.fill()
        asked = voorloper(here, "ask", QUESTION)
        assert (asked.returncode, "Traceback" in asked.stderr) == (2, False), asked.stderr
        assert "[search] index" in asked.stderr
        disk.clear()
        assert "Zwerfafval" in voorloper(here, "ask", QUESTION).stdout
