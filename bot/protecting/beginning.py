"""What begins a protected dialogue, and what is known in it besides the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.commands.asking.how_to_ask import QUESTION
from bot.commands.help.guess import mistakes_in
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.locks import lookup_of
from bot.messages.incoming import Click, Edited, FormSubmitted, Incoming, Message, Origin, asked_in
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
_CODE: Final = "code"
_DROPPED: Final = "dropped"

_NAMES: Final = {
    "deel beschermd": "nl",
    "beschermd delen": "nl",
    "share protected": "en",
    "sharing protected": "en",
    "protected sharing": "en",
}
_WORDS: Final = 2
"""Of how many words a name is."""

_NEAR: Final = 12
"""Within how many words of a line the name is looked for."""

_AROUND: Final = frozenset(
    "hoi hallo hé hey hi hello dag beste goedemorgen goedemiddag goedenavond good morning voorloper "
    "ik we wij wil wilde zou kan mag graag even iets dit een de het mijn onze mislukking verhaal "
    "i we i'd want would like can may please let me us something this a the my our failure story to".split()
)
"""Words before or within a name that change nothing about what somebody wants."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINE: Final = re.compile(r"^.*\S", re.MULTILINE)
_MENTION: Final = re.compile(r"@\S+")
_LIKE_A_CODE: Final = re.compile(r"[^\W_]{3,5}(?:-[^\W_]{3,5}){2,4}|[A-Z0-9]{4}(?:-[A-Z0-9]{4})?")
"""A code with a slip, or half of one."""


@dataclass(frozen=True)
class Beginning:
    """In which language a protected dialogue is begun, with which code, if any; `dropped`: more was typed."""

    language: str
    code: str
    dropped: bool


def begun(event: Incoming) -> Beginning | None:
    """Read how an event begins a protected dialogue; None when it does not.

    A line of it begins with the name or a slip in it, whatever comes behind: that may be a whole story.
    """
    typed = _MENTION.sub(" ", _typed(event))
    for line in _LINE.finditer(typed):
        found = _named(typed, line.start())
        if found:
            language, end = found
            rest = typed[end:].strip(" \n\t.,:;!?`")
            code = _code_in(rest)
            more = f"{typed[: line.start()]} {'' if code else rest}".casefold()
            return Beginning(language, code, not _AROUND.issuperset(_WORD.findall(more)))
    return None


def _typed(event: Incoming) -> str:
    """Return the line that an event is read as; empty for what is none."""
    match event:
        case Message(text=text) | Edited(text=text) | Click(command=text):
            return text
        case FormSubmitted(form=QUESTION.name, values=values):
            return "\n".join(value for _, value in values)
        case _:
            return ""


def _named(typed: str, at: int) -> tuple[str, int] | None:
    """Return the language of the name that a line begins with, and where that name ends."""
    near = islice(_WORD.finditer(typed, at), _NEAR)
    words = [word for word in near if word[0].casefold().replace("’", "'") not in _AROUND]
    for count in range(_WORDS, 0, -1):
        first = " ".join(word[0].casefold() for word in words[:count])
        for name, language in _NAMES.items():
            if mistakes_in(first, name) is not None:
                return language, words[:count][-1].end()
    return None


def _code_in(rest: str) -> str:
    """Return what was typed behind the name when it has the form of a code; empty for anything else."""
    groups = re.split(r"[\s-]+", rest)
    whole = lookup_of(rest) and {len(group) for group in groups} in ({4}, {16})
    return rest if whole or _LIKE_A_CODE.fullmatch(rest) else ""


def bare(event: Incoming, beginning: Beginning) -> Message:
    """Return the event as it is kept: that somebody begins, without anything else that was typed."""
    name = next(name for name, language in _NAMES.items() if language == beginning.language)
    return Message(asked_in(event), name, addressed=True)


def new_dialogue(origin: Origin, beginning: Beginning) -> Dialogue:
    """Return the dialogue before anything was asked."""
    values = [(LANGUAGE, beginning.language), (_ROOM, str(origin.room))]
    values += [(_CODE, beginning.code)] if beginning.code else []
    values += [(_DROPPED, "yes")] if beginning.dropped else []
    return Dialogue(origin.sender.account, NAME, tuple(values), UNASKED, origin.at)


def spoken(dialogue: Dialogue) -> str:
    """Return the language of a dialogue."""
    return dict(dialogue.values)[LANGUAGE]


def conversation(dialogue: Dialogue) -> ConversationKey:
    """Return where a dialogue is held."""
    return ConversationKey(RoomKey.parse(dict(dialogue.values)[_ROOM]), None)


def code_typed(dialogue: Dialogue) -> str:
    """Return the code that a dialogue was begun with; empty without one."""
    return dict(dialogue.values).get(_CODE, "")


def has_dropped(dialogue: Dialogue) -> bool:
    """Say whether more was typed behind the name, which was not kept."""
    return _DROPPED in dict(dialogue.values)


def known_aside(dialogue: Dialogue) -> tuple[tuple[str, str], ...]:
    """Return what is known in a dialogue besides the answers."""
    return tuple((name, value) for name, value in dialogue.values if name in _ASIDE)


def plain(text: str) -> str:
    """Return a line in lower case, without what people put around a word: `stop`, /stop, “Stop!”."""
    return " ".join(text.casefold().replace(",", " ").split()).strip(" /\\`.!?*_\"'“”‘’")
