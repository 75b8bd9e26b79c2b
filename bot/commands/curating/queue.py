"""The queue: what waits for an admin, oldest first."""

from __future__ import annotations

import re
from itertools import chain

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.several import discreet
from bot.curating.waiting import SOURCES, Looking, Waits
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.wording import day, enumeration

_PAGE = 10
"""How many things are shown at once."""


async def _queue(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, page = request.translator, int(arguments["page"] or 1)
    looking = Looking(desk.policy, request.now, t)
    async with desk.store.read() as tx:
        found = [(source, await source.find(tx, looking)) for source in SOURCES]
    counts = [t.plural(source.one, source.many, len(each)) for source, each in found if each]
    waits = sorted(chain.from_iterable(each for _, each in found), key=lambda each: each.since)
    if not waits:
        return discreet(request, desk, say(t.line("Nothing waits. `new` shows what came in last.")))
    shown = waits[_PAGE * (page - 1) : _PAGE * page]
    if not shown:
        return discreet(request, desk, say(t.line("The queue has no page {page}.", page=str(page))))
    opening = t.line("Waiting: {counts}. Oldest first:", counts=enumeration(counts, t))
    first = _PAGE * (page - 1) + 1
    lines = tuple(_line(number, each, t) for number, each in enumerate(shown, first))
    after = _after(len(waits), page, t)
    return discreet(request, desk, Reply((Paragraph((opening, *lines)), Paragraph(after))))


def _line(number: int, waits: Waits, t: Translator) -> Line:
    return (Plain(f"{number}. {day(waits.since, t)} · "), *waits.line)


def _after(count: int, page: int, t: Translator) -> tuple[Line, ...]:
    how = t.line(
        "Type an id to read it. Mostly then: `publish L1`, `reject L1 a reason` or `settled L1`; "
        "`help` tells the rest."
    )
    if count <= _PAGE * page:
        return (how,)
    return (t.line("More: `queue {page}`", page=str(page + 1)), how)


_ALSO = (
    "concepten, de concepten, welke concepten zijn er, wat wacht er, wat wacht er op mij, wat moet ik nog"
    " doen, wat staat er in de wachtrij, staat er iets in de wachtrij, de wachtrij, drafts, the queue"
    ", what is waiting, what is waiting for me, is anything waiting"
)
"""Whole lines that mean the same."""

COMMANDS = (
    Command(
        dutch=Wording("wachtrij", "[bladzijde]", ("wachtrij", "wachtrij 2")),
        english=Wording("queue", "[page]", ("queue", "queue 2")),
        summary=mark(
            "shows what waits for an admin: drafts, reports, proposals, what may not be true any more"
        ),
        arguments=r"(?P<page>[1-9][0-9]{0,2})?",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.READS,
        run=_queue,
        everyday=True,
        also=frozenset(_ALSO.split(", ")),
    ),
)
