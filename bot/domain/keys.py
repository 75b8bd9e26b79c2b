"""Keys of what lives on a platform: places, rooms, accounts, messages and conversations.

Each has one written form that people type in settings and commands, such as `slack:T123:U456`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import MalformedKeyError


@dataclass(frozen=True, order=True)
class PlaceKey:
    """A Slack workspace or Grid organisation, a Matrix homeserver, or the console."""

    platform: str
    id: str

    def __str__(self) -> str:
        return self.platform if self == CONSOLE else f"{self.platform}:{self.id}"

    @staticmethod
    def parse(text: str) -> PlaceKey:
        """Read `slack:T123`, `matrix:b.nl` or `console`; raise MalformedKeyError on anything else."""
        platform, _, rest = text.strip().partition(":")
        if platform == CONSOLE.platform and not rest:
            return CONSOLE
        if not platform or not rest:
            raise MalformedKeyError(text, "slack:T123")
        return PlaceKey(platform, rest)


CONSOLE = PlaceKey("console", "local")

_ONE_LINE_A_ROOM = frozenset({"matrix"})
"""Platforms whose clients show a room as one stream, threads or not: there its order is kept as a whole."""


@dataclass(frozen=True, order=True)
class RoomKey:
    """A conversation in a place: a channel, a group or a direct room."""

    place: PlaceKey
    id: str

    def __str__(self) -> str:
        return f"{self.place}:{self.id}"

    @staticmethod
    def parse(text: str) -> RoomKey:
        """Read `slack:T1:C1`, `matrix:b.nl:!abc:b.nl` or `console:x`; raise MalformedKeyError otherwise.

        A Matrix id begins with `!`, and may hold colons of its own.
        """
        place, mark, room = text.strip().partition(":!")
        if not mark:
            place, _, room = text.strip().rpartition(":")
        if not (place and room.strip()):
            raise MalformedKeyError(text, _ROOM)
        try:
            return RoomKey(PlaceKey.parse(place), mark[1:] + room)
        except MalformedKeyError:
            raise MalformedKeyError(text, _ROOM) from None


_ROOM = "slack:T123:C456"


@dataclass(frozen=True, order=True)
class AccountKey:
    """One user account on one platform; a person may have several."""

    place: PlaceKey
    id: str

    def __str__(self) -> str:
        if self == CONSOLE_ACCOUNT:
            return str(self.place)
        return f"{self.place.platform}:{self.id}" if self._has_its_place else f"{self.place}:{self.id}"

    @property
    def _has_its_place(self) -> bool:
        return self.id.startswith("@")

    def is_known_in(self, place: PlaceKey) -> bool:
        """Say whether it means somebody there: of one that holds its own place, all of its platform knows."""
        same_platform = self.place.platform == place.platform
        return self.place == place or (self._has_its_place and same_platform)

    @staticmethod
    def parse(text: str) -> AccountKey:
        """Read `slack:T123:U456`, `matrix:@a:b.nl` or `console`; raise MalformedKeyError otherwise.

        A Matrix id carries its own homeserver, which is the account's place.
        """
        platform, _, rest = text.strip().removeprefix("@").partition(":")
        if platform == CONSOLE.platform and not rest:
            return CONSOLE_ACCOUNT
        first, _, second = rest.partition(":")
        if not (platform and first and second):
            raise MalformedKeyError(text, "slack:T123:U456")
        if first.startswith("@"):
            return AccountKey(PlaceKey(platform, second), rest)
        return AccountKey(PlaceKey(platform, first), second)


CONSOLE_ACCOUNT = AccountKey(CONSOLE, "you")


@dataclass(frozen=True, order=True)
class ConversationKey:
    """Where turns follow one another: a direct room, or one thread of a room.

    Messages of one conversation are handled one at a time and answered in order.
    """

    room: RoomKey
    thread: str | None

    def __str__(self) -> str:
        return f"{self.room}/{self.thread or ''}"

    @property
    def line(self) -> ConversationKey:
        """In which its messages stand in line: the whole room where people read that from top to bottom."""
        return ConversationKey(self.room, None) if self.room.place.platform in _ONE_LINE_A_ROOM else self
