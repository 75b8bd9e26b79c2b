"""From what was decided to what goes out: in the conversation, to one person only, openly, or renewed."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.command import Act, Response
from bot.domain.keys import ConversationKey
from bot.hearing import Talk
from bot.messages.cleaning import READ
from bot.messages.i18n import Translator
from bot.messages.outgoing import Edit, Outgoing, Post, Private, Upload
from bot.messages.reply import Paragraph, Reply
from bot.notes import Turn
from bot.ports.mailbox import Said
from bot.ports.store import Transaction


def saying(talk: Talk, what: Response | Act, *, cut: bool = False) -> Turn:
    """Return the turn that does this and says so; `cut`: not all that was typed was read."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        response = what if isinstance(what, Response) else await what(tx)
        renewed = None if isinstance(what, Response) else talk.request.renews  # else nothing was found
        said = _noting(response, talk.request.translator) if cut else response
        return _outgoing(talk, said, renewed)

    return turn


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
    if response.openly:
        out.append(Post(ConversationKey(origin.room, None), response.openly))
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
