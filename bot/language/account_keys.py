"""How people and rooms that somebody mentions stand in words: by the key that adapters write there."""

from __future__ import annotations

import re
from typing import Final

KEY: Final = re.compile(r"(?<!\w)(?P<mark>[@#])[a-z]+(?::[@!]?[\w.=/+-]*\w){2,}")
"""A person or room as adapters write them in words (`@slack:T1:U1`, `#slack:T1:C1`)."""


def without_keys(text: str, person: str, room: str | None) -> str:
    """Return a text with these words for every person and room that is named by a key.

    Without words for a room those of rooms stay.
    """
    said = {"@": person, "#": room}
    return KEY.sub(lambda named: said[named["mark"]] or named[0], text)
