"""The program as people start it: arguments, environment, descriptors, exit code. Each run is a real process.

Most runs are forked from a process that has imported the program already, because a new interpreter takes
seconds to do so: they begin in the `main` that the script `voorloper` calls. `started_anew` is for what
depends on how an interpreter starts, and for showing that it makes no difference.
"""

from __future__ import annotations

import atexit
import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from bot.__main__ import main
from bot.language.thesaurus import shipped
from tests.platforms.processes import CONTEXT, end_with_parent

shipped()  # once here, not in every process

CLOSED = -1
"""Instead of a descriptor: it is closed."""

_SECONDS = 60.0
_ERROR = 2


def voorloper(
    settings: Mapping[str, str],
    *arguments: object,
    typed: str = "",
    out: int | None = None,
    folder: Path | None = None,
    most_written: int | None = None,
    seconds: float = _SECONDS,
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, with these settings as its whole environment, and return what it said.

    `out` is the descriptor of its standard output, or CLOSED; left out, what is written there is returned.
    No file that it writes may be longer than `most_written` bytes. Raise TimeoutExpired when it takes longer
    than so many seconds.
    """
    with ExitStack() as stack:
        said, complained, input_ = (stack.enter_context(TemporaryFile()) for _ in range(3))
        input_.write(typed.encode())
        input_.seek(0)
        given = (input_.fileno(), said.fileno() if out is None else out, complained.fileno())
        process = forked(settings, arguments, given, folder=folder, most_written=most_written)
        stack.callback(process.close)
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired([*map(str, arguments)], seconds, _all(said), _all(complained))
        code, texts = process.exitcode, (_all(said).decode(), _all(complained).decode())
    return subprocess.CompletedProcess([*map(str, arguments)], code, *texts)


def _all(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def forked(
    settings: Mapping[str, str],
    arguments: Sequence[object],
    descriptors: tuple[int, int, int],
    *,
    folder: Path | None = None,
    most_written: int | None = None,
) -> BaseProcess:
    """Begin a run with these as standard input, output and error; who calls this waits for its end."""
    run = _Run(
        dict(settings),
        tuple(map(str, arguments)),
        tuple(_Descriptor(number) for number in descriptors),
        folder or Path.cwd(),
        most_written,
    )
    process = CONTEXT.Process(target=_run, args=(run,))
    process.start()
    return process


def started_anew(
    settings: Mapping[str, str],
    *arguments: object,
    typed: str = "",
    out: int | None = None,
    before: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` as `voorloper` here does, behind a command that may change something first."""
    closed = ["sh", "-c", 'exec "$@" >&-', "sh"] if out == CLOSED else []
    command = [*before, *closed, sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(  # noqa: S603 - our own program
        command,
        input=typed,
        env=settings,
        stdout=subprocess.PIPE if out in {None, CLOSED} else out,
        stderr=subprocess.PIPE,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


class _Given(Protocol):
    """A descriptor on its way."""

    def detach(self) -> int:
        """Return its number here."""


class _Descriptor:
    """A descriptor that goes along to another process; there it has a number of its own."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[object, ...]:
        return (_Descriptor, (CLOSED,)) if self.number == CLOSED else (_arrived, (DupFd(self.number),))


def _arrived(given: _Given) -> _Descriptor:
    return _Descriptor(given.detach())


@dataclass(frozen=True)
class _Run:
    """What a run is given."""

    environment: dict[str, str]
    arguments: tuple[str, ...]
    descriptors: tuple[_Descriptor, ...]
    folder: Path
    most_written: int | None


def _run(run: _Run) -> None:
    """Be the program, as the interpreter would have started it, to its end."""
    end_with_parent()
    os.environ.clear()
    os.environ.update(run.environment)
    time.tzset()
    os.chdir(run.folder)
    if run.most_written is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (run.most_written, run.most_written))
    for number, given in enumerate(run.descriptors):
        if given.number == CLOSED:
            os.close(number)
        else:
            os.dup2(given.number, number)
            os.close(given.number)
    streams = [_stream(number, given) for number, given in enumerate(run.descriptors)]
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.argv = ["voorloper", *run.arguments]
    try:
        main()
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001 - an interpreter does, multiprocessing does not


def _stream(number: int, given: _Descriptor) -> io.TextIOWrapper | None:
    """Return a standard stream as the interpreter makes it."""
    if given.number == CLOSED:
        return None
    errors = "backslashreplace" if number == _ERROR else "strict"
    file = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - it stays open
    return io.TextIOWrapper(file, encoding="utf-8", errors=errors, line_buffering=number == _ERROR)
