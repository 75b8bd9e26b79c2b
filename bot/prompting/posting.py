"""Posting what is due: what became of a moment and what is said for it are written in one transaction.

What a prompt says is in `composing.py`; when its moments are in `bot/domain/prompt.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import Moment
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Entry, EntryId
from bot.domain.people import Question, Room
from bot.domain.policy import Policy
from bot.domain.prompt import Calendar, Occurrence, Outcome, Prompt, PromptId, Standing, coming
from bot.messages.i18n import translator
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import Paragraph, Reply
from bot.ports.due import DueTask, Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.prompting.composing import Choice, choose, putting, worded
from bot.prompting.digest import digest
from bot.prompting.harvest import how_to_answer
from bot.prompting.kinds import Kind
from bot.prompting.scenes import Scene, scenes_of

ON_TIME: Final = timedelta(minutes=3)
"""How long after its moment a prompt is not late yet: the clock sweeps once a minute."""

_MOST = 200
"""Moments of one prompt that are dealt with at a time, after the program was off for long."""


@dataclass(frozen=True)
class Occasion:
    """One prompt in its room at one moment. `asked` is a question that somebody puts to the room by it."""

    prompt: Prompt
    room: Room
    moment: Moment
    asked: Question | None = None


def this_minute(zone: str, now: datetime) -> Moment:
    """Return now as a moment that was planned for this minute, by the clock of a zone."""
    return Moment(now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0), now)


async def post_due(
    tx: Transaction, tasks: Collection[DueTask], policy: Policy, now: datetime, grace: timedelta
) -> None:
    """Post each prompt whose moment has come, as long as it still runs, and plan its next moment.

    What came longer than `grace` ago is written down as missed. A claim that somebody took over is passed
    over. Everything is read after the due rows are held: who pauses a prompt changes its due row first.
    """
    held = {int(task.subject): task for task in await tx.due.held(tasks)}
    again: dict[DueTask, datetime | None] = dict.fromkeys(held.values())
    looked: dict[PromptId, datetime] = {}
    came: list[tuple[Prompt, Moment]] = []
    calendar = Calendar(policy.days_off)
    for standing in await tx.prompts.standing(held):
        prompt = standing.prompt
        if not prompt.runs:
            continue
        fallen, following = _fallen(standing, calendar, now)
        came += [(prompt, moment) for moment in fallen]
        looked[prompt.id] = fallen[-1].at if len(fallen) == _MOST else now
        again[held[prompt.id]] = following
    came.sort(key=lambda each: (each[1].at, each[0].id))
    await tx.prompts.note(await _happen(tx, came, policy, now, grace))
    await tx.prompts.looked(looked)
    await tx.due.finish_all(again)


def _fallen(standing: Standing, calendar: Calendar, now: datetime) -> tuple[list[Moment], datetime | None]:
    """Return the moments that came since the last look and were not dealt with, and when the next one is."""
    fallen: list[Moment] = []
    for moment in calendar.coming(standing, standing.since):
        if moment.at > now or len(fallen) == _MOST:
            return fallen, moment.at
        fallen.append(moment)
    return fallen, None


async def _happen(
    tx: Transaction, came: Sequence[tuple[Prompt, Moment]], policy: Policy, now: datetime, grace: timedelta
) -> list[Occurrence]:
    """Say what it is not too late for; return what became of all of these moments."""
    rooms = await tx.rooms.those({prompt.room for prompt, _ in came})
    happened: list[Occurrence] = []
    in_time: list[tuple[Occasion, Outcome]] = []
    for prompt, moment in came:
        occasion = Occasion(prompt, rooms.get(prompt.room) or Room(prompt.room), moment)
        late = now - moment.at
        if late > grace:
            happened.append(occurrence(occasion, Outcome.MISSED))
        else:
            in_time.append((occasion, Outcome.LATE if late > ON_TIME else Outcome.POSTED))
    return [*happened, *await say_all(tx, in_time, policy, now)]


async def say_it(tx: Transaction, occasion: Occasion, policy: Policy, now: datetime) -> Occurrence:
    """Put one prompt in the outbox now, as `say_all` does many."""
    (happened,) = await say_all(tx, [(occasion, Outcome.POSTED)], policy, now)
    return happened


async def say_all(
    tx: Transaction, occasions: Sequence[tuple[Occasion, Outcome]], policy: Policy, now: datetime
) -> list[Occurrence]:
    """Put prompts in the outbox in this order, as far as they have anything to say.

    Return what the caller writes down, each with the outcome that is given here. Each prompt knows what was
    said before it in its room, also in this call, and by another process a moment ago.
    """
    if not occasions:
        return []
    await tx.prompts.hold()
    scenes = await _scenes(tx, [occasion for occasion, _ in occasions], policy, now)
    said: list[tuple[Occasion, Choice, Occurrence]] = []
    for occasion, outcome in occasions:
        scene = scenes[occasion.room.key]
        choice = await _taken(tx, occasion, scene, now)
        happened = occurrence(occasion, Outcome.EMPTY if choice.empty else outcome, choice)
        scene.happens(happened)
        said.append((occasion, choice, happened))
    entries = await tx.entries.get({choice.entry for _, choice, _ in said if choice.entry})
    posts = [
        (_post(occasion, choice, entries, policy), happened.cause)
        for occasion, choice, happened in said
        if not choice.empty
    ]
    await tx.outbox.add_all(posts, now, now + policy.grace)
    return [happened for _, _, happened in said]


async def would_say(
    tx: Transaction, prompt: Prompt, room: Room, policy: Policy, now: datetime
) -> Reply | None:
    """Return what a prompt would say now, None for nothing; it writes nothing."""
    occasion = Occasion(prompt, room, this_minute(prompt.zone, now))
    scenes = await _scenes(tx, [occasion], policy, now)
    choice = await _choice(tx, occasion, scenes[room.key], now)
    entries = await tx.entries.get([choice.entry] if choice.entry else [])
    return None if choice.empty else _said(occasion, choice, entries, policy)


async def _scenes(
    tx: Transaction, occasions: Sequence[Occasion], policy: Policy, now: datetime
) -> Mapping[RoomKey, Scene]:
    rooms = {each.room.key: each.room for each in occasions}
    kinds = {Kind(each.prompt.kind) for each in occasions}
    return await scenes_of(tx, rooms.values(), kinds, policy, now)


async def _choice(tx: Transaction, occasion: Occasion, scene: Scene, now: datetime) -> Choice:
    prompt, at = occasion.prompt, occasion.moment.at
    if occasion.asked:
        return putting(scene, occasion.asked, at)
    choice = choose(scene, prompt, at)
    if choice.kind is not Kind.DIGEST:
        return choice
    t = translator(scene.language, prompt.zone)
    return replace(choice, digest=await digest(tx, prompt, scene, t, now))


async def _taken(tx: Transaction, occasion: Occasion, scene: Scene, now: datetime) -> Choice:
    """Return what is said now; the topic that it is about has its turn by this, and nowhere else."""
    while True:
        choice = await _choice(tx, occasion, scene, now)
        if not choice.topics:
            return choice
        scene.topics = choice.topics[1:]
        cause = occurrence(occasion, Outcome.POSTED).cause
        if await tx.agenda.take(choice.topics[0].id, cause, now):
            return choice


def _post(occasion: Occasion, choice: Choice, entries: Mapping[EntryId, Entry], policy: Policy) -> Post:
    return Post(ConversationKey(occasion.room.key, None), _said(occasion, choice, entries, policy))


def _said(occasion: Occasion, choice: Choice, entries: Mapping[EntryId, Entry], policy: Policy) -> Reply:
    room = occasion.room
    t = translator(room.language or policy.language, occasion.prompt.zone)
    reply = worded(choice, occasion.prompt, entries, t)
    how = Paragraph((how_to_answer(room, t),))
    return with_mandate(Reply((*reply.blocks, how), reply.shown), room)


def with_mandate(reply: Reply, room: Room) -> Reply:
    """Return what is said with, under it, what the coordinator says may be shared in the room."""
    if not room.mandate:
        return reply
    return Reply((*reply.blocks, Paragraph(((Plain(room.mandate),),))), reply.shown)


def occurrence(occasion: Occasion, outcome: Outcome, choice: Choice | None = None) -> Occurrence:
    """Return what became of a moment."""
    prompt, moment = occasion.prompt, occasion.moment
    happened = Occurrence(prompt.id, moment.local, moment.at, outcome, prompt.room, prompt.kind)
    if choice is None:
        return happened
    return replace(
        happened,
        kind=choice.kind,
        text=choice.text.id if choice.text else None,
        entries=choice.entries,
        question=choice.question.id if choice.question else None,
    )


async def plan_next(tx: Transaction, number: PromptId, policy: Policy, now: datetime) -> Moment | None:
    """Let a prompt be due at its next moment, or not any more; return the first that is still to come.

    A moment that came and was not dealt with yet stays due.
    """
    (standing,) = await tx.prompts.standing([number])
    ahead = coming(standing, standing.since, policy.days_off) if standing.prompt.runs else iter(())
    moment = next(ahead, None)
    if moment is None:
        await tx.due.cancel(Work.PROMPT, str(number))
        return None
    await tx.due.plan(Work.PROMPT, str(number), moment.at)
    return moment if moment.at > now else next((each for each in ahead if each.at > now), None)


async def hold_due(tx: Transaction, numbers: Iterable[PromptId], now: datetime) -> None:
    """Let nobody post these prompts until this transaction ends, in which `plan_next` follows for each.

    Whoever posts one holds its due row first and then reads the prompt: so does whoever changes it.
    """
    await tx.due.hold(Work.PROMPT, [str(number) for number in numbers], now)


async def changed(tx: Transaction, prompt: Prompt, policy: Policy, change: Change) -> Moment | None:
    """Save a prompt and plan its next moment; return that. The transaction holds the feed (`tx.hold`)."""
    await hold_due(tx, [prompt.id], change.at)
    await tx.prompts.save(prompt, change)
    return await plan_next(tx, prompt.id, policy, change.at)


async def in_zone(tx: Transaction, room: RoomKey, zone: str, policy: Policy, change: Change) -> int:
    """Let the prompts of a room follow the clock of another zone; return how many there are.

    A moment that has come by the clock they had is posted first.
    """
    numbers = [prompt.id for prompt in await tx.prompts.running([room])]
    await hold_due(tx, numbers, change.at)
    standing = await tx.prompts.standing(numbers)
    calendar = Calendar(policy.days_off)
    came = [(each.prompt, moment) for each in standing for moment in _fallen(each, calendar, change.at)[0]]
    await tx.prompts.note(await _happen(tx, came, policy, change.at, policy.grace))
    for each in standing:
        await changed(tx, replace(each.prompt, zone=zone), policy, change)
    return len(standing)
