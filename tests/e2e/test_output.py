"""Standard output that cannot be written, and standard input that cannot be read: said once, or nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.test_command_line import QUESTION
from tests.platforms.program import CLOSED, started_anew, voorloper

COMMANDS = [["ask", "hoi"], ["chat"], ["check"], ["migrate"], ["--help"]]
STARTS = [
    *((voorloper, command) for command in COMMANDS),
    (started_anew, ["chat"]),
    (started_anew, ["--help"]),
]

Start = Callable[..., subprocess.CompletedProcess[str]]

every_command = pytest.mark.parametrize(
    ("start", "command"), STARTS, ids=[f"{start.__name__} {' '.join(command)}" for start, command in STARTS]
)


def to(start: Start, settings: dict[str, str], out: int, *command: str) -> tuple[int, str]:
    """Run a command with this as its standard output; return its exit code and standard error."""
    done = start(settings, *command, typed="hoi\nhulp\n", out=out)
    return done.returncode, done.stderr


@contextmanager
def nobody_reads() -> Iterator[int]:
    """Give a pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@every_command
def test_an_answer_that_nobody_reads_ends_quietly(
    settings: dict[str, str], start: Start, command: list[str]
) -> None:
    """As with `| head -1`: no error, for nothing went wrong."""
    with nobody_reads() as out:
        assert to(start, settings, out, *command) == (0, "")


@every_command
def test_an_answer_that_cannot_be_written_is_one_sentence(
    settings: dict[str, str], start: Start, command: list[str]
) -> None:
    """On a full disk and on a closed output: why, exit code 2, and nothing else."""
    with Path("/dev/full").open("wb") as full:
        said = "Standard output cannot be written (No space left on device).\n"
        assert to(start, settings, full.fileno(), *command) == (2, said)
    assert to(start, settings, CLOSED, *command) == (2, "Standard output cannot be written (it is closed).\n")


def test_an_answer_that_was_not_written_is_not_lost(settings: dict[str, str]) -> None:
    """It is the first thing that the next conversation shows."""
    with Path("/dev/full").open("wb") as full:
        to(voorloper, settings, full.fileno(), "ask", QUESTION)
    talk = "\n".join("over" for _ in range(3))
    assert "Zwerfafval" in voorloper(settings, "chat", typed=talk).stdout


def test_a_closed_input_is_one_sentence(settings: dict[str, str]) -> None:
    """There is nothing to answer."""
    done = started_anew(settings, "chat", before=["sh", "-c", 'exec "$@" <&-', "sh"])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "There is nothing to read: standard input is closed.\n"
