"""A bot that is set up otherwise: without threads, and with a prefix of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.matrix.events import reply, text
from tests.matrix.installing import Install, running
from tests.matrix.peer import Peer
from tests.matrix.resident import Resident

Newcomer = Callable[[str], Awaitable[Peer]]


@pytest.fixture
async def other(install: Install) -> AsyncIterator[Resident]:
    installed = install(threads=False, prefix="!Vraag")
    async with running(installed):
        yield Resident(installed, installed.account)


async def test_without_threads(other: Resident, newcomer: Newcomer) -> None:
    """The answer is a reply to the question, and a reply to that goes on with it, for who asked."""
    anna, bert = await newcomer("anna"), await newcomer("bert")
    room = await other.room(anna, bert)
    elsewhere = await anna.say(room, "!voorloper help")
    asked = await anna.say(room, "!vRAAG help")
    answer = await other.answers(anna, room, asked)
    assert answer.content["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}
    await bert.send(room, reply(answer, text("help deel")))
    await anna.send(room, reply(answer, text("help zoek")))
    second = await other.answers(anna, room, asked, 2)
    assert "`zoek" in second.body
    assert second.content["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}
    assert other.under(anna, room, elsewhere) == []
    await anna.redact(room, asked)
    await other.shows(anna, room, lambda shown: answer.id not in {seen.id for seen in shown})
