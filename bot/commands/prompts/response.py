"""What came of a prompt over time: how many answered, and what became of it, in words and as a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.charting import Bars, Panel, chart
from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.commands.prompts.wording import ID, about, number_of, unknown
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.prompt import Prompt
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import File, Paragraph, Reply
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
    if not any(each.answers for each in over_time):
        return Response(aside=Reply((Paragraph(tuple(lines)),)))
    if not request.alone and request.room.key != prompt.room:
        lines.append(t.line("As a picture: type it where it is posted, or in a direct message to me."))
        return Response(aside=Reply((Paragraph(tuple(lines)),)))
    return Response(Reply((Paragraph(tuple(lines)),)), file=await _picture(prompt, over_time, t))


def _line(gathered: Gathered, t: Translator) -> Line:
    day = t.day(gathered.posted.planned.date(), "d MMMM y")
    if not gathered.answers:
        return t.line("{day}: no answers", day=day)
    counts = [t.plural(*_ANSWERS, gathered.answers)]
    if gathered.entries:
        counts.append(t.plural(*_LESSONS, len(gathered.entries)))
    return (Plain(f"{day}: {', '.join(counts)}"),)


async def _picture(prompt: Prompt, over_time: Sequence[Gathered], t: Translator) -> File:
    """Draw the answers from the oldest posting to the newest."""
    ordered = tuple(reversed(over_time))
    panel = Panel(
        t.text("Answers to {id}, each time that it was posted", id=prompt.name),
        tuple(t.day(each.posted.planned.date(), "d MMM") for each in ordered),
        (
            Bars(t.text("answers"), tuple(each.answers for each in ordered)),
            Bars(t.text("lessons that came of it"), tuple(len(each.entries) for each in ordered)),
        ),
    )
    words = t.text("the answers and lessons of {id} as bars, with the numbers of the text", id=prompt.name)
    return await chart(t.text("response-{id}", id=prompt.name), (panel,), words)


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
