"""Curating, one entry or several at once: publishing, archiving, rejecting, saying that it is still true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.curating.proposals import gone, waiting
from bot.commands.nearby import near_numbers
from bot.commands.questions.offering import offer_to_waiting
from bot.commands.several import (
    SEVERAL,
    Named,
    discreet,
    listed,
    named,
    sorted_out,
    too_many,
)
from bot.curating.publishing import publishable
from bot.curating.telling import tell
from bot.domain.audience import lacks_consent
from bot.domain.model import Entry, EntryId, Status, Visibility
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.labels import label
from bot.messages.cleaning import shortened
from bot.messages.i18n import mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction

_VISIBILITIES = {
    "": Visibility.NETWORK,
    "netwerk": Visibility.NETWORK,
    "network": Visibility.NETWORK,
    "openbaar": Visibility.PUBLIC,
    "public": Visibility.PUBLIC,
    "kanaal": Visibility.ROOM,
    "channel": Visibility.ROOM,
}

_NO_DRAFT = mark("Not a draft: {ids}. `archive L1` takes what is published out of the base.")

_QUOTED = 600
"""Characters of a reason that are passed on."""


async def _publish(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, ids = request.translator, named(arguments["ids"])
    visibility = _VISIBILITIES[(arguments["visibility"] or "").casefold()]
    if visibility is Visibility.ROOM and request.room.direct:
        return Response(
            aside=say(t.line("Publishing for one channel is done in that channel: type it there."))
        )
    if ids.more:
        return too_many(t)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        judge = await publishable(tx, several=len(ids.ids) > 1)
        ready, refused = await sorted_out(tx, ids, judge, t)
        if not ready:
            return Response(aside=say(*refused, *await _drafts_nearby(tx, ids, request)))
        room = request.room.key if visibility is Visibility.ROOM else None
        published = [
            replace(each, status=Status.PUBLISHED, visibility=visibility, room=room, reviewed=request.now)
            for each in ready
        ]
        await tx.entries.save_all(published, request.change)
        for each in published:
            await _tell(tx, each, _YOURS_IS_PUBLISHED, request, desk)
            await offer_to_waiting(tx, each, desk.policy, request.now)
        return Response(say(_published(published, visibility, request), *refused))

    return act


_YOURS_IS_PUBLISHED = mark("Your “{title}” is published ({id}). Thank you for sharing.")


def _published(entries: Sequence[Entry], visibility: Visibility, request: Request) -> Line:
    t, who = request.translator, label(visibility, request.translator)
    if len(entries) == 1:
        return t.line(
            "Published: “{title}” ({id}). Who may see it: {who}.",
            title=entries[0].text(t.language).title,
            id=str(entries[0].id),
            who=who,
        )
    ids = listed((each.id for each in entries), t)
    return t.line("Published: {ids}. Who may see them: {who}.", ids=ids, who=who)


async def _drafts_nearby(tx: Transaction, ids: Named, request: Request) -> tuple[Line, ...]:
    """Name a draft that was perhaps meant, where nobody but this admin reads it."""
    if not request.alone or len(ids.ids) != 1:
        return ()
    (only,) = ids.ids
    near = [EntryId(only.kind, number) for number in near_numbers(str(only.number))]
    found = await tx.entries.get([*ids.ids, *near])
    t = request.translator
    drafts = (found[each] for each in near if each in found and found[each].status is Status.DRAFT)
    meant = next((entry for entry in drafts if not lacks_consent(entry)), None)
    if meant is None or only in found:
        return ()
    title = meant.text(t.language).title
    return (t.line("Or do you mean `publish {near}` ({title})?", near=str(meant.id), title=title),)


async def _tell(
    tx: Transaction, entry: Entry, message: str, request: Request, desk: Desk, **values: str
) -> None:
    """Say something to who shared an entry; the title in it is in the language of the entry."""
    title = entry.text(entry.original).title
    told = {"title": title, "id": str(entry.id), **values}
    await tell(tx, desk.policy, entry.owner, message, request.change, **told)


async def _reject(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, number = request.translator, arguments["proposal"]
    reason = " ".join((arguments["reason"] or "").split())
    if number:
        return _decline(request, int(number), reason, desk)
    if not any(character.isalnum() for character in reason):
        return Response(
            aside=say(
                t.line(
                    "Write a reason behind it, for who shared it: "
                    "`reject L1 this is told already in another lesson`."
                )
            )
        )
    ids = named(arguments["ids"])

    def judge(entry: Entry) -> str | None:
        return None if entry.status is Status.DRAFT else _NO_DRAFT

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        ready, refused = await sorted_out(tx, ids, judge, t)
        if not ready:
            return Response(aside=say(*refused))
        (entry,) = ready
        await tx.entries.save(replace(entry, status=Status.ARCHIVED), request.change)
        await _tell(tx, entry, _YOURS_IS_NOT, request, desk, reason=shortened(reason, _QUOTED))
        told = entry.owner not in {None, request.person.id}
        return discreet(request, desk, _rejected(entry, request, told=told))

    return act


_YOURS_IS_NOT = mark(
    "Thank you for “{title}” ({id}). An admin has read it and did not put it in the base. Why: “{reason}” "
    "Would you like to tell it differently? `share` begins anew."
)


def _rejected(entry: Entry, request: Request, *, told: bool) -> Reply:
    t = request.translator
    words = {"title": entry.text(t.language).title, "id": str(entry.id)}
    if told:
        return say(t.line("Not published: “{title}” ({id}). Who shared it hears your reason.", **words))
    return say(t.line("Not published: “{title}” ({id}). There is nobody to tell it to.", **words))


def _decline(request: Request, number: int, reason: str, desk: Desk) -> Act:
    """Decline a proposal; whoever made it hears it, with the reason if there is one."""
    t, why = request.translator, shortened(reason, _QUOTED)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        found = await waiting(tx, number)
        if found is None:
            return gone(number, t)
        proposal, entry = found
        await tx.curating.declined(number)
        known = "" if lacks_consent(entry) else f" “{entry.text(entry.original).title}”"
        told = {"number": str(number), "id": str(entry.id), "title": known, "reason": why}
        message = _DECLINED_WHY if why else _DECLINED
        await tell(tx, desk.policy, proposal.proposer, message, request.change, **told)
        return Response(say(t.line("Declined: W{number}. Who proposed it hears so.", number=str(number))))

    return act


_DECLINED = mark(
    "Thank you for your proposal for {id}{title}. An admin has looked at it and leaves it as it is."
)
_DECLINED_WHY = mark(
    "Thank you for your proposal for {id}{title}. An admin has looked at it and leaves it as it is. "
    "Why: “{reason}”"
)

_ADMINS = Rule(Role.ADMIN, members_only=True)

COMMANDS = (
    Command(
        dutch=Wording(
            "publiceer",
            "<nummers> [openbaar|netwerk|kanaal]",
            ("publiceer L1", "publiceer L3 L5-L9", "publiceer L1 openbaar"),
        ),
        english=Wording(
            "publish",
            "<numbers> [public|network|channel]",
            ("publish L1", "publish L3 L5-L9", "publish L1 public"),
        ),
        summary=mark("publishes drafts: for the network, for everybody, or for one channel"),
        arguments=rf"{SEVERAL}(?:\s+(?P<visibility>openbaar|public|netwerk|network|kanaal|channel))?",
        rule=_ADMINS,
        effect=Effect.UNDOABLE,
        run=_publish,
        everyday=True,
    ),
    Command(
        dutch=Wording("wijs af", "<nummer> <reden>", ("wijs af L1 dit staat al in een andere les",)),
        english=Wording("reject", "<number> <reason>", ("reject L1 another lesson tells this already",)),
        summary=mark("does not publish a draft and tells its author why, or declines a proposal"),
        arguments=r"(?:W ?(?P<proposal>[0-9]{1,9})|(?P<ids>(?:[LPV][ -]?)?[0-9]+))[:,.]?"
        r"(?:\s+(?P<reason>.+))?",
        rule=_ADMINS,
        effect=Effect.UNDOABLE,
        run=_reject,
        everyday=True,
    ),
)
