"""Stories that were told protected, once they are handed in: who hears that some wait, and publishing them.

Nothing here knows who told one. How readers decide is in `bot/commands/curating/release.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import tell_account, tell_admins
from bot.domain.model import (
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    PartialDate,
    Source,
    Status,
    Text,
    Visibility,
)
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.hiding import changed, unsay
from bot.messages.i18n import mark, mark_plural, translator
from bot.messages.markup import Plain
from bot.messages.reply import say
from bot.ports.due import DueTask, Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.ports.stories import Story, Told
from bot.wording import as_title

READERS: Final = 2
"""How many people release a story."""

MISSED: Final = mark(
    "I do not notice every name, place and date: see for yourself whether there are others in it."
)

_HEARD: Final = timedelta(days=7, hours=8)
"""How long after the Monday of its week who reads stories hears of one: the next Monday, in the morning."""

_LISTED: Final = 5

_WAITS = mark_plural(
    "{number} story that was told protected waits for two people who read it.",
    "{number} stories that were told protected wait for two people who read them.",
)


async def plan_reading(tx: Transaction, now: datetime) -> None:
    """Let who reads stories hear of what came in this week, once the week is over."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = day - timedelta(days=day.weekday())
    await tx.due.plan_once(Work.READING, monday.date().isoformat(), monday + _HEARD)


async def tell_readers(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Say to who reads stories that some wait."""
    await clear_replaced(tx, policy, now)
    waiting = await tx.stories.waiting(now)
    if waiting:
        t = translator(policy.language, policy.zone)
        counted = (Plain(t.plural(*_WAITS, len(waiting))),)
        read = [t.line("Read it: `story B{number}`", number=str(each.number)) for each in waiting[:_LISTED]]
        words = say(counted, *read)
        await tell_admins(tx, policy, words, now)
        second = policy.second_reader
        known = await tx.people.of_account(second) if second else None
        if second and not (known and known.role is Role.ADMIN):
            await tell_account(tx, policy, second, words, now)
    await tx.due.finish(task)


async def clear_replaced(tx: Transaction, policy: Policy, now: datetime) -> None:
    """Forget the words in whose place others are listed by now."""
    for told in await tx.stories.clear(now):
        await forget_words(tx, told, policy, now)


async def forget_words(tx: Transaction, told: Told, policy: Policy, now: datetime) -> None:
    """Forget what was said of words that waited, but for what stands in the base."""
    entry = (await tx.entries.get([told.entry])).get(told.entry) if told.entry else None
    if told.story:
        await unsay(tx, told.story.texts, words_of(entry), None, policy, now)


def words_of(entry: Entry | None) -> tuple[str, ...]:
    """Return the words of a lesson that was told protected."""
    return tuple(words for text in entry.texts for words in (text.title, *text.passages)) if entry else ()


async def plan_publishing(
    tx: Transaction, number: int, policy: Policy, below: Callable[[int], int], now: datetime
) -> None:
    """Let a story be published at a random moment, within what the settings say."""
    earliest, latest = (int(each.total_seconds()) for each in policy.publishes)
    later = earliest + below(latest - earliest + 1)
    await tx.due.plan(Work.STORY, str(number), now + timedelta(seconds=later))


async def publish_story(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Publish a story that was released: only now it gets a number, a date and its first revision."""
    await tx.hold()
    told = await tx.stories.get(int(task.subject))
    if told and told.story and told.released and not told.replaced:
        known = (await tx.entries.get([told.entry])).get(told.entry) if told.entry else None
        if known:
            entry = _renewed(known, told.story, now)
            await changed(tx, known.id, policy, now)
            await unsay(tx, words_of(known), words_of(entry), known.id, policy, now)
            await tx.curating.renew(entry, Change(None, now))
        else:
            entry = _published(await tx.entries.next_id(Kind.LESSON), told.story, now)
            await tx.entries.save(entry, Change(None, now))
        await tx.stories.published(told.number, entry.id)
    await tx.due.finish(task)


def _published(entry_id: EntryId, story: Story, now: datetime) -> Entry:
    """Return the lesson that a story becomes: of nobody, and of no organisation."""
    t = translator(story.language)
    return Entry(
        id=entry_id,
        details=Lesson(Outcome.FAILURE),
        texts=(text_of(story),),
        original=story.language,
        status=Status.PUBLISHED,
        visibility=Visibility.NETWORK,
        recorded=now,
        reviewed=now,
        source=Source(t.text("shared protected"), published=PartialDate(now.year, now.month, now.day)),
    )


def _renewed(entry: Entry, story: Story, now: datetime) -> Entry:
    """Return a lesson with the words that its author put in the place of the old ones."""
    return replace(entry, texts=(text_of(story),), original=story.language, reviewed=now)


def text_of(story: Story) -> Text:
    """Return the words of a story as they stand in a lesson."""
    told = dict(story.words)
    action = told.get("action", "")
    return Text(
        story.language,
        as_title(action),
        action=action,
        result=told.get("result", ""),
        advice=told.get("advice", ""),
    )
