"""Counts for Prometheus. Labels are platforms and kinds of things; nothing of a person is ever in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter
from typing import Final

from prometheus_client import (
    GC_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.domain.audience import Audience
from bot.domain.question import Filters, Hit
from bot.domain.vocabulary import WordGroup
from bot.ports.condition import Condition, Overview
from bot.ports.search import NO_FILTERS, Document, SearchIndex

# a second series for each counter, for which nobody asks
disable_created_metrics()  # type: ignore[no-untyped-call]

LEVELS: Final = ("answer", "related", "unknown", "refused")
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class PrometheusMeter:
    """A `bot.ports.meter.Meter` whose counts can be read in Prometheus's form."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.registry.register(GC_COLLECTOR)
        self._handled = self._counter("handled", "Events that were worked on", "platform", "kind", "result")
        self._handling = self._histogram("handling_seconds", "Time to work on one event", "platform")
        self._sent = self._counter("sent", "Parts of what the bot says", "platform", "kind", "result")
        self._sending = self._histogram("sending_seconds", "Time for a platform to take one part", "platform")
        self._dead = self._counter("dead", "What was given up", "direction", "platform")
        self._questions = self._counter("questions", "Questions by how sure the answer was", "level")
        self.searching = self._histogram("search_seconds", "Time to search the index once")
        for level in LEVELS:
            self._questions.labels(level)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"voorloper_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(f"voorloper_{name}", what, labels, registry=self.registry, buckets=_SECONDS)

    def handling(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Count an event of this kind and time the work on it; when the block raises, as one that failed."""
        return _timed(self._handled, self._handling, platform, kind, "done")

    def sending(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Count a part of something said and time its way out; when the block raises, as one that failed."""
        return _timed(self._sent, self._sending, platform, kind, "sent")

    def asked(self, level: str) -> None:
        """Count a question by its level."""
        self._questions.labels(level).inc()

    def dead(self, what: str, platform: str) -> None:
        """Count one that was given up: an event (`in`), or something the bot says (`out`)."""
        self._dead.labels(what, platform).inc()

    def exposition(self, condition: Condition) -> bytes:
        """Return every count, and how the program is doing now, as Prometheus reads it."""
        now = CollectorRegistry()
        healthy = Gauge("voorloper_healthy", "1 when this part works", ["part"], registry=now)
        for part in condition.parts:
            healthy.labels(part.name).set(part.fine)
        if condition.overview:
            _state(now, condition, condition.overview)
        return generate_latest(self.registry) + generate_latest(now)


@contextmanager
def _timed(counter: Counter, histogram: Histogram, platform: str, kind: str, good: str) -> Iterator[None]:
    begun, result = perf_counter(), "failed"
    try:
        yield
        result = good
    finally:
        counter.labels(platform, kind, result).inc()
        histogram.labels(platform).observe(perf_counter() - begun)


def _state(now: CollectorRegistry, condition: Condition, overview: Overview) -> None:
    rows = Gauge("voorloper_open_rows", "Rows that wait", ["direction", "platform"], registry=now)
    for direction, waiting in (("in", overview.open_in), ("out", overview.open_out)):
        for platform, number in waiting.items():
            rows.labels(direction, platform).set(number)
    entries = Gauge("voorloper_entries", "Entries in the base", ["kind"], registry=now)
    for kind, number in overview.entries.items():
        entries.labels(kind.value).set(number)
    lag = Gauge("voorloper_due_lag_seconds", "How long the earliest due work waits", registry=now)
    lag.set(condition.overdue)
    behind = Gauge("voorloper_index_lag_revisions", "Changes the index has not taken in", registry=now)
    behind.set(condition.behind)


class MeasuredIndex:
    """A `SearchIndex` whose every search is timed, those that are done side by side as one."""

    def __init__(self, index: SearchIndex, searching: Histogram) -> None:
        self._index = index
        self._searching = searching

    @property
    def revision(self) -> int:
        """The number of the last revision that is in the index; 0 for an empty one."""
        return self._index.revision

    @property
    def mark(self) -> str:
        """What the caller knows that revision by."""
        return self._index.mark

    def check(self) -> None:
        """Look whether what the index is made of is as it left it; if not, begin again, with revision 0."""
        self._index.check()

    def clear(self) -> None:
        """Forget everything; revision 0."""
        self._index.clear()

    def know(self, groups: Sequence[WordGroup]) -> None:
        """Let the words of each group stand for one another from now on."""
        self._index.know(groups)

    def others(self) -> Mapping[int, str]:
        """Return the marks of what other processes have, by revision."""
        return self._index.others()

    def take_over(self, revision: int) -> None:
        """Have what another process has at this revision."""
        self._index.take_over(revision)

    def add(self, documents: Sequence[Document]) -> None:
        """Take these entries in with the next `update`."""
        self._index.add(documents)

    def abandon(self) -> None:
        """Forget what was added since the last `update`."""
        self._index.abandon()

    def update(self, documents: Sequence[Document], revision: int, mark: str = "") -> None:
        """Take in the present state of these entries and remember `revision` and `mark`."""
        self._index.update(documents, revision, mark)

    def search(
        self, text: str, audience: Audience, filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Return the entries that fit the words of the text best, best first."""
        with self._searching.time():
            return self._index.search(text, audience, filters, limit)

    def search_each(
        self, text: str, audience: Audience, ways: Sequence[tuple[Filters | None, int]]
    ) -> tuple[tuple[Hit, ...], ...]:
        """Return what `search` finds for each of these filters and limits."""
        with self._searching.time():
            return self._index.search_each(text, audience, ways)

    def organisations(self, audience: Audience) -> tuple[str, ...]:
        """Return the names of the organisations of entries that these readers may see."""
        return self._index.organisations(audience)

    def passage(self, text: str, passages: Sequence[str]) -> str:
        """Return the one sentence of the passages that fits the text best."""
        return self._index.passage(text, passages)
