"""What is somebody's own: what they shared, and everything that is held about them."""

from __future__ import annotations

import json
import re

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.domain.model import Entry, Kind, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.labels import label
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, File, Paragraph, Reply, say

_LISTED = 20
"""How many of somebody's own lessons are shown at a time."""

_ALONE = frozenset({Setting.DIRECT})


async def _lessons(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    page = max(1, int(arguments["page"] or 1))
    async with desk.store.read() as tx:
        found = await tx.entries.of(request.person.id, page * _LISTED * 2 + 1)
    own = [entry for entry in found if entry.id.kind is not Kind.PIONEER]
    shown, after = own[(page - 1) * _LISTED : page * _LISTED], own[page * _LISTED :]
    if not shown:
        none = t.line("You have not shared anything yet. `share` begins; it takes less than a minute.")
        return Response(say(none if page == 1 else t.line("There is no more: `my lessons` begins again.")))
    lines = (t.line("What you shared, the newest first:"), *(listed(entry, t) for entry in shown))
    if not after:
        return Response(Reply((Paragraph(lines),), tuple(entry.id for entry in shown)))
    more = Button(t.text("older ones"), t.text("my lessons {page}", page=str(page + 1)))
    return Response(Reply((Paragraph(lines), Buttons(t.text("Next:"), (more,)))))


def listed(entry: Entry, t: Translator) -> Line:
    """Return an entry of somebody's own in one line, with what became of it."""
    title = entry.text(t.language).title
    told = t.line("{title} ({id}): {state}", title=title, id=str(entry.id), state=label(entry.status, t))
    if entry.status is not Status.PUBLISHED:
        return told
    return told + t.line(", for {who}", who=label(entry.visibility, t))


async def _data(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        held = await tx.held(request.person.id)
    content = json.dumps(held, ensure_ascii=False, indent=2, sort_keys=False).encode()
    file = File(t.text("my-data.json"), "application/json", content, t.text("everything I hold about you"))
    lines = (
        t.line("This is everything I hold about you, as it is stored, in a file that any text editor opens."),
        t.line("`privacy` tells how long it stays. What the chat itself keeps is not in it."),
    )
    return Response(say(*lines), file=file)


_MINE = (
    "mijn concepten, mijn verhalen, mijn bijdragen, wat heb ik gedeeld, wat deelde ik, hoe zie ik mijn lessen"
    ", my drafts, my stories, my contributions, what did i share, what have i shared"
)
"""Whole lines that mean the same as `my lessons`."""

COMMANDS = (
    Command(
        dutch=Wording("mijn lessen", "", ("mijn lessen",)),
        english=Wording("my lessons", "", ("my lessons",)),
        summary=mark("shows what you shared, and what became of it"),
        arguments="(?P<page>[1-9][0-9]{0,2})?",
        rule=Rule(Role.MEMBER, _ALONE),
        effect=Effect.READS,
        run=_lessons,
        everyday=True,
        also=frozenset(_MINE.split(", ")),
        personal=True,
    ),
    Command(
        dutch=Wording("mijn gegevens", "", ("mijn gegevens",)),
        english=Wording("my data", "", ("my data",)),
        summary=mark("gives you everything I hold about you, as a file"),
        arguments="",
        rule=Rule(Role.MEMBER, _ALONE),
        effect=Effect.READS,
        run=_data,
        everyday=True,
        also=frozenset({"mijn data"}),
        personal=True,
    ),
)
