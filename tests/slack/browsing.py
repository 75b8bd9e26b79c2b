"""What somebody installs the app with, and a bot that can be installed by others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientResponse, ClientSession

from adapters.slack.config import OAuth
from adapters.slack.oauth import INSTALL, REDIRECT
from tests.slack.bot import Bot, bot
from tests.slack.standin.server import Slack

KEY = "a key of thirty-two characters or more"
_COOKIE = "slack-app-oauth-state"


@asynccontextmanager
async def hosting(slack: Slack, database: str, *, socket: bool) -> AsyncIterator[Bot]:
    """Run a bot that also serves others than its own workspace, in which Ada is admin."""
    oauth = OAuth(slack.app.client_id, slack.app.client_secret, KEY)
    ada = slack.person("ada")
    async with bot(slack, database, socket=socket, admins=[ada], more={"oauth": oauth}) as running:
        running.people["ada"] = ada
        yield running


class Browser:
    """What somebody installs with."""

    def __init__(self, session: ClientSession, base: str) -> None:
        self._session = session
        self._base = base

    async def begins(self) -> tuple[str, str]:
        """Go to the page; return where it leads, and the state that the browser keeps."""
        async with self._session.get(f"{self._base}{INSTALL}", allow_redirects=False) as answer:
            assert answer.status == 302
            return answer.headers["Location"], answer.cookies[_COOKIE].value

    async def comes_back(self, code: str, state: str, kept: str) -> ClientResponse:
        """Come back from Slack with a code."""
        query = {"code": code, "state": state}
        cookies = {"Cookie": f"{_COOKIE}={kept}"}
        async with self._session.get(f"{self._base}{REDIRECT}", params=query, headers=cookies) as answer:
            await answer.read()
            return answer

    async def installs(self, code: str) -> ClientResponse:
        """Do all of it."""
        _, state = await self.begins()
        return await self.comes_back(code, state, state)
