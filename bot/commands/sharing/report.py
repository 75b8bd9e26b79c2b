"""Reporting that something is the matter with an entry, and settling that; privacy is hidden first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.alerts import language_of_person, tell_admins, tell_person
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.named_entry import named_entry
from bot.commands.nearby import ONE, one, typed
from bot.curating.leading import led
from bot.domain.erasing import erased
from bot.domain.feedback import Complaint, Report
from bot.domain.model import Entry, PersonId, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.hiding import hide, show_again
from bot.labels import label
from bot.messages.i18n import Translator, mark, translator
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

_A_WEEK = timedelta(days=7)
_AT_ONCE = 3
"""How many reports of one person in a week can hide something at once; after that a curator looks first."""

_MANY = 500

_COMPLAINTS = {
    "verouderd": Complaint.OUTDATED,
    "outdated": Complaint.OUTDATED,
    "onjuist": Complaint.INCORRECT,
    "incorrect": Complaint.INCORRECT,
    "privacy": Complaint.PRIVACY,
    "onveilig": Complaint.UNSAFE,
    "unsafe": Complaint.UNSAFE,
}


async def _report(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    entry = await named_entry(request, arguments, desk)
    if isinstance(entry, Reply):
        return Response(aside=entry)
    complaint = _COMPLAINTS[arguments["complaint"].casefold()]

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        now, reporter = request.now, request.person.id
        known = await led(tx, entry.id)
        about = known or entry
        standing = await tx.feedback.open_reports(_MANY, about.id)
        if any((each.reporter, each.complaint) == (reporter, complaint) for each in standing):
            return Response(aside=say(t.line("You reported that before; an admin looks at it.")))
        trusted = await tx.feedback.reported_since(reporter, now - _A_WEEK) < _AT_ONCE
        stands = known is not None and known.status is Status.PUBLISHED
        hides = complaint is Complaint.PRIVACY and trusted and stands
        await tx.feedback.report(Report(0, about.id, reporter, complaint, now, hid=hides))
        if hides and known:
            await _hide(tx, known, request, desk)
        await _tell(tx, about, complaint, request, desk, hidden=hides)
        return Response(aside=say(_thanks(about, t, hidden=hides)))

    return act


def _thanks(entry: Entry, t: Translator, *, hidden: bool) -> Line:
    if hidden:
        return t.line(
            "Thank you. {id} is hidden now, also where I showed it before. An admin looks at it and you hear "
            "what came of it.",
            id=str(entry.id),
        )
    return t.line("Thank you. An admin looks at {id}, and you hear when that is done.", id=str(entry.id))


async def _hide(tx: Transaction, entry: Entry, request: Request, desk: Desk) -> None:
    """Take an entry out of the base for now, and out of what everybody can read in a conversation.

    The change is the program's: history does not say who reported it.
    """
    now, policy = request.now, desk.policy
    await tx.entries.save(replace(entry, status=Status.ARCHIVED), Change(None, now))
    await hide(tx, entry.id, policy, now)
    if entry.author and entry.author != request.person.id:
        t = translator(await language_of_person(tx, desk.policy, entry.author))
        words = t.line(
            "Somebody thinks that your “{title}” ({id}) tells something about a person. I have hidden it "
            "until an admin has looked at it; you hear what comes of it.",
            title=entry.text(t.language).title,
            id=str(entry.id),
        )
        await tell_person(tx, policy, entry.author, say(words), now)


async def _tell(
    tx: Transaction, entry: Entry, complaint: Complaint, request: Request, desk: Desk, *, hidden: bool
) -> None:
    t = translator(desk.policy.language)
    about = {
        "title": entry.text(t.language).title,
        "id": str(entry.id),
        "complaint": label(complaint, t),
    }
    reported = t.line("Reported as {complaint}: {title} ({id}).", **about)
    if hidden:
        then = t.line(
            "It is hidden. `settled {id} shown` shows it again, `settled {id}` leaves it away.", **about
        )
    else:
        then = t.line("It is still there. Once you have looked at it: `settled {id}`", **about)
    await tell_admins(tx, desk.policy, say(reported, then), request.now)


async def _settle(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    entry_id, again = one(arguments), bool(arguments["shown"])

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await led(tx, entry_id)
        closed = await tx.feedback.close_reports(entry.id, request.now) if entry else ()
        if entry is None or not closed:
            none = t.line("There is no open report about {id}.", id=typed(arguments))
            return Response(aside=say(none))
        shown = (
            again
            and entry.status is Status.ARCHIVED
            and any(report.hid for report in closed)
            and not erased(entry)
        )
        if shown:
            back = replace(entry, status=Status.PUBLISHED, reviewed=request.now)
            await tx.entries.save(back, request.change)
            await show_again(tx, back.id, desk.policy, request.now)
        told = {report.reporter for report in closed} - {request.person.id}
        for person in sorted(told):
            await _tell_settled(tx, person, entry, request, desk)
        if entry.author and entry.author not in told | {request.person.id} and any(r.hid for r in closed):
            await _tell_settled(tx, entry.author, entry, request, desk)
        done = t.line("Settled: {id}.", id=str(entry.id))
        return Response(say(done, *((t.line("It is shown again."),) if shown else ())))

    return act


async def _tell_settled(
    tx: Transaction, person: PersonId, entry: Entry, request: Request, desk: Desk
) -> None:
    t = translator(await language_of_person(tx, desk.policy, person))
    words = t.line("An admin looked at what was reported about {id}. Thank you.", id=str(entry.id))
    await tell_person(tx, desk.policy, person, say(words), request.now)


COMMANDS = (
    Command(
        dutch=Wording(
            "meld",
            "<nummer> verouderd|onjuist|privacy|onveilig",
            ("meld L1 verouderd", "meld L1 privacy"),
        ),
        english=Wording(
            "report",
            "<number> outdated|incorrect|privacy|unsafe",
            ("report L1 outdated", "report L1 privacy"),
        ),
        summary=mark(
            "reports that something is the matter; what is about somebody's privacy is hidden at once"
        ),
        arguments=rf"{ONE}\s+(?P<complaint>{'|'.join(_COMPLAINTS)})",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_report,
        everyday=True,
    ),
    Command(
        dutch=Wording("afgehandeld", "<nummer> [tonen]", ("afgehandeld L1", "afgehandeld L1 tonen")),
        english=Wording("settled", "<number> [shown]", ("settled L1", "settled L1 shown")),
        summary=mark("settles what was reported about an entry, and shows it again when that is added"),
        arguments=rf"{ONE}(?:\s+(?P<shown>tonen|shown))?",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.FINAL,
        run=_settle,
    ),
)
