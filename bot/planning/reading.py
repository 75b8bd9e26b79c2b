"""From what people write to a schedule, in Dutch and English, in any order: “om 9:30 elke dinsdag in #leren”.

Each kind of words has its own module: days and rules in `rules.py`, dates in `dates.py`, times in `times.py`.
"""

from __future__ import annotations

from datetime import date

from bot.planning.planned import Misread, Planned


def read_schedule(words: str, today: date) -> Planned | Misread:
    """Read a schedule at the beginning of the words; what follows is left. Never raises."""
    raise NotImplementedError
