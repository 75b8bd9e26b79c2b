"""The file that a backup is: one zip with a manifest, the database, the settings and the key stores.

Here is its form, and the checks before anything in it is believed. What goes in and comes out of the database
is in `backup.py` and `restoring.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from bot.domain.errors import VoorloperError

FORMAT: Final = 1
"""The version of the form of the file."""

MANIFEST: Final = "manifest.json"
DATABASE: Final = "voorloper.db"
SETTINGS: Final = "settings.toml"
KEYS: Final = "keys"
"""The folder in the zip with a numbered folder for each key store."""

_LONGEST_MANIFEST: Final = 10_000_000  # bytes: room for the names of a hundred thousand files
_PIECE: Final = 1 << 20
_STRICT: Final = ConfigDict(extra="forbid", hide_input_in_errors=True)
_DAMAGED: Final = (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What Python says of a zip that is cut off, changed, encrypted or made in another way than ours."""


class BackupError(VoorloperError):
    """A backup cannot be made, or cannot be put back; the message says why and what to do."""


@dataclass(frozen=True, config=_STRICT)
class Member:
    """One file in the zip."""

    sha256: str
    bytes: int


@dataclass(frozen=True, config=_STRICT)
class Manifest:
    """What a backup holds: which program made it when, the schema of its database, its rows and its files.

    `key_stores` is how many folders of keys there are, an empty one included.
    """

    format: int
    program: str
    schema: str
    made: datetime
    rows: Mapping[str, int]
    files: Mapping[str, Member]
    key_stores: int


_MANIFEST: Final = TypeAdapter(Manifest)


def examine(database: Path) -> tuple[str, Mapping[str, int]]:
    """Return the schema revision of an SQLite file and how many rows each of its tables has.

    Raise BackupError when it is damaged, or no database of ours.
    """
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # one file, without companions
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole = not connection.execute("PRAGMA foreign_key_check").fetchall()
            if not (sound and whole):
                raise BackupError("The database in it is damaged. Use an earlier backup.")
            ours = "type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
            names = connection.execute(f"SELECT name FROM sqlite_master WHERE {ours}").fetchall()  # noqa: S608 - a constant
            count = 'SELECT count(*) FROM "{}"'
            rows = {name: connection.execute(count.format(name)).fetchone()[0] for (name,) in sorted(names)}
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database in it cannot be read ({error}). Use an earlier backup.") from None
    if revision is None:
        raise BackupError("What is in it is not a database of Voorloper.")
    return revision[0], rows


def pack(folder: Path, file: Path, manifest: Manifest) -> None:
    """Write the files of a folder, with the manifest before them, to a zip that only its owner may read.

    It is made beside its place and gets its name when it is whole and on the disk; a file that is there
    already is never overwritten.
    """
    made = folder / "made.zip"
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            written = json.dumps(_MANIFEST.dump_python(manifest, mode="json"), indent=1)
            archive.writestr(MANIFEST, written + "\n")
            for name in manifest.files:
                archive.write(folder / name, name)
        out.flush()
        os.fsync(out.fileno())
    _name(made, file)


def _name(made: Path, file: Path) -> None:
    try:
        os.link(made, file)  # unlike a rename, it leaves alone what is there
    except FileExistsError:
        raise BackupError(f"{file} is there already. Give another name.") from None
    except OSError:  # a disk without hard links
        if file.exists():
            raise BackupError(f"{file} is there already. Give another name.") from None
        made.replace(file)


def members(folder: Path) -> Mapping[str, Member]:
    """Return what is in a folder and the folders in it, by the names they get in a zip."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _member(path) for path in files}


def _member(path: Path) -> Member:
    with path.open("rb") as file:
        return Member(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def unpack(file: Path, folder: Path) -> Manifest:
    """Take a backup apart into an empty folder, and return its manifest.

    Raise BackupError unless everything in it is what its manifest says, and nothing else.
    """
    try:
        with _opened(file) as archive:
            manifest = _manifest(archive)
            _check_names(archive, manifest)
            _check_room(manifest, folder)
            for name, member in manifest.files.items():
                _extract(archive, name, member, folder / name)
    except FileNotFoundError:
        raise BackupError(f"There is no file {file}.") from None
    except _DAMAGED as error:
        raise BackupError(f"{file} is damaged ({type(error).__name__}). Use an earlier backup.") from None
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.") from None
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(file)
    except BadZipFile:
        raise BackupError(f"{file} is not a backup of Voorloper, or it was cut off.") from None
    with archive:
        yield archive


def _manifest(archive: ZipFile) -> Manifest:
    strange = BackupError("This is a zip, but not a backup of Voorloper.")
    if MANIFEST not in archive.namelist():
        raise strange
    with archive.open(MANIFEST) as member:
        text = member.read(_LONGEST_MANIFEST + 1)
    try:
        given = json.loads(text)
        if isinstance(given, dict) and type(given.get("format")) is int and given["format"] > FORMAT:
            raise BackupError(
                "This backup was made by a newer version of the program. Install the newest version."
            )
        return _MANIFEST.validate_python(given)
    except (ValueError, ValidationError, RecursionError):
        raise strange from None


def _check_names(archive: ZipFile, manifest: Manifest) -> None:
    """See that the zip holds the files of the manifest and no others, under names that stay in the folder."""
    there = archive.namelist()
    expected = {MANIFEST, *manifest.files}
    if len(there) != len(expected) or set(there) != expected or not {DATABASE, SETTINGS} <= expected:
        raise BackupError("The backup does not hold the files that it says it holds. Use another one.")
    if any(not _harmless(name) for name in there):
        raise BackupError("The backup holds a file whose name leads out of its folder; it was tampered with.")


def _harmless(name: str) -> bool:
    path = PurePosixPath(name)
    plain = not any(sign in name for sign in "\\:\0") and not path.is_absolute() and path.as_posix() == name
    return plain and ".." not in path.parts and (len(path.parts) == 1 or path.parts[0] == KEYS)


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(member.bytes for member in manifest.files.values())
    free = shutil.disk_usage(folder).free
    if any(member.bytes < 0 for member in manifest.files.values()) or needed > free:
        raise BackupError(
            f"The backup unpacks to {needed:,} bytes, and {folder.parent} has room for {free:,}. "
            "Make room there, or name another folder in TMPDIR."
        )


def _extract(archive: ZipFile, name: str, member: Member, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, path.open("xb") as target:
        digest = _copied(source, target, member.bytes)
    if digest != member.sha256:
        raise BackupError(f"{name} in the backup is not what was put in it. Use an earlier backup.")


def _copied(source: IO[bytes], target: IO[bytes], expected: int) -> str:
    """Copy so many bytes and one more if there is, so that a file that lies about its size fills no disk."""
    digest, left = hashlib.sha256(), expected + 1
    while left and (piece := source.read(min(_PIECE, left))):
        digest.update(piece)
        target.write(piece)
        left -= len(piece)
    return digest.hexdigest() if left == 1 else ""
