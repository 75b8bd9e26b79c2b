"""Which prompts there are, and when they come: as a list, and as a calendar in words and as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.wording import ID, about, kind_of, today_of, unknown, when
from bot.domain.keys import RoomKey
from bot.domain.people import Role, Room
from bot.domain.permissions import Rule
from bot.domain.prompt import Occurrence, Outcome, Prompt, PromptState, Standing, coming
from bot.labels import called
from bot.messages.i18n import mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.planning.appointments import Appointment, file_of, weeks
from bot.ports.store import Transaction
from bot.prompting.upcoming import upcoming
from bot.wording import and_more

_REMEMBERED: Final = timedelta(days=30)
"""How long a moment that was missed stands in the list."""

_WEEKS: Final = 4
_MOST_WEEKS: Final = 26

_UNPOSTED: Final = {
    Outcome.MISSED: mark("Missed, because I was not running or could not reach the channel: {moments}."),
    Outcome.EMPTY: mark("Posted nothing, because nothing was new: {moments}."),
}
"""What became of moments at which nothing was posted, as it is told."""

Rooms = Mapping[RoomKey, Room | None]


async def _list(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    async with desk.store.read() as tx:
        one = await tx.prompts.get(int(arguments["number"])) if arguments["number"] else None
        if arguments["number"] and (one is None or one.state is PromptState.STOPPED):
            return Response(aside=unknown(int(arguments["number"]), t))
        prompts = (one,) if one else await tx.prompts.running()
        standing = await tx.prompts.standing([each.id for each in prompts])
        rooms = await _rooms(tx, prompts)
        since = request.now - _REMEMBERED
        unposted = await tx.prompts.latest([each.id for each in prompts], tuple(_UNPOSTED), since)
    if not prompts:
        return Response(aside=say(t.line("There are no prompts yet. `prompt plan` begins one.")))
    blocks = [
        Paragraph((about(each.prompt, rooms[each.prompt.room], t), *_state(each, unposted, request, desk)))
        for each in standing
    ]
    first = standing[0].prompt.name
    steps = t.line("More: `prompt skip {id}`, `prompt pause {id}` or `prompt calendar`.", id=first)
    return Response(aside=Reply((*blocks, Paragraph((steps,)))))


async def _rooms(tx: Transaction, prompts: Sequence[Prompt]) -> Rooms:
    return {key: await tx.rooms.get(key) for key in {each.room for each in prompts}}


def _state(
    standing: Standing, unposted: Sequence[Occurrence], request: Request, desk: Desk
) -> tuple[Line, ...]:
    """Say when it comes next, and when nothing was posted."""
    prompt, t = standing.prompt, request.translator
    lines = [_next(standing, request, desk)]
    for outcome, message in _UNPOSTED.items():
        over = [each for each in unposted if each.prompt == prompt.id and each.outcome is outcome]
        if over:
            moments = "; ".join(when(each.at, prompt.zone, t, request.now) for each in over[:3])
            lines.append(t.line(message, moments=moments))
        if len(over) > 3:  # noqa: PLR2004 - as many as are named
            lines.append((Plain(and_more(len(over) - 3, t)),))
    return tuple(lines)


def _next(standing: Standing, request: Request, desk: Desk) -> Line:
    prompt, t = standing.prompt, request.translator
    if prompt.state is PromptState.DRAFT:
        return t.line("Waits for your yes: `prompt yes {id}`.", id=prompt.name)
    if not prompt.runs:
        return t.line("Paused. `prompt resume {id}` lets it go on.", id=prompt.name)
    moment = next(coming(standing, request.now, desk.policy.days_off), None)
    if moment is None:
        return t.line("Over: it does not come again.")
    at = when(moment, prompt.zone, t, request.now)
    today = request.now.astimezone(ZoneInfo(prompt.zone)).date()
    if prompt.paused_until and today < prompt.paused_until:
        return t.line("Paused; the next time is {moment}.", moment=at)
    return t.line("The next time is {moment}.", moment=at)


async def _calendar(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t, now = request.translator, request.now
    ahead = min(int(arguments["weeks"] or _WEEKS), _MOST_WEEKS) or _WEEKS
    async with desk.store.read() as tx:
        prompts = await tx.prompts.running()
        standing = await tx.prompts.standing([each.id for each in prompts])
        rooms = await _rooms(tx, prompts)
    planned = [
        appointment
        for each in standing
        for appointment in _appointments(each, rooms, request, desk, timedelta(weeks=ahead))
    ]
    if not planned:
        nothing = t.plural(
            "Nothing is planned for the next week.", "Nothing is planned for the next {number} weeks.", ahead
        )
        return Response(aside=say((Plain(nothing),)))
    shown = weeks(planned, t, today_of(request))
    if not request.room.direct:
        elsewhere = t.line(
            "As a file for your own calendar: type `prompt calendar` in a direct message to me."
        )
        return Response(aside=Reply((*shown, Paragraph((elsewhere,)))))
    return Response(Reply(shown), file=file_of(planned, t, now))


def _appointments(
    standing: Standing, rooms: Rooms, request: Request, desk: Desk, span: timedelta
) -> list[Appointment]:
    prompt, t = standing.prompt, request.translator
    zone, where = ZoneInfo(prompt.zone), called(rooms[prompt.room], prompt.room)
    what = kind_of(prompt, t)
    until = request.now + span
    return [
        *upcoming(
            standing,
            request.now,
            until,
            desk.policy.days_off,
            lambda moment, why: Appointment(prompt.name, moment, zone, what, where, why),
            t,
        )
    ]


_ALSO = (
    "prikkel, prikkels, de prikkels, welke prikkels zijn er, welke prikkels lopen er, welke prikkels komen er"
    ", wat staat er gepland, wat is er gepland, wanneer komt de volgende prikkel, prompts, the prompts"
    ", which prompts are there, what is planned, what is scheduled, when does the next prompt come"
)
"""Whole lines that mean the same."""

COMMANDS = (
    Command(
        dutch=Wording("prikkel lijst", "[K1]", ("prikkel lijst", "prikkel lijst K1")),
        english=Wording("prompt list", "[K1]", ("prompt list", "prompt list K1")),
        summary=mark("shows the prompts, when they come next, and what was missed"),
        arguments=f"(?:{ID})?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.READS,
        run=_list,
        letter="K",
        also=frozenset(_ALSO.split(", ")),
    ),
    Command(
        dutch=Wording("prikkel kalender", "[weken]", ("prikkel kalender", "prikkel kalender 8")),
        english=Wording("prompt calendar", "[weeks]", ("prompt calendar", "prompt calendar 8")),
        summary=mark("shows what is planned in the next weeks, also as a file for your own calendar"),
        arguments=r"(?P<weeks>[0-9]{1,3})?(?: weken| week| weeks)?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.READS,
        run=_calendar,
    ),
)
