"""How things are described in the log: an unexpected error by its kind and place, never by its message.

A message may quote what somebody wrote, and that does not belong in a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from traceback import extract_tb

from bot.domain.keys import PlaceKey


def fields(place: PlaceKey, kind: str, **more: str | float) -> Mapping[str, str | float]:
    """Return what a line of the log carries besides its words: where and what kind, nothing of a person."""
    return {"place": str(place), "platform": place.platform, "kind": kind, **more}


def described(error: BaseException) -> str:
    """Return the kind of error and the line of code it came from."""
    frames = extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {last.name} ({last.filename}:{last.lineno})"
