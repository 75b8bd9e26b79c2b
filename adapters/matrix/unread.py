"""Messages whose key did not come (yet): which they are, until it comes. No words are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from adapters.matrix.folder import UNREAD, KeyFolder

_MOST = 1000
_KEPT = ("room", "event", "sender", "session")
GRACE = 10.0
"""Seconds that a key may be late before somebody hears of it."""


@dataclass(frozen=True)
class Sealed:
    """A message that cannot be read; `since` is when it came in, by the clock of this process."""

    room: str
    event: str
    sender: str
    session: str
    since: float
    told: bool = False


class Unread:
    """What could not be read, kept with the keys because the synchronisation goes on without it."""

    def __init__(self, folder: KeyFolder, now: float) -> None:
        self._folder = folder
        kept = folder.read(UNREAD)
        rows = kept if isinstance(kept, list) else []
        self._sealed = [Sealed(**row, since=now) for row in rows if _is_kept(row)]

    def __bool__(self) -> bool:
        return bool(self._sealed)

    def patience(self, most: float) -> float:
        """Return the seconds after which somebody may have to hear that a message could not be read."""
        return most if all(each.told for each in self._sealed) else min(GRACE, most)

    def note(self, sealed: Sealed) -> None:
        """Keep which message it was; the oldest are given up when there are too many."""
        if sealed.event not in {each.event for each in self._sealed}:
            self._keep([*self._sealed, sealed][-_MOST:])

    def take(self, readable: Callable[[str, str], bool]) -> tuple[Sealed, ...]:
        """Return what can be read by now; it is kept until `done` is called for it."""
        return tuple(each for each in self._sealed if readable(each.room, each.session))

    def done(self, sealed: Sealed) -> None:
        """Forget a message that was read, or never will be."""
        self._keep([each for each in self._sealed if each.event != sealed.event])

    def late(self, now: float) -> tuple[Sealed, ...]:
        """Return the messages whose key is late and of which nobody heard, oldest first."""
        late = tuple(each for each in self._sealed if not each.told and now - each.since >= GRACE)
        self._sealed = [replace(each, told=True) if each in late else each for each in self._sealed]
        return late

    def _keep(self, sealed: list[Sealed]) -> None:
        self._sealed = sealed
        rows = [{name: getattr(each, name) for name in _KEPT} for each in sealed]
        self._folder.write(UNREAD, rows)


def _is_kept(row: object) -> bool:
    return (
        isinstance(row, dict) and row.keys() == set(_KEPT) and all(isinstance(v, str) for v in row.values())
    )
