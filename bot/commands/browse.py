"""Reading in the base without asking: one entry by its id, searching, themes, what is new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering import counted, next_steps
from bot.commands.asked import asked_of, keep
from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.audience import Readership, lacks_consent, may_see
from bot.domain.model import Entry, EntryId, Kind, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.finding import DEPTH, visible
from bot.messages.i18n import mark
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.wording import heading, whole

_LISTED = 10
"""How many titles a list shows at once."""


async def _show(request: Request, arguments: re.Match[str], desk: Desk, kind: Kind) -> Response:
    t = request.translator
    entry_id = EntryId(kind, int(arguments["number"]))
    async with desk.store.read() as tx:
        entry = (await tx.entries.get([entry_id])).get(entry_id)
        themes = {theme.id: theme for theme in await tx.entries.themes()}
    if entry is None or not _may_read(entry, request):
        return Response(say(_unknown(entry_id, request)))
    reply = whole(entry, tuple(themes[theme] for theme in entry.themes), t)
    if entry.status is Status.DRAFT:
        draft = Paragraph((t.line("This is a draft: only its author and the admins see it."),))
        reply = replace(reply, blocks=(draft, *reply.blocks))
    return Response(reply)


def _unknown(entry_id: EntryId, request: Request) -> Line:
    t = request.translator
    if request.audience.readership is Readership.DIRECT:
        return t.line("I do not know {id}. Searching works too: `search` and a few words.", id=str(entry_id))
    return t.line(
        "I do not know {id}, or may not show it here. Ask me in a direct message.", id=str(entry_id)
    )


def _may_read(entry: Entry, request: Request) -> bool:
    """Let an author and an admin read a draft, when nobody else reads along."""
    if may_see(entry, request.audience):
        return True
    if lacks_consent(entry):
        return False
    own = entry.author == request.person.id or request.person.role is Role.ADMIN
    return own and entry.status is Status.DRAFT and request.audience.readership is Readership.DIRECT


async def _lesson(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.LESSON)


async def _project(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.PROJECT)


async def _pioneer(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    return await _show(request, arguments, desk, Kind.PIONEER)


async def _question(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    number = arguments["number"]
    async with desk.store.read() as tx:
        asked = await tx.questions.get(int(number))
    reader = asked and (asked.asker == request.person.id or request.person.role is Role.ADMIN)
    if not asked or not asked.text or not reader or request.audience.readership is not Readership.DIRECT:
        unknown_question = t.line(
            "I have no open question Q{number} of yours. Feel free to ask it again.", number=number
        )
        return Response(aside=say(unknown_question))
    status = t.text("open: nobody in the base has an answer yet") if asked.open else t.text("answered")
    return Response(
        say(t.line("Q{number} ({status}): “{text}”", number=number, status=status, text=asked.text))
    )


async def _search(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    words = arguments["words"]
    index = await desk.index.current()
    hits = index.search(words, request.audience, limit=DEPTH)
    sure = [hit.entry for hit in hits if hit.confidence >= desk.policy.thresholds.related]
    entries = await visible(desk.store, sure, request.audience)
    if not entries:
        nothing = t.line("I find nothing with “{words}”. `themes` shows what there is.", words=words)
        return Response(say(nothing))
    opening = t.line("For “{words}” I find {what}:", words=words, what=counted(entries, t))
    return _list(request, opening, entries)


async def _new(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        entries = await tx.entries.newest(request.audience, DEPTH)
    if not entries:
        return Response(
            say(t.line("There is nothing in the base yet that may be shown here. `share` begins it."))
        )
    return _list(request, t.line("What came in last:"), entries)


async def _theme(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    name = " ".join(arguments["name"].split()).casefold().strip("“”\"'")
    async with desk.store.read() as tx:
        known = {n.casefold(): theme for theme in await tx.entries.themes() for _, n in theme.names}
        theme = known.get(name) or next(
            (known[full] for full in sorted(known) if full.startswith(name)), None
        )
        entries = await tx.entries.in_theme(theme.id, request.audience, DEPTH) if theme else ()
    if theme is None:
        return Response(
            say(t.line("I do not know the theme “{name}”. `themes` shows all of them.", name=name))
        )
    if not entries:
        empty = t.line(
            "There is nothing under {theme} yet that may be shown here.", theme=theme.name(t.language)
        )
        return Response(say(empty))
    opening = t.line("Theme {theme}: {what}.", theme=theme.name(t.language), what=counted(entries, t))
    return _list(request, opening, entries)


async def _themes(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        sizes = await tx.entries.theme_sizes(request.audience)
        themes = [theme for theme in await tx.entries.themes() if sizes.get(theme.id)]
    if not themes:
        return Response(say(t.line("There are no themes yet that may be shown here.")))
    ordered = sorted(themes, key=lambda theme: (-sizes[theme.id], theme.name(t.language)))
    names = ", ".join(f"{theme.name(t.language)} ({sizes[theme.id]})" for theme in ordered)
    first = t.text("theme {name}", name=ordered[0].name(t.language))
    step = Buttons(t.text("Next:"), (Button(t.text("what there is under it"), first),))
    return Response(Reply((Paragraph((t.line("These are the themes: {names}.", names=names),)), step)))


def _list(request: Request, opening: Line, entries: Sequence[Entry]) -> Act:
    """Show titles, and remember the list so that `more` goes on with it."""
    t = request.translator
    shown = entries[:_LISTED]
    lines = (opening, *(heading(entry, t) for entry in shown))
    steps = next_steps(entries, 0, len(shown), t)
    reply = Reply((Paragraph(lines), *steps), shown=tuple(entry.id for entry in shown))
    listed = asked_of(request, None, entries, len(shown))

    async def act(tx: Transaction) -> Response:
        await keep(tx, listed)
        return Response(reply)

    return act


def _command(
    dutch: Wording,
    english: Wording,
    summary: str,
    arguments: str,
    run: Handler,
    *,
    letter: str = "",
    also: frozenset[str] = frozenset(),
) -> Command:
    rule = Rule(Role.MEMBER)
    reads = Effect.READS
    return Command(
        dutch, english, summary, arguments, rule, reads, run, everyday=True, letter=letter, also=also
    )


def _numbered(letter: str) -> str:
    return f"#?{letter}?(?P<number>[1-9][0-9]{{0,8}})"


COMMANDS = (
    _command(
        Wording("les", "<nummer>", ("les L1", "L1")),
        Wording("lesson", "<number>", ("lesson L1", "L1")),
        mark("shows the whole story of a lesson"),
        _numbered("L"),
        _lesson,
        letter="L",
    ),
    _command(
        Wording("project", "<nummer>", ("project P1", "P1")),
        Wording("project", "<number>", ("project P1", "P1")),
        mark("shows everything about a project"),
        _numbered("P"),
        _project,
        letter="P",
    ),
    _command(
        Wording("voorloper", "<nummer>", ("voorloper V1", "V1")),
        Wording("pioneer", "<number>", ("pioneer V1", "V1")),
        mark("shows a pioneer and what to ask them about"),
        _numbered("V"),
        _pioneer,
        letter="V",
    ),
    _command(
        Wording("vraag", "<nummer>", ("vraag Q1", "Q1")),
        Wording("question", "<number>", ("question Q1", "Q1")),
        mark("shows a question of yours that is still open"),
        _numbered("Q"),
        _question,
        letter="Q",
    ),
    _command(
        Wording("zoek", "<woorden>", ("zoek zwerfafval camera", "zoek participatie")),
        Wording("search", "<words>", ("search litter camera", "search participation")),
        mark("searches these words"),
        "(?P<words>.+)",
        _search,
    ),
    _command(
        Wording("nieuw", "", ("nieuw",)),
        Wording("new", "", ("new",)),
        mark("shows what is new"),
        "",
        _new,
        also=frozenset({"wat is er nieuw", "what is new", "what's new"}),
    ),
    _command(
        Wording("thema's", "", ("thema's",)),
        Wording("themes", "", ("themes",)),
        mark("shows the themes"),
        "",
        _themes,
        also=frozenset({"themas", "welke thema's zijn er"}),
    ),
    _command(
        Wording("thema", "<naam>", ("thema energie",)),
        Wording("theme", "<name>", ("theme energy",)),
        mark("shows what there is on a theme"),
        "(?P<name>[^?]{1,60})",
        _theme,
    ),
)
