"""The port to prompts: what is planned, what became of every moment, and texts that coordinators gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.model import EntryId, PersonId
from bot.domain.prompt import Occurrence, Outcome, OwnText, Prompt, PromptId, Standing, TextId
from bot.ports.knowledge import Change


class Prompts(Protocol):
    """Prompts and their occurrences. When one is due next stands among all due work (`Work.PROMPT`)."""

    async def add(self, prompt: Prompt) -> Prompt:
        """Store a draft under a new number (the id given is ignored) and return it with that number."""
        ...

    async def save(self, prompt: Prompt, change: Change) -> None:
        """Replace a prompt, and append the revision.

        When its moments are not the same any more, those until now count as dealt with.
        """
        ...

    async def get(self, number: PromptId) -> Prompt | None:
        """Return a prompt, whatever its state."""
        ...

    async def ended(self, number: PromptId, since: datetime) -> bool:
        """Say whether a prompt was paused or stopped after a moment, and still is."""
        ...

    async def draft_of(self, owner: PersonId) -> Prompt | None:
        """Return the newest draft of somebody."""
        ...

    async def running(self, rooms: Collection[RoomKey] | None = None) -> tuple[Prompt, ...]:
        """Return what is active or paused, by number; with `rooms` only there."""
        ...

    async def in_place(self, place: PlaceKey) -> tuple[Prompt, ...]:
        """Return what is active or paused in the rooms of a place, by number."""
        ...

    async def standing(self, numbers: Collection[PromptId]) -> tuple[Standing, ...]:
        """Return prompts, by number, with what is known since shortly before the last look."""
        ...

    async def note(self, occurrences: Sequence[Occurrence]) -> None:
        """Write down what became of moments, in the place of what was known of them."""
        ...

    async def looked(self, until: Mapping[PromptId, datetime]) -> None:
        """Remember up to which moment everything of these prompts was dealt with."""
        ...

    async def occurrence(self, number: PromptId, planned: datetime) -> Occurrence | None:
        """Return what is known of one moment."""
        ...

    async def latest(
        self, numbers: Collection[PromptId], outcomes: Collection[Outcome], since: datetime
    ) -> tuple[Occurrence, ...]:
        """Return what had one of these outcomes since a moment, the newest first."""
        ...

    async def hold(self) -> None:
        """Let nobody else post until this transaction ends, so that what was posted before is known here."""
        ...

    async def postings(
        self, rooms: Collection[RoomKey], since: datetime
    ) -> Mapping[RoomKey, Sequence[Occurrence]]:
        """Return what was posted in each of these rooms since a moment, the newest first.

        Of what came with the same kind, text and question, only the last; without the entries that it showed.
        """
        ...

    async def shown_in(
        self, rooms: Collection[RoomKey], since: datetime
    ) -> Mapping[RoomKey, Sequence[tuple[EntryId, datetime]]]:
        """Return what was shown in each of these rooms since a moment, and when last, the newest first."""
        ...

    async def add_text(self, text: OwnText, change: Change) -> OwnText:
        """Store a text under a new number (the id given is ignored), and append the revision."""
        ...

    async def save_text(self, text: OwnText, change: Change) -> None:
        """Replace a text, and append the revision."""
        ...

    async def text(self, number: TextId) -> OwnText | None:
        """Return a text, also when it is removed."""
        ...

    async def texts(self, kind: str | None = None, language: str | None = None) -> tuple[OwnText, ...]:
        """Return the texts that are not removed, by number; with a kind or language only those."""
        ...
