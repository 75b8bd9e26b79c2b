"""Folders that hold a whole base for a moment: gone afterwards, or at the next one when we were killed.

A lock tells which of them are in use; the system gives it back when a process ends, however it ends.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

RESTORING: Final = "voorloper-restore-"
MAKING: Final = ".voorloper-backup-"
"""How the names of these folders begin."""

_TRIES: Final = 3

if sys.platform == "win32":

    def _held(folder: Path) -> int | None:
        """Return nothing: a folder cannot be locked there, so none is ever removed."""
        del folder
        return None

else:
    import fcntl

    def _held(folder: Path) -> int | None:
        """Hold a folder and return by what; None when somebody else does, or it is gone."""
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.fstat(held).st_uid == os.geteuid() and folder.exists()
        except OSError:
            ours = False
        if not ours:
            os.close(held)
        return held if ours else None


@contextmanager
def scratch(prefix: str, place: Path | None = None) -> Iterator[Path]:
    """Give a folder that only we can read, gone after the block; in the usual place for that unless named.

    What was left there, or in the usual place, by a process that was killed is removed first. Raise OSError
    when there can be no folder.
    """
    usual = Path(tempfile.gettempdir())
    place = place or usual
    for each in {usual, place}:
        _clear(each)
    made, held = _made(prefix, place)
    with made as folder:
        try:
            yield Path(folder)
        finally:
            if held is not None:
                os.close(held)


def _made(prefix: str, place: Path) -> tuple[tempfile.TemporaryDirectory[str], int | None]:
    """Make a folder and hold it, again when somebody who clears took it for a left one in between."""
    for _ in range(_TRIES):
        made = tempfile.TemporaryDirectory(prefix=prefix, dir=place)
        held = _held(Path(made.name))
        if held is not None:
            return made, held
        made.cleanup()
    return tempfile.TemporaryDirectory(prefix=prefix, dir=place), None  # nobody can hold anything here


def _clear(place: Path) -> None:
    for folder in (*place.glob(f"{RESTORING}*"), *place.glob(f"{MAKING}*")):
        held = _held(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)
