"""How far the search index is, for whoever waits for it: a bar in a terminal, lines in the log elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.indexing import Progress as Told

_log = logging.getLogger(__name__)

_WORDS = "The search index takes in what is in the base"


@contextmanager
def index_progress() -> Iterator[Told]:
    """Show on stderr how far the index is during the block, as soon as there is much to take in."""
    if sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(_WORDS)

    def told(done: int, of: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=of)
        if done >= of:
            bar.stop()

    try:
        yield told
    finally:
        bar.stop()  # a bar hides the cursor


def _lines() -> Told:
    """Return what logs each tenth."""
    tenth = -1

    def told(done: int, of: int) -> None:
        nonlocal tenth
        if done * 10 // of != tenth:
            tenth = done * 10 // of
            _log.info("the search index takes in what is in the base: %s of %s changes", done, of)

    return told
