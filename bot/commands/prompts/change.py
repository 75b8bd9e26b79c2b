"""Changing a prompt that was planned: when it comes, in which channel, what it asks for."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.draft import (
    first_moments,
    lacking,
    never,
    read_back,
    read_typed,
    understood,
    unread,
)
from bot.commands.prompts.wording import (
    ID,
    Wish,
    about,
    number_of,
    room_of,
    unknown,
    zone_of,
)
from bot.domain.people import Role, Room
from bot.domain.permissions import Rule
from bot.domain.prompt import Prompt, PromptState
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.planning.planned import Misread
from bot.ports.store import Transaction
from bot.prompting.kinds import Kind
from bot.prompting.posting import changed
from bot.wording import unnamed


async def _change(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    read, wish = await read_typed(arguments["words"], request, desk)
    if isinstance(read, Misread) and wish.kind is None and wish.room is None:
        return Response(aside=say(read.said(t), _how_to_change(t)))
    if wish.kind is None and wish.words:
        return Response(aside=say(unread(wish.words, t), _how_to_change(t)))
    schedule = None if isinstance(read, Misread) else read.schedule

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        before = await tx.prompts.get(number_of(arguments))
        if before is None or before.state is PromptState.STOPPED:
            return Response(aside=unknown(number_of(arguments), t))
        room = await room_of(tx, wish.room, request) if wish.room is not None else None
        if isinstance(room, Reply):
            return Response(aside=room)
        kind = wish.kind or Kind(before.kind)
        words = unnamed(wish.words, t, rooms=True) or (before.words if kind == before.kind else "")
        wrong = lacking(Wish(None, kind, words), t)
        if wrong:
            return Response(aside=say(*wrong))
        room = room or await tx.rooms.get(before.room) or Room(before.room)
        after = replace(before, room=room.key, kind=kind, words=words, zone=zone_of(room, desk))
        after = replace(after, schedule=schedule or before.schedule)
        return await _changed(tx, after, room, request, desk)

    return act


async def _changed(tx: Transaction, after: Prompt, room: Room, request: Request, desk: Desk) -> Response:
    t = request.translator
    (standing,) = await tx.prompts.standing([after.id])
    first = first_moments(replace(standing, prompt=after), request, desk)
    if not first:
        return Response(aside=never(t))
    if after.state is PromptState.DRAFT:
        await tx.prompts.save(after, request.change)
        return Response(aside=read_back(after, room, first, t))
    await changed(tx, after, desk.policy, request.change)
    return Response(aside=Reply((Paragraph((about(after, room, t), *understood(after, room, first, t))),)))


def _how_to_change(t: Translator) -> Line:
    return t.line("For example: `prompt change K1 every Wednesday 10:00`, or `prompt change K1 failure`.")


COMMANDS = (
    Command(
        dutch=Wording(
            "prikkel wijzig",
            "K1 <wanneer, kanaal of soort>",
            ("prikkel wijzig K1 elke woensdag 10:00", "prikkel wijzig K1 mislukking"),
            short="prikkel (?:wijzigen|verander)",
        ),
        english=Wording(
            "prompt change",
            "K1 <when, channel or kind>",
            ("prompt change K1 every Wednesday 10:00", "prompt change K1 failure"),
        ),
        summary=mark("changes when a prompt comes, where, or what it asks for"),
        arguments=rf"{ID}\s+(?P<words>\S.{{0,2000}})",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_change,
    ),
)
