"""What a line that is meant for the bot wants, a command, a question or an entry, and doing it.

Which lines are meant for the bot, and where the answer goes, is decided in `turn.py`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.commands.asking import ask
from bot.commands.asking.asked import Pointed, pointed_at
from bot.commands.command import (
    Act,
    Asking,
    Command,
    Desk,
    Invocation,
    Misused,
    Request,
    Response,
    parse,
    recorded,
)
from bot.commands.help.about_bot import about_bot
from bot.commands.help.guess import guesses, item_number, strange_number
from bot.commands.help.help import no_such_item, numbers_begin_with, one_at_a_time
from bot.commands.help.how_to import how_to
from bot.commands.help.overview import did_you_mean, usage
from bot.commands.prompts.slip import slips
from bot.domain.people import Role
from bot.domain.permissions import Reason, Setting, permit
from bot.domain.policy import Policy
from bot.refusals import refusal


async def understood(request: Request, text: str, desk: Desk) -> Response | Act:
    """Read a line that is meant for the bot, check whether it is allowed, and do it."""
    read = parse(text, desk.commands)
    if isinstance(read, Invocation) and read.language is None:  # an id is the same in both languages
        request = (await pointed_at(request, text, desk)).request
    return await _done(request, text, read, desk)


async def _done(
    request: Request, text: str, read: Invocation | Misused | Asking, desk: Desk
) -> Response | Act:
    t = request.translator
    match read:
        case Invocation(command=command, match=arguments):
            reason = against(command, request, desk.policy)
            if reason:
                return Response(aside=refusal(reason, t))
            return recorded(command, await command.run(request, arguments, desk))
        case Misused(command=command):
            meant = [each.line for each in guesses(text, desk.commands) if _calls(each.line, command, desk)]
            return Response(aside=did_you_mean(meant, t) if meant else usage(command, t))
        case Asking(text=question):
            if not request.person.role.covers(Role.MEMBER):
                desk.meter.asked("refused")
                return Response(aside=refusal(Reason.NOT_A_MEMBER, t))
            return await _asked(request, question, desk)


def _calls(line: str, command: Command, desk: Desk) -> bool:
    """Say whether a line calls this command: who typed its name means no other one."""
    read = parse(line, desk.commands)
    return isinstance(read, Invocation) and read.command is command


async def _asked(request: Request, text: str, desk: Desk) -> Response | Act:
    """Answer a question; one that looks like a mistyped command, only when the base surely knows.

    A line about the bot or how it is used, or one that points at an entry of the last answer, is no question.
    """
    about = about_bot(text, request.translator)
    if about:
        return Response(about)
    pointed = await pointed_at(request, text, desk)
    if pointed.ids or pointed.strange is not None:
        return await opened(pointed, desk)
    t = request.translator
    explained = how_to(request, text, desk)
    if explained:
        return Response(aside=explained)
    going_on = await ask.slips_of_going_on(request, text, desk)
    if going_on:  # before looking: what is meant is near by, and any word of it may find something
        return Response(aside=did_you_mean(going_on, t, asking=True))
    meant = slips(text, desk.commands) or [guess.line for guess in guesses(text, desk.commands)]
    if not (meant or strange_number(text)):
        return await ask.question(request, text, desk)
    surely = None if item_number(text) else await ask.sure_answer(request, text, desk)
    return surely or Response(
        aside=did_you_mean(meant, t, asking=True) if meant else numbers_begin_with(text, t)
    )


async def going_on(request: Request, message: str, text: str, desk: Desk) -> Request:
    """Return the request of a button under a message of ours, when it goes on with what that answers.

    Only for whoever asked that, what is found takes the place of the answer.
    """
    parsed = parse(text, desk.commands)
    refines = isinstance(parsed, Invocation) and parsed.command.refines
    if not (refines or (isinstance(parsed, Asking) and await ask.goes_on(request, text, desk))):
        return request
    async with desk.store.read() as tx:
        said = await tx.outbox.said(request.origin.room, message)
        under = await tx.questions.because_of(said.cause) if said else None
    if said is None or under is None:
        return request
    own = under.asker == request.person.id and under.conversation == said.conversation
    openly = said.account is None and request.origin.private  # then more may be shown than others may read
    return replace(request, under=under, renews=said if own and not openly else None)


async def opened(pointed: Pointed, desk: Desk) -> Response | Act:
    """Show the entry that a line points at; of several, how to read each."""
    t = pointed.request.translator
    if pointed.strange is not None:
        return Response(aside=no_such_item(pointed.strange, t))
    if len(pointed.ids) > 1:
        return Response(one_at_a_time(pointed.ids, t))
    (typed,) = pointed.ids
    return await _done(pointed.request, typed, parse(typed, desk.commands), desk)


def against(command: Command, request: Request, policy: Policy) -> Reason | None:
    """Return why this person may not do this here; an answer that only they read is direct in a room."""
    second = command.reading and request.origin.sender.account == policy.second_reader
    role = Role.ADMIN if second else request.person.role
    direct, room = request.alone, not request.room.direct
    settings = [s for s, here in ((Setting.ROOM, room), (Setting.DIRECT, direct)) if here]
    reasons = [permit(command.rule, role, request.audience, s).reason for s in settings]
    return None if None in reasons else reasons[0]
