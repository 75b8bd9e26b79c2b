"""The port to contact with pioneers: how they can be reached, and who would like to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, PersonId

RequestId = int


class Answer(StrEnum):
    """What became of a request. Of one that is over nobody can see whether it was refused."""

    WAITING = "waiting"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    OVER = "over"


@dataclass(frozen=True)
class ContactRequest:
    """Somebody would like to reach a pioneer: who, by which account, what about, and what came of it.

    `about` goes when it is over. `language` is the one that the asker is answered in.
    """

    id: RequestId
    pioneer: EntryId
    asker: PersonId
    account: AccountKey
    about: str | None
    language: str
    asked_at: datetime
    answer: Answer = Answer.WAITING


class Contacts(Protocol):
    """How pioneers can be reached, and who would like to reach them."""

    async def reach(self, pioneer: EntryId) -> str:
        """Return what a pioneer wants to be shown of how to reach them; empty when they said nothing."""
        ...

    async def save_reach(self, pioneer: EntryId, words: str) -> None:
        """Remember it, instead of what was there; empty forgets it."""
        ...

    async def add(self, request: ContactRequest) -> ContactRequest:
        """Store a request under a new number (the id given is ignored) and return it with that number."""
        ...

    async def save(self, request: ContactRequest) -> None:
        """Replace a stored request."""
        ...

    async def get(self, number: RequestId) -> ContactRequest | None:
        """Return a request."""
        ...

    async def open(self, asker: PersonId, pioneer: EntryId) -> ContactRequest | None:
        """Return the request of this person to this pioneer that is not over, refused by now or not."""
        ...

    async def since(self, pioneer: EntryId, moment: datetime) -> int:
        """Return how many requests to this pioneer were made after a moment."""
        ...
