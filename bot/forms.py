"""Neutral forms: their fields and validation, and the dialogue that fills one by talking.

A dialogue's state is data (`Dialogue`), so that it survives a restart. What a form does is its owner's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from bot.language import leaving
from bot.messages.form import ChoiceView, FieldView, FormView
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.people import Dialogue
from bot.prefilling import begins_with, preset, suggested
from bot.wording import unnamed


@dataclass(frozen=True)
class Choice:
    """One of the values a field may have: its value, its label, and words that mean the same."""

    value: str
    label: str
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Field:
    """One question of a form. `question` and `hint` are messages of ours; lengths in characters.

    `extra`: it comes after what matters, and `done` leaves out all of those. `asked`: nobody is asked one
    that is not, but its value goes along. `reads` turns what was written into what is kept and raises
    ValueError with what it cannot read; `unread` is the message of ours, with those `words` or without, that
    then says what it should be. `names`: a person or channel that is mentioned in it is what is asked for.
    """

    name: str
    question: str
    hint: str = ""
    required: bool = True
    longest: int = 1000
    choices: tuple[Choice, ...] = ()
    extra: bool = False
    asked: bool = True
    reads: Callable[[str], str] | None = None
    unread: str = ""
    names: bool = False


@dataclass(frozen=True)
class Form:
    """A few questions that belong together; `opened_by`, a message of ours, is the command for it.

    `title`, `submit` (what the button says that hands it in) and `intro` (what happens with it) are messages
    of ours too, for where it is shown at once. One that `goes_over` also asks what has an answer. One that
    `keeps` nothing forgets what was answered when somebody stops.
    """

    name: str
    fields: tuple[Field, ...]
    opened_by: str
    title: str
    submit: str
    intro: str
    goes_over: bool = False
    keeps: bool = True


class Step(Enum):
    """What a typed line does to an open form."""

    ASK = auto()
    DONE = auto()
    STOPPED = auto()


@dataclass(frozen=True)
class Turn:
    """The state after a line was typed, and what is said; at `DONE` the form's owner speaks instead."""

    step: Step
    dialogue: Dialogue
    reply: Reply | None = None


_STOPS = (mark("`stop` to stop, nothing is kept"), mark("`stop` to stop, your answers are kept"))


def fault(field: Field, value: str, t: Translator) -> str | None:
    """Return what is wrong with a value, as a sentence; None when it is fine."""
    if not value.strip():
        return t.text("I need this one. A sentence is enough.") if field.required else None
    if not any(character.isalnum() for character in value):
        return t.text("I cannot read words in this. Try it in a sentence.")
    if len(value) > field.longest:
        longest = str(field.longest)
        return t.text("This is longer than {longest} characters. Can it be shorter?", longest=longest)
    if field.choices and chosen(field, value) is None:
        return t.text("Choose one of: {choices}.", choices=", ".join(t.text(c.label) for c in field.choices))
    return _unread(field, value, t)


def _unread(field: Field, value: str, t: Translator) -> str | None:
    if field.reads is None:
        return None
    try:
        field.reads(value)
    except ValueError as wrong:
        return t.text(field.unread, words=str(wrong))
    return None


def chosen(field: Field, value: str) -> str | None:
    """Return the value that a typed word or number chooses; None when it chooses none."""
    folded = " ".join(value.split()).casefold().rstrip(".!")
    for number, choice in enumerate(field.choices, 1):
        if folded in {str(number), choice.value, *choice.words}:
            return choice.value
    return None


def cleaned(field: Field, value: str, t: Translator) -> str:
    """Return a faultless value as it is kept: without space around it, a choice by its value.

    Nobody is named in it by a key, unless that is what it asks for.
    """
    if field.reads and value.strip():
        return field.reads(value)
    told = value if field.names or not field.asked else unnamed(value, t)
    return (chosen(field, value) if field.choices else None) or told.strip()


