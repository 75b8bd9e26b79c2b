"""One turn: from what somebody typed, clicked or filled in to what must be written and said.

The one place where events meet commands; events without words are in `notes.py`.

Everything slow (reading, searching, wording) happens here, before the writing transaction; what comes out is
a function that runs inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.commands import ask
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
from bot.commands.help import usage
from bot.commands.owned_form import OwnedForm
from bot.domain.audience import audience_of
from bot.domain.people import Mode, Person, Role, Room
from bot.domain.permissions import Reason, Setting, permit
from bot.forms import Step, type_line
from bot.language.analysis import content
from bot.language.detect import language_of
from bot.messages.i18n import Translator, mark, translator
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
from bot.messages.reply import say
from bot.notes import Turn, nothing, take_note
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.refusals import refusal

GUEST = Person(id=0, role=Role.STRANGER)
"""Stands for any guest: of them nothing is remembered, so there is no row and nothing they may change."""


@dataclass(frozen=True)
class Talk:
    """The request and what else bears on how a typed line is read."""

    request: Request
    dialogue: Dialogue | None
    talking: bool
    answered: bool


async def take_turn(event: Incoming, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime) -> Turn:
    """Decide what an event leads to."""
    match event:
        case Message(origin=origin, text=text, addressed=addressed):
            return await _typed(origin, text, desk, forms, now, addressed=addressed)
        case Click(command=command):
            return await _typed(asked_in(event), command, desk, forms, now, addressed=True)
        case Edited():
            return await _retyped(event, desk, forms, now)
        case FormSubmitted(form=form, values=values):
            talk = await _talk(asked_in(event), "", desk, now)
            if not talk.request.person.role.covers(Role.MEMBER):
                return _saying(talk, Response(aside=refusal(Reason.NOT_A_MEMBER, talk.request.translator)))
            return _saying(talk, forms[form].submit(talk.request, dict(values), desk))
        case FileShared(origin=origin):
            talk = await _talk(origin, "", desk, now)
            sorry = talk.request.translator.line(_NO_FILES)
            return _saying(talk, Response(say(sorry)))
        case Deleted() | Reaction() | MemberJoined() | RoomChanged() | Installed() | Uninstalled():
            return await take_note(event, desk, now)
        case _:
            assert_never(event)


_NO_FILES = mark("I cannot read files here yet. Paste the text into a message, or begin with `share`.")


async def _typed(
    origin: Origin, text: str, desk: Desk, forms: Mapping[str, OwnedForm], now: datetime, *, addressed: bool
) -> Turn:
    talk = await _talk(origin, text, desk, now)
    dialogue = talk.dialogue
    if origin.direct and dialogue and not dialogue.paused:
        return await _dialogue_turn(talk, dialogue, forms[dialogue.form], text, desk)
    if not addressed and (not talk.talking or isinstance(parse(text, desk.commands), Asking)):
        return await _overheard(talk, text, desk)
    return _saying(talk, await _understood(talk.request, text, desk))


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
            return Response(aside=usage(command, t))
        case Asking(text=question):
            if not request.person.role.covers(Role.MEMBER):
                return Response(aside=refusal(Reason.NOT_A_MEMBER, t))
            return await ask.question(request, question, desk)


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
    found = await ask.sure_answer(talk.request, text, desk)
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
    talk = await _talk(origin, text, desk, now)
    if not (event.addressed or talk.talking):
        return nothing
    if not talk.answered:
        return await _typed(origin, text, desk, forms, now, addressed=True)
    parsed = parse(text, desk.commands)
    changes = isinstance(parsed, Invocation) and parsed.command.effect is not Effect.READS
    if changes or (talk.dialogue and not talk.dialogue.paused):
        return nothing
    answer = _saying(talk, await _understood(talk.request, text, desk))
    return answer if isinstance(parsed, Asking) and content(text) else _forgetting(origin, answer)


def _forgetting(origin: Origin, answer: Turn) -> Turn:
    """Forget the question that this message was, because it is none any more, and then answer."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        question = await tx.questions.because_of(origin.cause)
        if question:
            await tx.questions.delete(question.id)
        return await answer(tx)

    return turn


async def _talk(origin: Origin, text: str, desk: Desk, now: datetime) -> Talk:
    account = origin.sender.account
    async with desk.store.read() as tx:
        person = GUEST if origin.sender.guest else await tx.people.of_account(account) or GUEST
        room = await tx.rooms.get(origin.room) or Room(origin.room, direct=origin.direct)
        member_of = await tx.rooms.rooms_of(person.id) if origin.direct else ()
        dialogue = await tx.dialogues.get(account) if origin.direct else None
        talking = await tx.rooms.talks(origin.conversation, account)
        answered = await tx.outbox.answered(origin.cause)
    room = replace(room, direct=origin.direct)
    t = _translator(person, room, text, desk)
    audience = audience_of(room, person.role, member_of)
    return Talk(Request(origin, person, room, audience, t, now), dialogue, talking, answered)


def _translator(person: Person, room: Room, text: str, desk: Desk) -> Translator:
    """Choose the language: what the person or room chose, else that of the line, else the network's."""
    settled = person.language if room.direct else room.language
    parsed = parse(text, desk.commands)
    typed = parsed.language if isinstance(parsed, Invocation) else None
    language = settled or typed or language_of(text) or desk.policy.language
    return translator(language, room.zone or desk.policy.zone)


def _saying(talk: Talk, what: Response | Act) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        response = what if isinstance(what, Response) else await what(tx)
        return _outgoing(talk, response)

    return turn


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
