"""What is asked before a lesson is saved: whether it was told before, and whether the words are right.

What is noticed in words is in `bot.language.proofreading`; what was told before, in `alike.py`. Whoever wrote
it decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.commands.command import Act, Desk, Request, Response
from bot.commands.owned_form import Filled, OwnedForm
from bot.commands.sharing.alike import near_duplicate
from bot.commands.sharing.drafts import saving
from bot.commands.sharing.lesson_forms import ALIKE, LESSON, MESSAGE, STORY, WORDS, WRITTEN, text_of, told_in
from bot.commands.sharing.noticing import pointed_out
from bot.commands.sharing.proposing import propose
from bot.commands.sharing.wished import of_ones_own, remember_own
from bot.domain.model import Entry
from bot.forms import Choice, Field, Form, ask
from bot.language.proofreading import remarks
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.people import Dialogue
from bot.ports.store import Transaction

_ADDED: Final = 1000
"""Characters of what becomes an addition."""

_CHANGE: Final = Choice(
    "change", mark("change it"), frozenset({"wijzig", "wijzigen", "aanpassen", "verander", "edit"})
)
_KEEP: Final = Choice(
    "keep", mark("save it like this"), frozenset({"bewaar", "bewaren", "houden", "save", "zo", "ja", "yes"})
)
_NEW: Final = Choice(
    "new", mark("it is something new"), frozenset({"nieuw", "iets nieuws", "anders", "other"})
)

_ADD: Final = Choice(
    "add",
    mark("the same: add this to it"),
    frozenset({"aanvullen", "aanvulling", "hetzelfde", "same", "add"}),
)

_CARRIED: Final = 10_000
"""Characters of a value that is only carried along: it was checked before."""

_DECIDED: Final = "decided"
"""The field of what the author decides about the last thing that was asked."""


def _deciding(form: Form, about: str, question: str, choices: tuple[Choice, ...]) -> Form:
    """Return the form of one question, which carries along all that was filled in."""
    aside = tuple(
        replace(each, asked=False, required=False, longest=_CARRIED, choices=(), reads=None)
        for each in form.fields
    )
    return replace(
        form, name=f"{form.name} {about}", fields=(*aside, Field(_DECIDED, question, choices=choices))
    )


_IS_NEW: Final = {
    form.name: _deciding(form, ALIKE, mark("Is this the same, or something new?"), (_NEW, _ADD, _CHANGE))
    for form in (LESSON, STORY)
}
_RIGHT_WORDS: Final = {
    form.name: _deciding(form, WORDS, mark("Shall I save it like this?"), (_KEEP, _CHANGE))
    for form in (LESSON, STORY)
}


def goes_on(form: Form) -> frozenset[str]:
    """Return the names of the forms that are asked after this one was filled."""
    return frozenset({_IS_NEW[form.name].name, _RIGHT_WORDS[form.name].name})


def checked(form: Form) -> Filled:
    """Return what a filled form does: ask what must be asked once more, and save it when nothing must.

    The message of its author that it is made of is remembered before that.
    """

    async def filled(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
        next_act = await _next(form, request, values, desk)
        own = of_ones_own(values.get(MESSAGE, ""), request.origin.sender.account)
        if own is None:
            return next_act

        async def act(tx: Transaction) -> Response:
            await remember_own(tx, own, request.now, desk)
            return await next_act(tx)

        return act

    return filled


def deciding(form: Form) -> Mapping[str, OwnedForm]:
    """Return the forms that are asked after this one, by name."""

    async def filled(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
        told = {name: value for name, value in values.items() if name != _DECIDED}
        if values[_DECIDED] == _CHANGE.value:
            return _changing(form, request, told)
        if values[_DECIDED] == _ADD.value:
            return await _adding(form, request, told, desk)
        asked = WORDS if told.get(ALIKE) else ALIKE
        return await _next(form, request, told | {asked: values[_DECIDED]}, desk)

    return {
        each.name: OwnedForm(each, filled, part_of=form.name)
        for each in (_IS_NEW[form.name], _RIGHT_WORDS[form.name])
    }


async def _next(form: Form, request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    t = request.translator
    if not values.get(ALIKE):
        known = await near_duplicate(text_of(values, "", told_in(values, request, desk)), request, desk)
        if known:
            return _asking(_IS_NEW[form.name], request, values, _looks_like(known, t))
    if not values.get(WORDS):
        noticed = _noticed(values, t)
        if noticed:
            told = dict(values) | {ALIKE: values.get(ALIKE) or _NEW.value}
            return _asking(_RIGHT_WORDS[form.name], request, told, noticed)
    return await saving(request, values, desk)


async def _adding(form: Form, request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    """Propose what was told as an addition to what it looks like; when that went meanwhile, go on saving."""
    text = text_of(values, "", told_in(values, request, desk))
    known = await near_duplicate(text, request, desk)
    if known is None:
        return await _next(form, request, {**values, ALIKE: _NEW.value}, desk)
    told = shortened(f"{text.action} {text.result} {text.advice}", _ADDED)

    async def act(tx: Transaction) -> Response:
        return Response(await propose(tx, told, known, request, desk))

    return act


def _looks_like(known: Entry, t: Translator) -> tuple[Line, ...]:
    about = {"title": known.text(t.language).title, "id": str(known.id)}
    return (
        t.line("This looks like {title} ({id}), which is there already.", **about),
        t.line("`{id}` shows the whole of it, once you typed `stop`.", **about),
    )


def _noticed(values: Mapping[str, str], t: Translator) -> tuple[Line, ...]:
    """Return what to look at in the words, each with the words themselves."""
    sourced = bool(values.get("link"))
    lines = pointed_out((values.get(name, "") for name in WRITTEN), t, sourced=sourced)
    return (t.line("Before I save it, have a look at this:"), *lines) if lines else ()


def _asking(form: Form, request: Request, values: Mapping[str, str], about: tuple[Line, ...]) -> Act:
    """Ask one thing in the direct room, with all that was filled in kept meanwhile."""
    account = request.origin.sender.account
    kept = tuple((name, value) for name, value in values.items() if name != _DECIDED)
    dialogue = Dialogue(account, form.name, kept, len(form.fields) - 1, request.now)
    question = ask(form, dialogue, request.translator)
    return _going_on(request, dialogue, Reply((Paragraph(about), *question.blocks)))


def _changing(form: Form, request: Request, values: Mapping[str, str]) -> Act:
    """Go back to the first field in which something was noticed, or else to the first one."""
    told = {field.name: values.get(field.name, "") for field in form.fields if field.name != WORDS}
    sourced = bool(told.get("link"))
    fields = enumerate(form.fields)
    asked = [n for n, field in fields if field.name in WRITTEN and remarks(told[field.name], sourced=sourced)]
    account = request.origin.sender.account
    dialogue = Dialogue(account, form.name, tuple(told.items()), asked[0] if asked else 0, request.now)
    return _going_on(request, dialogue, ask(form, dialogue, request.translator))


def _going_on(request: Request, dialogue: Dialogue, question: Reply) -> Act:
    async def act(tx: Transaction) -> Response:
        await tx.dialogues.save(dialogue)
        if request.room.direct:
            return Response(question)
        t = request.translator
        wait = t.line("It is not saved yet: I ask you something about it in a direct message.")
        return Response(aside=say(wait), direct=question)

    return act
