"""What the bot says about itself when somebody asks: help, privacy, what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from importlib.metadata import version

from babel.dates import format_timedelta

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.guess import nearest_names
from bot.domain.model import Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.language.about_bot import HOLDS, PRIVACY
from bot.language.analysis import content
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Code, Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.querying.saying import explained
from bot.querying.values import key_of
from bot.wording import enumeration

_ECHOED = 20
"""Characters of a strange number that are repeated."""

_MOST_IDS = 3
"""How many entries are named to read one after another."""

_SECTIONS = {
    Role.MEMBER: mark("For everybody:"),
    Role.COORDINATOR: mark("For coordinators:"),
    Role.ADMIN: mark("For admins:"),
}


def usage(command: Command, t: Translator) -> Reply:
    """Return how a command is typed, with its examples."""
    wording = command.wording(t.language)
    examples: list[Line] = [(Code(example),) for example in wording.examples]
    first = t.line("`{usage}` {summary}.", usage=_typed(command, t), summary=t.text(command.summary))
    return say(first, t.line("For example: ") + _listed(examples))


def did_you_mean(lines: Sequence[str], t: Translator, *, asking: bool = False) -> Reply:
    """Return what a mistyped command was perhaps meant to be; `asking`: or a question after all."""
    meant = t.line("Do you mean {commands}?", commands=_listed([(Code(line),) for line in lines]))
    whole = t.line("If you were asking something, put it in a whole sentence: then I look for it.")
    return say(meant, whole) if asking else say(meant)


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
    listed = _listed([(Code(entry),) for entry in ids[:_MOST_IDS]])
    return say(t.line("I show one at a time: {ids}.", ids=listed))


def listed_commands(commands: Iterable[Command], t: Translator) -> tuple[Line, ...]:
    """Return a line for each command: how it is typed, and what it does."""
    return tuple(_explained(command, t) for command in commands)


def _typed(command: Command, t: Translator) -> str:
    wording = command.wording(t.language)
    return f"{wording.name} {wording.usage}".strip()


def _listed(codes: list[Line]) -> Line:
    spans: Line = codes[0]
    for code in codes[1:]:
        spans = (*spans, Plain(" · "), *code)
    return spans


async def _help(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    role = request.person.role
    if not role.covers(Role.MEMBER):
        return Response(say(t.line("I am here for members. `about` tells what I am, `privacy` what I keep.")))
    about = (arguments["about"] or "").casefold().replace("’", "'").strip("` ")
    if about in _FILTERING or key_of(about):
        return Response(say(*explained(t)))
    if about in _MANAGING:
        return Response(_sections(request, desk, (Role.COORDINATOR, Role.ADMIN)))
    named = _named(about, desk.commands) if about else []
    if len(named) == 1:
        return Response(usage(named[0], t))
    if named:
        return Response(say(*(_explained(command, t) for command in named)))
    near = [f"help {name}" for name in nearest_names(about, desk.commands)]
    if near:
        return Response(did_you_mean(near, t))
    everything = _sections(request, desk, (Role.MEMBER,))
    if not content(about):  # “help me even”
        return Response(everything)
    strange = t.line("I do not know “{name}”. This is what I can do:", name=shortened(about, _ECHOED))
    return Response(Reply((Paragraph((strange,)), *everything.blocks)))


_HOW_TO_ASK = mark(
    "Ask me in your own words who did something before: “who has experience with energy cooperatives?”"
)
NAMED_WHERE_OF_USE = frozenset(
    {
        *("les", "project", "voorloper", "neem op", "laat weg", "licht toe", "voorstel", "verzoek"),
        *("agenda stem", "agenda trek in", "volg niet", "geen echo", "weer echo", "weer vragen"),
    }
)
"""What the overview leaves out, so that it fits in one message: the bot says these where they are of use, and
`help` with the name of one shows it."""

_MANAGING = frozenset({"beheer", "managing"})
_FILTERING = frozenset({"filter", "filters", "filteren"})


def _named(about: str, commands: Iterable[Command]) -> list[Command]:
    """Return the command that is called like this, or else those whose names begin with it."""
    names = {command: (command.dutch.name, command.english.name) for command in commands}
    called = [command for command, those in names.items() if about in those]
    beginning = (c for c, those in names.items() if any(name.split()[0] == about for name in those))
    return called or list(beginning)


def _sections(request: Request, desk: Desk, shown: tuple[Role, ...]) -> Reply:
    t, role = request.translator, request.person.role
    blocks = [Paragraph((t.line(_HOW_TO_ASK),))] if Role.MEMBER in shown else []
    for needed in shown:
        commands = [
            command
            for command in desk.commands
            if _section(command) is needed and command.dutch.name not in NAMED_WHERE_OF_USE
        ]
        if commands and role.covers(needed):
            blocks.append(Paragraph((t.line(_SECTIONS[needed]), *(_explained(c, t) for c in commands))))
    after = [t.line("More about one command: `help share`")]
    if Role.MEMBER in shown:
        after.insert(
            0, t.line("Narrower: put `kind:lesson` or `since:2020` behind your question, `help filters`")
        )
    if role.covers(Role.COORDINATOR) and Role.MEMBER in shown:
        after.append(t.line("For coordinators and admins: `help managing`"))
    return Reply((*blocks, Paragraph(tuple(after))))


def _section(command: Command) -> Role:
    return Role.MEMBER if command.rule.needs is Role.STRANGER else command.rule.needs


def _explained(command: Command, t: Translator) -> Line:
    return (Code(_typed(command, t)), Plain(f" – {t.text(command.summary)}"))


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


COMMANDS = (
    _open_to_all(
        Wording("help", "[opdracht]", ("help", "help deel")),
        Wording("help", "[command]", ("help", "help share")),
        mark("shows what I can do"),
        _help,
        ("wat kun je", "wat kan je", "hoe werkt dit", "help, hoe werkt dit", "what can you do"),
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
        ("wie ben je", "wie ben jij", "wat ben jij", "who are you", "what are you"),
        lines=HOLDS,
    ),
)
