"""One turn: from what somebody typed, clicked or filled in to what must be written and said.

The one place where events meet commands; events without words are in `notes.py`.

Everything slow (reading, searching, wording) happens here, before the writing transaction; what comes out is
a function that runs inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.commands import ask
from bot.commands.about_bot import about_bot
from bot.commands.asked import Pointed, pointed_at
from bot.commands.command import (
    Act,
    Asking,
    Command,
    Desk,
    Effect,
    Invocation,
    Misused,
    Request,
    Response,
    parse,
)
from bot.commands.guess import guesses, strange_number
from bot.commands.help import did_you_mean, no_such_item, numbers_begin_with, one_at_a_time, usage
from bot.commands.owned_form import OwnedForm
from bot.domain.errors import IndexDamagedError
from bot.domain.people import Mode, Role
from bot.domain.permissions import Reason, Setting, permit
from bot.forms import Step, type_line
from bot.hearing import Talk, hear
from bot.messages.cleaning import READ
from bot.messages.i18n import Translator, mark
from bot.messages.incoming import (
    Click,
    Deleted,
    Edited,
    FileShared,
    FormSubmitted,
    Incoming,
    Installed,
    MemberJoined,
    Message,
    Origin,
    Reaction,
    RoomChanged,
    Uninstalled,
    asked_in,
)
from bot.messages.outgoing import Edit, Outgoing, Post, Private
from bot.messages.reply import Paragraph, Reply, say
from bot.notes import Turn, nothing, take_note
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.refusals import refusal


async def take_turn(event: Incoming, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime) -> Turn:
    """Decide what an event leads to. An index found to be damaged is made anew on the way, once."""
    try:
        return await _decided(event, desk, forms, now)
    except IndexDamagedError:
        return await _decided(event, desk, forms, now)


async def _decided(event: Incoming, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime) -> Turn:
    match event:
        case Message(origin=origin, text=text, addressed=addressed):
            return await _typed(origin, text, desk, forms, now, addressed=addressed)
        case Click(command=command):
            return await _typed(asked_in(event), command, desk, forms, now, addressed=True)
        case Edited():
            return await _retyped(event, desk, forms, now)
        case FormSubmitted(form=form, values=values):
            talk = await hear(asked_in(event), "", desk, now)
            if not talk.request.person.role.covers(Role.MEMBER):
                return _saying(talk, Response(aside=refusal(Reason.NOT_A_MEMBER, talk.request.translator)))
            if form not in forms:  # one of an older program, that was still open somewhere
                return _saying(talk, Response(aside=say(talk.request.translator.line(_NO_SUCH_FORM))))
            return _saying(talk, forms[form].submit(talk.request, dict(values), desk))
        case FileShared(origin=origin):
            talk = await hear(origin, "", desk, now)
            sorry = talk.request.translator.line(_NO_FILES)
            return _saying(talk, Response(say(sorry)))
        case Deleted() | Reaction() | MemberJoined() | RoomChanged() | Installed() | Uninstalled():
            return await take_note(event, desk, now)
        case _:
            assert_never(event)


_NO_SUCH_FORM = mark("I do not know this form any more. `share` opens a new one.")
_NO_FILES = mark("I cannot read files here yet. Paste the text into a message, or begin with `share`.")


async def _typed(
    origin: Origin, text: str, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime, *, addressed: bool
) -> Turn:
    talk = await hear(origin, text, desk, now)
    dialogue = talk.dialogue
    if origin.direct and dialogue and not dialogue.paused and dialogue.form in forms:
        return await _dialogue_turn(talk, dialogue, forms[dialogue.form], text, desk)
    if not addressed and (not talk.talking or isinstance(parse(text, desk.commands), Asking)):
        return await _overheard(talk, text[:READ], desk)
    return _saying(talk, await _understood(talk.request, text[:READ], desk), cut=len(text) > READ)


async def _understood(request: Request, text: str, desk: Desk) -> Response | Act:
    """Read a line that is meant for the bot, check whether it is allowed, and do it."""
    t = request.translator
    match parse(text, desk.commands):
        case Invocation(command=command, match=arguments):
            reason = _against(command, request)
            if reason:
                return Response(aside=refusal(reason, t))
            return await command.run(request, arguments, desk)
        case Misused(command=command):
            meant = guesses(text, desk.commands)
            return Response(
                aside=did_you_mean([guess.line for guess in meant], t) if meant else usage(command, t)
            )
        case Asking(text=question):
            if not request.person.role.covers(Role.MEMBER):
                desk.meter.asked("refused")
                return Response(aside=refusal(Reason.NOT_A_MEMBER, t))
            return await _asked(request, question, desk)


async def _asked(request: Request, text: str, desk: Desk) -> Response | Act:
    """Answer a question; one that looks like a mistyped command, only when the base surely knows.

    A line about the bot, or one that points at an entry of the last answer, is no question.
    """
    about = about_bot(text, request.translator)
    if about:
        return Response(about)
    pointed = await pointed_at(request, text, desk)
    if pointed.ids or pointed.strange is not None:
        return await _opened(pointed, desk)
    meant, number = guesses(text, desk.commands), strange_number(text)
    if not (meant or number):
        return await ask.question(request, text, desk)
    surely = await ask.sure_answer(request, text, desk)
    t = request.translator
    return surely or Response(
        aside=did_you_mean([guess.line for guess in meant], t, asking=True)
        if meant
        else numbers_begin_with(text, t)
    )


async def _opened(pointed: Pointed, desk: Desk) -> Response | Act:
    """Show the entry that a line points at; of several, how to read each."""
    t = pointed.request.translator
    if pointed.strange is not None:
        return Response(aside=no_such_item(pointed.strange, t))
    if len(pointed.ids) > 1:
        return Response(one_at_a_time(pointed.ids, t))
    return await _understood(pointed.request, pointed.ids[0], desk)


def _against(command: Command, request: Request) -> Reason | None:
    setting = Setting.DIRECT if request.room.direct else Setting.ROOM
    return permit(command.rule, request.person.role, request.audience, setting).reason


async def _dialogue_turn(talk: Talk, dialogue: Dialogue, owned: OwnedForm, text: str, desk: Desk) -> Turn:
    request = talk.request
    step = type_line(owned.form, dialogue, text, request.now, request.translator)
    if step.step is Step.DONE:
        return _saying(talk, owned.finish(request, step.dialogue, desk))

    async def keep(tx: Transaction) -> Response:
        await tx.dialogues.save(step.dialogue)
        return Response(step.reply)

    return _saying(talk, keep)


async def _overheard(talk: Talk, text: str, desk: Desk) -> Turn:
    """Not addressed: answer only what is surely known; silence is better than an intrusion."""
    if not talk.request.person.role.covers(Role.MEMBER):
        return nothing
    pointed = await pointed_at(talk.request, text, desk)
    if talk.talking and pointed.ids:
        return _saying(talk, await _opened(pointed, desk))
    about = about_bot(text, talk.request.translator)
    found = None if about else await ask.sure_answer(talk.request, text, desk)
    if found is None:
        return nothing
    openly = talk.talking or talk.request.room.mode is Mode.ACTIVE

    async def offered(tx: Transaction) -> Response:
        response = await found(tx)
        origin = talk.request.origin
        if not openly:
            return Response(aside=response.reply)
        await tx.rooms.note_talk(origin.conversation, origin.sender.account, talk.request.now)
        return response

    return _saying(talk, offered)


async def _retyped(event: Edited, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime) -> Turn:
    """Answer an edited message anew in the place of its old answer, unless that would do something twice."""
    origin, text = event.origin, event.text
    talk = await hear(origin, text, desk, now)
    if not (event.addressed or talk.talking):
        return nothing
    if not talk.answered:
        return await _typed(origin, text, desk, forms, now, addressed=True)
    parsed = parse(text, desk.commands)
    changes = isinstance(parsed, Invocation) and parsed.command.effect is not Effect.READS
    if changes or (talk.dialogue and not talk.dialogue.paused):
        why = talk.request.translator.line(_DONE_ALREADY if changes else _EDITED_IN_A_FORM)
        return _saying(replace(talk, answered=False), Response(aside=say(why)))
    understood = await _understood(talk.request, text[:READ], desk)
    answer = _saying(talk, understood, cut=len(text) > READ)
    asked = isinstance(parsed, Asking) and not isinstance(understood, Response)
    return answer if asked else _forgetting(origin, answer)


_DONE_ALREADY = mark(
    "I do nothing with a command in a message that you changed afterwards. Type it anew and I do it."
)
_EDITED_IN_A_FORM = mark(
    "As long as we are busy with these questions I do not read messages that you change. "
    "`back` goes to the question before, `stop` stops and keeps your answers."
)


def _forgetting(origin: Origin, answer: Turn) -> Turn:
    """Forget the question that this message was, because it is none any more, and then answer."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        question = await tx.questions.because_of(origin.cause)
        if question:
            await tx.questions.delete(question.id)
        return await answer(tx)

    return turn


