"""What was typed of a prompt and understood: what is lacking in it, its first moments, reading it back.

Planning and changing one are commands, in modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.commands.command import Desk, Request
from bot.commands.prompts.wording import (
    TYPED,
    Wish,
    kind_of,
    kinds_typed,
    read_wish,
    spaced_rooms,
    today_of,
    when,
)
from bot.domain.people import Room
from bot.domain.prompt import Prompt, PromptState, Standing, coming
from bot.labels import called
from bot.messages.i18n import Translator
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.planning.planned import Misread, Planned
from bot.planning.reading import read_schedule
from bot.planning.saying import say_schedule
from bot.prompting.kinds import Kind

_SHOWN = 3
"""How many moments are read back."""


async def read_typed(words: str, request: Request, desk: Desk) -> tuple[Planned | Misread, Wish]:
    """Read when a prompt comes and what it asks for, in either order; what is left are own words."""
    today, rooms = today_of(request), await spaced_rooms(words, request, desk)
    read = read_schedule(words, today)
    wish = read_wish(words if isinstance(read, Misread) else read.rest, rooms)
    if not isinstance(read, Misread):
        return read, wish
    behind = read_schedule(wish.words, today)
    more = read_wish("" if isinstance(behind, Misread) else behind.rest, rooms)
    again = more.words or more.kind or (more.room is not None and wish.room is not None)
    if isinstance(behind, Misread) or again:
        return read, wish
    return behind, Wish(more.room if wish.room is None else wish.room, wish.kind, "")


def lacking(wish: Wish, t: Translator) -> tuple[Line, ...]:
    """Say what is not there, or too much; nothing when it is right."""
    if wish.kind is None:
        if wish.words:
            return _strange(wish, t)
        return (t.line("What should it ask for?"), _kinds(t))
    if wish.kind is Kind.FREE and not wish.words:
        return (t.line("Which words? Put them behind “free”."),)
    if wish.kind not in {Kind.FREE, Kind.FAILURE} and wish.words:
        return (_too_much(wish.words, t),)
    return ()


def _strange(wish: Wish, t: Translator) -> tuple[Line, ...]:
    """Say that words which are behind no kind say nothing; those before a channel should say when."""
    channel = re.search(r"\s(?:in |op )?#", wish.words)
    if channel:
        return (unread(wish.words[: channel.start()], t), example(t))
    return (t.line("I do not know what “{words}” asks for.", words=wish.words), _kinds(t))


def unread(words: str, t: Translator) -> Line:
    """Say which words say nothing about when it comes."""
    return t.line("I cannot read “{words}” as a part of when it comes.", words=words)


def example(t: Translator) -> Line:
    """Return a plan that can be typed like that."""
    return t.line(
        "For example: `prompt plan every Tuesday 9:30 in #learning success`. `prompt plan` alone asks you."
    )


def _kinds(t: Translator) -> Line:
    return t.line("Behind the channel comes one of: {kinds}.", kinds=kinds_typed(TYPED, t))


def _too_much(words: str, t: Translator) -> Line:
    return t.line("I do not know what to do with “{words}”. Your own words come behind “free”.", words=words)


def first_moments(standing: Standing, request: Request, desk: Desk) -> list[str]:
    """Return the first moments of a prompt in words, as far as what is known of single ones leaves them.

    Of one that rests until somebody resumes it, those that it would have then.
    """
    prompt = standing.prompt
    if prompt.state is PromptState.PAUSED and prompt.paused_until is None:
        standing = replace(standing, prompt=replace(prompt, state=PromptState.ACTIVE))
    ahead = coming(standing, request.now, desk.policy.days_off)
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
    if prompt.state is PromptState.PAUSED and prompt.paused_until is None:
        return (understood, t.line("Paused. `prompt resume {id}` lets it go on.", id=prompt.name))
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
