"""Backups that cannot be made or believed, each with a sentence; and key stores, which are never lost."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic import command
from sqlalchemy import make_url, text

from bot.domain.errors import SchemaOutdatedError, StoreUnavailableError
from storage.copies.archive import DATABASE, SETTINGS, BackupError
from storage.copies.backup import make_backup
from storage.copies.keys import put_keys_back
from storage.copies.restoring import opened
from storage.database.engine import open_for_migration
from storage.database.schema import _config
from storage.store import SqlStore
from tests.contract.everything import backup, fill, inside, put_back, rows, source
from tests.contract.examples import NOW


async def test_a_backup_of_an_older_schema_is_brought_up_to_date(
    empty_database: Callable[[str], str], fresh_database: Callable[[str], str], tmp_path: Path
) -> None:
    """What an earlier version of the program left behind can be made a backup of, and put back."""
    older = await asyncio.to_thread(empty_database, "sqlite")
    engine = open_for_migration(older)
    async with engine.begin() as connection:
        config = _config()
        await connection.run_sync(lambda sync: config.attributes.update(connection=sync))
        await connection.run_sync(lambda _: command.upgrade(config, "0001"))
        await connection.execute(text("INSERT INTO person (id, role) VALUES (5, 'member')"))
    await engine.dispose()
    file = await backup(older, tmp_path)
    target = await asyncio.to_thread(fresh_database, "sqlite")
    await put_back(file, target)
    assert (await rows(target))["person"] == [(5, "member", None, None)]


async def test_a_backup_of_a_newer_program_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    """It says which version to install, and touches nothing."""
    file = await backup(sqlite_url, tmp_path)
    execute(sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaOutdatedError, match="newer"):
        await make_backup(source(sqlite_url), tmp_path / "not.zip", NOW)

    def newer(folder: Path) -> None:
        execute(f"sqlite:///{folder / DATABASE}", "UPDATE alembic_version SET version_num = '9999'")
        manifest = folder / "manifest.json"
        manifest.write_text(re.sub('"schema": "[^"]*"', '"schema": "9999"', manifest.read_text()))

    await refused(rewritten(file, newer), r"newer version of the program \(1.2.3\). Install")


def execute(url: str, statement: str) -> None:
    """Change an SQLite database behind our back."""
    with closing(sqlite3.connect(str(make_url(url).database))) as connection:
        connection.execute(statement)
        connection.commit()


def rewritten(file: Path, change: Callable[[Path], None], *, honest: bool = True) -> Path:
    """Return a backup in which somebody changed files; `honest`: and made the manifest say so."""
    folder = file.parent / "rewritten"
    with ZipFile(file) as archive:
        archive.extractall(folder)
    change(folder)
    manifest = folder / "manifest.json"
    if honest:
        said = json.loads(manifest.read_text())
        said["files"] = {
            name: {
                "sha256": sha256((folder / name).read_bytes()).hexdigest(),
                "bytes": (folder / name).stat().st_size,
            }
            for name in said["files"]
        }
        manifest.write_text(json.dumps(said))
    changed = file.with_name("changed.zip")
    with ZipFile(changed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    return changed


async def refused(file: Path, why: str) -> None:
    """See that a backup is not even opened, and that it says why."""
    with pytest.raises(BackupError, match=why):
        async with opened(file):
            pytest.fail("it was believed")


def append(*more: tuple[str, str]) -> Callable[[Path], None]:
    """Return what adds files to a zip."""

    def change(file: Path) -> None:
        with ZipFile(file, "a") as archive:
            for name, content in more:
                archive.writestr(name, content)

    return change


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda file: file.write_bytes(b"no zip"), "is not a backup of Voorloper"),
        (lambda file: file.write_bytes(file.read_bytes()[:-100]), "or it was cut off"),
        (lambda file: file.unlink(), "There is no file"),
        (flip, "damaged|not what was put in it"),
        (append(("../evil", "x")), "does not hold the files that it says"),
        (append(("settings.toml", "x")), "does not hold the files that it says"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
async def test_a_file_that_was_harmed_is_not_believed(
    harm: Callable[[Path], None], why: str, sqlite_url: str, tmp_path: Path
) -> None:
    """No zip, a part of one, a changed byte, a file too many: each is refused before anything is touched."""
    file = await backup(sqlite_url, tmp_path)
    harm(file)
    await refused(file, why)


@pytest.mark.parametrize(
    "name", ["../evil", "/evil", "keys/../../evil", "keys/0/..", "C:evil", "a/b", "keys\\evil"]
)
async def test_no_name_leads_out_of_the_folder(name: str, sqlite_url: str, tmp_path: Path) -> None:
    """A manifest that vouches for such a file does not help it."""
    file = await backup(sqlite_url, tmp_path)
    with ZipFile(file) as archive:
        held = {each: archive.read(each) for each in archive.namelist()}
    said = json.loads(held["manifest.json"])
    said["files"][name] = {"sha256": sha256(b"x").hexdigest(), "bytes": 1}
    held |= {name: b"x", "manifest.json": json.dumps(said).encode()}
    with ZipFile(file, "w") as archive:
        for each, content in held.items():
            archive.writestr(each, content)
    await refused(file, "leads out of its folder|does not hold the files")
    assert not (tmp_path.parent / "evil").exists()


def listed(size: int) -> dict[str, object]:
    """Return what a manifest says of the files, with one of this size."""
    return {name: {"sha256": "0", "bytes": size} for name in (DATABASE, SETTINGS)}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"format": 2}, "newer version of the program"),
        ({"format": "x"}, "not a backup of Voorloper"),
        ({"extra": 1}, "not a backup of Voorloper"),
        ({"rows": {"entry": 1000}}, "does not hold the rows that it says"),
        ({"files": listed(1 << 60)}, "has room for"),
        ({"files": listed(1)}, "not what was put in it"),
        ({"files": {}}, "does not hold the files"),
    ],
)
async def test_a_manifest_that_is_not_true_is_refused(
    changed: dict[str, object], why: str, sqlite_url: str, tmp_path: Path
) -> None:
    """Another form, other rows, another size than there is: nothing is unpacked further than it says."""

    def lie(folder: Path) -> None:
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changed))

    await refused(rewritten(await backup(sqlite_url, tmp_path), lie, honest=False), why)


@pytest.mark.parametrize(
    ("content", "why"), [(b"no database", "cannot be read"), (b"", "cannot be read|not a database")]
)
async def test_a_backup_without_a_database_is_refused(
    content: bytes, why: str, sqlite_url: str, tmp_path: Path
) -> None:
    """Whatever the manifest vouches for."""
    file = await backup(sqlite_url, tmp_path)

    def overwrite(folder: Path) -> None:
        (folder / DATABASE).write_bytes(content)

    await refused(rewritten(file, overwrite), why)


async def test_what_cannot_be_made_a_backup_of_is_said(
    empty_database: Callable[[str], str], sqlite_url: str, tmp_path: Path
) -> None:
    """An empty database, one out of reach, a folder that is not there, a file that is: a sentence."""
    empty = await asyncio.to_thread(empty_database, "sqlite")
    with pytest.raises(SchemaOutdatedError, match="nothing to make a backup of"):
        await backup(empty, tmp_path)
    with pytest.raises(StoreUnavailableError):
        await backup("postgresql://nobody@127.0.0.1:1/nothing", tmp_path)
    with pytest.raises(BackupError, match="There is no folder"):
        await backup(sqlite_url, tmp_path / "nowhere")
    file = await backup(sqlite_url, tmp_path)
    content = file.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        await backup(sqlite_url, tmp_path)
    assert file.read_bytes() == content
    assert inside(tmp_path) == [file]


async def test_a_damaged_database_makes_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    """Rows that refer to nothing are noticed when the backup is made, not when it is needed."""
    store = SqlStore(sqlite_url)
    await fill(store, sqlite_url)
    await store.close()
    execute(sqlite_url, "UPDATE account SET person = 99")
    with pytest.raises(BackupError, match="damaged"):
        await backup(sqlite_url, tmp_path)
    assert inside(tmp_path) == []


async def test_key_stores_are_copied_while_they_are_written_to(sqlite_url: str, tmp_path: Path) -> None:
    """An SQLite file in use comes whole, with what its companions hold; other files come as they are."""
    (tmp_path / "to").mkdir()
    keys, store = tmp_path / "keys", tmp_path / "back"
    (keys / "deep").mkdir(parents=True)
    (keys / "deep" / "token").write_bytes(b"secret")
    with closing(sqlite3.connect(keys / "crypto.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE key (value TEXT)")
        connection.execute("INSERT INTO key VALUES ('k1')")
        connection.commit()
        file = await backup(sqlite_url, tmp_path / "to", keys)
    async with opened(file) as found:
        put_keys_back(found, [store], NOW, replace=False)
    assert [path.name for path in inside(store)] == ["crypto.db", "deep"]
    assert (store / "deep" / "token").read_bytes() == b"secret"
    with closing(sqlite3.connect(store / "crypto.db")) as connection:
        assert connection.execute("SELECT value FROM key").fetchall() == [("k1",)]


async def test_keys_that_are_there_are_never_lost(sqlite_url: str, tmp_path: Path) -> None:
    """They are replaced only when asked, and kept beside it; without a folder in the settings it says so."""
    (tmp_path / "to").mkdir()
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "a").write_text("old")
    file = await backup(sqlite_url, tmp_path / "to", keys)
    (keys / "a").write_text("new")
    async with opened(file) as found:
        with pytest.raises(BackupError, match="--replace"):
            put_keys_back(found, [keys], NOW, replace=False)
        assert (keys / "a").read_text() == "new"
        back = put_keys_back(found, [keys], NOW, replace=True)
        assert (keys / "a").read_text() == "old"
        kept = tmp_path / "keys.before-20260302T093015Z"
        assert (kept / "a").read_text() == "new"
        assert str(kept) in back.told[0]
        assert "name no folder" in put_keys_back(found, [], NOW, replace=False).told[0]