def ask(form: Form, dialogue: Dialogue, t: Translator) -> Reply:
    """Return the question that is next, with where it stands and how to leave."""
    field = form.fields[dialogue.field]
    skip: Line = () if field.required else t.line(" · `skip` to leave it open")
    if field.extra:
        skip += t.line(" · `done` to save it like this")
    progress = _progress(form, dialogue, t)
    stop = t.line(_STOPS[form.keeps])
    leave = t.line("({progress}{skip} · {stops})", progress=progress, skip=skip, stops=stop)
    hint: Line = t.line(" " + t.text(field.hint)) if field.hint else ()
    lines: list[Line] = [t.line(field.question) + hint + (Plain(" "), *leave)]
    before = begins_with(dict(dialogue.values), field.name)
    if before:
        lines.append(t.line("You wrote: “{before}” Type something new, or `ok` to keep it.", before=before))
    if not field.choices:
        return say(*lines)
    choices = tuple(Button(t.text(choice.label), str(n)) for n, choice in enumerate(field.choices, 1))
    return Reply((Paragraph(tuple(lines)), Buttons(t.text("Choose:"), choices)))


def _progress(form: Form, dialogue: Dialogue, t: Translator) -> str:
    """Return where it stands; what is extra is counted apart, as nobody needs to come so far."""
    extra = form.fields[dialogue.field].extra
    alike = [position for position in _open(form, dialogue) if form.fields[position].extra is extra]
    counted = {"position": str(alike.index(dialogue.field) + 1), "total": str(len(alike))}
    if extra:
        return t.text("extra, {position} of {total}", **counted)
    return t.text("{position} of {total}", **counted)


def type_line(form: Form, dialogue: Dialogue, text: str, now: datetime, t: Translator) -> Turn:
    """Take a typed line: an answer to the question that is next, or a word that leaves it."""
    word = " ".join(text.split()).casefold()
    current = replace(dialogue, updated=now)
    if word in leaving.STOP:
        reply = say(
            t.line("Stopped. Your answers are kept; `{command}` goes on.", command=t.text(form.opened_by))
        )
        return Turn(Step.STOPPED, replace(current, paused=True), reply)
    if word in leaving.HELP:
        return Turn(Step.ASK, current, _help(form, current, t))
    if word in leaving.BACK:
        return _asking(form, replace(current, field=_before(form, current)), t)
    if word in leaving.DONE:
        return _done(form, current, t)
    field = form.fields[dialogue.field]
    before = begins_with(dict(dialogue.values), field.name)
    nothing = not field.required and leaving.says_nothing(text) and chosen(field, text) is None
    empty = nothing or word in leaving.SKIP
    value = before if before and word in leaving.KEEP else "" if empty else text
    wrong = fault(field, value, t)
    if wrong:
        return _wrong(form, current, wrong, t)
    values = dict(dialogue.values) | {field.name: cleaned(field, value, t)}
    values.pop(suggested(field.name), None)
    filled = replace(current, values=tuple(values.items()))
    asked = _open(form, filled) if form.goes_over else _unanswered(form, filled)
    following = [position for position in asked if position > dialogue.field]
    if not following:
        return Turn(Step.DONE, filled)
    turn = _asking(form, replace(filled, field=following[0]), t)
    begins = form.fields[following[0]].extra and not field.extra
    return _first_extra(turn, t) if begins else turn


def _done(form: Form, dialogue: Dialogue, t: Translator) -> Turn:
    """End with what there is, when nothing is missing that is needed."""
    missing = [n for n in _unanswered(form, dialogue) if form.fields[n].required]
    if missing:
        need = t.text("I still need an answer to this one.")
        return _wrong(form, replace(dialogue, field=missing[0]), need, t)
    values = {form.fields[n].name: "" for n in _open(form, dialogue)} | dict(dialogue.values)
    return Turn(Step.DONE, replace(dialogue, values=tuple(values.items())))


