"""How an unexpected error is described in the log: its kind and place, never its message.

A message may quote what somebody wrote, and that does not belong in a log.
"""

from __future__ import annotations

from traceback import extract_tb


def described(error: BaseException) -> str:
    """Return the kind of error and the line of code it came from."""
    frames = extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} in {last.name} ({last.filename}:{last.lineno})"
