"""Looking up who people are, where Slack asks to wait or takes its time."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from adapters.slack import acquaintances
from adapters.slack.acquaintances import Acquaintances
from adapters.slack.calling import Web
from adapters.slack.errors import SlackBusyError
from adapters.slack.fields import Payload
from adapters.slack.ids import Self
from adapters.slack.workspaces import Installed


class Steps:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.now


class Told(Web):
    """Slack as one workspace has it: it tells of everybody, unless it is busy or hangs."""

    def __init__(self, over: ClientSession) -> None:
        super().__init__("xoxb-1", "https://slack.example/api/", over)
        self.asked: list[object] = []
        self.busy = False
        self.goes = asyncio.Event()
        self.goes.set()

    async def call(self, method: str, **arguments: object) -> Payload:
        """Tell who somebody is, whatever is asked."""
        del method
        self.asked.append(arguments["user"])
        if self.busy:
            raise SlackBusyError("wait", 30.0)
        await self.goes.wait()
        return {"user": {"id": arguments["user"], "team_id": "T1"}}


async def test_who_is_known_costs_no_time_while_slack_asks_to_wait() -> None:
    """They are who they were, and for as long as Slack says they are not asked about again."""
    steady = Steps()
    async with ClientSession() as over:
        web = Told(over)
        people, at = Acquaintances(steady), Installed(Self("UB", "T1"), web)
        before = await people.known("U1", at)
        web.busy, steady.now = True, acquaintances.FRESH
        async with asyncio.timeout(0.5):
            assert await people.known("U1", at) == before
            assert await people.known("U1", at) == before
        assert web.asked == ["U1", "U1"]
        web.busy, steady.now = False, steady.now + 30.0
        assert await people.known("U1", at) == before
        assert web.asked == ["U1", "U1", "U1"]
        await people.stop()


@pytest.mark.parametrize("many", [acquaintances.AT_ONCE, acquaintances.AT_ONCE + 5])
async def test_a_workspace_that_is_slow_holds_up_no_other(many: int) -> None:
    """Each is asked about so many at a time on its own."""
    async with ClientSession() as over:
        slow, quick = Told(over), Told(over)
        slow.goes.clear()
        people = Acquaintances(Steps())
        there, here = Installed(Self("UB", "T1"), slow), Installed(Self("UB", "T2"), quick)
        waiting = [asyncio.create_task(people.known(f"U{number}", there)) for number in range(many)]
        async with asyncio.timeout(5):
            await people.known("U0", here)
        assert len(slow.asked) == acquaintances.AT_ONCE
        slow.goes.set()
        await asyncio.gather(*waiting)
        assert len(slow.asked) == many
