"""The console when its database goes away, or takes no more, while lines are piped in: told, and it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console import ConsoleChat
from bot.domain.errors import StoreUnavailableError
from bot.domain.keys import CONSOLE
from storage.store import SqlStore
from tests.e2e.test_command_line import QUESTION
from tests.platforms.assembly import POLICY, prepared, utc_now
from tests.platforms.trouble import file_of


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the console try again at once, and give up soon."""
    monkeypatch.setattr("adapters.console._AGAIN_AFTER", 0.02)
    monkeypatch.setattr("adapters.console._GIVES_UP_AFTER", 0.5)
    for module in ("pump", "program", "delivery"):
        monkeypatch.setattr(f"bot.{module}.POLL", 0.02)


class Pipe:
    """Lines that are read one by one; the file is away from the second on, for so many tries."""

    def __init__(self, file: Path, *, back: bool) -> None:
        self._file = file
        self._away = file.with_name("away.db")
        self._back = back
        self._lines = self._read()
        self.written: list[str] = []

    def _read(self) -> Iterator[str]:
        yield "hallo\n"
        self._file.rename(self._away)
        yield "bedankt\n"
        yield ""

    def readline(self) -> str:
        """Return the next line."""
        return next(self._lines)

    def write(self, text: str) -> None:
        """Keep what is shown; who reads that the database is away may put it back."""
        self.written.append(text)
        if "houd ik vast" in text and self._back:
            self._away.rename(self._file)


class Full:
    """A disk that is full from the first answer on, for the log of SQLite; one line is read before."""

    def __init__(self, file: Path, *, back: bool) -> None:
        self._log = file.with_name(f"{file.name}-wal")
        self._back = back
        self._usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._lines = iter(("hallo\n", ""))
        self.written: list[str] = []

    def readline(self) -> str:
        """Return the next line."""
        return next(self._lines)

    def write(self, text: str) -> None:
        """Keep what is shown; who reads that the database is away may make room."""
        self.written.append(text)
        if len(self.written) == 1:
            room = self._log.stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, self._usual[1]))
        if "houd ik vast" in text and self._back:
            self.clear()

    def clear(self) -> None:
        """Make room again."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._usual)


async def piped(store: SqlStore, pipe: Pipe | Full, folder: Path) -> None:
    """Let the program read from the pipe to its end."""
    console = ConsoleChat(pipe.readline, pipe.write, utc_now, folder)
    program = await prepared(store, [console], policy=replace(POLICY, admitted=frozenset({CONSOLE})))
    await program.run()


@pytest.mark.usefixtures("impatient")
async def test_it_ends_when_the_database_stays_away(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What is wrong is said once, also in the log, and the reason goes to who started it."""
    store, pipe = SqlStore(sqlite_url), Pipe(file_of(sqlite_url), back=False)
    with caplog.at_level(logging.WARNING, "bot"), pytest.raises(ExceptionGroup) as ended:
        await piped(store, pipe, tmp_path)
    await store.close()
    assert ended.group_contains(StoreUnavailableError, match="The file of the database cannot be opened")
    said = "".join(pipe.written)
    assert said.count("houd ik vast") == said.count("dus ik stop") == 1
    claims = [record for record in caplog.records if "nothing can be claimed" in record.message]
    assert 0 < len(claims) <= 2  # one for what comes in, one for what goes out


@pytest.mark.usefixtures("impatient")
async def test_it_goes_on_when_the_database_is_back(sqlite_url: str, tmp_path: Path) -> None:
    """The line that was typed meanwhile is answered, and nothing is lost."""
    store, pipe = SqlStore(sqlite_url), Pipe(file_of(sqlite_url), back=True)
    await piped(store, pipe, tmp_path)
    await store.close()
    assert "Graag gedaan" in "".join(pipe.written)
    assert "dus ik stop" not in "".join(pipe.written)


@pytest.mark.usefixtures("impatient")
async def test_it_ends_when_what_was_said_cannot_be_noted(sqlite_url: str, tmp_path: Path) -> None:
    """A full disk can be read well; the answer is shown once, and why it ends goes to who started it."""
    store, pipe = SqlStore(sqlite_url), Full(file_of(sqlite_url), back=False)
    try:
        with pytest.raises(ExceptionGroup) as ended:
            async with asyncio.timeout(20):
                await piped(store, pipe, tmp_path)
    finally:
        pipe.clear()
        await store.close()
    assert ended.group_contains(StoreUnavailableError, match="full")
    said = "".join(pipe.written)
    assert said.count("Hoi") == said.count("houd ik vast") == said.count("dus ik stop") == 1
    assert "Wat je typte is bewaard" in said


@pytest.mark.usefixtures("impatient")
async def test_what_was_said_is_noted_once_there_is_room(sqlite_url: str, tmp_path: Path) -> None:
    """It waits for no claim to run out, and says nothing twice."""
    store, pipe = SqlStore(sqlite_url), Full(file_of(sqlite_url), back=True)
    try:
        async with asyncio.timeout(20):
            await piped(store, pipe, tmp_path)
    finally:
        pipe.clear()
        await store.close()
    said = "".join(pipe.written)
    assert said.count("Hoi") == said.count("houd ik vast") == 1
    assert "dus ik stop" not in said


def test_piped_lines_end_in_one_sentence_without_a_database(settings: dict[str, str], tmp_path: Path) -> None:
    """As people start it: the file is removed while it runs, and it stops by itself with exit code 2."""
    command = [sys.executable, "-m", "bot", "chat"]
    with subprocess.Popen(  # noqa: S603 - ours
        command,
        env=settings | {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{QUESTION}\n")
        process.stdin.flush()
        while not process.stdout.readline().startswith("Verder"):
            assert process.poll() is None
        file_of(settings["VOORLOPER_DATABASE__URL"]).unlink()
        said, complained = process.communicate("bedankt\n", timeout=60)
    assert process.returncode == 2
    assert said.count("dus ik stop") == 1
    assert complained.count("\n") == 1
    assert complained.startswith("The file of the database cannot be opened.")
