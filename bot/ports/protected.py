"""The port to protected dialogues: what could name their author is stored only under a key of the dialogue.

The key is in a file outside the database. What came in and what is said goes through the mailbox, sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import AccountKey
from bot.ports.people import Dialogue


@dataclass(frozen=True)
class ProtectedDialogue:
    """A dialogue that is open. `handle` is random and stands for its conversation and account."""

    handle: str
    dialogue: Dialogue


@dataclass(frozen=True)
class OwnDialogue:
    """The dialogue of an account; `over`: it has ended, and its last words wait to go out."""

    handle: str
    over: bool


class ProtectedDialogues(Protocol):
    """Protected dialogues; an account has at most one."""

    @property
    def possible(self) -> bool:
        """Say whether there is a folder for keys, without which there are none."""
        ...

    async def hold(self) -> None:
        """Let nobody else begin a dialogue until this transaction ends, so that nobody begins two at once."""
        ...

    async def begin(self, dialogue: Dialogue, now: datetime) -> str | None:
        """Make a key, keep the dialogue under it and return its handle; None when no key can be made."""
        ...

    async def of(self, account: AccountKey, now: datetime) -> OwnDialogue | None:
        """Return the open dialogue of an account, or else one that has ended and still has to say so."""
        ...

    async def get(self, handle: str, now: datetime) -> Dialogue | None:
        """Return a dialogue; None when it has ended or its key is gone."""
        ...

    async def save(self, handle: str, dialogue: Dialogue, now: datetime) -> None:
        """Keep what became of it; harmless when its key is gone."""
        ...

    async def asks(self, handle: str, message: str) -> bool:
        """Say whether a message of ours is the last that was said in a dialogue."""
        ...

    async def ending(self, now: datetime) -> Sequence[ProtectedDialogue]:
        """Return the open dialogues whose day is almost over."""
        ...

    async def aside(self, account: AccountKey, now: datetime) -> str | None:
        """Make a key under which something is said to an account; return its handle, None as above."""
        ...

    async def end(self, handle: str) -> None:
        """Forget what was answered; the key goes as soon as nothing under it waits to go out.

        Whatever else of its account is open ends with it.
        """
        ...

    async def lost(self, now: datetime) -> bool:
        """Say whether a dialogue should be open whose key is gone, so that nobody knows whose it was."""
        ...

    async def sweep(self, now: datetime) -> None:
        """Remove, once this transaction is durable, the keys of what has ended or is too old."""
        ...
