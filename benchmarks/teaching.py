"""Measure what search learns from use: `python -m benchmarks.retrieval DIR --teach STYLE --seed N`.

Half of the topics are taught as an admin does it: the question in one style is asked in the running program,
and linked to one entry of grade 2 with the product's own `koppel`. Then the questions in the other styles are
measured, of the topics that were linked and of those that were not.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Outcome, mean, ndcg
from benchmarks.handled import ADMIN, Handling, handling
from benchmarks.retrieval import Collection, entries_of, outcomes_in
from bot.domain.model import Entry, EntryId
from bot.indexing import LiveIndex
from bot.ports.knowledge import Change
from storage.database.schema import migrate
from storage.search.index import TantivyIndex
from storage.store import SqlStore

_GOOD = 2
"""The grade of an entry that answers a topic."""

Figures = dict[str, dict[str, float]]
"""By name, what it was before and after, and by how much it changed."""


@dataclass(frozen=True)
class _Lesson:
    """What is taught: a topic, the question that is asked, and the entry that it is linked to."""

    topic: str
    question: str
    entry: EntryId


async def taught(collection: Collection, style: str, seed: int) -> dict[str, object]:
    """Teach half of the topics in one style; return the figures of the others before and after."""
    plan = _plan(collection, style, seed)
    async with _base(collection) as (store, index):
        before = outcomes_in(await index.current(), collection)
        async with handling(store, index) as program:
            linked = [each.topic for each in plan if await _link(program, store, each)]
        after = outcomes_in(await index.current(), collection)
    return {"style": style, "seed": seed, "linked": len(linked), "planned": len(plan)} | {
        part: _figures(before, after, frozenset(linked), partial(_within, part, style))
        for part in _parts(collection, style)
    }


def _plan(collection: Collection, style: str, seed: int) -> list[_Lesson]:
    """Choose half of the topics that an entry of grade 2 answers, and one such entry of each."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    ids = {entry.external_id: entry.id for entry in entries_of(collection)}
    questions = {
        str(each["topic"]): str(each["text"]) for each in collection.questions if each["style"] == style
    }
    good = {
        topic: sorted(
            document for document, grade in collection.grades.get(topic, {}).items() if grade == _GOOD
        )
        for topic in sorted(questions)
    }
    topics = [topic for topic, documents in good.items() if documents]
    chosen = sorted(dice.sample(topics, len(topics) // 2))
    return [_Lesson(topic, questions[topic], ids[dice.choice(good[topic])]) for topic in chosen]


@asynccontextmanager
async def _base(collection: Collection) -> AsyncIterator[tuple[SqlStore, LiveIndex]]:
    """Put the entries in a database of their own, with an index that follows it."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'taught.db'}"
        await migrate(url)
        store = SqlStore(url)
        entries = [_titled(entry) for entry in entries_of(collection)]
        try:
            async with store.begin() as tx:
                await tx.entries.save_all(entries, Change(None, entries[0].recorded))
            yield store, LiveIndex(TantivyIndex.in_memory(), store)
        finally:
            await store.close()


def _titled(entry: Entry) -> Entry:
    """Return the entry with a title, as the base wants one; where there is none, one without any word."""
    texts = tuple(text if text.title else replace(text, title="–") for text in entry.texts)
    return replace(entry, texts=texts)


async def _link(program: Handling, store: SqlStore, lesson: _Lesson) -> bool:
    """Ask a question and link it; False when the program took it for something else."""
    await program.say(lesson.question, ADMIN, f"direct-{lesson.topic}")
    async with store.read() as tx:
        asked = next(iter(await tx.questions.told(1)), None)
    if asked is None or asked.conversation.room.id != f"direct-{lesson.topic}":
        return False
    await program.say(f"koppel Q{asked.id} {lesson.entry}", ADMIN, f"direct-{lesson.topic}")
    async with store.read() as tx:
        return bool(await tx.vocabulary.phrasings([lesson.entry]))


def _parts(collection: Collection, style: str) -> Sequence[str]:
    styles = {str(each["style"]) for each in collection.questions if each.get("style")}
    return ["others", *sorted(styles - {style})]


def _within(part: str, taught_style: str, outcome: Outcome) -> bool:
    """Say whether a question belongs to a part; what was taught itself is never measured."""
    return outcome.style != taught_style and part in {"others", outcome.style}


def _figures(
    before: Sequence[Outcome],
    after: Sequence[Outcome],
    linked: frozenset[str],
    within: Callable[[Outcome], bool],
) -> Figures:
    def change(figure: Callable[[Sequence[Outcome]], float]) -> dict[str, float]:
        was, now = (figure([one for one in outcomes if within(one)]) for outcomes in (before, after))
        return {"before": was, "after": now, "change": now - was, "relative": now / was - 1 if was else 0.0}

    def ranked(*, of_linked: bool) -> Callable[[Sequence[Outcome]], float]:
        return lambda outcomes: mean(
            [ndcg(one) for one in outcomes if one.judged and (one.topic in linked) is of_linked]
        )

    def answered(*, answerable: bool) -> Callable[[Sequence[Outcome]], float]:
        return lambda outcomes: mean(
            [float(one.answered) for one in outcomes if one.answerable is answerable]
        )

    return {
        "linked ndcg@10": change(ranked(of_linked=True)),
        "unlinked ndcg@10": change(ranked(of_linked=False)),
        "answer_rate": change(answered(answerable=True)),
        "false_answer_rate": change(answered(answerable=False)),
    }


def print_taught(collection: str, report: Mapping[str, object]) -> None:
    """Print the figures as a table."""
    print(
        f"\n{collection} · taught {report['style']}, seed {report['seed']}: {report['linked']} topics linked"
    )
    for part, figures in report.items():
        if isinstance(figures, dict):
            for name, values in figures.items():
                was, now, relative = values["before"], values["after"], 100 * values["relative"]
                print(f"  {part:<10} {name:<20} {was:.4f} → {now:.4f}   {relative:+6.1f} %")
