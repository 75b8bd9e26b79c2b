"""Planning a prompt: what was understood is read back as a draft, and runs once that is confirmed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.owned_form import OwnedForm, asking
from bot.commands.prompts.draft import example, first_moments, lacking, never, read_back, read_typed
from bot.commands.prompts.wording import (
    ID,
    LABELS,
    TYPED,
    Wish,
    room_of,
    today_of,
    unknown,
    zone_of,
)
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.prompt import Prompt, PromptState, Standing
from bot.domain.schedule import Schedule
from bot.forms import Choice, Field, Form, ask, begin
from bot.messages.i18n import mark
from bot.messages.reply import Reply, say
from bot.planning.planned import Misread
from bot.planning.reading import read_schedule
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.prompting.kinds import Kind
from bot.prompting.posting import changed
from bot.wording import unnamed

_ANY_DAY = date(2000, 1, 1)
"""From which day a schedule is read that is only looked at, and read again when the form is handed in."""


def _readable(words: str) -> str:
    """Return the words of a schedule; raise ValueError when they are none."""
    read = read_schedule(words, _ANY_DAY)
    rest = words if isinstance(read, Misread) else read.rest.strip(" .!")
    if rest:
        raise ValueError(rest)
    return words


PLAN = Form(
    name="prompt",
    fields=(
        Field(
            "when",
            mark("When does it come?"),
            mark("For example: every Tuesday at 9:30, or the first Thursday of the month at 14:00."),
            longest=200,
            reads=_readable,
            unread=mark("I cannot read “{words}” as a schedule. For example: every Tuesday at 9:30."),
        ),
        Field(
            "room", mark("In which channel?"), mark("Its name, such as #learning."), longest=200, names=True
        ),
        Field(
            "kind",
            mark("What does it ask for?"),
            choices=tuple(Choice(kind, LABELS[kind], frozenset(words)) for kind, words in TYPED.items()),
        ),
        Field(
            "words",
            mark("Your own words, when you chose those"),
            required=False,
            longest=1500,
            names=True,  # a channel that they name is one of where they are posted
        ),
    ),
    opened_by=mark("prompt plan"),
    title=mark("Plan a prompt"),
    submit=mark("See it first"),
    intro=mark("You see first what I understood. Nothing is posted before you say that it is right."),
)


async def _plan(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    words = arguments["words"]
    if not words:
        return await _begin(request, desk)
    read, wish = await read_typed(words, request, desk)
    if isinstance(read, Misread):
        return Response(aside=say(read.said(request.translator), example(request.translator)))
    return _drafted(request, read.schedule, wish, desk)


async def _begin(request: Request, desk: Desk) -> Act:
    """Ask for it one thing at a time."""
    account = request.origin.sender.account
    async with desk.store.read() as tx:
        before = await tx.dialogues.get(account)
    kept = before if before and before.form == PLAN.name else None
    here = () if request.room.direct else (("room", f"#{request.room.name or request.room.key}"),)
    fresh = Dialogue(account, PLAN.name, kept.values if kept else here, 0, request.now)
    dialogue = begin(PLAN, fresh)
    question = ask(PLAN, dialogue, request.translator)
    return asking(request, dialogue, question)


async def _filled(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    read = read_schedule(values["when"], today_of(request))
    if isinstance(read, Misread):
        wrong = Response(aside=say(read.said(request.translator), example(request.translator)))

        async def refuse(tx: Transaction) -> Response:
            del tx
            return wrong

        return refuse
    room = values["room"].strip().removeprefix("in ").strip().removeprefix("#")
    return _drafted(request, read.schedule, Wish(room, Kind(values["kind"]), values["words"]), desk)


def _drafted(request: Request, schedule: Schedule, wish: Wish, desk: Desk) -> Act:
    """Read back what was understood, as a draft that waits for a yes."""
    t = request.translator

    async def act(tx: Transaction) -> Response:
        wrong = lacking(wish, t)
        if wish.words and wrong:
            return Response(aside=say(*wrong))
        room = await room_of(tx, wish.room, request)
        if isinstance(room, Reply):
            return Response(aside=room)
        if wish.kind is None or wrong:
            return Response(aside=say(*wrong))
        draft = Prompt(
            0,
            room.key,
            request.person.id,
            wish.kind,
            schedule,
            zone_of(room, desk),
            request.now,
            unnamed(wish.words, t, rooms=True),
        )
        first = first_moments(Standing(draft, request.now), request, desk)
        if not first:
            return Response(aside=never(t))
        added = await tx.prompts.add(draft)
        return Response(aside=read_back(added, room, first, t))

    return act


async def _yes(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        typed = arguments["number"]
        draft = await (tx.prompts.get(int(typed)) if typed else tx.prompts.draft_of(request.person.id))
        if draft is None:
            none = t.line("There is nothing that waits for your yes. `prompt plan` begins one.")
            return Response(aside=unknown(int(typed), t) if typed else say(none))
        if draft.state is not PromptState.DRAFT:
            return Response(aside=say(t.line("{id} was confirmed before.", id=draft.name)))
        (standing,) = await tx.prompts.standing([draft.id])
        ahead = first_moments(standing, request, desk)
        if not ahead:
            return Response(aside=never(t))
        await changed(tx, replace(draft, state=PromptState.ACTIVE), desk.policy, request.change)
        first = ahead[0]
        return Response(
            aside=say(
                t.line("Planned: {id}. The first time is {moment}.", id=draft.name, moment=first),
                t.line(
                    "`prompt try {id}` shows only you what it will say, `prompt list` all of them.",
                    id=draft.name,
                ),
            )
        )

    return act


FORMS = {PLAN.name: OwnedForm(PLAN, _filled)}

COMMANDS = (
    Command(
        dutch=Wording(
            "prikkel plan",
            "[<wanneer> in #kanaal <soort>]",
            ("prikkel plan elke dinsdag 9:30 in #leren succes", "prikkel plan"),
            short="prikkel plannen",
        ),
        english=Wording(
            "prompt plan",
            "[<when> in #channel <kind>]",
            ("prompt plan every Tuesday 9:30 in #learning success", "prompt plan"),
            short="prompt schedule",
        ),
        summary=mark("plans an invitation to share, and reads back what I understood"),
        arguments=r"(?P<words>(?P<variant>\S).{0,1999})?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.FINAL,
        run=_plan,
        forms=(("", PLAN.name),),  # alone it opens the form, with words behind it that is done
    ),
    Command(
        dutch=Wording("prikkel ja", "[K1]", ("prikkel ja K1",)),
        english=Wording("prompt yes", "[K1]", ("prompt yes K1",)),
        summary=mark("confirms what I read back of a prompt"),
        arguments=f"(?:{ID})?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_yes,
    ),
)
