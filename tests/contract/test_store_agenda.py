"""What the store promises about agendas and texts for prompts: votes, turns, and whose they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.agenda import Topic
from bot.domain.keys import RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Role
from bot.domain.prompt import OwnText
from bot.ports.knowledge import Subject
from bot.ports.store import Transaction
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, DAY, KEPT, MINUTE, NOW, ROOM, SLACK, message

OTHER = RoomKey(SLACK, "C9")


async def two(tx: Transaction) -> tuple[PersonId, PersonId]:
    """Let there be two members; return their numbers."""
    anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
    return anna.id, (await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)).id


async def proposed(tx: Transaction, proposer: PersonId, words: str = "Loting") -> Topic:
    """Propose a topic."""
    return await tx.agenda.propose(Topic(0, ROOM, words, NOW), proposer)


async def test_the_most_votes_come_first_and_then_the_oldest(store: SqlStore) -> None:
    """Each person counts once; a vote that is taken back does not count."""
    async with store.begin() as tx:
        anna, ben = await two(tx)
        first, second = await proposed(tx, anna), await proposed(tx, anna, "Water")
        assert await tx.agenda.open_in(ROOM) == (first, second)
        assert await tx.agenda.vote(second.id, ben)
        assert not await tx.agenda.vote(second.id, ben)
        assert await tx.agenda.open_in(ROOM) == (replace(second, votes=2), first)
        assert await tx.agenda.withdraw(second.id, ben)
        assert not await tx.agenda.withdraw(second.id, ben)
        assert await tx.agenda.open_in(ROOM) == (first, second)
        assert await tx.agenda.open_in(OTHER) == ()
        assert await tx.agenda.open_in_each([OTHER, ROOM]) == {ROOM: [first, second]}
        await tx.agenda.remove(first.id)
        assert (await tx.agenda.get(first.id), await tx.agenda.open_in(ROOM)) == (None, (second,))
        await tx.agenda.move(ROOM, OTHER)
        assert await tx.agenda.open_in(OTHER) == (replace(second, room=OTHER),)


async def test_the_same_topic_of_two_rooms_is_one_when_a_room_replaces_the_other(store: SqlStore) -> None:
    """With the votes for either, each person's once; other topics come along, also what had its turn."""
    async with store.begin() as tx:
        anna, ben = await two(tx)
        here, other = await proposed(tx, anna, "LOTING"), await proposed(tx, anna, "Water")
        taken = await proposed(tx, anna)
        await tx.agenda.take(taken.id, "prompt 1", NOW)
        there = await tx.agenda.propose(Topic(0, OTHER, "Loting", NOW), ben)
        await tx.agenda.move(ROOM, OTHER)
        assert await tx.agenda.open_in(OTHER) == (replace(there, votes=2), replace(other, room=OTHER))
        assert await tx.agenda.get(here.id) is None
        assert not await tx.agenda.vote(there.id, anna)
        assert await tx.agenda.taken_in(OTHER, NOW) == (replace(taken, room=OTHER, taken=NOW),)
        assert (await tx.agenda.open_in(ROOM), await tx.agenda.taken_in(ROOM, NOW)) == ((), ())


async def test_a_topic_has_its_turn_once(store: SqlStore) -> None:
    """Until it turns out that nothing was said of it."""
    async with store.begin() as tx:
        anna, _ = await two(tx)
        topic = await proposed(tx, anna)
        assert await tx.agenda.take(topic.id, "prompt 1", NOW)
        assert not await tx.agenda.take(topic.id, "prompt 2", NOW)
        assert await tx.agenda.open_in(ROOM) == ()
        assert await tx.agenda.taken_in(ROOM, NOW) == (replace(topic, taken=NOW),)
        assert await tx.agenda.taken_in(ROOM, NOW + MINUTE) == ()
        await tx.agenda.give_back("prompt 2")
        assert await tx.agenda.open_in(ROOM) == ()
        await tx.agenda.give_back("prompt 1")
        assert await tx.agenda.open_in(ROOM) == (topic,)


async def test_of_many_that_want_it_at_once_one_gets_it(store: SqlStore) -> None:
    """Whichever process is first; the others see that it is gone."""
    async with store.begin() as tx:
        anna, _ = await two(tx)
        topic = await proposed(tx, anna)

    async def take(cause: int) -> bool:
        async with store.begin() as tx:
            return await tx.agenda.take(topic.id, f"prompt {cause}", NOW)

    assert sum(await asyncio.gather(*(take(cause) for cause in range(5)))) == 1


