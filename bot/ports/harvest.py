"""The port to answers in the thread of a prompt: that they came, from whom for a while, what became of them.

Never what they say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.domain.model import EntryId
from bot.domain.prompt import PromptId


@dataclass(frozen=True)
class Posted:
    """One posting of a prompt: which prompt, and its planned local moment."""

    prompt: PromptId
    planned: datetime


@dataclass(frozen=True)
class Answer:
    """Somebody's message in the thread of a posting."""

    posted: Posted
    author: AccountKey
    conversation: ConversationKey
    message: str


@dataclass(frozen=True)
class Gathered:
    """What came of one posting: how many messages, of how many people, and the lessons made of them.

    After it was summed up it is not known of how many people.
    """

    posted: Posted
    answers: int
    people: int | None
    entries: tuple[EntryId, ...] = ()


class Harvest(Protocol):
    """Answers to prompts. Who gave them is forgotten once they are summed up."""

    async def posted_in(self, conversation: ConversationKey) -> Posted | None:
        """Return the posting whose thread this is; None when it is another conversation."""
        ...

    async def note(self, answer: Answer, now: datetime) -> bool:
        """Count an answer; say whether it was not counted yet."""
        ...

    async def counts(self, room: RoomKey, message: str) -> bool:
        """Say whether a message is counted as an answer, in whichever thread of the room it stands."""
        ...

    async def take_away(self, room: RoomKey, message: str) -> None:
        """Count a message no more, because it was deleted; harmless when it was not counted."""
        ...

    async def became(self, room: RoomKey, message: str, entry: EntryId) -> None:
        """Note that an answer became a lesson, in whichever thread of the room it stands.

        Harmless when it was no answer or is summed up.
        """
        ...

    async def by_others(self, posted: Posted, own: Collection[AccountKey]) -> int:
        """Return how many answers came until now that are not from these accounts."""
        ...

    async def gathered(self, posted: Posted) -> Gathered:
        """Return what came of one posting until now."""
        ...

    async def answered(self, postings: Collection[Posted]) -> Collection[Posted]:
        """Return those of the postings to which an answer came until now."""
        ...

    async def conversation(self, posted: Posted) -> ConversationKey | None:
        """Return where the answers to a posting stand; None when there are none, or they are summed up."""
        ...

    async def close(self, posted: Posted) -> None:
        """Forget who answered and in which messages; the numbers stay."""
        ...

    async def over_time(self, prompt: PromptId, most: int) -> Sequence[Gathered]:
        """Return what came of the newest postings of a prompt, the newest first, also where nothing came."""
        ...
