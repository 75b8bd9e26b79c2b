"""What the bot says about itself when somebody asks: help, privacy, what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from importlib.metadata import version

from babel.dates import format_timedelta

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.help.guess import nearest_names
from bot.commands.help.overview import did_you_mean, listed_commands, managing, overview, usage
from bot.domain.model import Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.language.about_bot import HOLDS, PRIVACY
from bot.language.analysis import content
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Code
from bot.messages.reply import Paragraph, Reply, say
from bot.querying.saying import explained
from bot.querying.values import key_of
from bot.wording import enumeration, side_by_side

_ECHOED = 20
"""Characters of a strange number that are repeated."""

_MOST_IDS = 3
"""How many entries are named to read one after another."""


def numbers_begin_with(typed: str, t: Translator) -> Reply:
    """Return how the numbers of what is in the base are written."""
    return say(
        t.line(
            "I do not know the number {typed}. Before the number of a lesson comes an L, of a project a P, "
            "of a pioneer a V and of a question a Q, for example `L1`. "
            "Searching works too: `search` and a few words.",
            typed=shortened(typed, _ECHOED),
        )
    )


def no_such_item(number: int, t: Translator) -> Reply:
    """Return that the last answer has no item with this number."""
    return say(
        t.line("My last answer has no number {number}. `more` shows what comes next.", number=str(number))
    )


def one_at_a_time(ids: Sequence[str], t: Translator) -> Reply:
    """Return how to read several entries, of which each fills a message."""
    listed = side_by_side([(Code(entry),) for entry in ids[:_MOST_IDS]])
    return say(t.line("I show one at a time: {ids}.", ids=listed))


async def _help(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    role = request.person.role
    if not role.covers(Role.MEMBER):
        return Response(say(t.line("I am here for members. `about` tells what I am, `privacy` what I keep.")))
    about = (arguments["about"] or "").casefold().replace("’", "'").strip("` ")
    if about in _FILTERING or key_of(about):
        return Response(say(*explained(t)))
    if about in _MANAGING:
        return Response(managing(request, desk))
    named = _named(about, desk.commands) if about else []
    if len(named) == 1:
        return Response(usage(named[0], t))
    if named:
        return Response(say(*listed_commands(named, t)))
    near = [f"help {name}" for name in nearest_names(about, desk.commands)]
    if near:
        return Response(did_you_mean(near, t))
    everything = overview(request, desk, (Role.MEMBER,))
    if not content(about):  # “help me even”
        return Response(everything)
    strange = t.line("I do not know “{name}”. This is what I can do:", name=shortened(about, _ECHOED))
    return Response(Reply((Paragraph((strange,)), *everything.blocks)))


_MANAGING = frozenset({"beheer", "managing", "beheerder", "admin", "coördinator", "coordinator"})
_FILTERING = frozenset({"filter", "filters", "filteren"})


def _named(about: str, commands: Iterable[Command]) -> list[Command]:
    """Return the command that is called like this, or else those whose names begin with it."""
    names = {command: (command.dutch.name, command.english.name) for command in commands}
    called = [command for command, those in names.items() if about in those]
    beginning = (c for c, those in names.items() if any(name.split()[0] == about for name in those))
    return called or list(beginning)


async def _privacy(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    kept = desk.retention
    lines = (
        t.line(
            "I keep: your account, your role, your language, which channels with me you are in, "
            "what you share, what you say of what others shared, which themes you follow, what you propose "
            "for an agenda and vote for, and who changed what."
        ),
        t.line(
            "The text of your message goes as soon as I have answered (after {text} at the latest). "
            "An unreadable mark of it stays {key}, so that I never answer twice.",
            text=_lasting(kept.inbox_text, t),
            key=_lasting(kept.inbox_key, t),
        ),
        t.line(
            "Your question stays {answered}. A question without an answer stays {open}; admins can read it.",
            answered=_lasting(kept.answered_question, t),
            open=_lasting(kept.open_question, t),
        ),
        t.line(
            "My answers stay {outbox}, a half-filled form {dialogue}. What I showed where, I remember "
            "as long as the lesson or project is there.",
            outbox=_lasting(kept.outbox, t),
            dialogue=_lasting(kept.dialogue, t),
        ),
        t.line("Delete your message and I delete your question and my answer."),
        t.line("`my data` gives you all that I hold about you, `forget me` takes it away."),
        t.line("Nobody is shown as a pioneer who did not agree. Who shared a lesson is never shown."),
        t.line(
            "Where I may read along, I treat a question to the group as a question to me. The "
            "rest I do not keep."
        ),
    )
    return Response(say(*lines))


def _lasting(span: timedelta, t: Translator) -> str:
    return format_timedelta(span, granularity="minute", threshold=1, locale=t.locale)


async def _about(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        counts = await tx.entries.count(request.audience)
    holds = [t.plural(one, many, counts[kind]) for kind, (one, many) in _COUNTED.items() if counts.get(kind)]
    lines = (
        t.line(
            "I am Voorloper. For {network} I remember who did what, and how it went.",
            network=desk.policy.network,
        ),
        t.line("You find {counts} here.", counts=enumeration(holds, t))
        if holds
        else t.line("The base is still empty."),
        t.line(
            "I make nothing up: what I tell stands in the knowledge base, with its source. "
            "I show what did not work as well, because that teaches most."
        ),
        t.line(
            "A question I keep {answered}, one without an answer {open}, my answers {outbox}; "
            "what you share stays.",
            answered=_lasting(desk.retention.answered_question, t),
            open=_lasting(desk.retention.open_question, t),
            outbox=_lasting(desk.retention.outbox, t),
        ),
        t.line(
            "I am free software (EUPL 1.2), version {version}. `privacy` tells what I keep and how long.",
            version=version("voorloper"),
        ),
    )
    return Response(say(*lines))


_COUNTED = {
    Kind.LESSON: mark_plural("{number} lesson", "{number} lessons"),
    Kind.PROJECT: mark_plural("{number} project", "{number} projects"),
    Kind.PIONEER: mark_plural("{number} pioneer", "{number} pioneers"),
}


def _open_to_all(
    dutch: Wording,
    english: Wording,
    summary: str,
    run: Handler,
    also: Iterable[str],
    arguments: str = "",
    lines: str = "",
) -> Command:
    rule, reads, same = Rule(Role.STRANGER), Effect.READS, frozenset(also)
    return Command(
        dutch, english, summary, arguments, rule, reads, run, everyday=True, also=same, lines=lines
    )


_WHAT_IT_CAN = (
    "wat kun je, wat kan je, wat kun je allemaal, wat kun je voor me doen, wat kun je voor mij doen"
    ", wat kan ik, wat kan ik hier, wat kan ik hier doen, wat kan ik vragen, wat kan ik je vragen"
    ", hoe werkt dit, help hoe werkt dit, hoe werk je, what can you do, what can you do for me, what can i do"
    ", what can i do here, what can i ask, how does this work, how do you work"
)
_WHO_IT_IS = (
    "wie ben je, wie ben jij, wat ben je, wat ben jij, wie heeft je gemaakt, wie heeft jou gemaakt"
    ", van wie ben je, wat is voorloper, who are you, what are you, who made you, what is voorloper"
)

COMMANDS = (
    _open_to_all(
        Wording("help", "[opdracht]", ("help", "help deel")),
        Wording("help", "[command]", ("help", "help share")),
        mark("shows what I can do"),
        _help,
        _WHAT_IT_CAN.split(", "),
        r"(?P<about>[\w'’]+(?: [\w'’]+)?)?",
    ),
    _open_to_all(
        Wording("privacy", "", ("privacy",)),
        Wording("privacy", "", ("privacy",)),
        mark("tells what I keep of you, and how long"),
        _privacy,
        (),
        lines=PRIVACY,
    ),
    _open_to_all(
        Wording("over", "", ("over",)),
        Wording("about", "", ("about",)),
        mark("tells what I am"),
        _about,
        _WHO_IT_IS.split(", "),
        lines=HOLDS,
    ),
)
