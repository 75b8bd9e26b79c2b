"""What `scale.py` measures, a fresh process for each step: `python -m benchmarks.scale_steps STEP FOLDER …`.

A step prints one JSON object of figures. `fill` makes the database in the folder, `rebuild` its index; the
others need both.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from benchmarks.disk import durable_writes
from benchmarks.figures import percentile
from benchmarks.fulltext import FullText
from benchmarks.handled import PLACE, handling
from benchmarks.memory import peak_megabytes
from benchmarks.synthetic import Asked, Language, theme_names
from bot.domain.audience import Audience, Readership
from bot.domain.keys import AccountKey
from bot.domain.people import Role
from bot.domain.policy import Thresholds
from bot.domain.question import Query
from bot.finding import find
from bot.indexing import LiveIndex
from bot.ports.knowledge import Change
from bot.ports.search import SearchIndex
from bot.settings import Search
from storage.database.schema import migrate
from storage.search.sound import SoundIndex
from storage.store import SqlStore

Figures = dict[str, float]
T = TypeVar("T")

_BATCH = 2000
_PIONEERS = 100
_MEMBERS = Audience(Readership.MEMBERS)
_CHANGE = Change(None, datetime(2026, 1, 1, tzinfo=UTC))


async def fill(folder: Path, size: int, questions: int) -> Figures:
    """Make the database and SQLite's own index, unless they are there."""
    del questions
    filled = folder / "filled"
    if filled.exists():
        return {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)  # noqa: ASYNC240 - idem
    await migrate(_url(folder))
    began = time.perf_counter()
    fulltext = FullText(folder / "fulltext.db")
    async with _opened(folder) as store:
        persons = await _people_and_themes(store)
        for batch in _batches(Language().entries(size, persons)):
            async with store.begin() as tx:
                await tx.entries.save_all(batch, _CHANGE)
            fulltext.add(batch)
    fulltext.close()
    filled.touch()
    return {"fill_seconds": time.perf_counter() - began}


async def _people_and_themes(store: SqlStore) -> Sequence[int]:
    async with store.begin() as tx:
        for name in theme_names():
            await tx.entries.save_theme({"nl": name}, _CHANGE)
        accounts = [AccountKey(PLACE, f"voorloper{number}") for number in range(_PIONEERS)]
        return [(await tx.people.add(account, Role.MEMBER, _CHANGE)).id for account in accounts]


async def rebuild(folder: Path, size: int, questions: int) -> Figures:
    """Make the index anew, as a start without one does."""
    del size, questions
    shutil.rmtree(folder / "index", ignore_errors=True)
    async with _opened(folder) as store:
        began = time.perf_counter()
        index = SoundIndex(folder / "index")
        await LiveIndex(index, store).current()
        seconds = time.perf_counter() - began
        index.close()
    files = [file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file()]
    return {
        "rebuild_seconds": seconds,
        "rebuild_megabytes": peak_megabytes(),
        "index_megabytes": sum(files) / 2**20,
    }


async def start(folder: Path, size: int, questions: int) -> Figures:
    """Open what is there, and answer the questions."""
    del size
    asked = [each.text for each in Language().questions(questions)]
    began = time.perf_counter()
    async with _current(folder) as (_, index):
        seconds = time.perf_counter() - began
        for text in asked:
            _find(text, index)
    return {"start_seconds": seconds, "serving_megabytes": peak_megabytes()}


async def search(folder: Path, size: int, questions: int) -> Figures:
    """Find, with the call that the bot makes, and beside it the same questions to SQLite."""
    del size
    asked = list(Language().questions(questions))
    async with _current(folder) as (_, index):
        for each in asked[:10]:
            _find(each.text, index)
        own = _timed(asked, lambda text: _find(text, index))
    fulltext = FullText(folder / "fulltext.db")
    other = _timed(asked, fulltext.search)
    fulltext.close()
    figures = _percentiles("search", own) | _percentiles("fts5", other)
    return figures | {f"ratio_{part}": figures[f"fts5_{part}"] / figures[f"search_{part}"] for part in _PARTS}


async def handle(folder: Path, size: int, questions: int) -> Figures:
    """Ask the running program, storage included."""
    del size
    asked = list(Language().questions(questions))
    async with _current(folder) as (store, index), handling(store, LiveIndex(index, store)) as bot:
        for each in asked[:10]:
            await bot.ask(each.text)
        taken = [(each.style, 1000 * await bot.ask(each.text)) for each in asked]
    written = [1000 * seconds for seconds in durable_writes(folder, questions)]
    durable = {"durable_p50": percentile(written, 0.5), "durable_p95": percentile(written, 0.95)}
    return _percentiles("handled", taken) | durable | {"handling_megabytes": peak_megabytes()}


STEPS: Mapping[str, Callable[[Path, int, int], Awaitable[Figures]]] = {
    "fill": fill,
    "rebuild": rebuild,
    "start": start,
    "search": search,
    "handle": handle,
}
"""In the order in which they need one another."""

_PARTS = ("p50", "p95", "short_p95", "chatty_p95")


def _percentiles(name: str, taken: Sequence[tuple[str, float]]) -> Figures:
    """Return the percentiles of milliseconds, of all and of each style."""
    every = [milliseconds for _, milliseconds in taken]
    figures = {f"{name}_p50": percentile(every, 0.5), f"{name}_p95": percentile(every, 0.95)}
    for style in ("short", "chatty"):
        of_style = [milliseconds for own, milliseconds in taken if own == style]
        figures[f"{name}_{style}_p95"] = percentile(of_style, 0.95)
    return figures


def _timed(asked: Iterable[Asked], search: Callable[[str], object]) -> list[tuple[str, float]]:
    taken = []
    for each in asked:
        began = time.perf_counter()
        search(each.text)
        taken.append((each.style, 1000 * (time.perf_counter() - began)))
    return taken


def _find(text: str, index: SearchIndex) -> object:
    setting = Search()
    return find(Query(text), index, _MEMBERS, Thresholds(setting.answer, setting.related))


@asynccontextmanager
async def _current(folder: Path) -> AsyncIterator[tuple[SqlStore, SoundIndex]]:
    async with _opened(folder) as store:
        index = SoundIndex(folder / "index")
        await LiveIndex(index, store).current()
        try:
            yield store, index
        finally:
            index.close()


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(_url(folder))
    try:
        yield store
    finally:
        await store.close()


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'voorloper.db'}"


def _batches(values: Iterator[T]) -> Iterator[Sequence[T]]:
    while batch := tuple(itertools.islice(values, _BATCH)):
        yield batch


def main(arguments: Sequence[str]) -> None:
    """Do one step and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale_steps", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    parser.add_argument("questions", type=int)
    given = parser.parse_args(arguments)
    work = STEPS[cast("str", given.step)](
        cast("Path", given.folder), cast("int", given.size), cast("int", given.questions)
    )

    async def figures() -> Figures:
        return await work

    print(json.dumps(asyncio.run(figures())))


if __name__ == "__main__":
    main(sys.argv[1:])
