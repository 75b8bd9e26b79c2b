"""Processes that a test starts: quickly, from one that has imported everything, and never outliving it."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from tests.platforms.waiting import PATIENCE

T = TypeVar("T")

CONTEXT = multiprocessing.get_context("forkserver")
"""Its processes are forked from one that has imported this already."""

_FIRST = (
    "tests.platforms.program",
    "tests.platforms.bot_process",
    "tests.platforms.serving",
    "tests.matrix.bot_process",
    "bot.cli.data",  # this and what follows the program loads when it needs it
    "bot.cli.talk",
    "bot.cli.tuning",
    "bot.cli.upkeep",
    "adapters.matrix.adapter",
    "adapters.matrix.looking",
    "adapters.monitor",
    "alembic.command",
)
CONTEXT.set_forkserver_preload(list(_FIRST))


class Child:
    """A process that was started."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """The number by which the system knows it."""
        number = self._process.pid
        if number is None:
            raise ProcessLookupError
        return number

    async def kill(self) -> None:
        """Kill it, which leaves it no moment to do anything more."""
        self._process.kill()
        await self.end()

    async def end(self, seconds: float = PATIENCE) -> int:
        """Wait for its end and return its exit code; raise TimeoutError when it takes too long."""
        await asyncio.to_thread(self._process.join, seconds)
        if self._process.exitcode is None:
            raise TimeoutError
        return self._process.exitcode


@asynccontextmanager
async def child(work: Callable[[T], None], orders: T, log: Path) -> AsyncIterator[Child]:
    """Do some work in a process of its own, which is killed at the end of the block if it has not ended."""
    process = CONTEXT.Process(target=_begin, args=(work, orders, log))
    await asyncio.to_thread(process.start)
    try:
        yield Child(process)
    finally:
        process.kill()
        await asyncio.to_thread(process.join)
        process.close()


def _begin(work: Callable[[T], None], orders: T, log: Path) -> None:
    warnings.simplefilter("error")
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    end_with_parent()
    work(orders)


def end_with_parent() -> None:
    """Let this process end as soon as the one that started it has."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(3)
