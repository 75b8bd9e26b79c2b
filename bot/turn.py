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

from bot.commands.asking import ask
from bot.commands.asking.asked import pointed_at
from bot.commands.command import (
    Act,
    Asking,
    Desk,
    Effect,
    Invocation,
    Request,
    Response,
    parse,
    unwrapped,
)
from bot.commands.help.about_bot import about_bot
from bot.commands.network.imports import Fetch, handed_in
from bot.commands.owned_form import A_COMMAND, OTHER_BUTTON, OwnedForm, asked_again
from bot.domain.errors import IndexDamagedError
from bot.domain.people import Mode, Role
from bot.domain.permissions import Reason
from bot.forms import Field, Form, Step, chosen, type_line
from bot.forms import ask as ask_next
from bot.gathering import gather
from bot.hearing import Talk, hear
from bot.keeping import wish_to_save
from bot.language.leaving import leaves
from bot.messages.cleaning import READ
from bot.messages.i18n import LANGUAGES, mark
from bot.messages.incoming import (
    Answered,
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
    SaveRequested,
    Uninstalled,
    Unreadable,
    asked_in,
)
from bot.messages.outgoing import Outgoing
from bot.messages.reply import say
from bot.notes import Turn, nothing, take_note
from bot.openly import offering, openly
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.refusals import refusal
from bot.replying import saying
from bot.understanding import going_on, opened, understood

Forms = Mapping[str, OwnedForm]

_QUOTING = " \"“”„«»'‘’"
_FEW_WORDS = 200
"""Characters of an answer that is a name, a year or a link; a longer one may begin like a command."""


async def take_turn(event: Incoming, desk: Desk, forms: Forms, fetch: Fetch, now: datetime) -> Turn:
    """Decide what an event leads to. An index found to be damaged is made anew on the way, once."""
    try:
        return await _decided(event, desk, forms, fetch, now)
    except IndexDamagedError:
        return await _decided(event, desk, forms, fetch, now)


async def _decided(event: Incoming, desk: Desk, forms: Forms, fetch: Fetch, now: datetime) -> Turn:
    match event:
        case Message(origin=origin, text=text, addressed=addressed):
            return await _typed(origin, text, desk, forms, now, addressed=addressed)
        case Click():
            return await _clicked(event, desk, forms, now)
        case Edited():
            return await _retyped(event, desk, forms, now)
        case FormSubmitted(form=form, values=values):
            return await _submitted(asked_in(event), form, dict(values), desk, forms, now)
        case SaveRequested():
            return await wish_to_save(event, desk, now)
        case Answered(origin=origin):
            return await gather(origin, desk, now)
        case FileShared(origin=origin):
            talk = await hear(origin, "", desk, now)
            return saying(talk, await handed_in(talk.request, event, desk, fetch))
        case Unreadable(origin=origin):
            talk = await hear(origin, "", desk, now)
            return saying(talk, Response(say(talk.request.translator.line(_NO_KEY))))
        case Deleted() | Reaction() | MemberJoined() | RoomChanged() | Installed() | Uninstalled():
            return await take_note(event, desk, now)
        case _:
            assert_never(event)


_NO_SUCH_FORM = mark("I do not know this form any more. `share` opens a new one.")
_NO_KEY = mark("I cannot read your message, because its key did not arrive; please send it again.")


async def _typed(
    origin: Origin, text: str, desk: Desk, forms: Forms, now: datetime, *, addressed: bool
) -> Turn:
    talk = await hear(origin, text, desk, now)
    passing = not addressed and (not talk.talking or isinstance(parse(text, desk.commands), Asking))
    if passing and not _is_filling(talk, forms):
        return await _overheard(talk, text[:READ], desk)
    return await _heard(talk, text, desk, forms)


async def _heard(talk: Talk, text: str, desk: Desk, forms: Forms) -> Turn:
    """Take a line that is meant for the bot: an answer to an open form, or anything else."""
    if talk.dialogue and _is_filling(talk, forms):
        owned = await forms[talk.dialogue.form].at_hand(desk, talk.request.translator.language)
        return await _dialogue_turn(talk, talk.dialogue, owned, text, desk)
    return await _understood(talk, text, desk)


def _is_filling(talk: Talk, forms: Forms) -> bool:
    dialogue, direct = talk.dialogue, talk.request.origin.direct
    return direct and dialogue is not None and not dialogue.paused and dialogue.form in forms


async def _understood(talk: Talk, text: str, desk: Desk) -> Turn:
    """Do what a line wants; what was found for one person alone can be shared where it was asked."""
    done = await understood(talk.request, text[:READ], desk)
    done = await openly(talk.request, done, talk.button, desk)
    offered = await offering(talk.request, text[:READ], done, desk)
    return saying(talk, offered, cut=len(text) > READ)


