"""Single moments of a prompt: posting it now, trying what it says, skipping or moving the next one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.wording import ID, number_of, unknown, when
from bot.domain.calendar import Moment, moments
from bot.domain.people import Role, Room
from bot.domain.permissions import Rule
from bot.domain.prompt import SAID, Occurrence, Outcome, Prompt, PromptState, Standing, coming
from bot.domain.schedule import Once, Schedule
from bot.labels import called
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.planning.clock import found_time
from bot.planning.planned import Misread
from bot.planning.reading import read_schedule
from bot.ports.store import Transaction
from bot.prompting.posting import Occasion, hold_due, occurrence, plan_next, say_it, this_minute, would_say


async def _held(tx: Transaction, request: Request, arguments: re.Match[str]) -> Standing | Reply:
    """Return a prompt that runs or is paused, whose moments nobody else touches meanwhile."""
    number = number_of(arguments)
    prompt = await tx.prompts.get(number)
    if prompt is None or prompt.state in {PromptState.STOPPED, PromptState.DRAFT}:
        return unknown(number, request.translator)
    await hold_due(tx, [number], request.now)
    (standing,) = await tx.prompts.standing([number])
    return standing


async def _now(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        standing = await _held(tx, request, arguments)
        if isinstance(standing, Reply):
            return Response(aside=standing)
        prompt = standing.prompt
        moment = this_minute(prompt.zone, request.now)
        room = await tx.rooms.get(prompt.room) or Room(prompt.room)
        before = await tx.prompts.occurrence(prompt.id, moment.local)
        if before and before.outcome in (*SAID, Outcome.MOVED):
            await plan_next(tx, prompt.id, desk.policy, request.now)
            return Response(aside=say(_this_very_minute(before, prompt, t)))
        occasion = Occasion(prompt, room, moment)
        happened = await say_it(tx, occasion, desk.policy, request.now)
        await tx.prompts.note([happened])
        await plan_next(tx, prompt.id, desk.policy, request.now)
        if happened.outcome is Outcome.EMPTY:
            return Response(aside=say(_nothing_new(prompt, t)))
        where = called(room, room.key)
        return Response(aside=say(t.line("Done: {id} stands in {room}.", id=prompt.name, room=where)))

    return act


def _this_very_minute(before: Occurrence, prompt: Prompt, t: Translator) -> Line:
    if before.outcome in SAID:
        return t.line("{id} was posted this very minute.", id=prompt.name)
    return t.line(
        "The moment of {id} in this minute was moved, so I cannot post it now. Try again in a minute.",
        id=prompt.name,
    )


async def _try(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    async with desk.store.read() as tx:
        prompt = await tx.prompts.get(number_of(arguments))
        if prompt is None or prompt.state is PromptState.STOPPED:
            return Response(aside=unknown(number_of(arguments), t))
        room = await tx.rooms.get(prompt.room) or Room(prompt.room)
        shown = await would_say(tx, prompt, room, desk.policy, request.now)
    if shown is None:
        return Response(aside=say(_nothing_new(prompt, t)))
    opening = t.line("Only you read this. It would stand in {room} like this:", room=called(room, room.key))
    return Response(aside=Reply((Paragraph((opening,)), *shown.blocks), shown.shown))


def _nothing_new(prompt: Prompt, t: Translator) -> Line:
    return t.line("Nothing is new for {id} to tell. Then it posts nothing.", id=prompt.name)


async def _ahead(
    tx: Transaction, request: Request, arguments: re.Match[str], desk: Desk
) -> tuple[Prompt, Moment] | Response:
    """Return the prompt and its next moment; what to say when there is no such prompt, or no such moment."""
    standing = await _held(tx, request, arguments)
    if isinstance(standing, Reply):
        return Response(aside=standing)
    prompt = standing.prompt
    moment = next(coming(standing, request.now, desk.policy.days_off), None)
    if moment:
        return prompt, moment
    await plan_next(tx, prompt.id, desk.policy, request.now)
    t = request.translator
    if prompt.state is PromptState.PAUSED:
        return Response(
            aside=say(t.line("{id} is paused: `prompt resume {id}` lets it go on.", id=prompt.name))
        )
    return Response(aside=say(t.line("{id} has no moment that is still to come.", id=prompt.name)))


async def _skip(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        ahead = await _ahead(tx, request, arguments, desk)
        if isinstance(ahead, Response):
            return ahead
        prompt, moment = ahead
        await tx.prompts.note([_becomes(prompt, moment, Outcome.SKIPPED)])
        after = await plan_next(tx, prompt.id, desk.policy, request.now)
        skipped = when(moment, prompt.zone, t, request.now)
        return Response(
            aside=say(
                t.line("{id} skips {moment}.", id=prompt.name, moment=skipped),
                t.line("After that it comes on {moment}.", moment=when(after, prompt.zone, t, request.now))
                if after
                else t.line("After that it does not come again."),
            )
        )

    return act


def _becomes(prompt: Prompt, moment: Moment, outcome: Outcome) -> Occurrence:
    return occurrence(Occasion(prompt, Room(prompt.room), moment), outcome)


async def _move(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        ahead = await _ahead(tx, request, arguments, desk)
        if isinstance(ahead, Response):
            return ahead
        prompt, moment = ahead
        at = _other(arguments["when"], moment, prompt, request)
        if isinstance(at, Reply):
            await plan_next(tx, prompt.id, desk.policy, request.now)
            return Response(aside=at)
        await tx.prompts.note([replace(_becomes(prompt, moment, Outcome.MOVED), at=at)])
        await plan_next(tx, prompt.id, desk.policy, request.now)
        first, other = (when(each, prompt.zone, t, request.now) for each in (moment, at))
        moved = t.line("{id} moves from {moment} to {other}.", id=prompt.name, moment=first, other=other)
        return Response(aside=say(moved, t.line("The times after that stay as they are.")))

    return act


def _other(words: str, moment: Moment, prompt: Prompt, request: Request) -> datetime | Reply:
    """Return the moment that is typed: a day with a time, or only a time on the same day."""
    t, zone = request.translator, ZoneInfo(prompt.zone)
    typed = words.casefold().replace("’", "'").strip(" .!")
    only_time = found_time(typed, 0)
    if isinstance(only_time, tuple) and only_time[1] == len(typed):
        schedule = Schedule(Once(moment.at.astimezone(zone).date()), only_time[0])
    else:
        read = read_schedule(words, request.now.astimezone(zone).date())
        if isinstance(read, Misread):
            return say(read.said(t), _how_to_move(t, prompt))
        if not isinstance(read.schedule.rule, Once) or read.rest.strip(" .!"):
            return say(t.line("I need one day with a time, or only a time."), _how_to_move(t, prompt))
        schedule = read.schedule
    found = next(moments(schedule, zone, request.now), None)
    return found.at if found else say(t.line("That moment is over already."), _how_to_move(t, prompt))


def _how_to_move(t: Translator, prompt: Prompt) -> Line:
    return t.line(
        "For example: `prompt move {id} to 3 December 15:00`, or `prompt move {id} to 11:00`.", id=prompt.name
    )


COMMANDS = (
    Command(
        dutch=Wording("prikkel nu", "K1", ("prikkel nu K1",)),
        english=Wording("prompt now", "K1", ("prompt now K1",)),
        summary=mark("posts a prompt at once, besides its own moments"),
        arguments=ID,
        rule=Rule(Role.COORDINATOR),
        effect=Effect.FINAL,
        run=_now,
    ),
    Command(
        dutch=Wording("prikkel proef", "K1", ("prikkel proef K1",)),
        english=Wording("prompt try", "K1", ("prompt try K1",)),
        summary=mark("shows only you what a prompt will say"),
        arguments=ID,
        rule=Rule(Role.COORDINATOR),
        effect=Effect.READS,
        run=_try,
    ),
    Command(
        dutch=Wording(
            "prikkel sla over",
            "K1",
            ("prikkel sla over K1",),
            short=r"prikkel (?:overslaan|sla(?=\s+(?!over\b).{1,20}\bover\b))",
        ),
        english=Wording("prompt skip", "K1", ("prompt skip K1",)),
        summary=mark("leaves out the next moment of a prompt"),
        arguments=rf"{ID}(?:\s+over[.!]*)?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.FINAL,
        run=_skip,
    ),
    Command(
        dutch=Wording(
            "prikkel verzet",
            "K1 naar <wanneer>",
            ("prikkel verzet K1 naar 3 december 15:00",),
            short="prikkel (?:verzetten|verplaats(?:en)?|verschuif)",
        ),
        english=Wording(
            "prompt move", "K1 to <when>", ("prompt move K1 to 3 December 15:00",), short="prompt reschedule"
        ),
        summary=mark("moves the next moment of a prompt; the others stay"),
        arguments=rf"{ID}\s+(?:naar\s+|to\s+)?(?P<when>\S.{{0,200}})",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.FINAL,
        run=_move,
    ),
)
