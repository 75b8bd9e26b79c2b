"""Values in JSON that somebody else made: taken as what they should be, or as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def mapping(value: object) -> Mapping[str, object]:
    """Return an object of JSON; an empty one when it is something else."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list of JSON; none when it is something else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Return words, None when it is something else."""
    return value if isinstance(value, str) else None


def whole(value: object) -> int | None:
    """Return a whole number, None when it is something else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
