"""What both READMEs say of the bot is true: their transcripts are held again and compared word for word.

A transcript is a block marked `console` (you are admin, as with `make chat`) or `console member` (an ordinary
member); lines that begin with "> " are what is typed. The blocks of one kind in one document are one
conversation, over a fresh database with the starter base. After a change of wording, of the search or of the
starter base, `python -m tests.e2e.test_readme` writes what the bot says now into the READMEs: read it, then
keep it.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.console import ConsoleChat
from bot.__main__ import app
from bot.assembly import open_program
from bot.commands.catalog import COMMANDS
from bot.commands.command import Invocation, parse
from bot.settings import Database, Keep, Network, Search, Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "README.nl.md")
RENEW = "python -m tests.e2e.test_readme"

_BLOCK = re.compile(r"^```console(?P<who> member)?\n(?P<said>.*?)^```$", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TYPED = "> "

_NETWORKS = {"": Network(admins=("console",)), " member": Network()}


class Talk:
    """Somebody at a terminal in memory: types line after line and notes what is answered to each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = deque(lines)
        self._said: list[str] = []

    @property
    def answers(self) -> tuple[str, ...]:
        """What the bot said after each line."""
        return tuple(said.strip("\n") for said in self._said)

    def read(self) -> str:
        """Type the next line; the console asks for it once the one before is answered."""
        if not self._lines:
            return ""
        self._said.append("")
        return self._lines.popleft() + "\n"

    def write(self, text: str) -> None:
        """Note what the bot says."""
        self._said[-1] += text


async def _held(who: str, lines: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Say these lines to the program as its composition root builds it; return the answers."""
    settings = Settings(
        database=Database(url=SecretStr(f"sqlite:///{folder / 'voorloper.db'}")),
        network=_NETWORKS[who],
        search=Search(index=folder / "index"),
        retention=Keep(),
    )
    talk = Talk(lines)
    console = ConsoleChat(talk.read, talk.write, lambda: datetime.now(UTC), folder)
    async with open_program(settings, [console]) as program:
        await program.run()
    return talk.answers


def _typed(said: str) -> list[str]:
    return [line.removeprefix(_TYPED) for line in said.splitlines() if line.startswith(_TYPED)]


async def _renewed(document: str, folder: Path) -> str:
    """Return the document with everything in its transcripts that the bot says as it says it now."""
    answers: dict[str, deque[str]] = {}
    for who in _NETWORKS:
        blocks = [block for block in _BLOCK.finditer(document) if (block["who"] or "") == who]
        lines = [line for block in blocks for line in _typed(block["said"])]
        own = folder / (who.strip() or "admin")
        own.mkdir()
        answers[who] = deque(await _held(who, lines, own) if lines else ())

    def anew(block: re.Match[str]) -> str:
        who = block["who"] or ""
        turns = [f"{_TYPED}{line}\n\n{answers[who].popleft()}\n" for line in _typed(block["said"])]
        return f"```console{who}\n" + "\n".join(turns) + "```"

    return _BLOCK.sub(anew, document)


def _prose(document: str) -> str:
    return _FENCED.sub("", (ROOT / document).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_the_transcripts_are_what_the_bot_says(name: str, tmp_path: Path) -> None:
    """Every answer in the README is, to the letter, what the bot answers to the line above it."""
    document = (ROOT / name).read_text(encoding="utf-8")
    renewed = await _renewed(document, tmp_path)
    if renewed != document:
        differing = [line for line in renewed.splitlines() if line not in document.splitlines()]
        pytest.fail(f"{name} is out of date; renew it with: {RENEW}\n" + "\n".join(differing), pytrace=False)


def test_both_readmes_show_success_failure_and_not_knowing() -> None:
    """A reader sees what was done, what did not work, and that the bot says so when it does not know."""
    for name in DOCUMENTS:
        said = "\n".join(
            block["said"] for block in _BLOCK.finditer((ROOT / name).read_text(encoding="utf-8"))
        )
        for sign in ("Dit vond ik:", "Niet gelukt:", "Dit ken ik nog niet"):
            assert sign in said, f"{name} shows no answer with “{sign}”"


def test_every_command_that_the_dutch_readme_names_is_a_command() -> None:
    """What stands between backticks in the prose can be typed to the bot exactly like that."""
    named = _CODE.findall(_prose("README.nl.md"))
    assert [line for line in named if not isinstance(parse(line, COMMANDS), Invocation)] == []


def test_the_dutch_readme_names_every_command() -> None:
    """A command that members cannot read about is not finished."""
    named = [parse(line, COMMANDS) for line in _CODE.findall(_prose("README.nl.md"))]
    explained = {each.command.dutch.name for each in named if isinstance(each, Invocation)}
    assert {command.dutch.name for command in COMMANDS} - explained == set()


def test_the_readme_names_the_commands_of_the_command_line() -> None:
    """`voorloper …` in the README is what the program offers, no more and no less, in the same order."""
    offered = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    assert re.findall(r"\| `voorloper (\w+)", _prose("README.md")) == offered


async def _renew() -> None:
    for name in DOCUMENTS:
        path = ROOT / name
        document = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            renewed = await _renewed(document, Path(folder))
        path.write_text(renewed, encoding="utf-8")
        sys.stdout.write(f"{name}: {'renewed' if renewed != document else 'was up to date'}\n")


if __name__ == "__main__":
    asyncio.run(_renew())
