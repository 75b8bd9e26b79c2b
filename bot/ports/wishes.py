"""The port to wishes that a message is kept, and to who does not want to be asked for that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import EntryId, PersonId


@dataclass(frozen=True)
class Wish:
    """That somebody would like a message of `author` to be kept, and where it stands, to be marked."""

    author: AccountKey
    conversation: ConversationKey
    message: str


class Wishes(Protocol):
    """Wishes that a message is kept, and persons who are not to be asked.

    A wish is open until its author made a lesson of the message; then it is known for a while which one.
    """

    async def add(self, wish: Wish, now: datetime) -> int:
        """Store a wish and return its number."""
        ...

    async def number_of(self, wish: Wish) -> int | None:
        """Return the number of the first open wish about this message; None without one."""
        ...

    async def of(self, number: int, author: AccountKey) -> Wish | None:
        """Return an open wish about a message of this account; None when there is none."""
        ...

    async def became(
        self, number: int, accounts: Collection[AccountKey], entry: EntryId, now: datetime
    ) -> Wish | None:
        """Note what an open wish whose author has one of these accounts became, and return it.

        None when there is none.
        """
        ...

    async def wait_again(self, entries: Collection[EntryId], now: datetime) -> Mapping[int, Wish]:
        """Let wishes be open again that became these entries, which are not there any more.

        Return those, by number, whose message did not become another entry too.
        """
        ...

    async def is_first(self, wish: Wish) -> bool:
        """Say whether nobody was asked yet whether this message may be kept, and remember that they are now.

        For good, but by a hash alone: only who has the id of a message can tell that it was asked about.
        """
        ...

    async def offered_in(self, conversation: ConversationKey, author: AccountKey) -> bool:
        """Say whether there is a wish about a message that this account wrote in this conversation."""
        ...

    async def leave_alone(self, person: PersonId, now: datetime) -> None:
        """Note that a person does not want to be asked; repeating it is harmless."""
        ...

    async def ask_again(self, person: PersonId, now: datetime) -> None:
        """Note that a person may be asked, who did not want that before."""
        ...

    async def left_alone(self, account: AccountKey) -> bool:
        """Say whether whoever has this account does not want to be asked.

        Of who was forgotten only a hash of each account says so, until they come back.
        """
        ...
