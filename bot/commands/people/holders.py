"""Who looks after the base and who plans prompts: for a member who needs one of them, and for admins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.domain.keys import AccountKey
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.markup import Account, Line, Plain
from bot.messages.reply import say
from bot.ports.store import Transaction
from bot.wording import listed

_HOLDER = r"(?:beheerders?|admins?|co[oö]rdinator(?:en|s)?)"
_ASKED = (
    rf"{_HOLDER}|wie (?:is|zijn) (?:(?:hier|er) )?(?:(?:de|een|jullie|onze|je) )?{_HOLDER}(?: hier)?"
    r"|wie (?:beheert|beheren) (?:(?:deze|de|jouw|je|dit) )?(?:bot|kennisbank|kanaal)"
    r"|wie (?:kan|mag|kunnen|mogen) (?:hier )?(?:een les|lessen|mijn les) publiceren"
    rf"|who (?:is|are) (?:the |an |a |your |our )?{_HOLDER}(?: here)?"
    r"|who (?:runs|manages|looks after) (?:this bot|the base|this)"
    r"|who (?:can|may) publish (?:a lesson|lessons|my lesson)"
)
"""Whole lines that ask for them."""


async def _holders(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        admins = await _having(tx, Role.ADMIN)
        coordinators = await _having(tx, Role.COORDINATOR)
    known = {account for accounts in admins for account in accounts}
    unseen = [(account,) for account in sorted(desk.policy.admins - known)]
    lines = [
        t.line(
            "Admins publish lessons and look after the base: {who}.", who=_named([*admins, *unseen], request)
        )
        if admins or unseen
        else t.line("There is no admin yet; whoever runs me names one in the settings."),
        t.line("Coordinators plan prompts: {who}.", who=_named(coordinators, request))
        if coordinators
        else t.line("Nobody is coordinator yet."),
    ]
    if request.person.role is Role.ADMIN:
        lines.append(t.line("`role @somebody coordinator` makes somebody coordinator."))
    return Response(aside=say(*lines))


async def _having(tx: Transaction, role: Role) -> list[Sequence[AccountKey]]:
    """Return the accounts of everybody with a role; who has none cannot be reached."""
    people = [await tx.people.accounts(person.id) for person in await tx.people.with_role(role)]
    return [accounts for accounts in people if accounts]


def _named(people: Sequence[Sequence[AccountKey]], request: Request) -> Line:
    """Name each by an account that is shown in this place, the asker first; who is elsewhere is counted."""
    t, asker = request.translator, request.origin.sender.account
    known = [[account for account in accounts if account.is_known_in(asker.place)] for accounts in people]
    others = [accounts[0] for accounts in known if accounts and asker not in accounts]
    named: list[Line] = [(Account(str(account)),) for account in others]
    if any(asker in accounts for accounts in known):
        named.insert(0, (Plain(t.text("you")),))
    elsewhere = sum(not accounts for accounts in known)
    if elsewhere:
        named.append((Plain(t.plural("somebody elsewhere", "{number} people elsewhere", elsewhere)),))
    return listed(named, t)


COMMANDS = (
    Command(
        dutch=Wording("rollen", "", ("rollen",)),
        english=Wording("roles", "", ("roles",)),
        summary=mark("tells who is admin and who is coordinator"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_holders,
        lines=_ASKED,
        everyday=True,
    ),
)
