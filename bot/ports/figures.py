"""The port to figures about the network's use of its base: numbers only, of nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.model import Kind, Outcome


@dataclass(frozen=True)
class Begun:
    """How far a network is.

    `own` are its lessons and projects, `rooms` those of which it is known who reads along, `organisers` who
    coordinate or administer, `pioneers` who can be found, `prompts` those that run.
    """

    own: int
    rooms: int
    organisers: int
    pioneers: int
    prompts: int


class Figures(Protocol):
    """What there is of what."""

    async def came_in(self, moments: Sequence[datetime]) -> tuple[int, ...]:
        """Return how many lessons and projects came in between each moment and the next.

        What is a draft or archived counts too; what has a name of its own elsewhere, such as in a register,
        does not.
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

    async def begun(self) -> Begun:
        """Return how far the network is."""
        ...
