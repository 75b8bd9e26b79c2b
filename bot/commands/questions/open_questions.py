"""Questions that nobody answered yet: the list of them, one's own, and closing one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.questions.asked_before import (
    NUMBER,
    QUOTED,
    manages,
    may_read,
    readable,
    tell_directly,
    unknown_question,
)
from bot.domain.people import Question, Role
from bot.domain.permissions import Rule
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural, translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.wording import and_more, day

_LISTED = 10
"""How many questions a list shows at once."""

_LOOKED_AT = 500
"""How many of the oldest open questions are looked at for a list."""

_CALLED = 120
"""Characters of a question in a list."""

_ASKERS = mark_plural("asked by {number} person", "asked by {number} people")


@dataclass(frozen=True)
class _Waiting:
    """A question in a list: the first that may be read of those that are the same, and by how many asked."""

    asked: Question
    askers: int


async def _questions(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        waiting = await tx.questions.waiting(_LOOKED_AT)
        readable_here = [each for each in waiting if await may_read(tx, each, request)]
    grouped = _grouped(readable_here)
    if not grouped:
        return Response(say(t.line("There is no open question that may be shown here.")))
    how = _how(t, str(grouped[0].asked.id))
    return Response(_list(t.line("Still open, the oldest first:"), grouped, (), t, how))


def _how(t: Translator, first: str) -> Line:
    return t.line(
        "Do you know what answers one? `link Q{first} L1`, with the number of the lesson. "
        "`close Q{first}` closes it.",
        first=first,
    )


async def _mine(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        waiting = await tx.questions.waiting_of(request.person.id, _LOOKED_AT)
    if not waiting:
        return Response(aside=say(t.line("You have no open question. Ask me anything.")))
    own = [_Waiting(each, 1) for each in waiting]
    number = str(waiting[0].id)
    steps = (Button(t.text("close the first one"), t.text("close Q{number}", number=number)),)
    opening = t.line("Your open questions, the oldest first. You hear it when somebody knows:")
    return Response(aside=_list(opening, own, steps, t))


def _list(
    opening: Line, waiting: Sequence[_Waiting], steps: Sequence[Button], t: Translator, *after: Line
) -> Reply:
    lines = [opening, *(_line(each, t) for each in waiting[:_LISTED])]
    left = len(waiting) - _LISTED
    if left > 0:
        lines.append((Plain(and_more(left, t)),))
    blocks = (Paragraph((*lines, *after)),)
    return Reply((*blocks, Buttons(t.text("Next:"), tuple(steps))) if steps else blocks)


def _line(waiting: _Waiting, t: Translator) -> Line:
    asked = waiting.asked
    facts = [day(asked.asked_at, t)]
    if waiting.askers > 1:
        one, many = _ASKERS
        facts.append(t.plural(one, many, waiting.askers))
    return t.line(
        "`{id}` “{question}” · {facts}",
        id=f"Q{asked.id}",
        question=shortened(asked.text or "", _CALLED),
        facts=" · ".join(facts),
    )


def _grouped(waiting: Sequence[Question]) -> list[_Waiting]:
    """Take questions that are the same together, in the place of the oldest of them."""
    groups: dict[int, list[Question]] = {}
    for each in waiting:
        groups.setdefault(each.alike or each.id, []).append(each)
    return [_Waiting(each[0], len({asked.asker for asked in each})) for each in groups.values()]


async def _close(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    asked = await readable(request, arguments["question"], desk)
    if asked is None:
        return Response(aside=unknown_question(arguments["question"], t))
    number = str(asked.id)
    if not manages(request, asked):
        return Response(aside=say(t.line("Only who asked Q{number} and the admins close it.", number=number)))

    async def act(tx: Transaction) -> Response:
        kept = await tx.questions.get(asked.id)
        if kept is None or not kept.open:
            return Response(aside=say(t.line("Q{number} is not open any more.", number=number)))
        own = kept.asker == request.person.id
        closing = [kept] if own else [each for each in await tx.questions.same_as(kept) if each.open]
        for each in closing:
            await _closed(tx, each, request, desk)
        return Response(aside=say(t.line("Closed: Q{number}.", number=number)))

    return act


async def _closed(tx: Transaction, asked: Question, request: Request, desk: Desk) -> None:
    """Close a question; who asked it hears that an admin did."""
    whole = await tx.questions.get(asked.id)
    if whole is None:
        return
    await tx.questions.save(replace(whole, open=False))
    if asked.asker == request.person.id:
        return
    t = translator(asked.language, desk.policy.zone)
    words = t.line(
        "Your question “{question}” (Q{number}) is closed by an admin, without an answer. "
        "Feel free to ask it again in other words.",
        question=shortened(asked.text or "", QUOTED),
        number=str(asked.id),
    )
    await tell_directly(tx, asked, say(words), desk.policy, request.now)


def _command(
    dutch: Wording, english: Wording, summary: str, arguments: str, run: Handler, effect: Effect
) -> Command:
    return Command(dutch, english, summary, arguments, Rule(Role.MEMBER), effect, run, everyday=True)


COMMANDS = (
    _command(
        Wording("vragen", "", ("vragen",)),
        Wording("questions", "", ("questions",)),
        mark("shows which questions are still open"),
        "",
        _questions,
        Effect.READS,
    ),
    _command(
        Wording("mijn vragen", "", ("mijn vragen",)),
        Wording("my questions", "", ("my questions",)),
        mark("shows which questions of yours are still open"),
        "",
        _mine,
        Effect.READS,
    ),
    _command(
        Wording("sluit", "<vraag>", ("sluit Q1",)),
        Wording("close", "<question>", ("close Q1",)),
        mark("closes a question that needs no answer any more"),
        NUMBER,
        _close,
        Effect.FINAL,
    ),
)
