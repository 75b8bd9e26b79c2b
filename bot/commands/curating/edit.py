"""Editing an entry field by field."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import ONE
from bot.commands.several import discreet, found, showing
from bot.commands.sharing.noticing import SURE, to_look_at, written
from bot.curating.assigning import Faults, assignments
from bot.curating.editing import edited
from bot.curating.meanwhile import by_others, told_first
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.reply import say
from bot.ports.store import Transaction


async def _edit(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, nothing_done = request.translator, request.translator.line("I have changed nothing.")
    edits = assignments(arguments["edits"], t)
    if isinstance(edits, Faults):
        return Response(aside=say(*edits.lines, nothing_done))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await found(tx, arguments, t)
        if isinstance(entry, Response):
            return entry
        becomes = await edited(tx, entry, edits, None if request.room.direct else request.room.key, t)
        if isinstance(becomes, Faults):
            return Response(aside=say(*becomes.lines, nothing_done))
        again = t.text("edit {id} like this: {edits}", id=str(entry.id), edits=arguments["edits"])
        look = to_look_at(arguments, written(entry, edits, t), again, t)
        if look:
            return look
        others = await by_others(tx, entry, request.origin.room, request.change, t)
        if not becomes.fields.isdisjoint(others.fields):
            return discreet(request, desk, showing(entry, *told_first(entry, others, t)))
        await tx.entries.save(becomes.entry, request.change)
        done = (t.line("Changed in {id}:", id=str(entry.id)), *becomes.lines)
        kept = t.line("What others changed meanwhile stays:")
        note = (kept, *others.lines) if others.lines else ()
        return discreet(request, desk, showing(becomes.entry, *done, *note, t.line("Not meant? `undo`")))

    return act


COMMANDS = (
    Command(
        dutch=Wording(
            "bewerk",
            "<nummer> <veld>=<waarde>",
            ('bewerk L1 titel="Een nieuwe titel"', "bewerk L1 uitkomst=gelukt thema+=water thema-=energie"),
        ),
        english=Wording(
            "edit",
            "<number> <field>=<value>",
            ('edit L1 title="A new title"', "edit L1 outcome=worked theme+=water theme-=energy"),
        ),
        summary=mark(
            "changes an entry: title, summary, situation, action, result, advice, outcome, state, stage, "
            "name, organisation, place, year, until, source, link, theme, role, barrier, steering, "
            "instrument, vantage, initiative, visible"
        ),
        arguments=rf"{ONE}\s+{SURE}(?P<edits>.+)",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.UNDOABLE,
        run=_edit,
        everyday=True,
    ),
)
