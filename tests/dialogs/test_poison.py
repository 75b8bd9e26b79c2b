"""A message that kills whoever works on it is given up like one that breaks."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.people import Role
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from storage.store import SqlStore
from tests.platforms.plaza import direct_message, town
from tests.platforms.still_clock import Clock

LEASE = timedelta(seconds=30)


async def test_a_message_whose_claims_all_ran_out_is_given_up_aloud(store: SqlStore) -> None:
    """After three claims nobody finished, the person gets the sentence with a code and is heard again."""
    before = Clock()
    before.forward(-timedelta(hours=1))
    event = direct_message("bram", "nieuw", before())
    async with store.begin() as tx:
        await tx.people.add(event.origin.sender.account, Role.MEMBER, Change(None, before()))
        await tx.inbox.receive(event, before())
    for number in range(3):
        async with store.begin() as tx:
            assert await tx.inbox.claim(Claim(f"killed-{number}", before() + LEASE), before(), 1)
        before.forward(2 * LEASE)
    async with town(store) as here:
        await here.program.settled(event.origin.place)
        said = [shown.text for shown in here.chat.shown]
        assert any(text.startswith("Er ging iets mis en ik heb niets opgeslagen.") for text in said)
        assert any("Zoek in het logboek naar code" in text for text in said)
        assert "nog niets in de kennisbank" in await here.says("bram", "nieuw")
