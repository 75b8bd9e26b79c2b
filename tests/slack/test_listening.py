"""What comes in at the port of HTTP mode that is not of Slack: it takes no room, and fills no log."""

from __future__ import annotations

import asyncio
from contextlib import closing

import pytest

from adapters.slack import web
from tests.slack.bot import bot
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
_BEGUN = _HEAD + b"Content-Length: 50\r\n\r\n{"
_MANY = 50


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (_HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde", b"400"),
        (_HEAD + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\nabcde", b"400"),
        (_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (_HEAD + b"Content-Length: 2000000\r\n\r\n" + b"x" * 2_000_000, b"413"),
    ],
)
async def test_a_body_that_is_none_is_refused_quietly(
    slack: Slack, sqlite_url: str, sent: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """One that cannot be unpacked, or is too large, is not worth a line in the log."""
    async with bot(slack, sqlite_url, socket=False) as running:
        assert (await _answer(running.chat.port, sent)).split()[1] == status
        assert "Traceback" not in caplog.text


async def test_who_breaks_off_fills_no_log(
    slack: Slack, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A connection that ends within the body is nothing to tell of."""
    async with bot(slack, sqlite_url, socket=False) as running:
        for _ in range(3):
            _, writer = await asyncio.open_connection("127.0.0.1", running.chat.port)
            writer.write(_BEGUN)
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        anna = slack.person("anna")
        anna.says(anna.direct(), KNOWN)
        await anna.reads(anna.direct(), "Dit ken ik nog niet")
    assert "Traceback" not in caplog.text


async def test_a_body_that_does_not_come_is_not_waited_for(
    slack: Slack, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many that send theirs byte by byte keep nobody out, and each hears that it took too long."""
    monkeypatch.setattr(web, "_IN_TIME", 0.5)
    anna = slack.person("anna")
    async with bot(slack, sqlite_url, socket=False) as running:
        slow = [asyncio.create_task(_answer(running.chat.port, _BEGUN)) for _ in range(_MANY)]
        anna.says(anna.direct(), KNOWN)
        await anna.reads(anna.direct(), "Dit ken ik nog niet")
        async with asyncio.timeout(30):
            assert {(await each).split()[1] for each in slow} == {b"408"}


async def _answer(port: int, sent: bytes) -> bytes:
    """Send bytes; return the first line of what comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    with closing(writer):
        writer.write(sent)
        await writer.drain()
        return await reader.readline()
