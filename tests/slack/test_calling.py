"""How the bot calls Slack: over few connections, with an end to every call, and never around this machine."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import TraceConfig

from adapters.slack.calling import LONGEST, Web, session
from tests.slack.bot import bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_NOWHERE = "http://127.0.0.1:9"


async def test_calls_go_over_one_connection(slack: Slack) -> None:
    """Each call does not open its own, and each has an end: the library sees to neither (P11)."""
    made: list[object] = []

    async def note(*about: Any) -> None:  # noqa: ANN401 - as aiohttp tells it
        made.append(about)

    async with session() as over:
        watch = TraceConfig()
        watch.on_connection_create_end.append(note)
        watch.freeze()
        over.trace_configs.append(watch)
        web = Web(slack.install.token, slack.api_url, over)
        for _ in range(10):
            await web.call("auth.test")
        assert over.timeout.total == LONGEST
    assert len(made) == 1


async def test_a_proxy_in_the_environment_is_not_for_this_machine(
    mode: str, slack: Slack, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library would send even what goes to loopback through it (P12)."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, _NOWHERE)
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    async with bot(slack, sqlite_url, socket=mode == "socket") as running:
        asked = anna.says(hall, f"@voorloper {KNOWN}")
        await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
        await running.settled()
