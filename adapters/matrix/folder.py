"""The folder with what is secret to the device: who it is, its keys, and what it still could not read.

Only its owner can read it, one process at a time has it, and what belongs together is backed up together.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from adapters.matrix.errors import StoreInUseError

DEVICE = "device.json"
SIGNING = "signing.json"
PINS = "pins.json"
UNREAD = "unread.json"
_PICKLE_KEY = "pickle.key"
_LOCK = "lock"

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class KeyFolder:
    """The folder, held by this process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> Any | None:  # noqa: ANN401 - each reader checks what it needs of it
        """Return what was written under a name; None when there is nothing that can be read."""
        try:
            return json.loads((self.path / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def write(self, name: str, content: object) -> None:
        """Write it whole or not at all, so that only the owner can read it."""
        fresh = self.path / f"{name}.new"
        with _private(fresh) as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path / name)

    def pickle_key(self, given: str | None) -> str:
        """Return the key that the device's keys are kept under: the one in the settings, or our own."""
        if given:
            return given
        file = self.path / _PICKLE_KEY
        if not file.exists():
            with _private(file) as made:
                made.write(secrets.token_urlsafe(32))
        return file.read_text(encoding="utf-8")

    def holds(self, user: str, device: str) -> bool:
        """Say whether the keys of this device are here."""
        return (self.path / f"{user}_{device}.db").exists()

    def close_to_others(self) -> None:
        """See that only the owner can read what others made here."""
        for file in self.path.iterdir():
            if file.is_file():
                file.chmod(0o600)


@contextmanager
def held(path: Path) -> Iterator[KeyFolder]:
    """Make the folder when it is missing, and hold it. Raise StoreInUseError when another process does."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    with (path / _LOCK).open("a", encoding="utf-8") as lock:
        try:
            _take(lock)
        except OSError:
            raise StoreInUseError(f"Another process uses {path}; one folder is for one process.") from None
        yield KeyFolder(path)


@contextmanager
def _private(path: Path) -> Iterator[IO[str]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yield file