async def _clicked(event: Click, desk: Desk, forms: Forms, now: datetime) -> Turn:
    """Do what a button says; what goes on with the answer it stands under renews it for who asked.

    While a form is filled, a button is an answer only under the question that is asked now.
    """
    text, message = event.command, event.origin.message
    talk = await hear(asked_in(event), text, desk, now)
    if talk.dialogue and _is_filling(talk, forms):
        owned = await forms[talk.dialogue.form].at_hand(desk, talk.request.translator.language)
        if await _asks(talk.dialogue, event.origin, desk):
            return await _dialogue_turn(talk, talk.dialogue, owned, text, desk)
        return saying(talk, _asking_anew(talk.request, talk.dialogue, owned.form, OTHER_BUTTON))
    if message is None:
        return await _understood(talk, text, desk)
    request = await going_on(talk.request, message, text, desk)
    return await _understood(replace(talk, request=request, button=message), text, desk)


def _asking_anew(request: Request, dialogue: Dialogue, form: Form, why: str) -> Act:
    """Ask once more what is asked now: from then on the buttons under that are the ones that answer it.

    `why` is a message of ours: why what somebody did is no answer.
    """
    anew, t = replace(dialogue, updated=request.now), request.translator

    async def act(tx: Transaction) -> Response:
        await tx.dialogues.save(anew)
        return Response(asked_again(ask_next(form, anew, t), why, t))

    return act


async def _asks(dialogue: Dialogue, origin: Origin, desk: Desk) -> bool:
    """Say whether somebody used a button of the question that their form asks now."""
    async with desk.store.read() as tx:
        return origin.message is not None and await tx.dialogues.asks(dialogue, origin.place, origin.message)


async def _submitted(
    origin: Origin, name: str, values: Mapping[str, str], desk: Desk, forms: Forms, now: datetime
) -> Turn:
    """Take a form that was filled at once; one for a line does what that line would."""
    owned = forms.get(name)
    line = values.get(owned.typed, "") if owned else ""
    talk = await hear(origin, line, desk, now)
    request = talk.request
    if not request.person.role.covers(Role.MEMBER):
        return saying(talk, Response(aside=refusal(Reason.NOT_A_MEMBER, request.translator)))
    if owned is None:  # one of an older program, that was still open somewhere
        return saying(talk, Response(aside=say(request.translator.line(_NO_SUCH_FORM))))
    done = await (await owned.at_hand(desk, request.translator.language)).submit(request, values, desk)
    if not owned.typed or isinstance(done, Response):
        return saying(talk, done)
    return await _understood(talk, line, desk)


async def _dialogue_turn(talk: Talk, dialogue: Dialogue, owned: OwnedForm, text: str, desk: Desk) -> Turn:
    request = talk.request
    bare = text.strip(_QUOTING)
    if _is_a_command(bare, owned.form.fields[dialogue.field], desk):
        if bare == text.strip():
            return saying(talk, _asking_anew(request, dialogue, owned.form, A_COMMAND))
        text = bare  # between quotation marks it is the answer
    step = type_line(owned.form, dialogue, text, request.now, request.translator)
    if step.step is Step.DONE:
        return saying(talk, await owned.finish(request, step.dialogue, desk))

    async def keep(tx: Transaction) -> Response:
        await tx.dialogues.save(step.dialogue)
        return Response(step.reply)

    return saying(talk, keep)


def _is_a_command(text: str, field: Field, desk: Desk) -> bool:
    """Say whether a line is a command by its name, where a few words are asked that are not this."""
    few = bool(field.choices) or field.longest <= _FEW_WORDS
    if not few or leaves(text) or chosen(field, text):
        return False
    read, line = parse(text, desk.commands), unwrapped(text).casefold()
    if not isinstance(read, Invocation):
        return False
    return any(line.startswith(read.command.wording(language).name) for language in LANGUAGES)


async def _overheard(talk: Talk, text: str, desk: Desk) -> Turn:
    """Not addressed: answer only what is surely known; silence is better than an intrusion."""
    if not talk.request.person.role.covers(Role.MEMBER):
        return nothing
    pointed = await pointed_at(talk.request, text, desk, own=True)
    if talk.talking and pointed.ids:
        return saying(talk, await opened(pointed, desk))
    openly = talk.talking or talk.request.room.mode is Mode.ACTIVE
    heard = replace(talk.request, origin=replace(talk.request.origin, private=not openly))
    about = about_bot(text, talk.request.translator)
    found = None if about else await ask.sure_answer(heard, text, desk)
    if found is None:
        return nothing

    async def offered(tx: Transaction) -> Response:
        response = await found(tx)
        origin = talk.request.origin
        if not openly:
            return Response(aside=response.reply)
        await tx.rooms.note_talk(origin.conversation, origin.sender.account, talk.request.now)
        return response

    return saying(talk, offered)


async def _retyped(event: Edited, desk: Desk, forms: Forms, now: datetime) -> Turn:
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
        return saying(replace(talk, answered=False), Response(aside=say(why)))
    if not event.addressed and isinstance(parsed, Asking):
        offered = await _overheard(talk, text[:READ], desk)
        return offered if offered is not nothing else await take_note(Deleted(origin), desk, now)
    done = await understood(talk.request, text[:READ], desk)
    answer = saying(talk, done, cut=len(text) > READ)
    asked = isinstance(parsed, Asking) and not isinstance(done, Response)
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
