"""What the store promises about what is new, who follows it, and what came of what people shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.audience import Audience, Readership
from bot.domain.model import EntryId, Kind, PersonId, Status, ThemeId, Visibility
from bot.domain.people import Role, Room
from bot.domain.rhythm import Rhythm
from bot.ports.echoes import Seen
from bot.ports.knowledge import Change
from bot.ports.news import Followed, follower, subject
from bot.ports.store import Transaction, Work
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    FULL_LESSON,
    MINUTE,
    NOW,
    ROOM,
    entry,
    lesson,
    post,
)
from tests.contract.posting import OTHER, send

MEMBERS = Audience(Readership.MEMBERS)
EVERYBODY = Audience(Readership.MIXED)
HOUR = timedelta(hours=1)
L1, L2 = EntryId(Kind.LESSON, 1), EntryId(Kind.LESSON, 2)


async def two_people(tx: Transaction) -> tuple[PersonId, PersonId]:
    """Let there be two people."""
    anna, ben = [await tx.people.add(account, Role.MEMBER, BY_THE_PROGRAM) for account in (ANNA, BEN)]
    return anna.id, ben.id


async def two_themes(tx: Transaction) -> tuple[ThemeId, ThemeId]:
    """Let there be two themes."""
    first, second = [await tx.entries.save_theme({"nl": name}, BY_THE_PROGRAM) for name in ("Water", "Zand")]
    return first.id, second.id


async def new(
    store: SqlStore,
    audience: Audience = MEMBERS,
    ago: timedelta = HOUR,
    limit: int = 9,
    theme: int | None = None,
) -> list[str]:
    """Return the names of what is new two days after the beginning."""
    async with store.read() as tx:
        found = await tx.news.entries(audience, NOW + 2 * DAY - ago, limit, theme)
    return [str(each.id) for each in found]


async def test_new_is_what_could_not_be_seen_before(store: SqlStore) -> None:
    """Made, published or opened to these readers since; what was only changed is not new."""
    now = Change(None, NOW + 2 * DAY)
    changed, published, opened, made = [
        replace(
            lesson(number),
            status=Status.PUBLISHED,
            visibility=Visibility.NETWORK,
            recorded=NOW + number * MINUTE,
        )
        for number in range(1, 5)
    ]
    hidden = replace(lesson(5), status=Status.DRAFT)
    async with store.begin() as tx:
        before = (changed, replace(published, status=Status.DRAFT), opened)
        await tx.entries.save_all(before, BY_THE_PROGRAM)
    async with store.begin() as tx:
        texts = (replace(changed.texts[0], title="Anders"),)
        after = (
            replace(changed, texts=texts),
            published,
            replace(opened, visibility=Visibility.PUBLIC),
            made,
            hidden,
        )
        await tx.entries.save_all(after, now)
    assert await new(store) == ["L4", "L2"]
    assert await new(store, EVERYBODY) == ["L3"]
    assert await new(store, ago=3 * DAY) == ["L4", "L3", "L2", "L1"]
    assert await new(store, ago=3 * DAY, limit=2) == ["L4", "L3"]
    assert await new(store, ago=timedelta()) == []


async def test_what_was_put_back_and_forth_is_not_new(store: SqlStore) -> None:
    """What counts is what could be seen then and can be seen now."""
    shown = replace(lesson(), status=Status.PUBLISHED)
    async with store.begin() as tx:
        await tx.entries.save(shown, BY_THE_PROGRAM)
        for status in (Status.ARCHIVED, Status.PUBLISHED):
            await tx.entries.save(replace(shown, status=status), Change(None, NOW + 2 * DAY))
    assert await new(store) == []


async def test_new_in_a_theme_and_in_a_room(store: SqlStore) -> None:
    """Of a theme what it holds; of a room only for who reads there."""
    async with store.begin() as tx:
        water, sand = await two_themes(tx)
        await tx.rooms.save(Room(ROOM), BY_THE_PROGRAM)
        wet = replace(FULL_LESSON, themes=(water,))
        here = replace(
            wet, id=L1, visibility=Visibility.ROOM, room=ROOM, external_id=None, themes=(water, sand)
        )
        await tx.entries.save_all((wet, here), Change(None, NOW + 2 * DAY))
    assert await new(store, theme=water) == ["L12"]
    assert await new(store, theme=sand) == []
    there = replace(MEMBERS, rooms=frozenset({ROOM}))
    assert await new(store, there, theme=sand) == ["L1"]


async def test_following(store: SqlStore) -> None:
    """A theme once, in the last rhythm; hearing of it moves what is followed in that rhythm."""
    async with store.begin() as tx:
        anna, ben = await two_people(tx)
        water, sand = await two_themes(tx)
        await tx.news.follow(anna, Followed(water, Rhythm.MONTHLY, NOW))
        await tx.news.follow(anna, Followed(water, Rhythm.WEEKLY, NOW))
        await tx.news.follow(anna, Followed(sand, Rhythm.MONTHLY, NOW))
        await tx.news.told(anna, Rhythm.WEEKLY, NOW + DAY)
        weekly, monthly = Followed(water, Rhythm.WEEKLY, NOW + DAY), Followed(sand, Rhythm.MONTHLY, NOW)
        assert await tx.news.followed(anna) == (weekly, monthly)
        assert await tx.news.unfollow(anna, water)
        assert not await tx.news.unfollow(anna, water)
        assert not await tx.news.unfollow(ben, sand)
        assert await tx.news.followed(anna) == (monthly,)


async def test_who_becomes_one_person_follows_both(store: SqlStore) -> None:
    """And hears of it once: the work moves along, unless there is some already."""
    async with store.begin() as tx:
        anna, ben = await two_people(tx)
        water, sand = await two_themes(tx)
        for theme in (water, sand):
            await tx.news.follow(anna, Followed(theme, Rhythm.WEEKLY, NOW))
        await tx.news.follow(ben, Followed(sand, Rhythm.MONTHLY, NOW))
        await tx.due.plan(Work.FOLLOWED, subject(anna, Rhythm.WEEKLY), NOW)
        await tx.due.plan(Work.FOLLOWED, subject(anna, Rhythm.MONTHLY), NOW)
        await tx.due.plan(Work.FOLLOWED, subject(ben, Rhythm.MONTHLY), NOW + DAY)
        await tx.echoes.silence(anna, NOW)
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        assert [(each.theme, each.rhythm) for each in await tx.news.followed(ben)] == [
            (water, Rhythm.WEEKLY),
            (sand, Rhythm.MONTHLY),
        ]
        assert await tx.news.followed(anna) == ()
        planned = [await tx.due.planned(Work.FOLLOWED, subject(ben, rhythm)) for rhythm in Rhythm]
        assert planned == [NOW, NOW + DAY]
        assert [await tx.due.planned(Work.FOLLOWED, subject(anna, rhythm)) for rhythm in Rhythm] == [
            None,
            None,
        ]
        assert await tx.echoes.silenced(ben)
        assert not await tx.echoes.silenced(anna)


def test_work_says_who_hears_in_which_rhythm() -> None:
    """What it is called can be read back."""
    assert [follower(subject(12, rhythm)) for rhythm in Rhythm] == [(12, rhythm) for rhythm in Rhythm]


async def test_where_something_was_shown(store: SqlStore) -> None:
    """Each cause once in a room, with everything it showed; not what was said because of nothing."""
    async with store.begin() as tx:
        await tx.entries.save_all((lesson(), lesson(2)), BY_THE_PROGRAM)
    await send(store, post("twee", L1, L2), "m1", "m2", cause="c1")
    await send(store, post("weer", L1, conversation=OTHER), "m3", cause="c1")
    await send(store, post("zomaar", L1), "m4")
    async with store.read() as tx:
        seen = await tx.echoes.seen(NOW - DAY, NOW + DAY)
        assert set(seen) == {Seen(L1, ROOM, "c1"), Seen(L2, ROOM, "c1")}
        assert len(seen) == 2
        assert await tx.echoes.seen(NOW + DAY, NOW + 2 * DAY) == []


async def test_what_was_used_is_counted_once(store: SqlStore) -> None:
    """Up to a moment; after that it is forgotten."""
    async with store.begin() as tx:
        await tx.entries.save_all((lesson(), entry(Kind.PROJECT, 2)), BY_THE_PROGRAM)
        for each, moment in ((L1, NOW), (L1, NOW), (EntryId(Kind.PROJECT, 2), NOW), (L1, NOW + DAY)):
            await tx.echoes.note_use(each, moment)
        assert await tx.echoes.uses(NOW) == {L1: 2, EntryId(Kind.PROJECT, 2): 1}
        assert await tx.echoes.uses(NOW) == {}
        assert await tx.echoes.uses(NOW + DAY) == {L1: 1}


async def test_who_does_not_want_an_echo(store: SqlStore) -> None:
    """Until they do; saying it twice is harmless. What was voted on is known by when."""
    async with store.begin() as tx:
        anna, ben = await two_people(tx)
        await tx.echoes.silence(anna, NOW)
        await tx.echoes.silence(anna, NOW + DAY)
        assert [await tx.echoes.silenced(each) for each in (anna, ben)] == [True, False]
        await tx.echoes.unsilence(anna)
        assert not await tx.echoes.silenced(anna)
        await tx.entries.save(lesson(), BY_THE_PROGRAM)
        await tx.feedback.vote(L1, anna, 4, NOW)
        await tx.feedback.vote(L1, ben, 4, NOW)
        assert list(await tx.news.voted(NOW - DAY)) == [L1]
        assert list(await tx.news.voted(NOW)) == []