def _saying(talk: Talk, what: Response | Act, *, cut: bool = False) -> Turn:
    """Return the turn that does this and says so; `cut`: not all that was typed was read."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        response = what if isinstance(what, Response) else await what(tx)
        return _outgoing(talk, _noting(response, talk.request.translator) if cut else response)

    return turn


def _noting(response: Response, t: Translator) -> Response:
    """Add that only the beginning was read."""
    note = Paragraph((t.line("Your message is long: I read the first {count} characters.", count=str(READ)),))

    def noted(reply: Reply | None) -> Reply | None:
        return reply and replace(reply, blocks=(*reply.blocks, note))

    return replace(response, reply=noted(response.reply), aside=noted(response.aside))


def _outgoing(talk: Talk, response: Response) -> tuple[Outgoing, ...]:
    origin = talk.request.origin
    where, account = origin.conversation, origin.sender.account
    out: list[Outgoing] = []
    reply = response.reply or (response.aside if origin.direct else None)
    if reply and talk.answered:
        out.append(Edit(where, origin.cause, reply))
    elif reply:
        out.append(Post(where, reply))
    if response.aside and not origin.direct:
        out.append(Private(where, account, response.aside))
    if response.direct:
        out.append(Private(where, account, response.direct, direct=True))
    return tuple(out)
