"""The port to figures about the network's use of its base: numbers only, of nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.model import Kind, Outcome


class Figures(Protocol):
    """What there is of what."""

    async def came_in(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many lessons and projects came in between each moment and the next.

        What is a draft or archived counts too; what came from elsewhere, under an external id, does not.
        """
        ...

    async def not_found(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many questions of between each moment and the next nobody answered yet."""
        ...

    async def published(self) -> Mapping[Kind, int]:
        """Return how many lessons and projects are published."""
        ...

    async def outcomes(self) -> Mapping[Outcome | None, int]:
        """Return how many published lessons there are of each outcome; None: it is not told."""
        ...
