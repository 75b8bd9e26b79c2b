"""Events without words: what the bot notes when places, rooms, members or messages come, change or go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.alerts import tell_admins
from bot.commands.command import Desk
from bot.domain.keys import PlaceKey
from bot.domain.people import Place, Readers, Room
from bot.greeting import first_words
from bot.labels import called
from bot.messages.i18n import mark, translator
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
from bot.newcomers import note_member
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.prompting.halting import halt, move

Turn = Callable[[Transaction], Awaitable[tuple[Outgoing, ...]]]
"""What is left to do of an event: write, and return what is said."""

Noted = Deleted | Reaction | MemberJoined | RoomChanged | Installed | Uninstalled


async def take_note(event: Noted, desk: Desk, now: datetime) -> Turn:
    """Decide what is written down of an event."""
    match event:
        case Deleted(origin=origin):
            return _taking_back(origin)
        case MemberJoined(origin=origin, me=True):
            return await _introducing(origin, desk, now)
        case MemberJoined() | RoomChanged(left=True):
            return _noting_member(event)
        case RoomChanged(replaced_by=None, closed=False):
            return _renaming(event.origin, event.name, now)
        case RoomChanged():
            return _moving(event, desk, now)
        case Installed(origin=origin):
            return _waiting(origin, desk, now)
        case Uninstalled(origin=origin):
            return _leaving(origin, desk, now)
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
        if origin.message:
            await tx.harvest.take_away(origin.room, origin.message)
        question = await tx.questions.because_of(cause)
        if question:
            await tx.questions.delete(question.id)
        # not every platform says in which thread a message was that is gone
        where = await tx.outbox.said_in(cause) or (origin.conversation,)
        return tuple(Delete(conversation, cause) for conversation in where)

    return turn


def _noting_member(event: Noted) -> Turn:
    """Note who came or went: in rows of an older program, for now that is done before there is a row."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await note_member(tx, event)
        return ()

    return turn


async def _introducing(origin: Origin, desk: Desk, now: datetime) -> Turn:
    async with desk.store.read() as tx:
        room = await tx.rooms.get(origin.room) or Room(origin.room, direct=origin.direct)
    words = first_words(room, translator(room.language or desk.policy.language))

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await tx.outbox.unpark(origin.room)  # what could not be written there now can
        await tx.hold()
        if not origin.direct and await tx.rooms.get(origin.room) is None:  # for who plans prompts
            await tx.rooms.save(Room(origin.room), Change(None, now))
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


def _moving(event: RoomChanged, desk: Desk, now: datetime) -> Turn:
    """Take the settings of a room along to what replaces it; tell the admins when the bot cannot go there."""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await tx.hold()
        room = await tx.rooms.get(event.origin.room)
        if room and event.replaced_by:
            there = await tx.rooms.get(event.replaced_by)
            moved = _settled(room, there or Room(event.replaced_by, room.direct))
            if moved != there:
                await tx.rooms.save(moved, Change(None, now))
        if event.replaced_by and not event.closed:
            await move(tx, event.origin.room, event.replaced_by, now)
        elif event.closed:
            await halt(tx, await tx.prompts.running([event.origin.room]), desk.policy, now)
        told = _told_of_moving(event, room)
        if told:
            t = translator(desk.policy.language)
            words = t.line(told, room=called(room, event.origin.room), new=f"#{event.replaced_by}")
            await tell_admins(tx, desk.policy, say(words), now)
        return ()

    return turn


_CANNOT_FOLLOW = mark(
    "{room} was replaced by a new channel that I cannot enter ({new}): invite me there and I go on as before."
)
_CLOSED = mark("{room} was closed: if there is a new channel instead, invite me there.")
_READERS = mark(
    "{room} was replaced by a new channel. There I show only what everybody may see, until somebody types "
    "`channel readers members` in it."
)


def _told_of_moving(event: RoomChanged, room: Room | None) -> str:
    """Return the message for the admins, when there is something for them to do."""
    if event.closed:
        return _CANNOT_FOLLOW if event.replaced_by else _CLOSED
    return _READERS if event.replaced_by and room and room.readers is Readers.MEMBERS else ""


def _settled(room: Room, there: Room) -> Room:
    """Return the new room with the settings of the old one, unless somebody chose others there already.

    Who reads along was said of the old one; anybody may have come into the new one.
    """
    named = replace(there, name=there.name or room.name)
    untouched = Room(there.key, there.direct, named.name)
    return (
        replace(
            untouched,
            mode=room.mode,
            language=room.language,
            zone=room.zone,
            mandate=room.mandate,
            lamp=room.lamp,
        )
        if named == untouched
        else named
    )


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


async def shut_out(tx: Transaction, origin: Origin, now: datetime) -> None:
    """Note that the bot is in a place no more, where it can tell nobody anything.

    That is done as soon as it is heard: of several places that go together, none is told of another.
    """
    await tx.rooms.save_place(Place(origin.place, admitted=False), Change(None, now))


def _leaving(origin: Origin, desk: Desk, now: datetime) -> Turn:
    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        await tx.hold()
        await shut_out(tx, origin, now)  # it may have been heard by an older program
        await halt(tx, await tx.prompts.in_place(origin.place), desk.policy, now)
        return ()

    return turn
