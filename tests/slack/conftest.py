"""The Slack of a test, and a bare app in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, DummyCookieJar
from slack_bolt.async_app import AsyncApp

from tests.slack.bare_app import bare_app, over_http, over_sockets
from tests.slack.bot import Bot, bot
from tests.slack.browsing import Browser, hosting
from tests.slack.standin import server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test each of the two modes in turn; only one when it says that it makes no difference."""
    if "mode" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("one_mode")
        metafunc.parametrize("mode", ["socket"] if one else ["socket", "http"])


@pytest.fixture
async def slack() -> AsyncIterator[server.Slack]:
    """Serve a Slack of the test's own, with a workspace in which the app is installed."""
    async with server.slack() as slack:
        yield slack


@pytest.fixture
async def app(slack: server.Slack) -> AsyncIterator[AsyncApp]:
    """Make an app that answers on every surface."""
    async with bare_app(slack) as app:
        yield app


@pytest.fixture(params=["socket", "http"])
async def served(
    request: pytest.FixtureRequest, slack: server.Slack, app: AsyncApp
) -> AsyncIterator[server.Slack]:
    """Run that app over each of the two modes in turn."""
    async with over_sockets(slack, app) if request.param == "socket" else over_http(slack, app):
        yield slack


@pytest.fixture
async def voorloper(mode: str, slack: server.Slack, sqlite_url: str) -> AsyncIterator[Bot]:
    """Run the bot in the first workspace, over each of the two modes in turn."""
    async with bot(slack, sqlite_url, socket=mode == "socket") as running:
        yield running


@pytest.fixture
async def host(mode: str, slack: server.Slack, sqlite_url: str) -> AsyncIterator[Bot]:
    """Run a bot that other workspaces can install, over each of the two modes in turn."""
    async with hosting(slack, sqlite_url, socket=mode == "socket") as running:
        yield running


@pytest.fixture
async def browser(host: Bot) -> AsyncIterator[Browser]:
    """Open a browser."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        yield Browser(session, f"http://127.0.0.1:{host.chat.port}")
