"""What the store promises about saving many entries at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.model import (
    Consent,
    Entry,
    EntryId,
    Kind,
    Pioneer,
    Source,
    Status,
    Text,
    Visibility,
)
from bot.domain.people import Person, Role, Room
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    FULL_LESSON,
    FULL_PROJECT,
    ROOM,
    entry,
    lesson,
)

MANY = 2_500


async def test_many_entries_come_back_as_they_were_saved(store: SqlStore) -> None:
    """More than a statement takes, of every kind, new ones and known ones together."""
    async with store.begin() as tx:
        await tx.rooms.save(Room(ROOM), BY_THE_PROGRAM)
        anna = (await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)).id
        themes = [(await tx.entries.save_theme({"nl": name}, BY_THE_PROGRAM)).id for name in "ab"]
        await tx.entries.save(replace(lesson(12), themes=(themes[0],)), BY_THE_PROGRAM)
        saved = [
            replace(FULL_LESSON, themes=(themes[1], themes[0]), author=anna),
            FULL_PROJECT,
            replace(entry(Kind.PIONEER, 3), details=Pioneer(anna, "Anna", Consent.GIVEN)),
            *(lesson(number) for number in range(100, 100 + MANY)),
        ]
        await tx.entries.save_all(saved, BY_THE_PROGRAM)
        await tx.entries.save_all([], BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.entries.get([each.id for each in saved]) == {each.id: each for each in saved}


async def test_saving_many_says_what_was_before(store: SqlStore) -> None:
    """The feed has a revision for each, in the order given, with the state before of known ones."""
    first, second = lesson(2), lesson(1)
    archived = replace(first, status=Status.ARCHIVED, texts=(Text("en", "Two"),), original="en")
    later = replace(BY_THE_PROGRAM, at=BY_THE_PROGRAM.at + DAY)
    async with store.begin() as tx:
        await tx.entries.save(first, BY_THE_PROGRAM)
        await tx.entries.save_all([archived, second], later)
    async with store.read() as tx:
        feed = await tx.revisions.after(1, 10)
        assert await tx.entries.get([first.id, second.id]) == {first.id: archived, second.id: second}
    assert [(each.key, each.before, each.after, each.at) for each in feed] == [
        ("L2", first, archived, later.at),
        ("L1", None, second, later.at),
    ]


async def test_numbers_that_came_in_many_are_given_out(store: SqlStore) -> None:
    """New ids go on after the highest one, one by one and in a row."""
    async with store.begin() as tx:
        await tx.entries.save_all([lesson(9), lesson(4), entry(Kind.PROJECT, 2)], BY_THE_PROGRAM)
        assert await tx.entries.next_id(Kind.LESSON) == EntryId(Kind.LESSON, 10)
        assert [str(each) for each in await tx.entries.next_ids(Kind.LESSON, 3)] == ["L11", "L12", "L13"]
        assert [str(each) for each in await tx.entries.next_ids(Kind.PROJECT, 1)] == ["P3"]
        assert [str(each) for each in await tx.entries.next_ids(Kind.PIONEER, 2)] == ["V1", "V2"]
        assert await tx.entries.next_ids(Kind.LESSON, 0) == ()
        await tx.entries.save_all([lesson(5)], BY_THE_PROGRAM)
        assert await tx.entries.next_id(Kind.LESSON) == EntryId(Kind.LESSON, 14)


async def test_the_same_entry_twice_is_refused(store: SqlStore) -> None:
    """Which of the two is meant cannot be known."""
    with pytest.raises(ValueError, match="twice"):
        async with store.begin() as tx:
            await tx.entries.save_all([lesson(1), lesson(1)], BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.revisions.last() == 0


async def test_entries_are_found_by_where_they_came_from(store: SqlStore) -> None:
    """By external id and by the address of the source, whatever the status; several may share an address."""
    url = "https://voorbeeld.nl/" + "a" * 5_000  # longer than a sorted index of PostgreSQL can hold
    source = Source("Pagina", url=url)
    first = replace(lesson(2), external_id="x-2", source=source, status=Status.ARCHIVED)
    second = replace(entry(Kind.PROJECT, 1), source=source)
    async with store.begin() as tx:
        await tx.entries.save_all([second, first, lesson(1)], BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.entries.with_external_ids(["x-2", "x-3"]) == {"x-2": first}
        assert await tx.entries.with_source_urls([url, "https://b.nl"]) == {url: (first, second)}
        assert await tx.entries.with_external_ids([]) == {}
        assert await tx.entries.with_source_urls([]) == {}


async def test_going_on_from_the_last_comes_past_every_entry_once(store: SqlStore) -> None:
    """Page after page, for everything there is and for what an audience may see."""
    open_to_all = [replace(lesson(number), visibility=Visibility.PUBLIC) for number in (10, 9, 2)]
    others = [replace(entry(Kind.PROJECT, 3), status=Status.DRAFT), entry(Kind.PROJECT, 1), lesson(1)]
    async with store.begin() as tx:
        await tx.entries.save_all([*open_to_all, *others], BY_THE_PROGRAM)
    for audience, expected in (
        (None, {*open_to_all, *others}),
        (Audience(Readership.MEMBERS), {*open_to_all, *others[1:]}),
        (Audience(Readership.MIXED), set(open_to_all)),
    ):
        passed: list[Entry] = []
        async with store.read() as tx:
            while page := await tx.entries.following(passed[-1].id if passed else None, audience, 2):
                passed.extend(page)
        assert len(passed) == len(expected)
        assert set(passed) == expected


async def test_a_person_comes_back_under_their_own_number(store: SqlStore) -> None:
    """Without an account; the number is not given to anybody else, and nobody is replaced."""
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
        restored = Person(anna.id + 1, Role.MEMBER, "nl")
        await tx.people.restore(restored, BY_THE_PROGRAM)
        assert await tx.people.get(restored.id) == restored
        assert await tx.people.accounts(restored.id) == ()
        ben = await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)
        assert ben.id > restored.id
        await tx.people.restore(Person(ben.id + 50), BY_THE_PROGRAM)
        later = await tx.people.add(replace(BEN, id="@cas:b.nl"), Role.MEMBER, BY_THE_PROGRAM)
        assert later.id > ben.id + 50
    with pytest.raises(ValueError, match="already"):
        async with store.begin() as tx:
            await tx.people.restore(Person(anna.id), BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.people.get(anna.id) == anna
        assert (await tx.revisions.after(1, 1))[0].after == restored
