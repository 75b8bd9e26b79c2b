"""The real program before the stand-in for Slack, in a process of its own."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.cli.platforms import configured_chats
from bot.cli.talk import serve
from bot.settings import Database, Monitor, Network, Search, Settings, Slack
from tests.platforms.processes import Child, child
from tests.slack.bot import account
from tests.slack.standin import server
from tests.slack.standin.people import Person


@dataclass(frozen=True)
class Installation:
    """A bot; `folder` holds its database, its index and its log."""

    folder: Path
    admin: str
    bot_token: str
    app_token: str
    api_url: str

    @property
    def settings(self) -> Settings:
        """The settings as somebody would write them."""
        return Settings(
            database=Database(url=SecretStr(f"sqlite:///{self.folder}/voorloper.db")),
            network=Network(admins=(self.admin,), starter_base=False),
            search=Search(index=self.folder / "index"),
            monitor=Monitor(enabled=False),
            slack=Slack(
                bot_token=SecretStr(self.bot_token),
                app_token=SecretStr(self.app_token),
                api_url=self.api_url,
            ),
        )

    def process(self) -> AbstractAsyncContextManager[Child]:
        """Run the bot in a process, which is killed at the end of the block; it logs in its folder."""
        return child(run_bot, self, self.folder / "log")


def installed(slack: server.Slack, admin: Person, folder: Path) -> Installation:
    """Return a bot for the first workspace, where this person is admin."""
    tokens = (slack.install.token, slack.app.app_token)
    return Installation(folder, str(account(admin)), *tokens, slack.api_url)


def run_bot(installation: Installation) -> None:
    """Do what `voorloper run` does, until SIGTERM."""
    settings = installation.settings
    asyncio.run(serve(settings, configured_chats(settings)))
