"""Has the library learn from a synchronisation what it needs for encryption: keys, members, devices.

What is told to people is read from the same answer by `reading.py`, not by the library. One room or message
that the library fails on must not keep it from the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import count

from nio import SyncResponse

from adapters.matrix.transport import Homeserver, Json
from bot.messages.unchecked import listed, mapping

Cut = Callable[[Json], Iterator[Json]]
"""Cuts what was told into smaller pieces."""

_log = logging.getLogger(__name__)


async def learn(connection: Homeserver, batch: Json) -> None:
    """Have the library learn from an answer; where it fails, from what can be learnt apart from the rest."""
    if connection.olm is None:
        return
    names = (f"{batch.get('next_batch')}-{number}" for number in count())
    outside = {name: value for name, value in batch.items() if name != "rooms"}
    await _learn(connection, names, outside, _each_told)
    if batch.get("rooms"):
        await _learn(connection, names, {"rooms": batch["rooms"]}, _each_room, _each_event)


async def _learn(connection: Homeserver, names: Iterator[str], piece: Json, *cuts: Cut) -> None:
    """Have it learn from a piece, or else from smaller ones; the library passes over a name that it knows."""
    if await _learnt(connection, {**piece, "next_batch": next(names)}):
        return
    if not cuts:
        _log.error("the library fails on a part of what happened; keys may be missing for it")
        return
    for smaller in cuts[0](piece):
        await _learn(connection, names, smaller, *cuts[1:])


async def _learnt(connection: Homeserver, batch: Json) -> bool:
    try:
        response = SyncResponse.from_dict(deepcopy(batch))  # it changes what it reads
        if not isinstance(response, SyncResponse):
            return False
        await connection.receive_response(response)
    except Exception as error:  # noqa: BLE001 - whatever somebody sends, the bot goes on hearing
        _log.warning("the library fails: %s", type(error).__name__)
        return False
    return True


def _each_told(outside: Json) -> Iterator[Json]:
    """Give what devices told, one by one, after what else is not about rooms."""
    told = listed(mapping(outside.get("to_device")).get("events"))
    yield {**outside, "to_device": {"events": []}}
    for event in told:
        yield {"to_device": {"events": [event]}}


def _each_room(piece: Json) -> Iterator[Json]:
    for kind in ("invite", "join"):
        for room, part in mapping(mapping(piece.get("rooms")).get(kind)).items():
            yield {"rooms": {kind: {room: part}}}


def _each_event(piece: Json) -> Iterator[Json]:
    """Give the events of one room, one by one."""
    for room, part in mapping(piece["rooms"].get("join")).items():
        places = {place: mapping(mapping(part).get(place)) for place in ("state", "timeline")}
        bare = {**mapping(part), **{place: {**told, "events": []} for place, told in places.items()}}
        for place, told in places.items():
            for event in listed(told.get("events")):
                yield {"rooms": {"join": {room: {**bare, place: {**told, "events": [event]}}}}}
