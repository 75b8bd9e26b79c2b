"""Standard output that says in one way, once, that it cannot be written any more."""

from __future__ import annotations

import errno
import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.domain.errors import OutputLostError, ReaderGoneError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Outlet(io.RawIOBase):
    """Writes to a file descriptor until that fails; what comes afterwards goes nowhere.

    None for a standard output that was closed before the program began.
    """

    def __init__(self, file: io.FileIO | None) -> None:
        self._file = file
        self._lost = False

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def fileno(self) -> int:
        """Return the descriptor, by which Python knows a terminal."""
        if self._file is None:
            raise OSError(errno.EBADF, "closed")
        return self._file.fileno()

    def isatty(self) -> bool:
        """Say whether it is a terminal."""
        return self._file is not None and self._file.isatty()

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Write; the first time that it fails raise OutputLostError or ReaderGoneError."""
        if self._lost:
            return memoryview(data).nbytes
        if self._file is None:
            raise self._ended("it is closed")
        try:
            return self._file.write(data)
        except BrokenPipeError:
            raise self._ended("") from None
        except OSError as error:
            raise self._ended(error.strerror or type(error).__name__) from None

    def _ended(self, reason: str) -> OutputLostError:
        """Return the error by which the program ends; nothing is said any more but that."""
        self._lost = True
        logging.disable()
        if not reason:
            return ReaderGoneError("nobody reads any more")
        return OutputLostError(f"Standard output cannot be written ({reason}).")


@contextmanager
def guarded_output() -> Iterator[None]:
    """Let what is written on `sys.stdout` during the block raise errors of ours; and be whole at its end."""
    given = sys.stdout
    if given is None or isinstance(given, io.TextIOWrapper):
        file = None if given is None else io.FileIO(given.fileno(), "wb", closefd=False)
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Outlet(file)),
            encoding=given.encoding if given else "utf-8",
            errors="replace",  # a terminal without é still gets its answer
            line_buffering=bool(given and given.isatty()),
        )
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stdout = given


def counted(number: int, one: str, many: str) -> str:
    """Return a number with what is counted: “1 row”, “1,530 rows”."""
    return f"{number:,} {one if number == 1 else many}"
