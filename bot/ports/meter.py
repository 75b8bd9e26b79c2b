"""The port to whoever counts: how much happens, how long it takes, and how often it goes wrong.

What is passed here becomes a label: the names of platforms and kinds, never anything of a person.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol


class Meter(Protocol):
    """Counts."""

    def handling(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Count an event of this kind and time the work on it; when the block raises, as one that failed."""
        ...

    def sending(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Count a part of something said and time its way out; when the block raises, as one that failed."""
        ...

    def asked(self, level: str) -> None:
        """Count a question: `answer`, `related`, `unknown`, or `refused` to who is no member."""
        ...

    def dead(self, what: str, platform: str) -> None:
        """Count one that was given up: an event (`in`), or something the bot says (`out`)."""
        ...


class _Unmeasured:
    """Counts nothing."""

    def handling(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Do nothing."""
        del platform, kind
        return nullcontext()

    def sending(self, platform: str, kind: str) -> AbstractContextManager[None]:
        """Do nothing."""
        del platform, kind
        return nullcontext()

    def asked(self, level: str) -> None:
        """Do nothing."""

    def dead(self, what: str, platform: str) -> None:
        """Do nothing."""


UNMEASURED: Final[Meter] = _Unmeasured()
"""For a program that nobody measures."""
