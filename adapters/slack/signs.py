"""Names of reactions: those that stand for the numbers of choices, and those of the bot's marks."""

from __future__ import annotations

from typing import Final

from bot.messages.outgoing import Mark

_NUMBERS: Final = {
    name: number
    for number, name in enumerate("one two three four five six seven eight nine keycap_ten".split(), start=1)
}

NAMES: Final = {Mark.SEEN: "eyes", Mark.SAVING: "bulb", Mark.SAVED: "white_check_mark"}
"""How each mark is called in Slack."""


def number_of(name: str) -> int | None:
    """Return the number that a reaction stands for, None when it is another one."""
    return _NUMBERS.get(name)
