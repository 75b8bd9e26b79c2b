"""What the adapter has to be told, checked already."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.domain.keys import PlaceKey

PLATFORM = "matrix"


class Encryption(StrEnum):
    """With whose devices the bot talks in encrypted rooms: any, those their owner signed, or none."""

    ANY = "ignore-unverified"
    VERIFIED = "require-verified"
    OFF = "off"


@dataclass(frozen=True)
class Config:
    """One account on one homeserver.

    `store_path` is the folder with everything that is secret to the device. Either `password`, or
    `access_token` with the `device_id` it belongs to. People of `servers`, and those in `people`, belong;
    only they may invite the bot.
    """

    homeserver: str
    user_id: str
    store_path: Path
    password: str | None = None
    access_token: str | None = None
    device_id: str | None = None
    pickle_key: str | None = None
    servers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    prefix: str = "!voorloper"
    threads: bool = True
    encryption: Encryption = Encryption.ANY

    @property
    def place(self) -> PlaceKey:
        """The bot's own homeserver: all its rooms are seen through it."""
        return PlaceKey(PLATFORM, server_of(self.user_id))

    def belongs(self, user: str) -> bool:
        """Say whether somebody belongs, and so may ask and invite."""
        return user in self.people or server_of(user) in (self.servers or {server_of(self.user_id)})


def server_of(user: str) -> str:
    """Return the homeserver in a user id."""
    return user.partition(":")[2]
