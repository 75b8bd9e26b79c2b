"""The port to leases: which process alone may serve something that only one at a time may serve.

A lease is of a whole platform and for as long as it is renewed; a claim on one row is in `mailbox.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Lease:
    """The right to serve what has this name. Of every epoch there is one holder, and each is higher."""

    name: str
    epoch: int


class Leases(Protocol):
    """Who holds which lease."""

    async def take(self, name: str, holder: str, now: datetime, until: datetime) -> Lease | None:
        """Take a lease, or hold it longer when it is the holder's already; None while it is another's.

        Its epoch goes up by one whenever the holder changes or a lease that ran out is taken.
        """
        ...

    async def renew(self, lease: Lease, now: datetime, until: datetime) -> None:
        """Hold it until a later moment; raise ClaimLostError when it ran out or this epoch is over."""
        ...

    async def release(self, lease: Lease) -> None:
        """Let go of it, so that anybody may take it at once. Raise ClaimLostError when this epoch is over."""
        ...

    async def check(self, lease: Lease) -> None:
        """See to it that nobody takes it over before this transaction ends.

        Raise ClaimLostError when this epoch is over. Whether it ran out does not matter as long as nobody
        took it: then nobody else did anything.
        """
        ...
