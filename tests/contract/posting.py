"""Putting things in the outbox and sending them, for tests of what the store promises about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.outgoing import Outgoing
from bot.ports.mailbox import Delivery
from storage.store import SqlStore
from tests.contract.examples import (
    DAY,
    MATRIX,
    MINUTE,
    NOW,
    ROOM,
    claim,
)

OTHER = ConversationKey(ROOM, None)
ELSEWHERE = ConversationKey(RoomKey(MATRIX, "!r:b.nl"), None)


async def add(store: SqlStore, *outgoing: Outgoing, cause: str | None = None) -> list[int]:
    """Put these in the outbox; return their numbers."""
    async with store.begin() as tx:
        return [await tx.outbox.add(each, cause, NOW, NOW + DAY) for each in outgoing]


async def take(
    store: SqlStore, now: datetime = NOW, platforms: Sequence[str] = ("slack", "matrix")
) -> tuple[Delivery, ...]:
    """Claim what can be claimed on these platforms."""
    async with store.begin() as tx:
        return await tx.outbox.claim(claim(f"at {now}", now + MINUTE), now, platforms, 10)


async def send(store: SqlStore, outgoing: Outgoing, *messages: str, cause: str | None = None) -> Delivery:
    """Add a row and send it in parts, under these ids."""
    await add(store, outgoing, cause=cause)
    (delivery,) = await take(store)
    async with store.begin() as tx:
        for message in messages:
            await tx.outbox.part_sent(delivery, message, NOW)
        await tx.outbox.finish(delivery, NOW)
    return delivery
