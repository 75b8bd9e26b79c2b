"""The real program on the real homeserver, in a process of its own. It is made to be killed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.cli.platforms import configured_chats
from bot.cli.talk import serve
from bot.settings import Database, Matrix, Monitor, Network, Search, Settings
from tests.matrix.synapse import Account
from tests.platforms.processes import Child, child


@dataclass(frozen=True)
class Installation:
    """A bot: what is the same in each of its processes, and stays when they die.

    `folder` holds its index and its keys; `matrix` are settings of that section besides those of the account.
    With a `port` it says there how it is doing.
    """

    database: str
    folder: Path
    homeserver: str
    account: Account
    admins: tuple[str, ...] = ()
    matrix: Mapping[str, object] = field(default_factory=dict)
    starter_base: bool = False
    port: int | None = None

    @property
    def settings(self) -> Settings:
        """The settings as somebody would write them."""
        section: dict[str, object] = {
            "homeserver": self.homeserver,
            "user_id": self.account.user_id,
            "password": self.account.password,
            "store_path": self.folder / "keys",
        }
        return Settings(
            database=Database(url=SecretStr(self.database)),
            network=Network(admins=self.admins, starter_base=self.starter_base),
            search=Search(index=self.folder / "index"),
            monitor=Monitor(port=self.port) if self.port else Monitor(enabled=False),
            matrix=Matrix.model_validate(section | dict(self.matrix)),
        )

    def process(self, log: Path | None = None) -> AbstractAsyncContextManager[Child]:
        """Run the bot in a process, which is killed at the end of the block; it logs in its folder."""
        return child(run_bot, self, log or self.folder / "log")


def run_bot(installation: Installation) -> None:
    """Do what `voorloper run` does, until SIGTERM."""
    settings = installation.settings
    asyncio.run(serve(settings, configured_chats(settings)))
