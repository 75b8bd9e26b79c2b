"""What was understood of a prompt: what is lacking in it, its first moments, and reading it back.

Planning and changing one are commands, in modules of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bot.commands.command import Desk, Request
from bot.commands.prompt_words import TYPED, Wish, called, kind_of, kinds_typed, when
from bot.domain.people import Room
from bot.domain.prompt import Prompt, Standing, coming
from bot.messages.i18n import Translator
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.planning.saying import say_schedule
from bot.prompting.kinds import Kind

_SHOWN = 3
"""How many moments are read back."""


def lacking(wish: Wish, t: Translator) -> tuple[Line, ...]:
    """Say what is not there, or too much; nothing when it is right."""
    if wish.kind is None:
        if wish.words:
            strange = t.line("I do not know what “{words}” asks for.", words=wish.words)
        else:
            strange = t.line("What should it ask for?")
        return (strange, t.line("Behind the channel comes one of: {kinds}.", kinds=kinds_typed(TYPED, t)))
    if wish.kind is Kind.FREE and not wish.words:
        return (t.line("Which words? Put them behind “free”."),)
    if wish.kind not in {Kind.FREE, Kind.FAILURE} and wish.words:
        return (
            t.line(
                "I do not know what to do with “{words}”. Your own words come behind “free”.",
                words=wish.words,
            ),
        )
    return ()


def first_moments(prompt: Prompt, request: Request, desk: Desk) -> list[str]:
    """Return the first moments in words."""
    ahead = coming(Standing(prompt, request.now), request.now, desk.policy.days_off)
    return [when(each, prompt.zone, request.translator, request.now) for each in islice(ahead, _SHOWN)]


def never(t: Translator) -> Reply:
    """Say that there is nothing to plan."""
    return say(t.line("This schedule has no moment that is still to come, so there is nothing to plan."))


def understood(prompt: Prompt, room: Room, first: Sequence[str], t: Translator) -> tuple[Line, ...]:
    """Return in words what was understood, with the first moments."""
    understood = t.line(
        "Understood: {schedule} in {room}: {kind}.",
        schedule=say_schedule(prompt.schedule, t),
        room=called(room, room.key),
        kind=kind_of(prompt, t),
    )
    if len(first) == 1:
        return (understood, t.line("That is once: {moment}.", moment=first[0]))
    moments = t.line("The first times: {moments}.", moments="; ".join(first))
    return (understood, moments, t.line("I leave out public holidays and days off."))


def read_back(prompt: Prompt, room: Room, first: Sequence[str], t: Translator) -> Reply:
    """Return what was understood, with the question whether it is right."""
    steps = (
        Button(t.text("yes, plan it"), t.text("prompt yes {id}", id=prompt.name)),
        Button(t.text("no"), t.text("prompt stop {id}", id=prompt.name)),
    )
    lines = understood(prompt, room, first, t)
    return Reply((Paragraph(lines), Buttons(t.text("Is this right?"), steps)))
