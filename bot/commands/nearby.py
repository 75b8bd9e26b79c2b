"""Ids that do not exist, and those that were perhaps meant: one digit too many, two changed places.

Commands that take an id share this; nobody is pointed at what they may not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.commands.command import Desk, Request
from bot.domain.model import LETTERS, Entry, EntryId, Kind
from bot.finding import visible
from bot.messages.cleaning import shortened

ONE: Final = r"[#(\[]?(?P<letter>[LPV]?)[ -]?(?P<number>[0-9]+)[)\].,:!]*"
"""The pattern of one id, as people write it within a line; a bare number is that of a lesson."""

_LONGEST = 9
"""Digits of a number that can exist."""

_ECHOED = 20
"""Characters of an id that are repeated in an answer; a longer one is recognised by less."""


def number_of(digits: str) -> int | None:
    """Read a number as people type it, zeros before it too; None when there can be none like it."""
    bare = digits.lstrip("0")
    return int(bare) if 0 < len(bare) <= _LONGEST else None


def echoed(letter: str, digits: str) -> str:
    """Return an id as it was typed, for a sentence that says it does not exist."""
    return shortened(f"{letter}{digits}", _ECHOED)


def one(arguments: re.Match[str]) -> EntryId | None:
    """Return the id in the groups `letter` and `number`; None when there can be none like it.

    Without its letter it is that of a lesson.
    """
    number = number_of(arguments["number"])
    return EntryId.parse(f"{_letter(arguments)}{number}") if number else None


def typed(arguments: re.Match[str]) -> str:
    """Return that id as it was typed, for a sentence that says it does not exist."""
    return echoed(_letter(arguments), arguments["number"])


def _letter(arguments: re.Match[str]) -> str:
    return (arguments["letter"] or LETTERS[Kind.LESSON]).upper()


def near_numbers(digits: str) -> tuple[int, ...]:
    """Return the numbers that differ by a digit too many or by two that changed places."""
    bare = digits.lstrip("0")[: _LONGEST + 1]
    near = (number_of(other) for other in _slips(bare))
    return tuple(dict.fromkeys(number for number in near if number and str(number) != bare))


def _slips(bare: str) -> Iterator[str]:
    for at in reversed(range(len(bare))):
        yield bare[:at] + bare[at + 1 :]
    for at in range(len(bare) - 1):
        yield bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]


async def entry_nearby(kind: Kind, digits: str, request: Request, desk: Desk) -> Entry | None:
    """Return the entry of this kind that was perhaps meant, when this audience may see one."""
    same = [EntryId(kind, number) for number in near_numbers(digits)]
    near = await visible(desk.store, same, request.audience)
    return next(iter(near), None)
