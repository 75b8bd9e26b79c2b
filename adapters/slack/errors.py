"""What goes wrong at Slack, told by the codes of its answers."""

from __future__ import annotations

from typing import Final

from bot.domain.errors import (
    MessageRefusedError,
    PlatformUnavailableError,
    RoomUnavailableError,
    VoorloperError,
)

IN_DOUBT: Final = frozenset("fatal_error internal_error request_timeout service_unavailable".split())
"""Codes of what may have been done all the same, as Slack says of them."""

UNFIT: Final = frozenset("invalid_blocks invalid_blocks_format msg_blocks_too_long".split())
"""Codes of blocks that Slack does not take."""

TROUBLES: Final = frozenset({"team_added_to_org"})
"""Codes of what passes by itself, and was not done."""

BUSY: Final = frozenset({"rate_limited", "ratelimited"})
"""Codes with which Slack asks to wait, also where it does not say so by the status of its answer."""

NO_TOKEN: Final = frozenset("account_inactive invalid_auth not_authed token_expired token_revoked".split())
"""Codes of a token that is of no use (any more)."""

LOCKED_OUT: Final = NO_TOKEN | frozenset(
    "access_denied app_missing ekm_access_denied missing_scope not_allowed_token_type "
    "org_login_required".split()
)
"""Codes of what whoever runs the bot has to mend: it has no right to do this, or to do anything."""

SHUT: Final = frozenset(
    "channel_not_found is_archived not_in_channel restricted_action restricted_action_non_threadable_channel "
    "restricted_action_read_only_channel restricted_action_thread_only_channel".split()
)
"""Codes of a channel in which the bot cannot write now."""

_LATER = 60.0


class SlackRefusedError(VoorloperError):
    """Slack does not do it. `code` is its word for why, `needed` the scope that is missing, if it is that."""

    def __init__(self, code: str, needed: str = "") -> None:
        super().__init__(f"{code} ({needed})" if needed else code)
        self.code = code
        self.needed = needed

    def as_sending(self) -> VoorloperError:
        """Return what this means for a message that was to be sent."""
        if self.code in SHUT:
            return RoomUnavailableError(str(self))
        if self.code in TROUBLES:
            return PlatformUnavailableError(str(self))
        if self.code in LOCKED_OUT:
            return PlatformUnavailableError(str(self), _LATER)
        return MessageRefusedError(str(self))


class SlackAwayError(PlatformUnavailableError):
    """Slack is out of reach, or does not say what came of it: the request may have been done."""


class SlackBusyError(PlatformUnavailableError):
    """Slack asks to wait; the request was not done."""


class SetUpError(VoorloperError):
    """The app is not set up as it must be; the message says what to do about it."""
