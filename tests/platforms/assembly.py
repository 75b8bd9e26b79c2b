"""A whole program over a real database and the adapters to our small platforms; the base is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

from aiohttp import ClientSession

from adapters.files.kinds import EntryFiles
from bot.commands.catalog import COMMANDS, FORMS
from bot.commands.command import Command, Desk
from bot.domain.keys import PlaceKey
from bot.domain.policy import Policy, Thresholds
from bot.indexing import LiveIndex
from bot.ports.chat import Chat
from bot.ports.store import Store
from bot.program import Program
from storage.search.index import TantivyIndex
from tests.platforms.chats import LookupChat, RedeliveringChat
from tests.platforms.connection import Connection
from tests.platforms.plaza import RETENTION
from tests.platforms.wire import HOME

PLATFORMS = (RedeliveringChat.platform, LookupChat.platform)

POLICY = Policy(
    network="Proef",
    language="nl",
    zone="Europe/Amsterdam",
    thresholds=Thresholds(answer=0.5, related=0.2),
    admitted=frozenset(PlaceKey(platform, HOME) for platform in PLATFORMS),
)


def utc_now() -> datetime:
    """Return the moment that it is."""
    return datetime.now(UTC)


def chats(urls: Mapping[str, str], session: ClientSession, longest: int = 40) -> tuple[Chat, ...]:
    """Return the adapters to these platforms, which are given by name and address.

    So few characters go in one message that most replies have several parts.
    """
    made: list[Chat] = []
    for platform, url in urls.items():
        connection = Connection(url, session)
        matrix = platform == RedeliveringChat.platform
        made.append(RedeliveringChat(connection, longest) if matrix else LookupChat(connection, longest))
    return tuple(made)


async def prepared(
    store: Store,
    own: Sequence[Chat],
    *,
    now: Callable[[], datetime] = utc_now,
    lease: timedelta = timedelta(seconds=30),
    policy: Policy = POLICY,
    commands: tuple[Command, ...] = (),
    steady: Callable[[], float] = monotonic,
) -> Program:
    """Return a program that is ready to run; `commands` come before those of the catalogue."""
    index = LiveIndex(TantivyIndex.in_memory(), store)
    desk = Desk(store, index, (*commands, *COMMANDS), policy, RETENTION, EntryFiles())
    program = Program(desk, FORMS, own, now, lease, steady)
    await program.prepare()
    await index.current()
    return program
