"""What is typed about a prompt while another process posts it: that goes first, and once.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.ports.due import Work
from bot.ports.mailbox import Claim
from bot.prompting.posting import post_due
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, LEREN, coordinated, running
from tests.locks import somebody_waits
from tests.platforms.plaza import POLICY, town

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("prikkel nu K1", "K1 is deze minuut al geplaatst."),
        ("prikkel pauze K1", "K1 is gepauzeerd, tot je `prikkel hervat K1` typt."),
        ("prikkel wijzig K1 elke woensdag 10:00", "woensdag"),
        ("kanaal tijdzone Europe/Helsinki", "Helsinki"),
    ],
)
async def test_typed_while_another_process_posts(
    typed: str, heard: str, processes: Sequence[SqlStore], postgresql_url: str
) -> None:
    """Each of ten is posted once, and what is typed is done after that."""
    poster, typist, _ = processes
    async with town(typist) as here:
        await coordinated(here)
        prompts = [await running(typist, here.clock()) for _ in range(10)]
        await here.program.tick()
        here.clock.forward(HALF_AN_HOUR)
        async with poster.begin() as tx:
            claim = Claim("a", here.clock() + HALF_AN_HOUR)
            tasks = await tx.due.claim(claim, here.clock(), len(prompts), (Work.PROMPT,))
        async with poster.begin() as tx:
            await tx.due.held(tasks)
            typing = asyncio.create_task(here.says(CORA, typed, "leren"))
            await somebody_waits(postgresql_url)
            await post_due(tx, tasks, POLICY, here.clock(), POLICY.grace)
        assert heard in await typing
        await here.later()
        posted = [shown for shown in here.chat.shown if shown.text.startswith("Wat leerde je?")]
        assert len(posted) == len(prompts)
        assert {shown.conversation.room for shown in posted} == {LEREN}
