"""A program with everything around it as `voorloper run` has it, on one of our small platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import ClientSession

from adapters.files.kinds import EntryFiles
from adapters.metrics import MeasuredIndex, PrometheusMeter
from adapters.monitor import monitor
from bot.assembly import condition
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Command, Desk
from bot.indexing import LiveIndex
from bot.program import Program
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from tests.platforms.assembly import POLICY, chats, utc_now
from tests.platforms.driving import Platform
from tests.platforms.plaza import RETENTION
from tests.platforms.still_clock import Clock
from tests.platforms.waiting import meanwhile


@dataclass(frozen=True)
class Watched:
    """A running program, what it counts, and how to ask after it."""

    program: Program
    store: SqlStore
    url: str
    session: ClientSession
    clock: Clock

    async def health(self) -> tuple[int, Mapping[str, str]]:
        """Return the status of /health, and what it says of each part."""
        async with self.session.get(f"{self.url}/health") as response:
            return response.status, (await response.json())["parts"]

    async def metrics(self) -> str:
        """Return what /metrics says."""
        async with self.session.get(f"{self.url}/metrics") as response:
            assert response.status == 200
            return await response.text()

    async def metric(self, line: str) -> float:
        """Return one value, by name and labels as they are written; raise LookupError when there is none."""
        for each in (await self.metrics()).splitlines():
            if each.startswith(f"{line} "):
                return float(each.rpartition(" ")[2])
        raise LookupError(f"there is no {line}")


@asynccontextmanager
async def watched(database: str, platform: Platform, *commands: Command) -> AsyncIterator[Watched]:
    """Run a program over this database, with its monitor; these commands come first."""
    store = SqlStore(database)
    meter = PrometheusMeter()
    async with ClientSession() as session:
        own = chats({platform.name: platform.url}, session, longest=4000)
        live = LiveIndex(MeasuredIndex(TantivyIndex.in_memory(), meter.searching), store)
        desk = Desk(store, live, (*commands, *COMMANDS), POLICY, RETENTION, EntryFiles(), meter)
        clock = Clock()
        clock.at = utc_now()
        program = Program(desk, FORMS, own, clock, steady=clock.steady)
        await program.prepare()
        look = partial(condition, program, database)
        async with monitor("127.0.0.1", 0, look, meter.exposition) as port, meanwhile(program.run()):
            await program.tick()
            await asyncio.sleep(0)  # lets `run` begin
            yield Watched(program, store, f"http://127.0.0.1:{port}", session, clock)
    await store.close()
