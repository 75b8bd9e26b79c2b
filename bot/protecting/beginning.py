"""What begins a protected dialogue, and what is known in it besides the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.commands.command import unwrapped
from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.incoming import Click, Incoming, Message, Origin
from bot.ports.people import Dialogue

NAME: Final = "protected"
"""The name of the dialogue in which a story is told."""

UNASKED: Final = -1
"""The field of a dialogue in which nothing was asked yet."""

LANGUAGE: Final = "language"
STORY: Final = "story"
"""The value that is the number of the story which a code opened."""
_ROOM: Final = "room"

_ASIDE: Final = frozenset({LANGUAGE, STORY, _ROOM})

_BEGINS: Final = re.compile(
    r"(?:(?P<nl>deel (?:een )?(?:mislukking )?beschermd|beschermd delen)"
    r"|(?P<en>share (?:a )?(?:failure )?protected))(?:\s+(?P<code>.{1,60}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Beginning:
    """In which language a protected dialogue is begun, and with which code, if any."""

    language: str
    code: str


def begun(event: Incoming) -> Beginning | None:
    """Read how an event begins a protected dialogue; None when it does not."""
    if not isinstance(event, Message | Click):
        return None
    typed = event.text if isinstance(event, Message) else event.command
    found = _BEGINS.fullmatch(unwrapped(typed).rstrip(".!?"))
    return Beginning("nl" if found["nl"] else "en", found["code"] or "") if found else None


def new_dialogue(origin: Origin, beginning: Beginning) -> Dialogue:
    """Return the dialogue before anything was asked."""
    values = ((LANGUAGE, beginning.language), (_ROOM, str(origin.room)))
    return Dialogue(origin.sender.account, NAME, values, UNASKED, origin.at)


def spoken(dialogue: Dialogue) -> str:
    """Return the language of a dialogue."""
    return dict(dialogue.values)[LANGUAGE]


def conversation(dialogue: Dialogue) -> ConversationKey:
    """Return where a dialogue is held."""
    return ConversationKey(RoomKey.parse(dict(dialogue.values)[_ROOM]), None)


def known_aside(dialogue: Dialogue) -> tuple[tuple[str, str], ...]:
    """Return what is known in a dialogue besides the answers."""
    return tuple((name, value) for name, value in dialogue.values if name in _ASIDE)
