"""What Slack takes at most, as it documents it, and the little less that the bot keeps to."""

from __future__ import annotations

from json import JSONEncoder
from typing import Final

_JSON: Final = JSONEncoder(ensure_ascii=False)  # to make one takes longer than to write a few words

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_TEXT: Final = 4_000
"""Characters of the text of a message: an edit takes no more. A new message is cut at 40,000 only."""

TEXT_OBJECT: Final = 3_000
FIELD_TEXT: Final = 2_000
ACTIONS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
URL: Final = 3_000
ID: Final = 255
"""Characters of an action_id, a block_id or a callback_id."""

OPTIONS: Final = 100
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
VIEW_TITLE: Final = 24
"""Characters of the title of a view, and of the words to submit or close it."""

VIEW_JSON: Final = 200_000
"""Characters of all blocks of a view as JSON; Slack refuses views of more than 250 kB."""

INPUT_LABEL: Final = 2_000
HINT: Final = 2_000
INPUT_TEXT: Final = 3_000
"""Characters that somebody can write in one field."""

PRIVATE_METADATA: Final = 3_000
UNSEEN: Final = 1_000
"""Characters of the words that stand for a picture that was uploaded."""

RICH_TEXT: Final = TEXT_OBJECT
"""Characters of one block of rich text. Slack names no limit; as for other text is safe."""

BLOCKS_JSON: Final = 12_000
"""Characters of all blocks of a message together, as JSON.

Slack names no limit, but refuses somewhat above 13,000 (`msg_blocks_too_long`).
"""

PIECE_JSON: Final = 6_000
"""Characters of one row as JSON, so that every message has room for it."""


def length(text: str) -> int:
    """Return the characters of a text as Slack may count them: an emoji counts for two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def within(text: str, longest: int) -> str:
    """Return the beginning of a text that is no longer than this, as Slack may count."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * longest].decode("utf-16-le", "ignore")


def as_json(value: object) -> str:
    """Write a value as JSON in which letters stay letters."""
    return _JSON.encode(value)
