"""`thresholds`: what the two thresholds of the settings do, shown on questions of this network."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot.assembly import now, open_store
from bot.cli.base import read_settings, run_to_end, stop
from bot.cli.output import counted
from bot.domain.audience import Audience, Readership
from bot.domain.policy import Thresholds
from bot.domain.question import Query
from bot.finding import Findings, Level, find
from bot.indexing import LiveIndex
from bot.messages.cleaning import shortened
from bot.ports.search import SearchIndex
from bot.ports.store import Store
from bot.querying.reading import read
from bot.querying.values import vocabulary
from bot.settings import Settings
from storage.search.index import TantivyIndex

_STEPS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""The thresholds for an answer that are tried beside the present one."""

_MOST = 500
"""How many questions of the base are looked at, the newest."""

_WIDTH = 60
_READERS = Audience(Readership.MEMBERS)


@dataclass(frozen=True)
class Asked:
    """A question, and whether the base has an answer to it, where somebody said so."""

    query: Query
    answerable: bool | None = None


def thresholds(settings_file: Path | None, questions: Path | None, *, show: bool) -> None:
    """Show what other thresholds would answer, on these questions or those of the base."""
    settings = read_settings(settings_file)
    told = _lines(questions) if questions else None
    run_to_end(_thresholds(settings, told, show=show))


def _lines(file: Path) -> tuple[tuple[str, bool | None], ...]:
    """Read the questions of a file; end with a sentence when it is not one."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        stop(f"{file} cannot be read: {(error.strerror or 'an unknown error').lower()}")
    except UnicodeDecodeError:
        stop(f"{file} cannot be read: it is not text in UTF-8")
    if text.lstrip().startswith("["):
        return _array(file, text)
    lines = text.splitlines()
    read_lines = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
    return tuple(_line(line) or _unreadable(file, f"line {number}") for number, line in read_lines)


def _array(file: Path, text: str) -> tuple[tuple[str, bool | None], ...]:
    """Read a file that is one JSON array, of questions as they stand on a line."""
    try:
        each = json.loads(text)
    except ValueError:
        stop(
            f'{file}: this begins as a JSON array and is none; write [{{"text": "…", "answerable": true}}, …]'
        )
    told = [(item, None) if isinstance(item, str) else _record(item) for item in each]
    return tuple(question or _unreadable(file, f"question {n}") for n, question in enumerate(told, 1))


def _line(line: str) -> tuple[str, bool | None] | None:
    if not line.startswith("{"):
        return line, None
    try:
        return _record(json.loads(line))
    except ValueError:
        return None


def _record(record: object) -> tuple[str, bool | None] | None:
    if not isinstance(record, dict):
        return None
    text, answerable = record.get("text"), record.get("answerable")
    if not isinstance(text, str) or not (answerable is None or isinstance(answerable, bool)):
        return None
    return text, answerable


def _unreadable(file: Path, where: str) -> tuple[str, bool | None]:
    stop(f'{file}, {where}: write a question, or {{"text": "…", "answerable": true}}')


async def _thresholds(
    settings: Settings, told: Sequence[tuple[str, bool | None]] | None, *, show: bool
) -> None:
    async with open_store(settings) as store:
        asked = await _asked(store, told)
        index = await LiveIndex(TantivyIndex.in_memory(), store).current()
        if not asked:
            typer.echo("There are no questions to look at. Give some: voorloper thresholds --questions FILE")
            return
        present = settings.policy.thresholds
        judged = any(each.answerable is not None for each in asked)
        typer.echo(
            "\n".join((*_table(asked, index, present, judged=judged), *_legend(judged=judged, show=show)))
        )
        if show:
            typer.echo("\n" + "\n".join([await _shown(each, index, present, store) for each in asked]))


async def _asked(store: Store, told: Sequence[tuple[str, bool | None]] | None) -> tuple[Asked, ...]:
    async with store.read() as tx:
        if told is None:
            kept = await tx.questions.told(_MOST)
            return tuple(Asked(Query(question.text or "", question.filters)) for question in kept)
        known = vocabulary(await tx.entries.themes())
    return tuple(Asked(read(text, known, now().year).query, answerable) for text, answerable in told)


def _table(asked: Sequence[Asked], index: SearchIndex, present: Thresholds, *, judged: bool) -> Iterable[str]:
    """Return what the thresholds lead to, one line for each, the present ones marked."""
    many = counted(len(asked), "question", "questions")
    yield f"{many}; now answer = {present.answer:g}, related = {present.related:g}"
    yield ""
    head = f"{'answer':>6} {'related':>8} {'answered':>9} {'tentative':>10} {'not known':>10}"
    yield head + (f" {'rightly':>9} {'falsely':>9}" if judged else "")
    tried = {Thresholds(step, min(present.related, step)) for step in _STEPS} | {present}
    for each in sorted(tried, key=lambda thresholds: thresholds.answer):
        row = _row(asked, index, each, judged=judged)
        yield f"{row}   <- now" if each == present else row


def _legend(*, judged: bool, show: bool) -> Iterable[str]:
    """Return what the columns mean, and what to do with them."""
    yield ""
    yield "answered: with an answer; tentative: “not this, but perhaps related”; not known: with neither."
    if judged:
        yield "rightly: of the questions that have an answer; falsely: of those that have none."
    yield "A lower threshold answers more questions, and more of them wrongly."
    yield "Set them as `answer` and `related` under [search] in the settings."
    if not show:
        yield "With --show you see each question: how sure, at what level, and what came first."


def _row(asked: Sequence[Asked], index: SearchIndex, tried: Thresholds, *, judged: bool) -> str:
    levels = [(each, find(each.query, index, _READERS, tried).level) for each in asked]
    count = Counter(level for _, level in levels)
    row = (
        f"{tried.answer:>6.2f} {tried.related:>8.2f} {count[Level.ANSWER]:>9}"
        f" {count[Level.RELATED]:>10} {count[Level.UNKNOWN]:>10}"
    )
    if not judged:
        return row
    shares = [
        _share(level is Level.ANSWER for each, level in levels if each.answerable is wanted)
        for wanted in (True, False)
    ]
    return row + "".join(f" {share:>9}" for share in shares)


def _share(answered: Iterable[bool]) -> str:
    every = list(answered)
    return f"{sum(every)} of {len(every)}"


async def _shown(asked: Asked, index: SearchIndex, present: Thresholds, store: Store) -> str:
    found = find(asked.query, index, _READERS, present)
    first = next(iter((*found.hits, *found.pioneers)), None)
    title = await _title(found, store)
    sure = f"{first.confidence:.2f}" if first else "    "
    words = shortened(asked.query.words, _WIDTH)
    return f"{sure}  {found.level.name.casefold():<8} {words}\n      {title}"


async def _title(found: Findings, store: Store) -> str:
    first = [hit.entry for hit in (*found.hits, *found.pioneers)][:1]
    async with store.read() as tx:
        entries = await tx.entries.get(first)
    return next(
        (f"{entry.id} {shortened(entry.text(entry.original).title, _WIDTH)}" for entry in entries.values()),
        "nothing",
    )
