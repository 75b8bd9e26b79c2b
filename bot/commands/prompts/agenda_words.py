"""How topics of an agenda are typed, and which channel or topic is meant by whoever types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.commands.command import Request
from bot.domain.agenda import Topic, TopicId
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import RoomKey
from bot.domain.people import Room
from bot.messages.i18n import Translator
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.wording import day

NUMBER: Final = r"[#(\[]?G?[ -]?(?P<number>[0-9]{1,12})[)\].,!]*"
ROOM: Final = r"(?:(?:in|op|on|van|of)\s+)?#(?P<room>[^\s,;]+?)[.,!?]?"


async def open_topic(tx: Transaction, number: TopicId, request: Request) -> Topic | Reply:
    """Return a topic that stands open where this person is."""
    topic = await tx.agenda.get(number)
    theirs = topic and (
        topic.room == request.room.key or topic.room in await tx.rooms.rooms_of(request.person.id)
    )
    if topic is None or not theirs or topic.taken:
        return unknown(number, topic if theirs else None, request.translator)
    return topic


def unknown(number: TopicId, topic: Topic | None, t: Translator) -> Reply:
    """Say that there is no such topic, or that it had its turn."""
    if topic and topic.taken:
        return say(t.line("{id} had its turn on {day}.", id=topic.name, day=day(topic.taken, t)))
    none = t.line("I do not know a topic G{number}. `agenda` shows which there are.", number=str(number))
    return say(none)


async def channel_of(tx: Transaction, typed: str | None, request: Request) -> Room | Reply:
    """Return the channel that is meant, where this person is: the one typed in when none is named."""
    t = request.translator
    if not typed:
        if request.room.direct:
            return say(t.line("Of which channel? Put it behind, such as “in #learning”, or type it there."))
        return request.room
    theirs = {request.room.key, *await tx.rooms.rooms_of(request.person.id)}
    found = [each for each in await _called(tx, typed, request) if each.key in theirs and not each.direct]
    if len(found) == 1:
        return found[0]
    if found:
        return say(
            t.line("There are more channels called #{name}. Type it in the channel itself.", name=typed)
        )
    return say(t.line("I do not know that you are in a channel #{name}. Type it there.", name=typed))


async def _called(tx: Transaction, typed: str, request: Request) -> Sequence[Room]:
    try:
        key = RoomKey.parse(typed)
    except MalformedKeyError:
        return await tx.rooms.named(typed, request.origin.place)
    room = request.room if key == request.room.key else await tx.rooms.get(key)
    return [room] if room else []
