"""What goes wrong with a homeserver, as the rest of this adapter sees it, and what that means to the core."""

from __future__ import annotations

from bot.domain.errors import (
    MessageRefusedError,
    PlatformUnavailableError,
    RoomUnavailableError,
    VoorloperError,
)

_GONE = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"})
_NOT_HERE = frozenset({403, 404})


class HomeserverRefusedError(VoorloperError):
    """The homeserver answered, and the answer is no. The message holds no words of people and no secret."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        soft: bool = False,
        retry_after: float | None = None,
        session: str | None = None,
    ) -> None:
        super().__init__(f"the homeserver says {code or 'no'} ({status})")
        self.status = status
        self.code = code
        self.soft = soft
        """Whether a new login on the same device is all that is asked for."""
        self.retry_after = retry_after
        self.session = session
        """With which the same request is made again, with proof of who we are."""

    @property
    def logged_out(self) -> bool:
        """Say whether the access token is not valid any more."""
        return self.status == 401 and self.code in _GONE  # noqa: PLR2004 - as HTTP names it

    @property
    def passing(self) -> bool:
        """Say whether the same may be answered a little later, or after a new login."""
        return self.logged_out or self.retry_after is not None

    def as_sending(self) -> VoorloperError:
        """Return what this means for something that was to be sent in a room."""
        if self.logged_out:
            return PlatformUnavailableError("logged out by the homeserver")
        if self.status == 429:  # noqa: PLR2004 - as HTTP names it
            return PlatformUnavailableError("the homeserver asks to wait", self.retry_after)
        if self.status in _NOT_HERE:
            return RoomUnavailableError(self.code or "not allowed there")
        return MessageRefusedError(self.code or f"status {self.status}")


class HomeserverAwayError(PlatformUnavailableError):
    """The homeserver cannot be reached, or does not answer as one; `status` when it answered at all."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class LoginNeededError(VoorloperError):
    """The bot cannot log in by itself; the message says what an operator has to do."""


class StoreInUseError(VoorloperError):
    """Another process has the folder with the keys."""


class NoKeysError(PlatformUnavailableError):
    """The key of a message could not be given to everybody who may read it; it is tried again."""
