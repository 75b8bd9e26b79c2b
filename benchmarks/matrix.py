"""Measure how quickly the bot answers in Matrix: `python -m benchmarks.matrix [--questions N] [--seconds N]`.

A real Synapse on loopback; beside the bot, a bare bot on the same library that only says back what it hears
(`matrix_echo.py`). First one question after another, taking turns between both bots; then so many a second
from ten people, each in a room of their own. What counts are the ratios of one run; a calibration loop is
printed beside the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import percentile
from benchmarks.process import megabytes, processor_seconds
from benchmarks.scale import calibrate
from tests.matrix.peer import Peer, person
from tests.matrix.synapse import Account, Synapse, homeserver

PEOPLE = 10
A_SECOND = 20
TURNS = 5

Figures = dict[str, float]


@dataclass
class Bot:
    """A bot in a process of its own, and the room in which one person asks it."""

    account: Account
    process: subprocess.Popen[bytes]
    room: str = ""
    taken: list[float] = field(default_factory=list)


async def measure(questions: int, seconds: int) -> Figures:
    """Return all figures."""
    with homeserver() as synapse, tempfile.TemporaryDirectory(prefix="voorloper-matrix-") as folder:
        async with AsyncExitStack() as stack:
            asker = await stack.enter_async_context(person(synapse.url, synapse.register("asker")))
            echo = await stack.enter_async_context(_echo(synapse))
            ours = await stack.enter_async_context(_ours(synapse, Path(folder)))
            for bot in (echo, ours):
                bot.room = await _room(asker, bot)
            for _ in range(TURNS):
                for bot in (echo, ours):
                    for number in range(questions // TURNS):
                        bot.taken.append(await _asked(asker, bot, f"zoek woord{number}"))
            figures = _latency(echo, ours, Path(folder))
            return figures | await _load(synapse, ours, seconds, stack)


def _latency(echo: Bot, ours: Bot, folder: Path) -> Figures:
    commit = _commit(folder)
    figures = {"commit_ms": 1000 * commit}
    for name, bot in (("echo", echo), ("voorloper", ours)):
        figures[f"{name}_p50_ms"] = 1000 * percentile(bot.taken, 0.5)
        figures[f"{name}_p95_ms"] = 1000 * percentile(bot.taken, 0.95)
    allowed = 1.25 * figures["echo_p50_ms"] + 3 * figures["commit_ms"]
    return figures | {"allowed_p50_ms": allowed, "of_allowed": figures["voorloper_p50_ms"] / allowed}


def _commit(folder: Path) -> float:
    """Return the seconds that one durable commit of one row takes, half of a hundred."""
    with sqlite3.connect(folder / "commit.db", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE row (words TEXT)")
        taken = []
        for number in range(100):
            began = time.perf_counter()
            connection.execute("INSERT INTO row VALUES (?)", (f"row {number}",))
            taken.append(time.perf_counter() - began)
    return percentile(taken, 0.5)


async def _load(synapse: Synapse, ours: Bot, seconds: int, stack: AsyncExitStack) -> Figures:
    """Let ten people ask, each in a room of their own, together so many a second."""
    people = [
        await stack.enter_async_context(person(synapse.url, synapse.register(f"person{number}")))
        for number in range(PEOPLE)
    ]
    rooms = [await _room(each, ours) for each in people]
    pid = ours.process.pid
    used, began, memory = processor_seconds(pid), time.perf_counter(), [megabytes(pid)]
    each = A_SECOND * seconds // PEOPLE
    await asyncio.gather(
        *(_asks(person, room, each, PEOPLE / A_SECOND) for person, room in zip(people, rooms, strict=True))
    )
    answers = [await _answers(person, room, ours, each) for person, room in zip(people, rooms, strict=True)]
    lasted = time.perf_counter() - began
    memory.append(megabytes(pid))
    right = [f"woord{number}" for number in range(each)]
    return {
        "asked": PEOPLE * each,
        "answered": sum(map(len, answers)),
        "rooms_in_order": sum(answer == right for answer in answers),
        "load_seconds": lasted,
        "processor_percent": 100 * (processor_seconds(pid) - used) / lasted,
        "memory_before_mb": memory[0],
        "memory_after_mb": memory[-1],
    }


async def _asks(person: Peer, room: str, count: int, pause: float) -> None:
    """Ask at fixed moments, whether or not the answer before is there."""
    began = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number * pause - time.perf_counter()))
        await person.say(room, f"!voorloper zoek woord{number}")


async def _answers(person: Peer, room: str, bot: Bot, count: int) -> list[str]:
    """Return which words the bot answered, in order, once all are there or nothing comes any more."""

    def words() -> list[str]:
        said = [event.body for event in person.timeline(room) if event.sender == bot.account.user_id]
        return [body.split("“")[1].split("”")[0] for body in said if "“woord" in body]

    try:
        await person.until(lambda: len(words()) >= count, 60)
    except TimeoutError:
        print("not everything was answered", file=sys.stderr)
    return words()


async def _room(asker: Peer, bot: Bot) -> str:
    room = await asker.create_room(bot.account.user_id, name="Snelheid")
    await asker.until(lambda: any(_came(event, bot) for event in asker.timeline(room)), 60)
    return room


def _came(event: object, bot: Bot) -> bool:
    content = getattr(event, "content", {})
    return getattr(event, "state_key", None) == bot.account.user_id and content.get("membership") == "join"


async def _asked(asker: Peer, bot: Bot, text: str) -> float:
    """Ask and return the seconds until the answer is seen."""
    before = len(asker.timeline(bot.room))
    began = time.perf_counter()
    question = await asker.say(bot.room, f"!voorloper {text}")
    await asker.until(
        lambda: any(event.thread == question for event in asker.timeline(bot.room)[before:]), 60
    )
    return time.perf_counter() - began


@asynccontextmanager
async def _echo(synapse: Synapse) -> AsyncIterator[Bot]:
    account = synapse.register("echo")
    module = ["benchmarks.matrix_echo", synapse.url, account.user_id, account.password]
    async with _process(account, module, {}) as bot:
        yield bot


@asynccontextmanager
async def _ours(synapse: Synapse, folder: Path) -> AsyncIterator[Bot]:
    account = synapse.register("voorloper")
    settings = {
        "DATABASE__URL": f"sqlite:///{folder}/voorloper.db",
        "SEARCH__INDEX": f"{folder}/index",
        "MONITOR__ENABLED": "false",
        "LOG__LEVEL": "warning",
        "MATRIX__HOMESERVER": synapse.url,
        "MATRIX__USER_ID": account.user_id,
        "MATRIX__PASSWORD": account.password,
        "MATRIX__STORE_PATH": f"{folder}/keys",
    }
    environment = {f"VOORLOPER_{name}": value for name, value in settings.items()}
    async with _process(account, ["bot", "run"], environment) as bot:
        yield bot


@asynccontextmanager
async def _process(account: Account, module: Sequence[str], settings: dict[str, str]) -> AsyncIterator[Bot]:
    command = [sys.executable, "-m", *module]
    process = subprocess.Popen(command, env=os.environ | settings)  # noqa: ASYNC220, S603 - our own programs
    try:
        yield Bot(account, process)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


def print_table(figures: Figures) -> None:
    """Print what was measured beside what it may be."""
    loop = 1000 * figures["calibration_seconds"]
    print(f"{os.cpu_count()} cores; a loop of a million steps took {loop:.0f} ms")
    print(f"one question after another, half of them: echo bot {figures['echo_p50_ms']:.1f} ms")
    print(f"  voorloper {figures['voorloper_p50_ms']:.1f} ms, at most {figures['allowed_p50_ms']:.1f} ms")
    print(f"  (1.25 x echo + 3 x a durable commit of {figures['commit_ms']:.2f} ms)")
    late = (figures["echo_p95_ms"], figures["voorloper_p95_ms"])
    print("  95 of 100: echo bot {:.1f} ms, voorloper {:.1f} ms".format(*late))
    print(f"{A_SECOND} questions a second from {PEOPLE} people:")
    print(f"  {figures['answered']:.0f} of {figures['asked']:.0f} answered", end=", ")
    print(f"in order in {figures['rooms_in_order']:.0f} of {PEOPLE} rooms")
    print(f"  {figures['processor_percent']:.0f} % of one core, at most 25 %")
    memory = (figures["memory_before_mb"], figures["memory_after_mb"])
    print("  memory {:.0f} MiB, then {:.0f}, at most 250".format(*memory))


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matrix", description=__doc__)
    parser.add_argument("--questions", type=int, default=100, help="how many are asked one after another")
    parser.add_argument("--seconds", type=int, default=30, help="how long ten people ask together")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    asked = parser.parse_args(arguments)
    figures = {"calibration_seconds": calibrate()} | asyncio.run(measure(asked.questions, asked.seconds))
    if asked.json:
        print(json.dumps(figures, indent=2))
    else:
        print_table(figures)


if __name__ == "__main__":
    main(sys.argv[1:])
