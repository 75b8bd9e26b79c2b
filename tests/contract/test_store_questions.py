"""What the store promises about questions that go on with one another."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, update

from bot.domain.model import Kind, Outcome, State
from bot.domain.people import Question, Role
from bot.domain.question import Filters
from storage import tables
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, DAY, KEPT, MINUTE, NOW, THREAD

FILTERS = Filters(
    kinds=frozenset({Kind.LESSON, Kind.PROJECT}),
    outcomes=frozenset({Outcome.FAILURE}),
    themes=frozenset({1, 2}),
    organisations=frozenset({"Gemeente 's-Hertogenbosch", "“\0”"}),
    since=2020,
    phrases=frozenset({"open data"}),
    states=frozenset({State.IN_USE}),
)


async def asker(store: SqlStore) -> int:
    async with store.begin() as tx:
        return (await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)).id


def question(person: int, cause: str, text: str | None = "wie deed dit?") -> Question:
    return Question(0, person, THREAD, text, "nl", NOW, cause=cause)


async def test_a_question_is_kept_with_its_filters(store: SqlStore) -> None:
    """They come back as they were, also when a question is replaced."""
    anna = await asker(store)
    async with store.begin() as tx:
        asked = await tx.questions.add(replace(question(anna, "c1"), filters=FILTERS))
        assert await tx.questions.get(asked.id) == asked
        await tx.questions.save(replace(asked, filters=Filters()))
        assert await tx.questions.get(asked.id) == replace(asked, filters=Filters())


async def test_filters_of_a_newer_program_are_left_out(store: SqlStore, database_url: str) -> None:
    """An older program that shares the database still finds the question."""
    anna = await asker(store)
    async with store.begin() as tx:
        asked = await tx.questions.add(replace(question(anna, "c1"), filters=FILTERS))
    engines = open_engines(database_url)
    async with engines.writing.begin() as connection:
        newer = func.replace(tables.question.c.filters, '{"v": 2,', '{"v": 99,')
        await connection.execute(update(tables.question).values(filters=newer))
    await engines.close()
    async with store.read() as tx:
        assert await tx.questions.latest(anna, THREAD, NOW) == replace(asked, filters=Filters())


async def test_what_went_before_a_question_can_be_found(store: SqlStore) -> None:
    """An edited follow-up goes on with what was there before it."""
    anna = await asker(store)
    async with store.begin() as tx:
        first = await tx.questions.add(question(anna, "c1"))
        second = await tx.questions.add(replace(question(anna, "c2"), follows=first.id))
        assert await tx.questions.latest(anna, THREAD, NOW) == second
        assert await tx.questions.latest(anna, THREAD, NOW, second.id) == first
        assert await tx.questions.latest(anna, THREAD, NOW, first.id) is None


async def test_a_forgotten_question_takes_its_follow_ups_along(store: SqlStore) -> None:
    """Their words are its words; another question stays."""
    anna = await asker(store)
    async with store.begin() as tx:
        first = await tx.questions.add(question(anna, "c1"))
        follow_up = await tx.questions.add(replace(question(anna, "c2"), follows=first.id))
        other = await tx.questions.add(question(anna, "c3"))
        await tx.questions.delete(first.id)
        assert await tx.questions.get(follow_up.id) is None
        assert await tx.questions.get(other.id) == other


async def test_a_forgotten_follow_up_takes_those_of_others_after_it_along(store: SqlStore) -> None:
    """In a thread they may have its words; what came before it, elsewhere or by the same person stays."""
    anna = await asker(store)
    async with store.begin() as tx:
        ben = (await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)).id
        first = await tx.questions.add(question(anna, "c1"))
        before, second, own, after = [
            await tx.questions.add(replace(question(person, cause), follows=first.id))
            for cause, person in (("c2", anna), ("c3", ben), ("c4", ben), ("c5", anna))
        ]
        await tx.questions.delete(second.id)
        assert await tx.questions.get(after.id) is None
        for stays in (first, before, own):
            assert await tx.questions.get(stays.id) == stays


async def test_a_follow_up_outlives_a_question_that_became_too_old(store: SqlStore) -> None:
    """Each is kept as long as its own age allows."""
    anna = await asker(store)
    async with store.begin() as tx:
        first = await tx.questions.add(question(anna, "c1"))
        later = replace(question(anna, "c2"), follows=first.id, asked_at=NOW + MINUTE)
        follow_up = await tx.questions.add(later)
        await tx.forget(KEPT, NOW + DAY)
        assert await tx.questions.get(first.id) is None
        assert await tx.questions.get(follow_up.id) == follow_up


async def test_the_questions_that_were_told_are_those_with_words(store: SqlStore) -> None:
    """The newest first; a list without words and a follow-up, which repeats the words, are left out."""
    anna = await asker(store)
    async with store.begin() as tx:
        first = await tx.questions.add(question(anna, "c1"))
        await tx.questions.add(question(anna, "c2", text=None))
        await tx.questions.add(replace(question(anna, "c3"), follows=first.id))
        last = await tx.questions.add(replace(question(anna, "c4"), open=True))
        assert await tx.questions.told(10) == (last, first)
        assert await tx.questions.told(1) == (last,)


async def test_how_many_questions_of_somebody_are_open(store: SqlStore) -> None:
    """Those without an answer, of nobody else."""
    anna = await asker(store)
    async with store.begin() as tx:
        ben = (await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)).id
        for cause, person, is_open in (("c1", anna, True), ("c2", anna, False), ("c3", ben, True)):
            await tx.questions.add(replace(question(person, cause), open=is_open))
        assert await tx.questions.open_of(anna) == 1


async def test_what_waits_is_told_by_its_words(store: SqlStore) -> None:
    """Only what nobody answered, in any language, within the same filters; the oldest first."""
    anna = await asker(store)
    waits = replace(question(anna, "c1"), open=True)
    narrowed = replace(waits, cause="c2", filters=FILTERS)
    async with store.begin() as tx:
        later = await tx.questions.add(replace(waits, cause="c3", text="en dit?", asked_at=NOW + MINUTE))
        first = await tx.questions.add(waits)
        within = await tx.questions.add(narrowed)
        await tx.questions.add(replace(narrowed, cause="c4", filters=Filters(since=2020)))
        english = await tx.questions.add(replace(waits, cause="c5", language="en"))
        await tx.questions.add(replace(waits, cause="c6", text=None))
        await tx.questions.add(replace(waits, cause="c7", open=False))
        await tx.questions.add(replace(waits, cause="now", asked_at=NOW - DAY))
    async with store.read() as tx:
        three = ((first.id, "wie deed dit?"), (english.id, "wie deed dit?"), (later.id, "en dit?"))
        assert await tx.questions.waiting_words(Filters(), "now", 10) == three
        assert await tx.questions.waiting_words(FILTERS, "now", 10) == ((within.id, "wie deed dit?"),)
        assert len(await tx.questions.waiting_words(Filters(), "other", 2)) == 2
