"""Reading one thing by its id: a lesson, a project, a pioneer, or a question of one's own."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.asking.readers import with_readers
from bot.commands.command import Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.nearby import ONE, echoed, entry_nearby, near_numbers, number_of
from bot.commands.questions.asked_before import readable
from bot.curating.leading import led
from bot.domain.audience import Readership, lacks_consent, may_see
from bot.domain.feedback import Usefulness
from bot.domain.model import LETTERS, Entry, EntryId, Kind, Status
from bot.domain.people import Question, Role
from bot.domain.permissions import Rule
from bot.messages.cleaning import shortened
from bot.messages.i18n import NUMBERS, mark
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.wording import whole

_ECHOED = 60
"""Characters of a question that tell which one it is."""

_QUOTED = 600
"""Characters of somebody's own question that are shown again."""


async def _show(request: Request, arguments: re.Match[str], desk: Desk, kind: Kind) -> Response:
    t = request.translator
    digits = _digits(arguments)
    number = number_of(digits)
    entry_id = EntryId(kind, number) if number else None
    async with desk.store.read() as tx:
        entry = (await tx.entries.get([entry_id])).get(entry_id) if entry_id else None
        entry, merged = await _followed(tx, entry) if entry else (None, None)
        themes = {theme.id: theme for theme in await tx.entries.themes()}
        usefulness = await tx.feedback.usefulness(entry.id) if entry else Usefulness()
        additions = await tx.feedback.additions(entry.id) if entry else ()
    if entry is None or not _may_read(entry, request):
        if entry and _was_seen(entry, request):
            return Response(
                say(t.line("{id} is not in the base any more. `new` shows what is.", id=str(entry.id)))
            )
        return Response(await _unknown(kind, digits, request, desk))
    told = whole(entry, tuple(themes[theme] for theme in entry.themes), t)
    reply = with_readers(told, usefulness, additions, t)
    if entry.status is Status.DRAFT:
        draft = Paragraph((t.line("This is a draft: only its author and the admins see it."),))
        reply = replace(reply, blocks=(draft, *reply.blocks))
    elif kind is Kind.PIONEER:
        touch = Button(t.text("get in touch"), f"contact {entry.id}")
        reply = replace(reply, blocks=(*reply.blocks, Buttons(t.text("Next:"), (touch,))))
    if entry.status is Status.ARCHIVED:
        put_away = Paragraph((t.line("This is archived: only who shared it and the admins see it."),))
        reply = Reply((put_away, *reply.blocks))  # what counts as shown would not go out
    if merged:
        note = t.line("{old} went into {id}:", old=str(merged), id=str(entry.id))
        reply = replace(reply, blocks=(Paragraph((note,)), *reply.blocks))
    return Response(reply)


async def _followed(tx: Transaction, entry: Entry) -> tuple[Entry, EntryId | None]:
    """Return the entry, or the one it was merged into and which one that was."""
    found = await led(tx, entry.id) if entry.status is Status.ARCHIVED else None
    return (found, entry.id) if found and found.id != entry.id else (entry, None)


def _digits(arguments: re.Match[str]) -> str:
    """Return the number that was typed, in digits: people also write `les twaalf`."""
    typed = arguments["number"].casefold()
    return typed if typed.isdecimal() else str(NUMBERS[typed])


async def _unknown(kind: Kind, digits: str, request: Request, desk: Desk) -> Reply:
    """Say that there is no such entry, and which one was perhaps meant."""
    t = request.translator
    typed = echoed(LETTERS[kind], digits)
    meant = await entry_nearby(kind, digits, request, desk)
    near = {"near": str(meant.id), "title": meant.text(t.language).title} if meant else {}
    if request.audience.readership is not Readership.DIRECT:
        hidden = t.line("I do not know {id}, or may not show it here. Ask me in a direct message.", id=typed)
        return say(hidden, *((t.line("Or do you mean `{near}` ({title})?", **near),) if near else ()))
    if near:
        return say(t.line(_UNKNOWN[kind], id=typed, **near))
    return say(t.line("I do not know {id}. Searching works too: `search` and a few words.", id=typed))


