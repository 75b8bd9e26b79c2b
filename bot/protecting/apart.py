"""Keeping what belongs to protected dialogues apart, before anything else remembers who it came from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.commands.command import Desk
from bot.commands.sharing.protect import AS_A_MESSAGE
from bot.concern import said_to_us
from bot.domain.people import Role
from bot.domain.permissions import Reason
from bot.domain.policy import Policy
from bot.messages.i18n import mark, translator
from bot.messages.incoming import (
    Click,
    Deleted,
    Edited,
    FileShared,
    FormSubmitted,
    Incoming,
    Message,
    Origin,
    Reaction,
    SaveRequested,
    Unreadable,
)
from bot.messages.outgoing import Outgoing, Post, Private
from bot.messages.reply import Reply, say
from bot.newcomers import Places
from bot.ports.store import Transaction
from bot.protecting.beginning import Beginning, bare, begun, conversation, new_dialogue, plain, spoken
from bot.refusals import refusal

NO_KEYS: Final = mark(
    "Sharing protected is not possible here: nobody has set up a place for the keys that it needs. Ask "
    "whoever runs me to do that. Until then, do not send me your story."
)
_NO_KEY_NOW: Final = mark(
    "Sharing protected does not work at this moment: I cannot make a key for it. Try it again later, and do "
    "not send me your story before that."
)
_ENDED: Final = mark(
    "A protected dialogue was broken off and its key is gone. I did not keep your message, as it may belong "
    "to that. If it was yours, begin again with `share protected`; if not, send your message once more "
    "tomorrow, or type `help`."
)
_TOO_OLD: Final = mark(
    "Our protected dialogue is almost a day old, so I have ended it. I kept nothing of what you wrote, and "
    "its key is thrown away."
)
_FROM_NOW_ON: Final = mark(
    "What you write here from now on is no part of it any more. `share protected` begins anew."
)


async def set_apart(
    tx: Transaction, events: Iterable[Incoming], places: Places, desk: Desk, now: datetime
) -> list[Incoming]:
    """Seal what belongs to protected dialogues; return the other events, to be taken in as always."""
    return [event for event in events if not await _is_apart(tx, event, places, desk, now)]


async def _is_apart(tx: Transaction, event: Incoming, places: Places, desk: Desk, now: datetime) -> bool:
    origin = event.origin
    if not desk.policy.admits(origin.place, places[origin.place]):
        return False
    beginning = begun(event)
    if beginning and isinstance(event, FormSubmitted):
        as_a_message = say(translator(beginning.language).line(AS_A_MESSAGE))
        await _say_aside(tx, origin, as_a_message, desk, now)
        return True
    if not origin.direct:
        wants = beginning is not None and await _is_member(tx, origin) and await _is_heard(tx, event)
        if wants and beginning:
            elsewhere = refusal(Reason.DIRECT_ONLY, translator(beginning.language))
            await _say_aside(tx, origin, elsewhere, desk, now)
        return wants
    if beginning:
        await tx.protected.hold()
    going_on = await tx.protected.of(origin.sender.account, now)
    if going_on and not (going_on.over and beginning):
        if not isinstance(event, Deleted | Reaction):
            await tx.inbox.receive(event, now, going_on.handle)
        return True
    if await tx.inbox.was_apart(event, now):  # the platform delivers once more what had its answer
        return True
    if beginning and await _is_member(tx, origin):
        return await _begin(tx, event, beginning, desk, now)
    return await _may_belong_to_one(tx, event, desk, now)


async def _is_member(tx: Transaction, origin: Origin) -> bool:
    """Say whether somebody is of the network, or would be by saying something."""
    if origin.sender.guest:
        return False
    person = await tx.people.of_account(origin.sender.account)
    return person is None or person.role.covers(Role.MEMBER)


async def _is_heard(tx: Transaction, event: Incoming) -> bool:
    """Say whether something in a room would be handled: it is said to us, in our talk, or was answered."""
    origin = event.origin
    if said_to_us(event) or (isinstance(event, Message | Edited) and event.addressed):
        return True
    if await tx.rooms.talks(origin.conversation, origin.sender.account):
        return True
    return isinstance(event, Edited) and await _is_known(tx, origin)


async def _begin(tx: Transaction, event: Incoming, beginning: Beginning, desk: Desk, now: datetime) -> bool:
    """Begin a dialogue, or say why there can be none; either way nobody else sees the event."""
    handle = await tx.protected.begin(new_dialogue(event.origin, beginning), now)
    if handle:
        await tx.inbox.receive(bare(event, beginning), now, handle)
    else:
        why = _NO_KEY_NOW if tx.protected.possible else NO_KEYS
        words = say(translator(beginning.language).line(why))
        await _say_aside(tx, event.origin, words, desk, now)
    return True


async def _may_belong_to_one(tx: Transaction, event: Incoming, desk: Desk, now: datetime) -> bool:
    """Say whether an event may be of a dialogue that has ended; who says something hears of that."""
    origin = event.origin
    if isinstance(event, Edited):
        possible = tx.protected.possible or await tx.protected.lost(now)
        return possible and not await _is_known(tx, origin)
    if _says_something(event) and await tx.protected.lost(now):
        ended = say(translator(desk.policy.language).line(_ENDED))
        await _say_aside(tx, origin, ended, desk, now)
        return True
    return False


async def _is_known(tx: Transaction, origin: Origin) -> bool:
    """Say whether a message was answered, or waits to be."""
    return await tx.outbox.answered(origin.cause) or await tx.inbox.waits(origin)


def _says_something(event: Incoming) -> bool:
    """Say whether an event may be an answer, whatever it reads as; only a plain `help` never is."""
    match event:
        case Message(text=text) | Click(command=text):
            return plain(text) != "help"
        case FormSubmitted() | FileShared() | Unreadable() | SaveRequested():
            return True
        case _:
            return False


async def _say_aside(tx: Transaction, origin: Origin, reply: Reply, desk: Desk, now: datetime) -> None:
    """Say something under a key of its own, where there can be one, so that nobody knows who heard it."""
    where, account = origin.conversation, origin.sender.account
    outgoing: Outgoing = Post(where, reply) if origin.direct else Private(where, account, reply)
    handle = await tx.protected.aside(account, now)
    await tx.outbox.add(outgoing, None, now, now + desk.policy.patience, handle)


async def end_old_dialogues(tx: Transaction, policy: Policy, now: datetime) -> None:
    """End the dialogues whose day is almost over, and say so there while that can be said."""
    for each in await tx.protected.ending(now):
        t = translator(spoken(each.dialogue))
        over = Post(conversation(each.dialogue), say(t.line(_TOO_OLD), t.line(_FROM_NOW_ON)))
        await tx.outbox.add(over, None, now, now + policy.patience, each.handle)
        await tx.protected.end(each.handle)
