"""Taking entries out of the base, and saying of entries that they are still true, one or several at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.several import SEVERAL, Judge, Named, listed, named, sorted_out, too_many
from bot.domain.model import Entry, PersonId, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.reply import say
from bot.ports.store import Transaction

_ARCHIVED_ALREADY = mark("Archived already: {ids}.")
_NOT_PUBLISHED = mark("Not published: {ids}.")


async def _archive(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    def judge(entry: Entry) -> str | None:
        return _ARCHIVED_ALREADY if entry.status is Status.ARCHIVED else None

    return _each(request, arguments, judge, lambda entry: replace(entry, status=Status.ARCHIVED), _ARCHIVED)


async def _reviewed(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    def judge(entry: Entry) -> str | None:
        return None if entry.status is Status.PUBLISHED else _NOT_PUBLISHED

    def becomes(entry: Entry) -> Entry:
        return replace(entry, reviewed=request.now)

    if request.person.role is Role.ADMIN:
        return _each(request, arguments, judge, becomes, _STILL_TRUE)
    return _each(request, arguments, judge, becomes, _STILL_TRUE, of=request.person.id)


_ARCHIVED = mark("Archived: {ids}. Nobody finds it any more. Not meant? `undo`")
_STILL_TRUE = mark("Noted as still true: {ids}.")


def _each(
    request: Request,
    arguments: re.Match[str],
    judge: Judge,
    becomes: Callable[[Entry], Entry],
    done: str,
    of: PersonId | None = None,
) -> Response | Act:
    """Change every entry that is named and can be; name the others with the reason.

    With `of`, others than this person's are as unknown as what is not there.
    """
    t, ids = request.translator, named(arguments["ids"])
    if ids.more:
        return too_many(t)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        these = ids if of is None else await _owned(tx, ids, of)
        ready, refused = await sorted_out(tx, these, judge, t)
        if not ready:
            return Response(aside=say(*refused))
        await tx.entries.save_all([becomes(each) for each in ready], request.change)
        return Response(say(t.line(done, ids=listed((each.id for each in ready), t)), *refused))

    return act


async def _owned(tx: Transaction, ids: Named, person: PersonId) -> Named:
    found = await tx.entries.get(ids.ids)
    own = tuple(each for each in ids.ids if each in found and found[each].owner == person)
    return Named(own, (*(str(each) for each in ids.ids if each not in own), *ids.strange))


_ADMINS = Rule(Role.ADMIN, members_only=True)

COMMANDS = (
    Command(
        dutch=Wording("archiveer", "<nummers>", ("archiveer L1", "archiveer L3 L5-L9")),
        english=Wording("archive", "<numbers>", ("archive L1", "archive L3 L5-L9")),
        summary=mark("takes entries out of the base; nothing is lost"),
        arguments=SEVERAL,
        rule=_ADMINS,
        effect=Effect.UNDOABLE,
        run=_archive,
        everyday=True,
    ),
    Command(
        dutch=Wording("nagekeken", "<nummers>", ("nagekeken L1", "nagekeken L3 L5-L9")),
        english=Wording("reviewed", "<numbers>", ("reviewed L1", "reviewed L3 L5-L9")),
        summary=mark("notes that what you shared was looked at and is still true; an admin does so for all"),
        arguments=SEVERAL,
        rule=Rule(Role.MEMBER, members_only=True),
        effect=Effect.UNDOABLE,
        run=_reviewed,
        everyday=True,
    ),
)
