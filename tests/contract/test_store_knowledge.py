"""What the store promises about entries, themes and who may see them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from bot.domain.audience import Audience, Readership, may_see
from bot.domain.keys import RoomKey
from bot.domain.model import (
    Consent,
    Entry,
    EntryId,
    Kind,
    Outcome,
    Pioneer,
    Status,
    Text,
    Visibility,
    Years,
)
from bot.domain.people import Role, Room
from bot.ports.knowledge import Subject
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    DAY,
    FULL_LESSON,
    FULL_PROJECT,
    NOW,
    ROOM,
    SLACK,
    entry,
    lesson,
)

OTHER_ROOM = RoomKey(SLACK, "C2")
MEMBERS = Audience(Readership.MEMBERS)


async def save(store: SqlStore, *entries: Entry) -> None:
    async with store.begin() as tx:
        for each in entries:
            await tx.entries.save(each, BY_THE_PROGRAM)


@pytest.fixture
async def anna(store: SqlStore) -> int:
    async with store.begin() as tx:
        await tx.rooms.save(Room(ROOM), BY_THE_PROGRAM)
        await tx.rooms.save(Room(OTHER_ROOM), BY_THE_PROGRAM)
        return (await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)).id


async def test_an_entry_comes_back_as_it_was_saved(store: SqlStore, anna: int) -> None:
    """Everything known of a lesson, a project and a pioneer is kept, the order of texts and themes too."""
    async with store.begin() as tx:
        energy = await tx.entries.save_theme({"nl": "Energie", "en": "Energy"}, BY_THE_PROGRAM)
        care = await tx.entries.save_theme({"nl": "Zorg"}, BY_THE_PROGRAM)
    saved = (
        replace(FULL_LESSON, author=anna, themes=(care.id, energy.id)),
        FULL_PROJECT,
        entry(Kind.PIONEER, 7, person=anna),
        replace(lesson(1), happened=Years(None, 2025)),
    )
    await save(store, *saved)
    async with store.read() as tx:
        found = await tx.entries.get([each.id for each in saved])
        assert found == {each.id: each for each in saved}
        assert await tx.entries.themes() == (energy, care)


async def test_saving_again_replaces_an_entry_whole(store: SqlStore, anna: int) -> None:
    """Nothing of the earlier texts, tags, themes or fields stays."""
    async with store.begin() as tx:
        theme = await tx.entries.save_theme({"nl": "Energie"}, BY_THE_PROGRAM)
    await save(store, replace(FULL_LESSON, author=anna, themes=(theme.id,)))
    bare = replace(lesson(12), texts=(Text("en", "Bare"),), original="en")
    await save(store, bare)
    async with store.read() as tx:
        assert await tx.entries.get([bare.id]) == {bare.id: bare}


async def test_what_does_not_exist_is_left_out(store: SqlStore) -> None:
    """Asking for unknown entries, or for none at all, is no error."""
    await save(store, lesson(1))
    async with store.read() as tx:
        assert set(await tx.entries.get([EntryId(Kind.LESSON, n) for n in (1, 2)])) == {lesson(1).id}
        assert await tx.entries.get([]) == {}


async def test_thousands_of_entries_come_in_one_call(store: SqlStore) -> None:
    """More ids than a database takes in one statement are no problem."""
    await save(store, lesson(1))
    async with store.read() as tx:
        ids = [EntryId(Kind.LESSON, number) for number in range(1, 40_000)]
        assert len(await tx.entries.get(ids)) == 1
        assert await tx.entries.external_ids([str(each) for each in ids]) == frozenset()


async def test_a_number_is_never_given_out_twice(store: SqlStore) -> None:
    """Each kind counts for itself, and a number that came from elsewhere is counted too."""
    await save(store, lesson(7))
    async with store.begin() as tx:
        assert await tx.entries.next_id(Kind.LESSON) == EntryId(Kind.LESSON, 8)
        assert await tx.entries.next_id(Kind.LESSON) == EntryId(Kind.LESSON, 9)
        assert await tx.entries.next_id(Kind.PROJECT) == EntryId(Kind.PROJECT, 1)
    await save(store, lesson(3))
    async with store.begin() as tx:
        assert await tx.entries.next_id(Kind.LESSON) == EntryId(Kind.LESSON, 10)


async def test_sql_shows_exactly_what_may_be_seen(store: SqlStore, anna: int) -> None:
    """Lists and counts agree with `may_see` for every combination of entry and audience."""
    async with store.begin() as tx:
        themes = [(await tx.entries.save_theme({"nl": name}, BY_THE_PROGRAM)).id for name in "ab"]
    places: list[tuple[Visibility, RoomKey | None]]
    places = [(Visibility.PUBLIC, None), (Visibility.NETWORK, None)]
    places += [(Visibility.ROOM, ROOM), (Visibility.ROOM, OTHER_ROOM)]
    numbers = itertools.count(1)
    entries = [
        replace(each, status=status, visibility=visibility, room=room, themes=(themes[each.id.number % 2],))
        for status, (visibility, room) in itertools.product(Status, places)
        for each in (
            entry(Kind.LESSON, next(numbers)),
            entry(Kind.PROJECT, next(numbers)),
            *pioneers(numbers, anna),
        )
    ]
    await save(store, *entries)
    for readership in Readership:
        for rooms in (frozenset[RoomKey](), frozenset({ROOM}), frozenset({ROOM, OTHER_ROOM})):
            await check_against_rule(store, entries, Audience(readership, rooms))
    await check_ids(store)


def pioneers(numbers: itertools.count[int], person: int) -> list[Entry]:
    return [
        replace(entry(Kind.PIONEER, next(numbers)), details=Pioneer(person, "Anna", consent))
        for consent in Consent
    ]


async def check_ids(store: SqlStore) -> None:
    """Look for many audiences at once; the ids are those of the entries that each of them finds alone."""
    known = itertools.product(Readership, ((), (ROOM,), (OTHER_ROOM,), (ROOM, OTHER_ROOM)))
    audiences = [Audience(readership, frozenset(rooms)) for readership, rooms in known]
    async with store.read() as tx:
        for limit, outcomes in itertools.product((1, 5, 1000), ((), tuple(Outcome))):
            found = await tx.news.newest(audiences, limit, outcomes)
            for audience in audiences:
                alone = await tx.entries.newest(audience, limit, outcomes)
                assert found[audience] == [each.id for each in alone]


async def check_against_rule(store: SqlStore, entries: list[Entry], audience: Audience) -> None:
    seen = [each for each in entries if may_see(each, audience)]
    themes = {theme for each in seen for theme in each.themes}
    async with store.read() as tx:
        assert set(await tx.entries.newest(audience, 1000)) == set(seen)
        assert await tx.entries.count(audience) == {
            kind: sum(each.id.kind is kind for each in seen) for kind in Kind
        }
        assert await tx.entries.theme_sizes(audience) == {
            theme: sum(theme in each.themes for each in seen) for theme in themes
        }
        for theme in themes:
            listed = await tx.entries.in_theme(theme, audience, 1000)
            assert set(listed) == {each for each in seen if theme in each.themes}


async def test_the_newest_come_first_then_by_id(store: SqlStore, anna: int) -> None:
    """Entries of the same moment are in the order of kind and number; so many as are asked for."""
    old = replace(lesson(1), recorded=NOW - DAY)
    same = [lesson(2), lesson(10), entry(Kind.PIONEER, 1, anna), entry(Kind.PROJECT, 1)]
    await save(store, old, *reversed(same))
    async with store.read() as tx:
        assert await tx.entries.newest(MEMBERS, 10) == (*same, old)
        assert await tx.entries.newest(MEMBERS, 2) == tuple(same[:2])


async def test_external_ids_are_known_and_unique(store: SqlStore) -> None:
    """An import can ask what is there already."""
    await save(store, FULL_LESSON)
    async with store.read() as tx:
        assert await tx.entries.external_ids(["pbl-12", "pbl-13"]) == frozenset({"pbl-12"})
        assert await tx.entries.external_ids([]) == frozenset()


async def test_every_change_is_in_the_feed(store: SqlStore) -> None:
    """The state before is what was in the database, the state after what was saved."""
    first, second = lesson(1), replace(lesson(1), status=Status.ARCHIVED)
    room = Room(ROOM, name="algemeen")
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        by_anna = replace(BY_THE_PROGRAM, actor=anna.id, at=NOW + DAY)
        await tx.entries.save(first, BY_THE_PROGRAM)
        await tx.entries.save(second, by_anna)
        await tx.rooms.save(room, by_anna)
        await tx.people.save(replace(anna, role=Role.ADMIN), by_anna)
        theme = await tx.entries.save_theme({"nl": "Zorg"}, by_anna)
    async with store.read() as tx:
        feed = await tx.revisions.after(0, 100)
        assert await tx.revisions.last() == feed[-1].number
        assert await tx.revisions.after(feed[1].number, 2) == feed[2:4]
    assert [(each.subject, each.before, each.after) for each in feed] == [
        (Subject.PERSON, None, anna),
        (Subject.ENTRY, None, first),
        (Subject.ENTRY, first, second),
        (Subject.ROOM, None, room),
        (Subject.PERSON, anna, replace(anna, role=Role.ADMIN)),
        (Subject.THEME, None, theme),
    ]
    assert [each.key for each in feed[:3]] == [str(anna.id), "L1", "L1"]
    assert (feed[2].actor, feed[2].at) == (anna.id, NOW + DAY)


async def test_an_empty_feed_ends_at_zero(store: SqlStore) -> None:
    """A new database has no revision."""
    async with store.read() as tx:
        assert await tx.revisions.last() == 0
        assert await tx.revisions.after(0, 10) == ()


async def test_words_that_no_database_can_hold_are_stored_readably(store: SqlStore) -> None:
    """NUL and half characters become a question mark in a box; everything else stays as it is."""
    odd = replace(lesson(1), texts=(Text("nl", "a\0b\ud800c", summary="😀 “ß” é"),))
    await save(store, odd)
    async with store.read() as tx:
        text = (await tx.entries.get([odd.id]))[odd.id].text("nl")
    assert (text.title, text.summary) == ("a\ufffdb\ufffdc", "😀 “ß” é")


async def test_keys_never_collide(store: SqlStore) -> None:
    """Ids with colons, slashes, quotes and brackets stay apart."""
    ids = ["a:b", "a", "b", 'a"b', "a,b", "[a]", "a/b", "", "é"]
    keys = [RoomKey(replace(SLACK, id=first), second) for first, second in itertools.product(ids, ids)]
    async with store.begin() as tx:
        for number, key in enumerate(keys):
            await tx.rooms.save(Room(key, name=str(number)), BY_THE_PROGRAM)
    async with store.read() as tx:
        for number, key in enumerate(keys):
            assert await tx.rooms.get(key) == Room(key, name=str(number))


async def test_what_somebody_shared_is_found(store: SqlStore, anna: int) -> None:
    """The newest first, whatever its status, and what they are shown as; nothing of others."""
    older = replace(lesson(1), author=anna, recorded=NOW - DAY, status=Status.DRAFT)
    newer = replace(lesson(2), author=anna)
    shown_as = replace(entry(Kind.PIONEER, 7, person=anna), recorded=NOW - 2 * DAY)
    await save(store, older, newer, lesson(3))
    async with store.read() as tx:
        assert await tx.entries.pioneer(anna) is None
    await save(store, shown_as)
    async with store.read() as tx:
        assert await tx.entries.of(anna, 5) == (newer, older, shown_as)
        assert await tx.entries.of(anna, 1) == (newer,)
        assert await tx.entries.pioneer(anna) == shown_as
