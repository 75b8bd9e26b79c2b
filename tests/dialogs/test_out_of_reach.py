"""What cannot be delivered now: how often it is tried, and what the log says of it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.delivery import DeliveryService
from bot.domain.errors import PlatformUnavailableError, RoomUnavailableError
from bot.domain.keys import ConversationKey, RoomKey
from bot.leading import Served
from bot.ports.mailbox import Delivery, claim_until
from storage.store import SqlStore
from tests.contract.examples import post
from tests.platforms.plaza import PLACE, POLICY, PlazaChat
from tests.platforms.still_clock import Clock


class ClosedChat(PlazaChat):
    """A plaza where nothing can be written."""

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Refuse it because of its room."""
        del delivery, part, content
        raise RoomUnavailableError("archived")


async def test_one_refusal_of_a_room_is_enough_for_all_its_threads(store: SqlStore) -> None:
    """What waits in other threads of a room that cannot be written in is not tried one by one."""
    clock, chat, lease = Clock(), ClosedChat(), timedelta(seconds=30)
    delivery = DeliveryService(store, [chat], Served([chat], clock.steady), POLICY, clock, lease)
    now = clock()
    async with store.begin() as tx:
        for thread in ("one", "two"):
            where = ConversationKey(RoomKey(PLACE, "leren"), thread)
            await tx.outbox.add(post("hoi", conversation=where), None, now, now + timedelta(days=1))
        (first,) = await tx.outbox.claim(claim_until(now + lease), now, {chat.platform}, 1)
    assert await delivery.deliver(first) is None
    for minutes, free in ((4, 0), (6, 2)):
        at = now + timedelta(minutes=minutes)
        async with store.begin() as tx:
            assert len(await tx.outbox.claim(claim_until(at + lease), at, {chat.platform}, 9)) == free


class AwayChat(PlazaChat):
    """A plaza that cannot be reached."""

    async def send(self, delivery: Delivery, part: int, content: str) -> str:
        """Say so."""
        del delivery, part, content
        raise PlatformUnavailableError("not connected", 1.0)


async def test_what_waits_is_in_the_log_once(store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    """However often it is tried while an outage lasts."""
    clock, chat, lease = Clock(), AwayChat(), timedelta(seconds=30)
    delivery = DeliveryService(store, [chat], Served([chat], clock.steady), POLICY, clock, lease)
    async with store.begin() as tx:
        where = ConversationKey(RoomKey(PLACE, "leren"), None)
        await tx.outbox.add(post("hoi", conversation=where), None, clock(), clock() + timedelta(days=1))
    for _ in range(3):
        async with store.begin() as tx:
            (waiting,) = await tx.outbox.claim(claim_until(clock() + lease), clock(), {chat.platform}, 1)
        assert await delivery.deliver(waiting) is None
        clock.forward(timedelta(minutes=1))
    told = [each for each in caplog.records if each.levelno >= logging.INFO]
    (once,) = [each.getMessage() for each in told]
    assert once.endswith(" waits: not connected")
