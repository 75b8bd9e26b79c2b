"""Somebody would like a message to be kept: whoever wrote it is asked, and nobody else can keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.alerts import tell_account
from bot.commands.command import Act, Desk, Request, Response
from bot.commands.sharing.share import share_own
from bot.commands.sharing.wished import ASKED_BEFORE, remember
from bot.domain.people import Person, Role, Room
from bot.domain.permissions import Reason
from bot.hearing import Talk, hear
from bot.messages.i18n import mark, translator
from bot.messages.incoming import Origin, SaveRequested, asked_in
from bot.messages.markup import Line, Link
from bot.messages.reply import Button, Buttons, Reply, say
from bot.notes import Turn
from bot.ports.store import Transaction
from bot.ports.wishes import Wish
from bot.refusals import refusal
from bot.replying import saying
from bot.understanding import understood


async def wish_to_save(event: SaveRequested, desk: Desk, now: datetime) -> Turn:
    """Ask who wrote the message, once; for who did so themselves the form begins, unless it was a sign."""
    origin = replace(asked_in(event), private=True)  # whatever is said of it is nobody else's business
    talk = await hear(origin, "", desk, now)
    t = talk.request.translator
    if not talk.request.person.role.covers(Role.MEMBER):
        return saying(talk, Response(aside=refusal(Reason.NOT_A_MEMBER, t)))
    if event.mine:
        return saying(talk, Response(aside=say(t.line(_MINE))))
    async with desk.store.read() as tx:
        author = await tx.people.of_account(event.author)
        place = await tx.rooms.place(event.author.place)
    if event.author == origin.sender.account or (author and author.id == talk.request.person.id):
        if event.lamp:
            return saying(talk, _asking_oneself(event, talk, desk))
        return saying(talk, await _own(event, talk.request, desk))
    admitted = desk.policy.admits(event.author.place, place)
    member = author is None or author.role.covers(Role.MEMBER)
    if event.author_guest or not admitted or not member:
        return saying(talk, Response(aside=say(t.line(_NOT_ASKED))))
    return saying(talk, _asking(event, talk, author, desk))


_MINE = mark(
    "I wrote this myself. What it shows of the knowledge base is kept there already, under its number. "
    "Did you experience something like it yourself? `share` begins a lesson of your own."
)
_NOT_ASKED = mark(
    "Whoever wrote this is no member of the network, so I have not asked them. "
    "Did you experience it yourself? `share` begins a lesson of your own."
)


async def _own(event: SaveRequested, request: Request, desk: Desk) -> Response | Act:
    wish = _about(event)
    if wish is None:
        return await understood(request, request.translator.text("share"), desk)
    return await share_own(request, wish, desk)


def _asking(event: SaveRequested, talk: Talk, author: Person | None, desk: Desk) -> Act:
    request = talk.request
    t = request.translator
    language = _language(author, request.room, desk)

    async def act(tx: Transaction) -> Response:
        await tx.hold()  # two who want the same at once are one after the other
        if await tx.wishes.left_alone(event.author):
            return Response(aside=say(t.line(_LEFT_ALONE)))
        await _ask(tx, event, _WISHED, language, request.now, desk)
        return Response(
            aside=say(t.line("Thank you. I have asked who wrote it; I keep nothing unless they share it."))
        )

    return act


def _asking_oneself(event: SaveRequested, talk: Talk, desk: Desk) -> Act:
    """Ask who put the sign under a message of their own, as anybody else would have let them be asked."""
    request = talk.request
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        if await tx.wishes.left_alone(event.author):
            return Response(aside=say(t.line(_NEVER_ASKED)))
        asked = await _ask(tx, event, _OWN, _language(request.person, request.room, desk), request.now, desk)
        return Response() if asked else Response(aside=say(t.line(ASKED_BEFORE)))

    return act


_NEVER_ASKED = mark(
    "You do not want me to ask whether something of yours may be kept, so I do not ask now either. `share` "
    "begins a lesson; `you may ask` lets me ask again."
)


async def _ask(
    tx: Transaction, event: SaveRequested, opening: str, language: str, now: datetime, desk: Desk
) -> bool:
    """Ask who wrote the message, unless that was done before; say whether it is done now."""
    cause = _cause(event.origin)
    wish = _about(event)
    if await tx.outbox.answered(cause) or (wish and not await tx.wishes.is_first(wish)):
        return False
    number = await remember(tx, wish, now, desk) if wish else None
    await tell_account(
        tx, desk.policy, event.author, _wish(opening, event.link, number, language), now, cause
    )
    return True


def _about(event: SaveRequested) -> Wish | None:
    """Return the wish with its message; None when the platform does not say which that is."""
    message = event.origin.message
    return None if message is None else Wish(event.author, event.origin.conversation, message)


def _language(author: Person | None, room: Room, desk: Desk) -> str:
    return (author and author.language) or room.language or desk.policy.language


def _cause(origin: Origin) -> str:
    """Return what the question to an author is remembered by: another than that of answers to the message."""
    return sha256(f"save\n{origin.cause}".encode()).hexdigest()


_LEFT_ALONE = mark(
    "Whoever wrote this does not want to be asked, so I have not. Did you experience it yourself? `share` "
    "begins a lesson of your own."
)


_WISHED = mark("Somebody would like others to be able to find what you wrote: {found}.")
_OWN = mark("Would you like others to be able to find what you wrote: {found}?")


def _wish(opening: str, link: str, wish: int | None, language: str) -> Reply:
    t = translator(language)
    is_link = link.startswith(("https://", "http://"))
    message: Line = (Link(t.text("your message"), link),) if is_link else t.line("a message of yours")
    asking = say(
        t.line(opening, found=message),
        t.line(
            "Only you can do that. Once you say so I fill in what you wrote; you read it over and change "
            "what you like. I have kept nothing of it, and about this message I do not ask again."
        ),
    )
    share = t.text("share") + (f" W{wish}" if wish else "")
    steps = (
        Button(t.text("share it"), share),
        Button(t.text("do not ask me this again"), t.text("do not ask again")),
    )
    return Reply((*asking.blocks, Buttons(t.text("Next:"), steps)))