_UNKNOWN = {
    Kind.LESSON: mark(
        "I do not know that lesson: {id}. Do you mean `{near}` ({title})? "
        "Searching works too: `search` and a few words."
    ),
    Kind.PROJECT: mark(
        "I do not know that project: {id}. Do you mean `{near}` ({title})? "
        "Searching works too: `search` and a few words."
    ),
    Kind.PIONEER: mark(
        "I do not know that pioneer: {id}. Do you mean `{near}` ({title})? "
        "Searching works too: `search` and a few words."
    ),
}


def _was_seen(entry: Entry, request: Request) -> bool:
    """Say whether this audience could see the entry until it was put away."""
    return entry.status is Status.ARCHIVED and may_see(
        replace(entry, status=Status.PUBLISHED), request.audience
    )


def _may_read(entry: Entry, request: Request) -> bool:
    """Let an author and an admin read a draft or what is archived, when nobody else reads along."""
    if may_see(entry, request.audience):
        return True
    if lacks_consent(entry):
        return False
    own = entry.author == request.person.id or request.person.role is Role.ADMIN
    return own and entry.status is not Status.PUBLISHED and request.audience.readership is Readership.DIRECT


async def _lesson(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.LESSON)


async def _project(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.PROJECT)


async def _pioneer(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.PIONEER)


async def _question(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    digits = _digits(arguments)
    number = number_of(digits)
    asked = await _asked_before(number, request, desk) if number else None
    if not asked:
        return Response(aside=await _unknown_question(digits, request, desk))
    status = t.text("open: nobody in the base has an answer yet") if asked.open else t.text("answered")
    text = shortened(asked.text or "", _QUOTED)
    return Response(
        say(t.line("Q{number} ({status}): “{text}”", number=str(number), status=status, text=text))
    )


async def _asked_before(number: int, request: Request, desk: Desk) -> Question | None:
    """Return a question that this person may read here."""
    return await readable(request, str(number), desk)


async def _unknown_question(digits: str, request: Request, desk: Desk) -> Reply:
    t = request.translator
    typed = echoed("", digits)
    unknown = t.line("I have no open question Q{number} of yours. Feel free to ask it again.", number=typed)
    for near in near_numbers(digits):
        asked = await _asked_before(near, request, desk)
        if asked:
            title = shortened(asked.text or "", _ECHOED)
            return say(unknown, t.line("Or do you mean `{near}` ({title})?", near=f"Q{near}", title=title))
    return say(unknown)


async def _any(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    kinds = {letter: kind for kind, letter in LETTERS.items()}
    return await _show(request, arguments, desk, kinds[(arguments["letter"] or "L").upper()])


def _by_id(dutch: Wording, english: Wording, summary: str, letter: str, run: Handler) -> Command:
    number = rf"[#(\[]?(?:{letter}[ -]?)?(?P<number>[0-9]+|{'|'.join(NUMBERS)})[)\].,!]*"
    rule = Rule(Role.MEMBER)
    return Command(dutch, english, summary, number, rule, Effect.READS, run, everyday=True, letter=letter)


COMMANDS = (
    Command(
        dutch=Wording("bekijk", "<nummer>", ("bekijk L1", "bekijk P4")),
        english=Wording("view", "<number>", ("view L1", "view P4")),
        summary=mark("shows a lesson, a project or a pioneer; the number alone does so too"),
        arguments=ONE,
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_any,
        everyday=True,
    ),
    _by_id(
        Wording("les", "<nummer>", ("les L1", "L1")),
        Wording("lesson", "<number>", ("lesson L1", "L1")),
        mark("shows the whole story of a lesson"),
        "L",
        _lesson,
    ),
    _by_id(
        Wording("project", "<nummer>", ("project P1", "P1")),
        Wording("project", "<number>", ("project P1", "P1")),
        mark("shows everything about a project"),
        "P",
        _project,
    ),
    _by_id(
        Wording("voorloper", "<nummer>", ("voorloper V1", "V1")),
        Wording("pioneer", "<number>", ("pioneer V1", "V1")),
        mark("shows a pioneer and what to ask them about"),
        "V",
        _pioneer,
    ),
    _by_id(
        Wording("vraag", "<nummer>", ("vraag Q1", "Q1")),
        Wording("question", "<number>", ("question Q1", "Q1")),
        mark("shows a question that is still open"),
        "Q",
        _question,
    ),
)
