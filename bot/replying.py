"""From what was decided to what goes out: in the conversation, to one person only, or renewed.

Here every answer gets all entries that it shows, so that no command can forget one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from bot.commands.command import Act, Response
from bot.domain.audience import withdrawn
from bot.domain.model import EntryId, Kind
from bot.hearing import Talk
from bot.messages.cleaning import READ
from bot.messages.i18n import Translator
from bot.messages.outgoing import Edit, Outgoing, Post, Private, Upload
from bot.messages.plaintext import render_plain
from bot.messages.reply import Paragraph, Reply
from bot.notes import Turn
from bot.ports.mailbox import Said
from bot.ports.store import Transaction

_NAMED = re.compile(r"(?:\(`?|`)([LPV][0-9]+)(?:`?\)|` \()")
"""How an entry is named with its title: “Loting (L1)”, or “`L1` (Loting)”."""


def saying(talk: Talk, what: Response | Act, *, cut: bool = False) -> Turn:
    """Return the turn that does this and says so; `cut`: not all that was typed was read."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        response = what if isinstance(what, Response) else await what(tx)
        renewed = None if isinstance(what, Response) else talk.request.renews  # else nothing was found
        said = _noting(response, talk.request.translator) if cut else response
        return _outgoing(talk, await _showing_all(tx, said), renewed)

    return turn


async def _showing_all(tx: Transaction, response: Response) -> Response:
    """Return the response, each reply with what it names by its title, as long as that may be shown.

    What one person alone reads is no showing that an author hears of; of that, only pioneers are added.
    """
    return replace(
        response,
        reply=response.reply and await showing(tx, response.reply),
        aside=response.aside and await showing(tx, response.aside, {Kind.PIONEER}),
        direct=response.direct and await showing(tx, response.direct, {Kind.PIONEER}),
    )


async def showing(tx: Transaction, reply: Reply, kinds: Collection[Kind] = tuple(Kind)) -> Reply:
    """Return a reply with every entry of these kinds that it names by its title, among what it shows."""
    named = {EntryId.parse(each) for each in _NAMED.findall(render_plain(reply))}
    more = {each for each in named if each and each.kind in kinds}.difference(reply.shown)
    there = (await tx.entries.get(more)).values() if more else ()
    return replace(reply, shown=(*reply.shown, *sorted(each.id for each in there if not withdrawn(each))))


def _noting(response: Response, t: Translator) -> Response:
    """Add that only the beginning was read."""
    note = Paragraph((t.line("Your message is long: I read the first {count} characters.", count=str(READ)),))

    def noted(reply: Reply | None) -> Reply | None:
        return reply and replace(reply, blocks=(*reply.blocks, note))

    return replace(response, reply=noted(response.reply), aside=noted(response.aside))


def _outgoing(talk: Talk, response: Response, renewed: Said | None) -> tuple[Outgoing, ...]:
    origin = talk.request.origin
    where, account = origin.conversation, origin.sender.account
    out: list[Outgoing] = []
    only_theirs = origin.private and not origin.direct
    reply = response.reply or (response.aside if origin.direct else None)
    if reply and renewed:
        out.append(Edit(renewed.conversation, renewed.cause, reply, renewed.account))
    elif reply and talk.answered:
        out.append(Edit(where, origin.cause, reply))
    elif reply and only_theirs:
        out.append(Private(where, account, reply))
    elif reply:
        out.append(Post(where, reply))
    if response.aside and not origin.direct:
        out.append(Private(where, account, response.aside))
    if response.file:
        out.append(Upload(where, response.file, response.held))
    if response.direct:
        out.append(Private(where, account, response.direct, direct=True))
    return tuple(out)
