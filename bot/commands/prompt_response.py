"""What came of a prompt over time: how many answered, and what became of it."""

from __future__ import annotations

import re

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompt_words import ID, about, number_of, unknown
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply
from bot.ports.harvest import Gathered

_SHOWN = 12
_ANSWERS = mark_plural("{number} answer", "{number} answers")
_LESSONS = mark_plural("{number} lesson", "{number} lessons")


async def _response(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t, number = request.translator, number_of(arguments)
    async with desk.store.read() as tx:
        prompt = await tx.prompts.get(number)
        if prompt is None:
            return Response(aside=unknown(number, t))
        room = await tx.rooms.get(prompt.room)
        over_time = await tx.harvest.over_time(number, _SHOWN)
    lines = [about(prompt, room, t)]
    if not over_time:
        lines.append(t.line("It was not posted yet."))
    lines += [_line(each, t) for each in over_time]
    return Response(aside=Reply((Paragraph(tuple(lines)),)))


def _line(gathered: Gathered, t: Translator) -> Line:
    day = t.day(gathered.posted.planned.date(), "d MMMM y")
    if not gathered.answers:
        return t.line("{day}: no answers", day=day)
    counts = [t.plural(*_ANSWERS, gathered.answers)]
    if gathered.entries:
        counts.append(t.plural(*_LESSONS, len(gathered.entries)))
    return (Plain(f"{day}: {', '.join(counts)}"),)


COMMANDS = (
    Command(
        dutch=Wording("prikkel respons", "K1", ("prikkel respons K1",)),
        english=Wording("prompt response", "K1", ("prompt response K1",)),
        summary=mark("shows how many answered a prompt, and which lessons came of it"),
        arguments=ID,
        rule=Rule(Role.COORDINATOR),
        effect=Effect.READS,
        run=_response,
    ),
)
