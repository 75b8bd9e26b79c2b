"""Stories that were told protected: waiting, released, published, changed and gone, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.locks import Lock
from bot.domain.model import EntryId, Kind
from bot.domain.people import Role
from bot.ports.stories import Story
from storage.store import SqlStore, SqlTransaction
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, entry

STORY = Story("nl", (("action", "Warmtenetten"), ("result", "Koud")))
OTHER = Story("en", (("action", "Heat networks"),))
LOCK = Lock("5eek", "5a17", "d19e57")
THURSDAY = datetime(2026, 3, 5, 22, 15, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
LESSON = EntryId(Kind.LESSON, 1)


async def handed_in(tx: SqlTransaction) -> int:
    """Hand a story in; return its number."""
    await tx.stories.hand_in(STORY, LOCK, THURSDAY)
    found = await tx.stories.behind(LOCK.lookup)
    assert found
    assert found[1] == LOCK
    return found[0]


async def test_a_story_waits_from_the_next_monday_on(store: SqlStore) -> None:
    """Of when it was told only the week is kept, and in that week nobody sees it."""
    async with store.begin() as tx:
        number = await handed_in(tx)
        assert not await tx.stories.waiting(MONDAY - timedelta(seconds=1))
        (told,) = await tx.stories.waiting(MONDAY)
        assert (told.number, told.story, told.entry) == (number, STORY, None)
        assert told.week == MONDAY - timedelta(days=7)
        assert (told.readers, told.released) == (frozenset(), False)


async def test_who_releases_counts_once_until_enough_did(store: SqlStore) -> None:
    """Twice by one person is once, also when two turn out to be one; afterwards nobody knows who it was."""
    async with store.begin() as tx:
        number = await handed_in(tx)
        anna, ben = [await tx.people.add(who, Role.ADMIN, BY_THE_PROGRAM) for who in (ANNA, BEN)]
        for person in (anna, anna, ben):
            await tx.stories.release(number, person.id)
        told = await tx.stories.get(number)
        assert told
        assert told.readers == {anna.id, ben.id}
        await tx.people.merge(ben.id, anna.id, BY_THE_PROGRAM)
        told = await tx.stories.get(number)
        assert told
        assert told.readers == {anna.id}
        await tx.stories.released(number)
        told = await tx.stories.get(number)
        assert told
        assert (told.released, told.readers) == (True, frozenset())
        assert not await tx.stories.waiting(MONDAY)


async def test_other_words_are_read_anew(store: SqlStore) -> None:
    """They take the place of those before, under another number; the lock opens them."""
    async with store.begin() as tx:
        number = await handed_in(tx)
        anna = await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
        await tx.stories.release(number, anna.id)
        new = await tx.stories.amend(number, OTHER, MONDAY)
        assert new
        assert new > number
        assert await tx.stories.behind(LOCK.lookup) == (new, LOCK)
        assert await tx.stories.amend(number, STORY, MONDAY) is None
        (told,) = await tx.stories.waiting(MONDAY + timedelta(days=7))
        assert (told.number, told.story, told.readers, told.replaced) == (new, OTHER, frozenset(), False)


async def test_what_is_listed_stays_so_until_others_are(store: SqlStore) -> None:
    """However often they change in a week; then it goes, and what was never listed went before."""
    later = MONDAY + timedelta(days=7)
    async with store.begin() as tx:
        number = await handed_in(tx)
        hidden = await tx.stories.amend(number, OTHER, MONDAY)
        assert hidden
        new = await tx.stories.amend(hidden, STORY, later - timedelta(seconds=1))
        assert new
        assert await tx.stories.get(hidden) is None
        (told,) = await tx.stories.waiting(later - timedelta(seconds=1))
        assert (told.number, told.story, told.replaced) == (number, STORY, True)
        await tx.stories.clear(later - timedelta(seconds=1))
        assert await tx.stories.get(number)
        assert [each.number for each in await tx.stories.waiting(later)] == [new]
        await tx.stories.clear(later)
        assert await tx.stories.get(number) is None
        assert await tx.stories.behind(LOCK.lookup) == (new, LOCK)


async def test_what_is_listed_goes_with_what_is_in_its_place(store: SqlStore) -> None:
    """Declined it goes alone; taken back both go."""
    async with store.begin() as tx:
        number = await handed_in(tx)
        new = await tx.stories.amend(number, OTHER, MONDAY)
        assert new
        await tx.stories.drop(number)
        assert await tx.stories.get(number) is None
        newer = await tx.stories.amend(new, STORY, MONDAY + timedelta(days=7))
        assert newer
        await tx.stories.remove(newer)
        assert await tx.stories.get(new) is None


async def test_what_is_published_has_its_words_in_the_entry(store: SqlStore) -> None:
    """A change that is dropped leaves it; and it goes with its entry."""
    async with store.begin() as tx:
        number = await handed_in(tx)
        await tx.entries.save(entry(Kind.LESSON, 1), BY_THE_PROGRAM)
        await tx.stories.published(number, LESSON)
        told = await tx.stories.get(number)
        assert told
        assert (told.story, told.entry) == (None, LESSON)
        new = await tx.stories.amend(number, OTHER, MONDAY)
        assert new
        assert await tx.stories.get(number) is None
        await tx.stories.drop(new)
        told = await tx.stories.get(new)
        assert told
        assert (told.story, told.entry) == (None, LESSON)
        await tx.curating.remove(LESSON, BY_THE_PROGRAM)
        assert await tx.stories.get(new) is None
        assert await tx.stories.behind(LOCK.lookup) is None


async def test_what_was_not_published_is_gone_when_it_is_dropped(store: SqlStore) -> None:
    """And what is taken back is gone too; its number is not given out again."""
    async with store.begin() as tx:
        first = await handed_in(tx)
        await tx.stories.drop(first)
        assert await tx.stories.get(first) is None
        second = await handed_in(tx)
        assert second > first
        await tx.stories.remove(second)
        assert await tx.stories.get(second) is None
