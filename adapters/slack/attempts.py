"""Whether a row may have gone out before: after a crash or a lost reply, and not when Slack said no."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.slack.errors import SlackBusyError, SlackRefusedError
from bot.messages.recent import Recent
from bot.ports.mailbox import Delivery

_MOST = 10_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Attempts:
    """Remembers which rows surely did not go out in all attempts so far, as far as this process knows."""

    def __init__(self) -> None:
        self._surely_not: Recent[str, int] = Recent(_MOST)

    def in_doubt_since(self, delivery: Delivery) -> datetime | None:
        """Return when a row was first tried that may have gone out then; None when it surely did not."""
        if self._surely_not.get(delivery.token, 0) >= delivery.attempts:
            return None
        return delivery.first_attempt or _LONG_AGO

    def failed(self, delivery: Delivery, error: Exception) -> None:
        """Note how an attempt ended: what Slack refused did not go out."""
        refused = isinstance(error, SlackBusyError | SlackRefusedError)
        if refused and self.in_doubt_since(delivery) is None:
            self._surely_not[delivery.token] = delivery.attempts + 1

    def ended(self, delivery: Delivery) -> None:
        """Forget a row that is out."""
        self._surely_not.pop(delivery.token, None)
