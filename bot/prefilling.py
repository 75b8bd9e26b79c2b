"""What the fields of a form begin with, besides what was answered: values that are fixed, and suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PRESET: Final = "preset:"
_SUGGESTED: Final = "suggested:"


def preset(name: str) -> str:
    """Return the name under which a value is fixed by the command: its field is not asked."""
    return _PRESET + name


def suggested(name: str) -> str:
    """Return the name of a suggestion for a field: it stands in the question, and counts once it is kept."""
    return _SUGGESTED + name


def begins_with(values: Mapping[str, str], name: str) -> str:
    """Return what stands in a field when it is asked: what was answered, or else what is suggested."""
    return values.get(name) or values.get(suggested(name), "")


def without_suggestions(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values but for those that are only suggested."""
    return {name: value for name, value in values.items() if not name.startswith(_SUGGESTED)}


def answered(values: Mapping[str, str]) -> bool:
    """Say whether anybody answered anything yet."""
    return any(value and not name.startswith((_PRESET, _SUGGESTED)) for name, value in values.items())
