"""Letting a prompt rest, go on, or stop for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.wording import ID, number_of, today_of, unknown, when
from bot.domain.calendar import Moment
from bot.domain.days import read_day
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.prompt import Prompt, PromptState
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import say
from bot.ports.store import Transaction
from bot.prompting.posting import changed

_WITH = r"(?P<with>tot en met |t/m |up to and including |through )"

Told = Callable[[Prompt, Moment | None], tuple[Line, ...]]
"""Says what a prompt does now, given its next moment."""


def _to(
    state: PromptState, until: date | None, request: Request, arguments: re.Match[str], desk: Desk, told: Told
) -> Act:
    """Bring a prompt to a state, and say so."""
    t, number = request.translator, number_of(arguments)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        before = await tx.prompts.get(number)
        if before is None or before.state is PromptState.STOPPED:
            return Response(aside=unknown(number, t))
        if before.state is PromptState.DRAFT and state is not PromptState.STOPPED:
            return Response(
                aside=say(t.line("{id} waits for a yes first: `prompt yes {id}`.", id=before.name))
            )
        if before.state is PromptState.DRAFT:
            await tx.prompts.save(replace(before, state=state), request.change)
            return Response(aside=say(t.line("Good: nothing is planned. `prompt plan` begins anew.")))
        after = replace(before, state=state, paused_until=until)
        moment = await changed(tx, after, desk.policy, request.change)
        return Response(aside=say(*told(after, moment)))

    return act


async def _pause(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    today = today_of(request)
    typed = arguments["day"]
    until = read_day(typed, today) if typed else None
    if until and arguments["with"]:
        until += timedelta(days=1)
    if typed and (until is None or until <= today):
        return Response(
            aside=say(
                t.line("I cannot read “{day}” as a day that is still to come.", day=typed),
                t.line("For example: `prompt pause K1 until 1 September`, or `prompt pause K1`."),
            )
        )

    def told(prompt: Prompt, moment: Moment | None) -> tuple[Line, ...]:
        if until is None:
            return (t.line("{id} is paused, until you type `prompt resume {id}`.", id=prompt.name),)
        paused = t.line("{id} is paused until {day}.", id=prompt.name, day=t.day(until, "EEEE d MMMM y"))
        return (paused, _comes(prompt, moment, request, t))

    return _to(PromptState.PAUSED, until, request, arguments, desk, told)


def _comes(prompt: Prompt, moment: Moment | None, request: Request, t: Translator) -> Line:
    if moment is None:
        return t.line("After that it does not come again.")
    return t.line("The next time is {moment}.", moment=when(moment, prompt.zone, t, request.now))


async def _resume(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    def told(prompt: Prompt, moment: Moment | None) -> tuple[Line, ...]:
        return (t.line("{id} goes on.", id=prompt.name), _comes(prompt, moment, request, t))

    return _to(PromptState.ACTIVE, None, request, arguments, desk, told)


async def _stop(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    def told(prompt: Prompt, moment: Moment | None) -> tuple[Line, ...]:
        del moment
        return (t.line("{id} does not come any more. `undo` takes that back.", id=prompt.name),)

    return _to(PromptState.STOPPED, None, request, arguments, desk, told)


COMMANDS = (
    Command(
        dutch=Wording(
            "prikkel pauze",
            "K1 [tot <dag>]",
            ("prikkel pauze K1", "prikkel pauze K1 tot 1 september"),
            short="prikkel (?:pauzeer|pauzeren)",
        ),
        english=Wording(
            "prompt pause", "K1 [until <day>]", ("prompt pause K1", "prompt pause K1 until 1 September")
        ),
        summary=mark("lets a prompt rest, until a day or until you resume it"),
        arguments=rf"{ID}(?:\s+(?:{_WITH}|tot |until |till )?(?P<day>\S.{{0,60}}))?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_pause,
    ),
    Command(
        dutch=Wording("prikkel hervat", "K1", ("prikkel hervat K1",), short="prikkel hervatten"),
        english=Wording("prompt resume", "K1", ("prompt resume K1",)),
        summary=mark("lets a prompt that rests go on"),
        arguments=ID,
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_resume,
    ),
    Command(
        dutch=Wording(
            "prikkel stop", "K1", ("prikkel stop K1",), short="prikkel (?:stoppen|verwijder(?:en)?)"
        ),
        english=Wording("prompt stop", "K1", ("prompt stop K1",), short="prompt (?:delete|remove)"),
        summary=mark("stops a prompt for good"),
        arguments=ID,
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_stop,
    ),
)
