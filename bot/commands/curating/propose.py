"""Proposing that an entry is changed, by any member, and what an admin does with that."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.alerts import tell_admins
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.curating.proposals import gone, waiting
from bot.commands.nearby import ONE, one, typed
from bot.commands.several import discreet, showing
from bot.commands.sharing.noticing import SURE, to_look_at, written
from bot.curating.assigning import Faults, assignments
from bot.curating.editing import Edited, edited
from bot.curating.leading import led
from bot.curating.meanwhile import by_others, told_first
from bot.curating.telling import tell
from bot.domain.audience import lacks_consent, may_see
from bot.domain.model import Entry, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark, translator
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.curating import Proposal
from bot.ports.store import Transaction
from bot.wording import heading

_MOST_WAITING = 10
"""How many proposals of one member may wait."""


async def _propose(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    edits = assignments(arguments["edits"], t)
    if isinstance(edits, Faults):
        return Response(aside=say(*edits.lines))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await led(tx, one(arguments))
        if entry is None or lacks_consent(entry) or not _may_propose(entry, request):
            return Response(aside=say(t.line(_NOT_HERE, id=typed(arguments))))
        becomes = await edited(tx, entry, edits, None, t)
        if isinstance(becomes, Faults):
            return Response(aside=say(*becomes.lines))
        again = t.text("propose {id} like this: {edits}", id=str(entry.id), edits=arguments["edits"])
        look = to_look_at(arguments, written(entry, edits, t), again, t)
        if look:
            return look
        mine = [each for each in await tx.curating.proposals() if each.proposer == request.person.id]
        if len(mine) >= _MOST_WAITING:
            return Response(aside=say(t.line(_ENOUGH, most=str(_MOST_WAITING))))
        proposal = await tx.curating.propose(Proposal(0, entry.id, request.person.id, request.now, edits))
        if request.person.role is not Role.ADMIN:
            theirs = translator(desk.policy.language, desk.policy.zone)
            told = replace(await _proposed(tx, entry, proposal, theirs), shown=(entry.id,))
            await tell_admins(tx, desk.policy, told, request.now)
        kept = t.line(
            "Thank you. Your proposal W{number} waits for an admin; you hear what becomes of it:",
            number=str(proposal.id),
        )
        return Response(aside=showing(entry, kept, *becomes.lines))

    return act


_NOT_HERE = mark("I do not know {id}, or may not show it here. `new` shows what came in last.")
_ENOUGH = mark(
    "{most} proposals of yours wait already. As soon as one of them is decided there is room again."
)


def _may_propose(entry: Entry, request: Request) -> bool:
    """Say whether somebody may see an entry here, or shared the draft that it is."""
    own = entry.author == request.person.id and request.alone
    return may_see(entry, request.audience) or (own and entry.status is Status.DRAFT)


async def _proposed(tx: Transaction, entry: Entry, proposal: Proposal, t: Translator) -> Reply:
    """Return what is proposed, against what the entry says now, with both choices."""
    becomes = await edited(tx, entry, proposal.edits, None, t)
    number = str(proposal.id)
    opening = t.line("Proposal W{number} for {entry}:", number=number, entry=heading(entry, t))
    choices = (
        Button(t.text("Accept"), t.text("accept W{number}", number=number)),
        Button(t.text("Decline"), t.text("reject W{number}", number=number)),
    )
    return Reply((Paragraph((opening, *becomes.lines)), Buttons(t.text("Choose:"), choices)))


async def _waiting(tx: Transaction, number: int) -> tuple[Proposal, Entry] | None:
    """Return a proposal that can be decided on, with its entry."""
    found = await waiting(tx, number)
    return None if found is None or lacks_consent(found[1]) else found


async def _accept(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, number = request.translator, arguments["number"]

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        found = await _waiting(tx, int(number))
        if found is None:
            return gone(int(number), t)
        proposal, entry = found
        becomes = await edited(tx, entry, proposal.edits, None, t)
        if isinstance(becomes, Faults):
            decline = t.line("It cannot be done as it is. `reject W{number}` declines it.", number=number)
            return discreet(request, desk, say(*becomes.lines, decline))
        others = await by_others(tx, entry, request.origin.room, request.change, t)
        if not becomes.fields.isdisjoint(others.fields):
            return discreet(request, desk, showing(entry, *told_first(entry, others, t)))
        await tx.entries.save(becomes.entry, request.change)
        await tx.curating.accepted(proposal.id, await tx.revisions.last())
        told = {"title": entry.text(entry.original).title, "id": str(entry.id)}
        await tell(tx, desk.policy, proposal.proposer, _TAKEN_OVER, request.change, **told)
        return discreet(request, desk, _accepted(becomes, number, t))

    return act


_TAKEN_OVER = mark("Your proposal for “{title}” ({id}) is accepted. Thank you, it is better now.")


def _accepted(becomes: Edited, number: str, t: Translator) -> Reply:
    done = t.line("Accepted: W{number}. Changed in {id}:", number=number, id=str(becomes.entry.id))
    return showing(becomes.entry, done, *becomes.lines, t.line("Not meant? `undo`"))


async def _show(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t, number = request.translator, arguments["number"]
    async with desk.store.read() as tx:
        found = await _waiting(tx, int(number))
        if found and request.person.role is Role.ADMIN:
            return discreet(request, desk, await _proposed(tx, found[1], found[0], t))
        if found and found[0].proposer == request.person.id and _may_propose(found[1], request):
            told, *_ = (await _proposed(tx, found[1], found[0], t)).blocks
            return Response(aside=Reply((told, Paragraph((t.line("An admin still looks at it."),)))))
    return Response(aside=say(t.line("I know no proposal W{number} of yours that waits.", number=number)))


_ADMINS = Rule(Role.ADMIN, members_only=True)
_PROPOSAL = r"(?:W ?)?(?P<number>[0-9]{1,9})[.,!]*"

COMMANDS = (
    Command(
        dutch=Wording("stel voor", "<nummer> <veld>=<waarde>", ('stel voor L1 titel="Een nieuwe titel"',)),
        english=Wording("propose", "<number> <field>=<value>", ('propose L1 title="A new title"',)),
        summary=mark("proposes to an admin that an entry is changed"),
        arguments=rf"{ONE}\s+{SURE}(?P<edits>.+)",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_propose,
        everyday=True,
    ),
    Command(
        dutch=Wording("voorstel", "<nummer>", ("voorstel W1", "W1")),
        english=Wording("proposal", "<number>", ("proposal W1", "W1")),
        summary=mark("shows a proposal of yours that waits"),
        arguments=_PROPOSAL,
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_show,
        everyday=True,
        letter="W",
    ),
)

DECIDING = (
    Command(
        dutch=Wording("neem over", "<nummer>", ("neem over W1",)),
        english=Wording("accept", "<number>", ("accept W1",)),
        summary=mark("does what somebody proposed"),
        arguments=_PROPOSAL,
        rule=_ADMINS,
        effect=Effect.UNDOABLE,
        run=_accept,
        everyday=True,
    ),
)
