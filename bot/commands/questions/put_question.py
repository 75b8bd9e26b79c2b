"""Putting a question that nobody answered to a channel; who asked it hears when somebody answers there."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.agenda_words import ROOM, channel_of
from bot.commands.prompts.wording import zone_of
from bot.commands.questions.asked_before import NUMBER, readable, unknown_question
from bot.domain.audience import Readership, audience_of
from bot.domain.people import Question, Role, Room
from bot.domain.permissions import Rule
from bot.domain.prompt import Prompt, PromptState
from bot.domain.schedule import Once, Schedule
from bot.labels import called
from bot.messages.i18n import mark
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.prompting.composing import can_be_put
from bot.prompting.kinds import Kind
from bot.prompting.posting import Occasion, say_it, this_minute
from bot.wording import day


async def _put(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    asked = await readable(request, arguments["question"], desk)
    if asked is None:
        return Response(aside=unknown_question(arguments["question"], t))
    number = asked.id

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        kept = await tx.questions.get(number)
        if kept is None:
            return Response(aside=unknown_question(str(number), t))
        room = await channel_of(tx, arguments["room"], request)
        if isinstance(room, Reply):
            return Response(aside=room)
        refused = await _refused(tx, kept, room, request, desk)
        if refused:
            return Response(aside=refused)
        return Response(aside=await _posted(tx, kept, room, request, desk))

    return act


async def _refused(
    tx: Transaction, asked: Question, room: Room, request: Request, desk: Desk
) -> Reply | None:
    """Say why a question is not put to a channel; None when it is."""
    t = request.translator
    where = called(room, room.key)
    theirs = asked.asker == request.person.id
    if not (theirs or (request.person.role.covers(Role.COORDINATOR) and not asked.alone)):
        return say(
            t.line(
                "Only who asked Q{number} can do that, or a coordinator when it was asked in a channel.",
                number=str(asked.id),
            )
        )
    if not asked.open:
        return say(t.line("Q{number} has an answer already.", number=str(asked.id)))
    if audience_of(room, Role.MEMBER).readership is not Readership.MEMBERS:
        return say(
            t.line("In {room} others may read along. I put a question only where members read.", room=where),
            t.line("Do only members read there? Ask an admin to type `channel readers members` there."),
        )
    before = await tx.prompts.postings([room.key], request.now - desk.policy.repeat)
    shown = next((each for each in before[room.key] if each.question == asked.id), None)
    if shown:
        return say(
            t.line(
                "Q{number} was put in {room} on {day}.",
                number=str(asked.id),
                room=where,
                day=day(shown.at, t),
            )
        )
    return None


async def _posted(tx: Transaction, asked: Question, room: Room, request: Request, desk: Desk) -> Reply:
    """Post it as a prompt for this one moment."""
    t = request.translator
    zone = zone_of(room, desk)
    moment = this_minute(zone, request.now)
    once = Schedule(Once(moment.local.date()), moment.local.time())
    if not can_be_put(asked):
        return unknown_question(str(asked.id), t)
    draft = Prompt(0, room.key, request.person.id, Kind.QUESTION, once, zone, request.now)
    prompt = replace(await tx.prompts.add(draft), state=PromptState.STOPPED)
    await tx.prompts.save(prompt, request.change)
    occasion = Occasion(prompt, room, moment, asked)
    await tx.prompts.note([await say_it(tx, occasion, desk.policy, request.now)])
    return say(
        t.line("Done: Q{number} stands in {room}.", number=str(asked.id), room=called(room, room.key)),
        t.line("Who asked it hears when somebody answers there."),
    )


COMMANDS = (
    Command(
        dutch=Wording("stel vraag", "<vraag> in #<kanaal>", ("stel Q1 in #leren",), short=r"stel(?=\s+q\d)"),
        english=Wording(
            "put question", "<question> in #<channel>", ("put Q1 in #learning",), short=r"put(?=\s+q\d)"
        ),
        summary=mark("puts a question that nobody answered yet to a channel"),
        arguments=rf"{NUMBER}(?:\s+{ROOM})?",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_put,
        everyday=True,
    ),
)
