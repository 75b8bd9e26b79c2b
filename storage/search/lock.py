"""One subfolder per process: which of them is ours is decided by a lock the system gives back at exit."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_folder(folder: Path) -> tuple[Path, IO[str]]:
    """Return the first numbered subfolder that no other process holds, made when missing, and its lock.

    It stays ours until the lock is closed or the process ends, however it ends. Raise OSError when the
    folder cannot be written.
    """
    for number in itertools.count(1):
        own = folder / str(number)
        own.mkdir(parents=True, exist_ok=True)
        lock = (own / "lock").open("a", encoding="utf-8")
        try:
            _take(lock)
        except (BlockingIOError, PermissionError):
            lock.close()
        else:
            return own, lock
    raise AssertionError("counting never ends")
