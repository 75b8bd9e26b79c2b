"""Events without words: what the bot notes when places, rooms, members or messages come, change or go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.alerts import tell_admins
from bot.commands.command import Desk
from bot.commands.help import first_words
from bot.domain.keys import PlaceKey
from bot.domain.people import Place, Room
from bot.messages.i18n import translator
from bot.messages.incoming import (
    Deleted,
    Installed,
    MemberJoined,
    Origin,
    Reaction,
    RoomChanged,
    Uninstalled,
)
from bot.messages.outgoing import Delete, Outgoing, Post
from bot.messages.reply import say
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

Turn = Callable[[Transaction], Awaitable[tuple[Outgoing, ...]]]
"""What is left to do of an event: write, and return what is said."""

Noted = Deleted | Reaction | MemberJoined | RoomChanged | Installed | Uninstalled


async def take_note(event: Noted, desk: Desk, now: datetime) -> Turn:
    """Decide what is written down of an event."""
    match event:
        case Deleted(origin=origin):
            return _taking_back(origin)
        case MemberJoined(origin=origin, me=me):
            if me:
                return await _introducing(origin, desk)
            return nothing if origin.sender.guest else _noting_member(origin, left=False)
        case RoomChanged(origin=origin, left=True):
            return _noting_member(origin, left=True)
        case RoomChanged(origin=origin, name=name):
            return _renaming(origin, name, now)
        case Installed(origin=origin):
            return _waiting(origin, desk, now)
        case Uninstalled(origin=origin):
            return _leaving(origin, now)
        case Reaction():
            return nothing
        case _:
            assert_never(event)


async def nothing(tx: Transaction) -> tuple[Outgoing, ...]:  # noqa: ARG001 - a Turn takes a transaction
    """Write nothing and say nothing."""
    return ()


def _taking_back(origin: Origin) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        cause = origin.cause
        question = await tx.questions.because_of(cause)
        if question:
            await tx.questions.delete(question.id)
        return (Delete(origin.conversation, cause),)

    return turn


def _noting_member(origin: Origin, *, left: bool) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        note = tx.rooms.leave if left else tx.rooms.join
        await note(origin.room, origin.sender.account)
        return ()

    return turn


async def _introducing(origin: Origin, desk: Desk) -> Turn:
    async with desk.store.read() as tx:
        room = await tx.rooms.get(origin.room)
    words = first_words(translator((room and room.language) or desk.policy.language))

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:  # noqa: ARG001 - a Turn takes a transaction
        return (Post(origin.conversation, words),)

    return turn


def _renaming(origin: Origin, name: str | None, now: datetime) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await tx.hold()
        room = await tx.rooms.get(origin.room) or Room(origin.room, direct=origin.direct)
        if name is not None and name != room.name:
            await tx.rooms.save(replace(room, name=name), Change(None, now))
        return ()

    return turn


def _waiting(origin: Origin, desk: Desk, now: datetime) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await ask_to_admit(tx, origin.place, desk, now, again=True)
        return ()

    return turn


async def ask_to_admit(
    tx: Transaction, key: PlaceKey, desk: Desk, now: datetime, *, again: bool = False
) -> None:
    """Note a place that nobody admitted yet and tell the admins, once; `again` after a new installation."""
    await tx.hold()
    known = await tx.rooms.place(key)
    if known and (known.admitted or not again):
        return
    admitted = key in desk.policy.admitted
    await tx.rooms.save_place(Place(key, admitted), Change(None, now))
    if not admitted:
        t = translator(desk.policy.language)
        words = t.line("{place} asks to join the network. `admit place {place}` lets it in.", place=str(key))
        await tell_admins(tx, desk.policy, say(words), now)


def _leaving(origin: Origin, now: datetime) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await tx.rooms.save_place(Place(origin.place, admitted=False), Change(None, now))
        return ()

    return turn