def _wrong(form: Form, dialogue: Dialogue, wrong: str, t: Translator) -> Turn:
    question = ask(form, dialogue, t)
    reply = Reply((Paragraph((t.line("{wrong}", wrong=wrong),)), *question.blocks))
    return Turn(Step.ASK, dialogue, reply)


def _first_extra(turn: Turn, t: Translator) -> Turn:
    enough = t.line("That is all I need: `done` saves it. A little more makes it easier to find.")
    blocks = turn.reply.blocks if turn.reply else ()
    return replace(turn, reply=Reply((Paragraph((enough,)), *blocks)))


def _unanswered(form: Form, dialogue: Dialogue) -> list[int]:
    """Return the fields that nobody answered yet; one that was skipped was answered."""
    values = dict(dialogue.values)
    lacking = {f.name for f in form.fields if f.required and not values.get(f.name)}
    open_ones = _open(form, dialogue)
    return [n for n in open_ones if form.fields[n].name in lacking or form.fields[n].name not in values]


def begin(form: Form, dialogue: Dialogue) -> Dialogue:
    """Return the dialogue at its first question without an answer."""
    unanswered = _unanswered(form, dialogue)
    return replace(dialogue, field=unanswered[0] if unanswered else _open(form, dialogue)[-1], paused=False)


def faults(form: Form, values: Mapping[str, str], t: Translator) -> dict[str, str]:
    """Return what is wrong with a whole filled form, per field; pure, so that it can be said at once."""
    found = {field.name: fault(field, values.get(field.name, ""), t) for field in form.fields}
    return {name: wrong for name, wrong in found.items() if wrong}


def view(form: Form, values: Mapping[str, str], t: Translator) -> FormView:
    """Return the form as it is shown at once, with these values in it, by field or fixed (see `preset`)."""
    fixed = {field.name: values[preset(field.name)] for field in form.fields if preset(field.name) in values}
    shown = [field for field in form.fields if field.asked and field.name not in fixed]
    return FormView(
        name=form.name,
        title=t.text(form.title),
        submit=t.text(form.submit),
        close=t.text("Cancel"),
        intro=t.text(form.intro),
        fields=tuple(_shown(field, begins_with(values, field.name), t) for field in shown),
        presets=tuple(fixed.items()),
    )


def _shown(field: Field, value: str, t: Translator) -> FieldView:
    return FieldView(
        name=field.name,
        label=t.text(field.question),
        hint=t.text(field.hint) if field.hint else "",
        required=field.required,
        longest=field.longest,
        choices=tuple(ChoiceView(choice.value, t.text(choice.label)) for choice in field.choices),
        value=(chosen(field, value) or "") if field.choices else value[: field.longest].strip(),
    )


def result(form: Form, dialogue: Dialogue) -> dict[str, str]:
    """Return the values of a filled form by field name, fixed ones included."""
    values = dict(dialogue.values)
    return {f.name: values.get(preset(f.name)) or values.get(f.name, "") for f in form.fields}


def _open(form: Form, dialogue: Dialogue) -> list[int]:
    fixed = dict(dialogue.values)
    return [n for n, field in enumerate(form.fields) if field.asked and preset(field.name) not in fixed]


def _before(form: Form, dialogue: Dialogue) -> int:
    earlier = [position for position in _open(form, dialogue) if position < dialogue.field]
    return earlier[-1] if earlier else dialogue.field


def _asking(form: Form, dialogue: Dialogue, t: Translator) -> Turn:
    return Turn(Step.ASK, dialogue, ask(form, dialogue, t))


def _help(form: Form, dialogue: Dialogue, t: Translator) -> Reply:
    words = t.line(
        "`back` goes to the question before, `skip` leaves one open where that is allowed, `done` saves what "
        "there is, `stop` stops and keeps your answers."
    )
    return Reply((Paragraph((words,)), *ask(form, dialogue, t).blocks))
