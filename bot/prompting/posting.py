"""Posting what is due: what became of a moment and what is said for it are written in one transaction.

What a prompt says is in `composing.py`; when its moments are in `bot/domain/prompt.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import Moment
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.people import Room
from bot.domain.policy import Policy
from bot.domain.prompt import Occurrence, Outcome, Prompt, PromptId, Standing, coming
from bot.messages.i18n import translator
from bot.messages.markup import Plain
from bot.messages.outgoing import Post
from bot.messages.reply import Paragraph, Reply
from bot.ports.due import DueTask, Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.prompting.composing import Composed, compose
from bot.prompting.harvest import how_to_answer

ON_TIME: Final = timedelta(minutes=3)
"""How long after its moment a prompt is not late yet: the clock sweeps once a minute."""

_MOST = 200
"""Moments of one prompt that are dealt with at a time, after the program was off for long."""


@dataclass(frozen=True)
class Occasion:
    """One prompt in its room at one moment."""

    prompt: Prompt
    room: Room
    moment: Moment


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
    happened: list[Occurrence] = []
    looked: dict[PromptId, datetime] = {}
    rooms: dict[RoomKey, Room] = {}
    for standing in await tx.prompts.standing(held):
        prompt = standing.prompt
        if not prompt.runs:
            continue
        fallen = _fallen(standing, policy, now)
        until = fallen[-1].at if len(fallen) == _MOST else now
        room = await _room(tx, prompt.room, rooms)
        for moment in fallen:
            occasion = Occasion(prompt, room, moment)
            happened.append(await _happens(tx, occasion, policy, now, grace))
        looked[prompt.id] = until
        again[held[prompt.id]] = next((each.at for each in coming(standing, until, policy.days_off)), None)
    await tx.prompts.note(happened)
    await tx.prompts.looked(looked)
    await tx.due.finish_all(again)


def _fallen(standing: Standing, policy: Policy, now: datetime) -> list[Moment]:
    """Return the moments that came since the last look and were not dealt with, in order."""
    since = coming(standing, standing.since, policy.days_off)
    return list(islice(takewhile(lambda moment: moment.at <= now, since), _MOST))


async def _room(tx: Transaction, key: RoomKey, known: dict[RoomKey, Room]) -> Room:
    if key not in known:
        known[key] = await tx.rooms.get(key) or Room(key)
    return known[key]


async def _happens(
    tx: Transaction, occasion: Occasion, policy: Policy, now: datetime, grace: timedelta
) -> Occurrence:
    """Say it, unless it is too late for that; return what became of the moment."""
    late = now - occasion.moment.at
    if late > grace:
        return occurrence(occasion, Outcome.MISSED)
    outcome = Outcome.LATE if late > ON_TIME else Outcome.POSTED
    return await say_it(tx, occasion, outcome, policy, now)


async def say_it(
    tx: Transaction, occasion: Occasion, outcome: Outcome, policy: Policy, now: datetime
) -> Occurrence:
    """Put the prompt in the outbox, if it has anything to say; return what the caller writes down."""
    return await say_composed(tx, occasion, outcome, await _composed(tx, occasion, policy, now), policy, now)


async def say_composed(
    tx: Transaction,
    occasion: Occasion,
    outcome: Outcome,
    composed: Composed,
    policy: Policy,
    now: datetime,
) -> Occurrence:
    """Put in the outbox what a prompt says, if anything; return what the caller writes down."""
    if composed.reply is None:
        return occurrence(occasion, Outcome.EMPTY)
    happened = occurrence(occasion, outcome, composed)
    t = translator(occasion.room.language or policy.language)
    asked = Reply(
        (*composed.reply.blocks, Paragraph((how_to_answer(occasion.room, t),))), composed.reply.shown
    )
    post = Post(ConversationKey(occasion.room.key, None), with_mandate(asked, occasion.room))
    await tx.outbox.add(post, happened.cause, now, now + policy.grace)
    return happened


async def _composed(tx: Transaction, occasion: Occasion, policy: Policy, now: datetime) -> Composed:
    """Return what is said now; the topic that it is about has its turn by this, and nowhere else."""
    cause = occurrence(occasion, Outcome.POSTED).cause
    while True:
        composed = await compose(tx, occasion.prompt, occasion.room, policy, now)
        if composed.topic is None or await tx.agenda.take(composed.topic, cause, now):
            return composed


def with_mandate(reply: Reply, room: Room) -> Reply:
    """Return what is said with, under it, what the coordinator says may be shared in the room."""
    if not room.mandate:
        return reply
    return Reply((*reply.blocks, Paragraph(((Plain(room.mandate),),))), reply.shown)


def occurrence(occasion: Occasion, outcome: Outcome, composed: Composed | None = None) -> Occurrence:
    """Return what became of a moment."""
    prompt, moment = occasion.prompt, occasion.moment
    return Occurrence(
        prompt=prompt.id,
        planned=moment.local,
        at=moment.at,
        outcome=outcome,
        room=prompt.room,
        kind=composed.kind if composed else prompt.kind,
        text=composed.text if composed else None,
        entries=composed.entries if composed else (),
        question=composed.question if composed else None,
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


async def hold_due(tx: Transaction, number: PromptId, now: datetime) -> None:
    """Let nobody post a prompt until this transaction ends, in which `plan_next` follows.

    Whoever posts one holds its due row first and then reads the prompt: so does whoever changes it.
    """
    await tx.due.plan_by(Work.PROMPT, str(number), now)


async def changed(tx: Transaction, prompt: Prompt, policy: Policy, change: Change) -> Moment | None:
    """Save a prompt and plan its next moment; return that. The transaction holds the feed (`tx.hold`)."""
    await hold_due(tx, prompt.id, change.at)
    await tx.prompts.save(prompt, change)
    return await plan_next(tx, prompt.id, policy, change.at)


async def in_zone(tx: Transaction, room: RoomKey, zone: str, policy: Policy, change: Change) -> int:
    """Let the prompts of a room follow the clock of another zone; return how many there are."""
    prompts = await tx.prompts.running([room])
    for prompt in prompts:
        await changed(tx, replace(prompt, zone=zone), policy, change)
    return len(prompts)
