"""One text of a prompt: how much it asks, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.tags import Barrier, GovernmentRole

LITTLE, SOMETHING, MUCH = 1, 2, 3


@dataclass(frozen=True)
class Text:
    """One text. It asks little, something or much; `id` is what is remembered of it.

    Those of a kind that goes round, as the barriers do, say in `about` which one they are of. One that a
    coordinator gave (`own`) is said as it is, not translated.
    """

    id: str
    asks: int
    message: str
    about: Barrier | GovernmentRole | None = None
    own: bool = False


def texts_of(
    name: str, little: tuple[str, ...], something: tuple[str, ...] = (), much: tuple[str, ...] = ()
) -> tuple[Text, ...]:
    """Return texts by how much they ask, with a name for each."""
    groups = ((LITTLE, little), (SOMETHING, something), (MUCH, much))
    asked = [(asks, message) for asks, group in groups for message in group]
    return tuple(Text(f"{name}-{place}", asks, message) for place, (asks, message) in enumerate(asked, 1))
