"""Signs under a message: those for the numbers of choices, to put and to read, and the one for a wish."""

from __future__ import annotations

from typing import Final

MOST: Final = 10
"""As many numbers as there is one sign for."""

_SIGNS: Final = (*(f"{digit}\ufe0f\u20e3" for digit in range(1, MOST)), "\U0001f51f")
_NUMBERS: Final = {sign.replace("\ufe0f", ""): number for number, sign in enumerate(_SIGNS, start=1)}
_LAMP: Final = "\U0001f4a1"
_LOOKS: Final = {ord("\ufe0f"): None, ord("\ufe0e"): None}  # clients differ in whether they send these


def sign_of(number: int) -> str:
    """Return the sign of a number from 1 to 10."""
    return _SIGNS[number - 1]


def number_of(sign: str) -> int | None:
    """Return the number that a sign stands for, None when it is another sign."""
    return _NUMBERS.get(sign.translate(_LOOKS))


def is_wish(sign: str) -> bool:
    """Say whether a sign is the one that may wish a message to be kept."""
    return sign.translate(_LOOKS) == _LAMP
