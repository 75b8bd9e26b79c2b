"""Everything that belongs to being logged in: it begins with a login and ends with a logout."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.matrix.config import Config, Encryption
from adapters.matrix.folder import KeyFolder, held
from adapters.matrix.login import connect
from adapters.matrix.rooms import Rooms
from adapters.matrix.secrecy import Secrecy
from adapters.matrix.signing import sign_own_device
from adapters.matrix.transport import Homeserver
from adapters.matrix.trust import Trust
from adapters.matrix.unread import Unread
from adapters.matrix.upkeep import give_first_keys

_log = logging.getLogger(__name__)


@dataclass
class Link:
    """A logged-in device, what it knows of its rooms, and how its messages are kept secret."""

    config: Config
    connection: Homeserver
    rooms: Rooms
    secrecy: Secrecy
    unread: Unread
    steady: Callable[[], float] = time.monotonic
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the rooms are known."""
    synced: float | None = None
    """When the homeserver last told us what happened, by `steady`."""

    @property
    def me(self) -> str:
        """Our user id."""
        return self.config.user_id


@asynccontextmanager
async def linked(config: Config) -> AsyncIterator[Link]:
    """Log in, give the keys of the device and sign it, and log nothing out at the end.

    Raise as `connect`, or StoreInUseError when another process has the folder.
    """
    with held(config.store_path) as folder:
        connection = await connect(config, folder)
        try:
            if config.encryption is not Encryption.OFF:
                await prepared(connection, config, folder)
            yield _link(config, connection, folder)
        finally:
            await connection.close()


async def prepared(connection: Homeserver, config: Config, folder: KeyFolder) -> bool:
    """Give the homeserver the keys of the device, and sign it; say whether it is signed."""
    await give_first_keys(connection)
    signed = await sign_own_device(connection, config, folder)
    folder.close_to_others()
    return signed


def _link(config: Config, connection: Homeserver, folder: KeyFolder) -> Link:
    _log.info("in encrypted rooms, devices are talked with by the policy %s", config.encryption)
    secrecy = Secrecy(connection, config.encryption, Trust(connection, folder))
    return Link(config, connection, Rooms(config.user_id), secrecy, Unread(folder, time.monotonic()))
