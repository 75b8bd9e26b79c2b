"""Measure how well questions find their entries: `python -m benchmarks.retrieval DIR [DIR …] [--json]`.

With `--teach STYLE --seed N` half of the topics are taught first, see `teaching.py`.

A collection is a folder with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`.
Its documents become published, public projects in the product's own index; its questions take the
product's own path up to the cut to three. The arithmetic is in `figures.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from benchmarks.figures import Outcome, intervals, percentile, quality
from bot.domain.audience import Audience, Readership
from bot.domain.model import Entry, EntryId, Kind, Project, Status, Text, Visibility
from bot.domain.policy import Thresholds
from bot.finding import Level, find
from bot.ports.search import Document, SearchIndex
from bot.querying.reading import read
from bot.querying.values import vocabulary
from bot.settings import Search
from storage.search.index import TantivyIndex

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_READERS = Audience(Readership.MIXED)

Record = Mapping[str, object]
Report = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Collection:
    """Documents, questions and judgements as they were written down."""

    name: str
    documents: tuple[Record, ...]
    questions: tuple[Record, ...]
    grades: Mapping[str, Mapping[str, int]]


def read_collection(folder: Path) -> Collection:
    """Read a collection; raise OSError or ValueError when it is not one."""
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, grade = line.split("\t")
        if grade.lstrip("-").isdigit():
            grades.setdefault(question, {})[document] = int(grade)
    return Collection(
        name=folder.resolve().name,
        documents=_records(folder / "corpus.jsonl"),
        questions=_records(folder / "queries.jsonl"),
        grades=grades,
    )


def _records(path: Path) -> tuple[Record, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(cast("Record", json.loads(line)) for line in lines if line.strip())


def entry_of(record: Record, number: int) -> Entry:
    """Turn a document of a collection into a published project that everybody may see."""
    organisation = record.get("organisation") or record.get("organisatie")
    return Entry(
        id=EntryId(Kind.PROJECT, number),
        details=Project(),
        texts=(Text("nl", title=str(record.get("title") or ""), summary=str(record["text"])),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=_NOW,
        organisation=str(organisation) if organisation else None,
        external_id=str(record["id"]),
    )


def outcomes_of(collection: Collection) -> tuple[Outcome, ...]:
    """Put the collection in an index of its own and ask every question."""
    index = TantivyIndex.in_memory()
    index.update([Document(entry) for entry in entries_of(collection)], revision=1)
    return outcomes_in(index, collection)


def entries_of(collection: Collection) -> tuple[Entry, ...]:
    """Turn the documents of a collection into entries, numbered in their order."""
    return tuple(entry_of(record, number) for number, record in enumerate(collection.documents, 1))


def outcomes_in(index: SearchIndex, collection: Collection) -> tuple[Outcome, ...]:
    """Ask every question of a collection in an index that holds its entries."""
    names = {entry.id: entry.external_id or "" for entry in entries_of(collection)}
    setting = Search()
    thresholds = Thresholds(setting.answer, setting.related)
    return tuple(
        _outcome(question, collection, index, names, thresholds) for question in collection.questions
    )


def _outcome(
    question: Record,
    collection: Collection,
    index: SearchIndex,
    names: Mapping[EntryId, str],
    thresholds: Thresholds,
) -> Outcome:
    started = time.perf_counter()
    query = read(str(question["text"]), vocabulary(), _NOW.year).query
    found = find(query, index, _READERS, thresholds)
    elapsed = time.perf_counter() - started
    topic = str(question.get("topic") or question["id"])
    style = question.get("style")
    answerable = question.get("answerable")
    return Outcome(
        topic=topic,
        style=str(style) if style else None,
        ranked=tuple(names[hit.entry] for hit in found.hits),
        grades=collection.grades.get(str(question["id"])) or collection.grades.get(topic) or {},
        confidence=found.hits[0].confidence if found.hits else 0.0,
        answered=found.level is Level.ANSWER,
        tentative=found.level is Level.RELATED,
        milliseconds=elapsed * 1000,
        answerable=answerable if isinstance(answerable, bool) else None,
    )


def report(outcomes: Sequence[Outcome]) -> Report:
    """Return the figures of all questions, and of each style where styles are given."""
    styles = sorted({outcome.style for outcome in outcomes if outcome.style})
    parts = {"all": outcomes}
    parts |= {style: [outcome for outcome in outcomes if outcome.style == style] for style in styles}
    return {name: _figures(part) for name, part in parts.items()}


def _figures(outcomes: Sequence[Outcome]) -> dict[str, object]:
    times = [outcome.milliseconds for outcome in outcomes]
    figures: dict[str, object] = {"queries": len(outcomes)}
    figures |= quality(outcomes)
    figures |= {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}
    figures["interval95"] = {name: list(interval) for name, interval in intervals(outcomes).items()}
    return figures


def _print_table(collection: str, figures: Report) -> None:
    for part, values in figures.items():
        print(f"\n{collection} · {part} · {values['queries']} questions")
        within = cast("Mapping[str, Sequence[float]]", values["interval95"])
        for name, value in values.items():
            if isinstance(value, float):
                unit = " ms" if name in {"p50", "p95"} else ""
                interval = f"   [{within[name][0]:.3f} - {within[name][1]:.3f}]" if name in within else ""
                print(f"  {name:<24} {value:8.3f}{unit}{interval}")


def _teach(folders: Sequence[Path], style: str, seed: int, *, as_json: bool) -> None:
    from benchmarks.teaching import print_taught, taught  # noqa: PLC0415 - only then the program is needed

    reports = {}
    for folder in folders:
        collection = read_collection(folder)
        reports[collection.name] = asyncio.run(taught(collection, style, seed))
        if not as_json:
            print_taught(collection.name, reports[collection.name])
    if as_json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))


def main(arguments: Sequence[str]) -> None:
    """Measure the collections named on the command line and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument(
        "--teach", metavar="STYLE", help="link questions in this style first, measure the others"
    )
    parser.add_argument("--seed", type=int, default=1, help="by what chance topics and entries are taken")
    asked = parser.parse_args(arguments)
    if asked.teach:
        _teach(asked.folders, asked.teach, asked.seed, as_json=asked.json)
        return
    reports: dict[str, Report] = {}
    for folder in cast("list[Path]", asked.folders):
        collection = read_collection(folder)
        reports[collection.name] = report(outcomes_of(collection))
        if not asked.json:
            _print_table(collection.name, reports[collection.name])
    if asked.json:
        print(json.dumps(reports, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
