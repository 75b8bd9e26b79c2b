"""What an entry was: its history, newest first, and going back to an earlier revision of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import ONE
from bot.commands.several import discreet, found, lines_of, showing
from bot.curating.differing import differences
from bot.curating.editing import dashed, themes_of
from bot.curating.leading import themes_led
from bot.curating.meanwhile import by_others, told, told_first
from bot.curating.telling import by_whom
from bot.domain.erasing import erased
from bot.domain.model import Entry, Pioneer, ThemeId
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.markup import Line
from bot.messages.reply import Item, Paragraph, Reply, say
from bot.ports.knowledge import Revision, Subject
from bot.ports.store import Transaction
from bot.wording import heading

_PAGE = 10
"""How many revisions are shown at once."""


async def _history(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, page = request.translator, int(arguments["page"] or 1)
    async with desk.store.read() as tx:
        entry = await found(tx, arguments, t)
        if isinstance(entry, Response):
            return entry
        revisions = await tx.revisions.of(Subject.ENTRY, str(entry.id))
        newest = list(enumerate(revisions, 1))[::-1]
        shown = newest[_PAGE * (page - 1) : _PAGE * page]
        items = [await _item(tx, number, each, request) for number, each in shown]
    opening = t.line("History of {entry}, newest first:", entry=heading(entry, t))
    if not items:
        none = t.line("There is no page {page} of the history of {id}.", page=str(page), id=str(entry.id))
        return discreet(request, desk, say(none))
    return discreet(
        request, desk, Reply((Paragraph((opening,)), *items, _after(entry, newest, page, request)))
    )


async def _item(tx: Transaction, number: int, revision: Revision, request: Request) -> Item:
    """Return a revision: when, by whom, and what changed."""
    t = request.translator
    entry = revision.after if isinstance(revision.after, Entry) else None
    who = await by_whom(tx, revision.actor, entry, request.person.id, t)
    when = t.line("{when}, {who}", when=t.moment(revision.at), who=who)
    return Item(number, when, await _what(tx, revision, request))


async def _what(tx: Transaction, revision: Revision, request: Request) -> tuple[Line, ...]:
    t = request.translator
    if revision.before is None:
        return (t.line("came in"),)
    if revision.after is None:
        return (t.line("was taken away"),)
    return lines_of(told(revision, await themes_of(tx), t)) or (t.line("nothing that is shown"),)


def _after(entry: Entry, newest: Sequence[tuple[int, Revision]], page: int, request: Request) -> Paragraph:
    t, lines = request.translator, []
    if len(newest) > _PAGE * page:
        lines.append(t.line("Older: `history {id} {page}`", id=str(entry.id), page=str(page + 1)))
    if len(newest) > 1:
        lines.append(
            t.line(
                "Back to one of them: `restore {id} {number}`", id=str(entry.id), number=str(len(newest) - 1)
            )
        )
    else:
        lines.append(t.line("It never changed."))
    return Paragraph(tuple(lines))


async def _restore(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, number = request.translator, int(arguments["revision"])

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await found(tx, arguments, t)
        if isinstance(entry, Response):
            return entry
        revisions = await tx.revisions.of(Subject.ENTRY, str(entry.id))
        target = _target(revisions, number)
        if target is None:
            return Response(aside=say(_no_revision(entry, number, revisions, request)))
        others = await by_others(tx, entry, request.origin.room, request.change, t)
        if others.lines:
            return discreet(request, desk, showing(entry, *told_first(entry, others, t)))
        themes = await themes_of(tx)
        restored = _with_the_words_of(entry, target, await themes_led(tx, target.themes))
        changed = differences(entry, restored, themes, t)
        if not changed:
            same = t.line("{id} says now what it said then; I have changed nothing.", id=str(entry.id))
            return Response(aside=say(same))
        await tx.entries.save(restored, request.change)
        done = t.line("{id} is what it was in revision {number}:", id=str(entry.id), number=str(number))
        lines = dashed(lines_of(changed))
        stays = t.line("Who may see it, and whether it is published, stays as it was. Not meant? `undo`")
        return discreet(request, desk, showing(restored, done, *lines, stays))

    return act


def _target(revisions: Sequence[Revision], number: int) -> Entry | None:
    """Return the state of a revision, unless everything was taken away or erased at it or since."""
    if not 0 < number <= len(revisions):
        return None
    since = [each.after for each in revisions[number - 1 :]]
    state = since[0]
    gone = any(each is None or (isinstance(each, Entry) and erased(each)) for each in since)
    return state if isinstance(state, Entry) and not gone else None


def _no_revision(entry: Entry, number: int, revisions: Sequence[Revision], request: Request) -> Line:
    t, words = request.translator, {"id": str(entry.id), "number": str(number)}
    if 0 < number <= len(revisions):
        return t.line("What {id} was in revision {number} is not kept any more.", **words)
    return t.line("{id} has no revision {number}. `history {id}` shows which there are.", **words)


def _with_the_words_of(entry: Entry, target: Entry, themes: tuple[ThemeId, ...]) -> Entry:
    """Return the entry with what an earlier state told.

    Who shared it and who may see it stay, and of a pioneer the name, consent and how to be reached.
    """
    return replace(
        entry,
        details=entry.details if isinstance(entry.details, Pioneer) else target.details,
        texts=target.texts,
        original=target.original,
        organisation=target.organisation,
        location=target.location,
        happened=target.happened,
        source=target.source,
        themes=themes,
        tags=target.tags,
    )


_RULE = Rule(Role.ADMIN, members_only=True)

COMMANDS = (
    Command(
        dutch=Wording("geschiedenis", "<nummer>", ("geschiedenis L1",)),
        english=Wording("history", "<number>", ("history L1",)),
        summary=mark("shows what was changed when, newest first"),
        arguments=rf"{ONE}(?:\s+(?P<page>[1-9][0-9]?))?",
        rule=_RULE,
        effect=Effect.READS,
        run=_history,
        everyday=True,
    ),
    Command(
        dutch=Wording("herstel", "<nummer> <versie>", ("herstel L1 3",)),
        english=Wording("restore", "<number> <revision>", ("restore L1 3",)),
        summary=mark("goes back to an earlier revision"),
        arguments=rf"{ONE}\s+(?:(?:versie|revision|naar|to)\s+)?(?P<revision>[0-9]{{1,6}})",
        rule=_RULE,
        effect=Effect.UNDOABLE,
        run=_restore,
        everyday=True,
    ),
)
