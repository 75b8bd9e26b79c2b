"""What the network decided for its installation, as the core needs it; the settings fill it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.keys import AccountKey, PlaceKey, RoomKey


@dataclass(frozen=True)
class Thresholds:
    """From which confidence (0–1, see `Hit`) something is an answer, and from which it may be related."""

    answer: float
    related: float


@dataclass(frozen=True)
class Policy:
    """The network's name, language and zone, where its admins read, and how sure an answer must be.

    `follow_up` is how long a follow-up goes on with the previous question, `patience` how long a message
    waits for a platform that is out of reach. `admins` are the accounts that the settings make admin; places
    in `admitted` need no admin to admit them.
    """

    network: str
    language: str
    zone: str
    thresholds: Thresholds
    admin_room: RoomKey | None = None
    admins: frozenset[AccountKey] = frozenset()
    admitted: frozenset[PlaceKey] = frozenset()
    follow_up: timedelta = timedelta(minutes=30)
    patience: timedelta = timedelta(days=1)
