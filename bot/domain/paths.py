"""What may be the path of a file or folder; whether there is one there is for others to see."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_LONGEST_NAME: Final = 255  # bytes, on every usual disk
_LONGEST_PATH: Final = 4000


def is_path(text: str) -> bool:
    """Say whether a file or folder can have this path: no NUL, no name over 255 bytes."""
    if "\0" in text or len(_bytes(text)) > _LONGEST_PATH:
        return False
    return all(len(_bytes(name)) <= _LONGEST_NAME for name in Path(text).parts)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # what cannot be written counts, too
