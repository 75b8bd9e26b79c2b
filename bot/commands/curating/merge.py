"""Merging two entries that tell the same: the old id keeps leading to the one that stays."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.several import discreet, named, showing, sorted_out
from bot.curating.differing import differences, replaced
from bot.curating.editing import dashed, themes_of
from bot.curating.merging import against, merged
from bot.domain.model import Entry, EntryId, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction


async def _merge(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, ids = request.translator, named(f"{arguments['old']} {arguments['id']}")
    if len(ids.ids) + len(ids.strange) == 1:
        return Response(aside=say(t.line("Those are one and the same, so there is nothing to merge.")))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        circle = await _circle(tx, ids.ids, request)
        if circle:
            return Response(aside=say(circle))
        ready, refused = await sorted_out(tx, ids, lambda _: None, t)
        if refused:
            return Response(aside=say(*refused))
        old, target = ready
        why = against(old, target)
        if why:
            return Response(aside=say(t.line(why, old=str(old.id), id=str(target.id))))
        becomes = merged(old, target)
        gone = replace(old, status=Status.ARCHIVED)
        await tx.entries.save_all((becomes, gone), request.change)  # what goes last: history is read so
        await tx.curating.lead(old.id, target.id)
        return discreet(request, desk, await _done(tx, old, target, becomes, request))

    return act


async def _circle(tx: Transaction, ids: tuple[EntryId, ...], request: Request) -> Line | None:
    """Return that these were merged already, whichever way around."""
    leads = await tx.curating.leads_to(ids)
    old, target = ids if len(ids) > 1 else (ids[0], ids[0])
    if leads.get(old) == target or leads.get(target) == old:
        goes, stays = (old, target) if leads.get(old) == target else (target, old)
        return request.translator.line(
            "{old} was merged into `{id}` already. `undo` takes back what you did last.",
            old=str(goes),
            id=str(stays),
        )
    return None


async def _done(tx: Transaction, old: Entry, target: Entry, becomes: Entry, request: Request) -> Reply:
    t = request.translator
    changed = differences(target, becomes, await themes_of(tx), t)
    done = t.line(
        "Merged: {old} went into {id}. Whoever types {old} gets {id}.", old=str(old.id), id=str(target.id)
    )
    what = (t.line("New in {id}:", id=str(target.id)),) if changed else ()
    after = t.line("Not meant, or the other way around? `undo`")
    lost = _lost(old, becomes, t)
    return showing(becomes, done, *what, *dashed(line for _, line in changed), *lost, after)


def _lost(old: Entry, becomes: Entry, t: Translator) -> tuple[Line, ...]:
    """Say what the old one told otherwise; of two outcomes, how both can be told."""
    gone = replaced(old, becomes, t)
    if not gone:
        return ()
    said = t.line("{old} said something else, which is gone now:", old=str(old.id))
    both = t.line("Are both true? `edit {id} outcome=partly`", id=str(becomes.id))
    outcomes = any(name == "outcome" for name, _ in gone)
    return (said, *dashed(line for _, line in gone), *((both,) if outcomes else ()))


_ID = r"[LPV]?[ -]?[0-9]+"

COMMANDS = (
    Command(
        dutch=Wording("voeg samen", "<nummer> <nummer>", ("voeg samen L1 L2",)),
        english=Wording("merge", "<number> <number>", ("merge L1 L2",)),
        summary=mark("merges the first into the second; the old number leads to what stays"),
        arguments=rf"(?P<old>{_ID})\s*(?:[,;]|met|en|in|into|and|with)?\s+(?P<id>{_ID})",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.UNDOABLE,
        run=_merge,
        everyday=True,
    ),
)