async def test_what_somebody_proposed_and_voted_for_goes_with_them(store: SqlStore) -> None:
    """To a linked account, where one vote stays of two; away when they are forgotten."""
    async with store.begin() as tx:
        anna, ben = await two(tx)
        topic, other = await proposed(tx, anna), await proposed(tx, ben, "Water")
        await tx.agenda.vote(topic.id, ben)
        await tx.agenda.vote(other.id, anna)
        text = await tx.prompts.add_text(OwnText(0, "success", "nl", "Wat lukte?", anna), BY_THE_PROGRAM)
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        assert [each.votes for each in await tx.agenda.open_in(ROOM)] == [1, 1]
        assert await tx.prompts.texts() == (replace(text, author=ben),)
        held = await tx.held(ben)
        assert [len(str(held[name])) > 2 for name in ("topics_you_proposed", "votes_for_topics")] == [
            True
        ] * 2
        assert held["texts_for_prompts"]
        person = await tx.people.get(ben)
        assert person
        await tx.erase(person, message("e1").origin, BY_THE_PROGRAM)
        assert await tx.agenda.open_in(ROOM) == ()
        assert await tx.prompts.text(text.id) is None
        assert await tx.revisions.of(Subject.PROMPT_TEXT, str(text.id)) == ()


async def test_only_the_vote_goes_of_who_is_forgotten_when_another_proposed_it(store: SqlStore) -> None:
    """The topic stays, with the votes of the others."""
    async with store.begin() as tx:
        anna, ben = await two(tx)
        topic = await proposed(tx, anna)
        await tx.agenda.vote(topic.id, ben)
        person = await tx.people.get(ben)
        assert person
        await tx.erase(person, message("e1").origin, BY_THE_PROGRAM)
        assert await tx.agenda.open_in(ROOM) == (topic,)


async def test_a_topic_for_which_only_they_voted_goes_with_who_is_forgotten(store: SqlStore) -> None:
    """As when they take back the last vote; what had its turn stays until it may return."""
    async with store.begin() as tx:
        anna, ben = await two(tx)
        standing, taken = await proposed(tx, anna), await proposed(tx, anna, "Water")
        for topic in (standing, taken):
            await tx.agenda.vote(topic.id, ben)
            await tx.agenda.withdraw(topic.id, anna)
        await tx.agenda.take(taken.id, "prompt 1", NOW)
        person = await tx.people.get(ben)
        assert person
        await tx.erase(person, message("e1").origin, BY_THE_PROGRAM)
        assert await tx.agenda.get(standing.id) is None
        assert await tx.agenda.get(taken.id) == replace(taken, taken=NOW, votes=0)


async def test_topics_and_votes_are_forgotten(store: SqlStore) -> None:
    """Votes some time after the turn, topics once they may return; what never had its turn after a year."""
    async with store.begin() as tx:
        anna, _ = await two(tx)
        taken, standing = await proposed(tx, anna), await proposed(tx, anna, "Water")
        await tx.agenda.take(taken.id, "prompt 1", NOW)
        await tx.forget(KEPT, NOW + KEPT.outbox - timedelta(seconds=1))
        assert await tx.agenda.get(taken.id) == replace(taken, taken=NOW)
        assert (await tx.forget(KEPT, NOW + KEPT.outbox))["topic_vote"] == 1
        assert await tx.agenda.get(taken.id) == replace(taken, taken=NOW, votes=0)
        await tx.forget(KEPT, NOW + KEPT.topic - DAY)
        assert await tx.agenda.get(taken.id)
        await tx.forget(KEPT, NOW + KEPT.topic)
        assert await tx.agenda.get(taken.id) is None
        await tx.forget(KEPT, NOW + KEPT.open_question - DAY)
        assert await tx.agenda.get(standing.id) == standing
        await tx.forget(KEPT, NOW + KEPT.open_question)
        assert await tx.agenda.get(standing.id) is None


async def test_texts_are_by_kind_and_language_until_they_are_removed(store: SqlStore) -> None:
    """Each change of one is in the feed."""
    async with store.begin() as tx:
        anna, _ = await two(tx)
        dutch = await tx.prompts.add_text(OwnText(0, "success", "nl", "Wat lukte?", anna), BY_THE_PROGRAM)
        english = await tx.prompts.add_text(OwnText(0, "role", "en", "Which one?", anna), BY_THE_PROGRAM)
        assert await tx.prompts.texts() == (dutch, english)
        assert await tx.prompts.texts("success", "nl") == await tx.prompts.texts("success") == (dutch,)
        assert await tx.prompts.texts("success", "en") == ()
        gone = replace(dutch, removed=True)
        await tx.prompts.save_text(gone, BY_THE_PROGRAM)
        assert (await tx.prompts.texts(), await tx.prompts.text(dutch.id)) == ((english,), gone)
        revisions = await tx.revisions.of(Subject.PROMPT_TEXT, str(dutch.id))
        assert [(each.before, each.after) for each in revisions] == [(None, dutch), (dutch, gone)]
