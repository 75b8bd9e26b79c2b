"""A town in which stories are told protected, and what is left of them in its files."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, select

from bot.domain.policy import Policy
from storage.database.engine import open_engines
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from storage.tables import metadata
from tests.platforms.plaza import POLICY, Town, town

TOLD = ("We hielden een peiling in het buurthuis.", "Er kwam niemand.", "Ga zelf langs de deuren.", "ja")
FOUND = "wie heeft ervaring met een peiling in het buurthuis?"

AT_ONCE = replace(POLICY, publishes=(timedelta(days=3), timedelta(days=3)))
"""With a time for publishing that a test knows."""

WEEK = timedelta(days=7)


async def tells(here: Town, who: str, *lines: str) -> str:
    """Let somebody tell a story protected; return the code that is shown for it."""
    said = ""
    for line in ("deel beschermd", *(lines or TOLD)):
        said = await here.says(who, line)
    found = re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", said)
    assert found, said
    return found[0]


@asynccontextmanager
async def protected_town(url: str, folder: Path, policy: Policy = AT_ONCE) -> AsyncIterator[Town]:
    """Open a town over a database, with a folder for keys."""
    store = SqlStore(url, KeyFolder(folder))
    try:
        async with town(store, policy) as opened:
            yield opened
    finally:
        await store.close()


async def rows_of(url: str, *left_out: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    engines = open_engines(url)
    async with engines.reading.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in left_out]
        rows = {
            table.name: [tuple(row) for row in await connection.execute(select(table))] for table in tables
        }
    await engines.close()
    return rows


def all_in(folder: Path) -> list[Path]:
    """Return every file in a folder."""
    return list(folder.iterdir())


def keys_in(folder: Path) -> list[Path]:
    """Return the files with keys, but for what recognises an event that comes once more."""
    return [path for path in folder.iterdir() if path.suffix != ".seen"]


def files_of(url: str, folder: Path) -> dict[str, bytes]:
    """Return every file there is, with those of SQLite."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if url.startswith("sqlite"):
        database = Path(str(make_url(url).database))
        files += database.parent.glob(f"{database.name}*")
    return {path.name: path.read_bytes() for path in files}


def traces(names: Iterable[str]) -> set[bytes]:
    """Return every form in which a name could stand somewhere: plain, hex, base64, hashed without salt."""
    found: set[bytes] = set()
    for name in names:
        raw = name.encode()
        found |= {raw, raw.hex().encode()}
        found |= {base64.b64encode(bytes(shift) + raw)[4 if shift else 0 : -4] for shift in range(3)}
        for way in ("sha256", "sha1", "md5"):
            digest = hashlib.new(way, raw)
            found |= {digest.digest(), digest.hexdigest().encode(), base64.b64encode(digest.digest())}
    return found
