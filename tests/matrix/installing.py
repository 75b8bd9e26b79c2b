"""A bot of the test's own on the homeserver, and people who talk with it in rooms."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from adapters.matrix import unread
from tests.matrix.bot_process import Installation, run_bot
from tests.matrix.events import MESSAGE, Event
from tests.matrix.peer import Peer
from tests.matrix.synapse import Account, Synapse
from tests.platforms.processes import child
from tests.platforms.waiting import PATIENCE

Install = Callable[..., Installation]
"""Makes a bot that is set up and not started; what is given are settings of `[matrix]`, or `admins`."""

_HELLO = "Voorloper"


def installing(synapse: Synapse, database: Callable[[str], str], folder: Path, name: str) -> Install:
    """Return a function that makes bots on a homeserver; `name` begins their accounts."""
    made: list[Installation] = []

    def install(
        *, admins: tuple[str, ...] = (), account: Account | None = None, **matrix: object
    ) -> Installation:
        place = folder / f"bot-{len(made)}"
        place.mkdir()
        who = account or synapse.register(f"{name}-{len(made)}")
        made.append(Installation(database("sqlite"), place, synapse.url, who, admins, matrix))
        return made[-1]

    return install


def with_settings(installation: Installation, **matrix: object) -> Installation:
    """Return the same bot with other settings of `[matrix]`."""
    return replace(installation, matrix={**installation.matrix, **matrix})


@asynccontextmanager
async def running(installation: Installation, *, hasty: bool = False) -> AsyncIterator[None]:
    """Run the bot during the block, and end it as an operator does: another one can then begin at once.

    A hasty one waits a second for a key that is late, not ten.
    """
    work = _run_hastily if hasty else run_bot
    async with child(work, installation, installation.folder / "log") as process:
        yield
        os.kill(process.pid, signal.SIGTERM)
        assert await process.end() == 0


def _run_hastily(installation: Installation) -> None:
    unread.GRACE = 1.0
    run_bot(installation)


def environment(bot: Installation, **changed: str | None) -> dict[str, str]:
    """Return the environment of somebody who set up this bot, with settings of `[matrix]` changed."""
    section: dict[str, str | None] = {
        "homeserver": bot.homeserver,
        "user_id": bot.account.user_id,
        "password": bot.account.password,
        "store_path": str(bot.folder / "keys"),
    }
    given = {f"VOORLOPER_MATRIX__{name}".upper(): each for name, each in (section | changed).items() if each}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VOORLOPER_")}
    here = {"VOORLOPER_DATABASE__URL": bot.database, "VOORLOPER_SEARCH__INDEX": str(bot.folder / "index")}
    return kept | {"HOME": str(bot.folder)} | here | given


def said_in_log(installation: Installation) -> str:
    """Return what the bot wrote in its log."""
    return (installation.folder / "log").read_text(encoding="utf-8", errors="replace")


async def entered(peer: Peer, room: str, bot: Installation) -> Event:
    """Wait until the bot is in a room and said who it is there; return those words."""
    return await reply(peer, room, bot, lambda seen: _HELLO in seen.body)


async def answer_to(
    peer: Peer, room: str, bot: Installation, question: str, seconds: float = PATIENCE
) -> Event:
    """Return the answer in the thread of a question, as soon as it is there."""
    return await reply(peer, room, bot, lambda seen: question in {seen.thread, seen.in_reply_to}, seconds)


async def reply(
    peer: Peer, room: str, bot: Installation, wanted: Callable[[Event], bool], seconds: float = PATIENCE
) -> Event:
    """Return the first message of the bot that is wanted."""
    me = bot.account.user_id
    return await peer.sees(
        room, lambda seen: seen.type == MESSAGE and seen.sender == me and wanted(seen), seconds
    )


def answers(peer: Peer, room: str, bot: Installation) -> list[str]:
    """Return what the bot said in a room, as a client shows it."""
    return [seen.body for seen in peer.shown(room, bot.account.user_id)]


def question(subject: str) -> str:
    """Return a question to the bot that nobody shared anything about."""
    return f"!voorloper wie heeft ervaring met {re.sub(r'[^a-z]', '', subject)}?"
