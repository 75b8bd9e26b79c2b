"""Measure many prompts that are due in one minute: `python -m benchmarks.prompts [--prompts 10000] [--json]`.

They are planned for successes and failures, in rooms that had one every week for half a year, over a base
of some hundred entries. They are claimed and put in the outbox through the product's own scheduler, on a new
SQLite file or the empty database of `--url`, and then delivered to a platform that takes everything at once,
in order per room.
Absolute figures mean something only beside the calibration loop (`benchmarks.scale`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from itertools import count
from pathlib import Path

from adapters.files.kinds import EntryFiles
from benchmarks.scale import calibrate
from benchmarks.synthetic import Language
from bot.assembly import settle_memory
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Desk
from bot.domain.errors import MessageRefusedError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Role
from bot.domain.prompt import Occurrence, Outcome, Prompt, PromptState
from bot.domain.schedule import Schedule, Workdays
from bot.indexing import LiveIndex
from bot.messages.outgoing import Outgoing, Post
from bot.messages.plaintext import render_plain
from bot.ports.chat import Core
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.mailbox import Delivery
from bot.program import Program
from bot.prompting.kinds import Kind
from bot.prompting.texts import TEXTS
from bot.settings import Settings
from storage.database.schema import migrate
from storage.search.index import TantivyIndex
from storage.store import SqlStore

PLACE = PlaceKey("scale", "here")
ROOMS = 500
ENTRIES = 500
WEEKS = 26
MOST_SECONDS = 10
BEFORE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
"""A Tuesday, an hour and a half before all of them are due."""

Figures = Mapping[str, float]


class _Chat:
    """A platform that takes everything at once; it notes what came, room by room."""

    platform = PLACE.platform
    exclusive = False
    trouble = ""

    def __init__(self) -> None:
        self.came: dict[RoomKey, list[int]] = {}
        self.closed = asyncio.Event()
        self._numbers = count(1)

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Return the words."""
        return (render_plain(outgoing.reply),) if isinstance(outgoing, Post) else ("",)

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Do as if it is out."""
        del part, content
        self.came.setdefault(delivery.outgoing.conversation.room, []).append(delivery.id)
        return f"m{next(self._numbers)}"

    async def fetch(self, place: PlaceKey, file: str) -> bytes:
        """Refuse: nobody can share a file here."""
        raise MessageRefusedError(f"{place} has no file {file}")

    async def recall(self, conversation: ConversationKey, message: str, author: AccountKey) -> None:
        """Recall nothing: what was said is not kept here."""
        del conversation, message, author

    async def run(self, core: Core) -> None:
        """Hear nothing."""
        del core
        await self.closed.wait()


def room_of(number: int) -> RoomKey:
    """Return the room of a prompt."""
    return RoomKey(PLACE, f"room{number % ROOMS}")


async def plan(store: SqlStore, number: int) -> None:
    """Plan so many prompts in a few hundred rooms, all for the same minute."""
    change = Change(None, BEFORE)
    schedule = Schedule(Workdays(), clock_time(9, 30))
    async with store.begin() as tx:
        owner = await tx.people.add(AccountKey(PLACE, "cora"), Role.COORDINATOR, change)
        await tx.hold()
        for each in range(number):
            room = room_of(each)
            kind = "success" if each % 2 else "failure"
            draft = Prompt(0, room, owner.id, kind, schedule, "UTC", BEFORE)
            prompt = replace(await tx.prompts.add(draft), state=PromptState.ACTIVE)
            await tx.prompts.save(prompt, change)
            await tx.due.plan(Work.PROMPT, str(prompt.id), BEFORE.replace(hour=9, minute=30))


async def fill(store: SqlStore, rooms: int) -> None:
    """Fill the base, and let each room have had a prompt every week, each kind and text in its turn."""
    entries = [replace(each, themes=()) for each in Language().entries(ENTRIES)]
    said = [text for pair in zip(TEXTS[Kind.SUCCESS], TEXTS[Kind.FAILURE], strict=True) for text in pair]
    async with store.begin() as tx:
        await tx.entries.save_all(entries, Change(None, BEFORE))
        for week in range(1, WEEKS + 1):
            at, text = BEFORE - timedelta(weeks=week), said[week % len(said)]
            kind = text.id.partition("-")[0]
            posted = Occurrence(0, at.replace(tzinfo=None), at, Outcome.POSTED, room_of(0), kind, text.id)
            await tx.prompts.note(
                [replace(posted, prompt=each + 1, room=room_of(each)) for each in range(rooms)]
            )


async def measure(url: str, number: int) -> Figures:
    """Return the seconds that it takes to queue them, and to deliver them."""
    await migrate(url)
    store = SqlStore(url)
    settings, chat = Settings(), _Chat()
    at = BEFORE

    def now() -> datetime:
        return at

    def steady() -> float:
        return (at - BEFORE).total_seconds()

    live = LiveIndex(TantivyIndex.in_memory(), store)
    desk = Desk(store, live, COMMANDS, settings.policy, settings.kept, EntryFiles())
    program = Program(desk, FORMS, [chat], now, steady=steady)
    await program.prepare()
    await plan(store, number)
    await fill(store, min(number, ROOMS))
    await program.tick()
    settle_memory()
    at = BEFORE + timedelta(hours=1, minutes=30)
    began = time.perf_counter()
    await program.tick()
    queued = time.perf_counter() - began
    async with store.read() as tx:
        waiting = await tx.outbox.open(PLACE)
    if waiting != number:
        raise ValueError(f"{waiting} of {number} prompts were queued")
    began = time.perf_counter()
    running = asyncio.create_task(program.run())
    await program.settled(PLACE)
    delivered = time.perf_counter() - began
    chat.closed.set()
    await running
    await store.close()
    if sum(map(len, chat.came.values())) != number or any(ids != sorted(ids) for ids in chat.came.values()):
        raise ValueError("not everything was delivered once and in order")
    return {
        "prompts": number,
        "calibration_seconds": calibrate(),
        "queued_seconds": queued,
        "delivered_seconds": delivered,
    }


def main(arguments: Sequence[str]) -> None:
    """Measure as many as the command line says, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.prompts", description=__doc__)
    parser.add_argument("--prompts", type=int, default=10_000, help="how many are due in one minute")
    parser.add_argument("--url", default="", help="an empty database; left out: a new SQLite file")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="voorloper-prompts-") as folder:
        url = asked.url or f"sqlite:///{Path(folder) / 'prompts.db'}"
        figures = asyncio.run(measure(url, asked.prompts))
    if asked.json:
        print(json.dumps({"cores": os.cpu_count(), **figures}, indent=2))
        return
    loop = 1000 * figures["calibration_seconds"]
    print(f"{os.cpu_count()} cores; a loop of a million steps took {loop:.0f} ms")
    print(f"{asked.prompts:,} prompts due in one minute")
    print(f"claimed and queued  {figures['queued_seconds']:>8.2f} s   (10,000: at most {MOST_SECONDS} s)")
    print(f"delivered           {figures['delivered_seconds']:>8.2f} s   (to a platform without limits)")


if __name__ == "__main__":
    main(sys.argv[1:])
