"""What the bot says about itself: help, privacy, what it is, its first words in a room."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib.metadata import version

from babel.dates import format_timedelta

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.model import Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Code, Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.wording import enumeration

_SECTIONS = (
    (Role.MEMBER, mark("For everybody:")),
    (Role.COORDINATOR, mark("For coordinators:")),
    (Role.ADMIN, mark("For admins:")),
)


def usage(command: Command, t: Translator) -> Reply:
    """Return how a command is typed, with its examples."""
    wording = command.wording(t.language)
    examples: list[Line] = [(Code(example),) for example in wording.examples]
    first = t.line("`{usage}` {summary}.", usage=_typed(command, t), summary=t.text(command.summary))
    return say(first, t.line("For example: ") + _listed(examples))


def first_words(t: Translator) -> Reply:
    """Return what the bot says when it comes into a room: who it is, what it keeps, how to ask."""
    return say(
        t.line(
            "Hi! I am Voorloper. Ask me who did something before, for example: "
            "“@voorloper who has experience with energy cooperatives?”"
        ),
        t.line(
            "I react only when you mention me, keep only what you share, and show where "
            "everything comes from. "
            "`privacy` tells more, `help` everything I can do."
        ),
    )


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
    about = (arguments["about"] or "").casefold().replace("’", "'").strip("` ")
    if about:
        named = [c for c in desk.commands if about in {c.dutch.name, c.english.name}]
        if named:
            return Response(usage(named[0], t))
    lines = t.line(
        "Ask me in your own words who did something before: “who has experience with citizen panels?”"
    )
    blocks = [Paragraph((lines,))]
    for role, title in _SECTIONS:
        commands = [command for command in desk.commands if _section(command) is role]
        if commands and request.person.role.covers(role):
            listed = tuple(_explained(command, t) for command in commands)
            blocks.append(Paragraph((t.line(title), *listed)))
    return Response(
        Reply((*blocks, Paragraph((t.line("`help share` explains one of them, with examples."),))))
    )


def _section(command: Command) -> Role:
    return Role.MEMBER if command.rule.needs is Role.STRANGER else command.rule.needs


def _explained(command: Command, t: Translator) -> Line:
    return (Code(_typed(command, t)), Plain(f" – {t.text(command.summary)}"))


async def _privacy(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    kept = desk.retention
    lines = (
        t.line(
            "What I keep of you: the number of your account here, your role, your language, and "
            "what you share."
        ),
        t.line(
            "Of a message to me I keep the text until I have answered it, at most {text}; after that only an "
            "unreadable mark, for {key}, so that I never answer twice.",
            text=_lasting(kept.inbox_text, t),
            key=_lasting(kept.inbox_key, t),
        ),
        t.line(
            "The words of an answered question go after {question}; one I could not answer I keep "
            "{open} at most, "
            "because it shows what the network misses. Delete your message and I take back "
            "question and answer.",
            question=_lasting(kept.question_text, t),
            open=_lasting(kept.open_question, t),
        ),
        t.line(
            "What I said I keep {outbox}; a form you did not finish {dialogue}; that we talked in "
            "a thread {talk}.",
            outbox=_lasting(kept.outbox, t),
            dialogue=_lasting(kept.dialogue, t),
            talk=_lasting(kept.talk, t),
        ),
        t.line("Nobody is shown as a pioneer who did not agree. Who shared a lesson is never shown."),
        t.line("Other messages in a channel I do not keep, not even where I read along."),
    )
    return Response(say(*lines))


def _lasting(span: timedelta, t: Translator) -> str:
    return format_timedelta(span, granularity="minute", threshold=1, locale=t.locale)


async def _about(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        counts = await tx.entries.count(request.audience)
    number = counts.get
    holds = [
        t.plural("{number} lesson", "{number} lessons", number(Kind.LESSON, 0)),
        t.plural("{number} project", "{number} projects", number(Kind.PROJECT, 0)),
        t.plural("{number} pioneer", "{number} pioneers", number(Kind.PIONEER, 0)),
    ]
    lines = (
        t.line(
            "I am Voorloper, the memory of {network}: who did what before, and what came of it.",
            network=desk.policy.network,
        ),
        t.line("For you here the base holds {counts}.", counts=enumeration(holds, t)),
        t.line(
            "I make nothing up: every sentence about the world stands in the base, with its source. "
            "I show what did not work as well, because that teaches most."
        ),
        t.line(
            "I am free software (EUPL 1.2), version {version}. `privacy` tells what I keep and how long.",
            version=version("voorloper"),
        ),
    )
    return Response(say(*lines))


def _open_to_all(
    dutch: Wording, english: Wording, summary: str, run: Handler, arguments: str = ""
) -> Command:
    rule = Rule(Role.STRANGER)
    return Command(dutch, english, summary, arguments, rule, Effect.READS, run, everyday=True)


COMMANDS = (
    _open_to_all(
        Wording("help", "[opdracht]", ("help", "help deel")),
        Wording("help", "[command]", ("help", "help share")),
        mark("shows what I can do"),
        _help,
        r"(?P<about>[\w' ]{1,30})?",
    ),
    _open_to_all(
        Wording("privacy", "", ("privacy",)),
        Wording("privacy", "", ("privacy",)),
        mark("tells what I keep of you, and how long"),
        _privacy,
    ),
    _open_to_all(
        Wording("over", "", ("over",)),
        Wording("about", "", ("about",)),
        mark("tells what I am"),
        _about,
    ),
)
