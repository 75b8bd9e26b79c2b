"""Does a message ask the group for experience, people or examples? Rules of our own, Dutch and English.

In a room where the bot listens this alone decides whether it may speak, so silence is preferred: a message
must hold one sentence that clearly asks the group, and nothing that makes it something else (addressed to
one person, quoted, an announcement, a practical matter, not meant seriously).
"""

from __future__ import annotations

import re

from bot.language.analysis import sentences
from bot.language.phrases import NOT_ASKING, PRACTICAL, QUESTIONS, REQUESTS
from bot.language.stopwords import listed

_PERSON = re.compile(
    r"^\W*@\w+|^(?:(?:[Hh]oi|[Hh]allo|[Hh][eé]|[Hh]ey|[Hh]i|[Hh]ello|[Dd]ag|[Gg]oede(?:morgen|middag|navond)|[Bb]este)\s+)?"
    r"(?P<name>[A-Z][a-zé]+(?: [A-Z]\.)?)(?:,| kun jij| kan jij| weet jij| heb jij)"
)
_NOT_A_NAME = listed(
    "hoi ha hallo hey hi hello dag beste goedemorgen goedemiddag goedenavond morgen collega collegas",
    "allemaal allen iedereen mensen team dames heren help vraagje vraag ja nee ok oke trouwens overigens",
    "all folks everyone colleagues morning question quick so well yes no thanks dank ps goedendag moin",
    "zeg nou",
)
# Bounded, as a mark that is never closed would have the whole message read again for each one.
_QUOTED = re.compile(r"\"[^\"]*\"|[“„][^”“]{0,1000}[”“]|(?<!\w)['‘][^'’\n]{8,1000}['’](?!\w)")
_CLAUSE_START = re.compile(
    r"(?:^|[,:;()\-]\s*|\b(?:en|of|maar|dus|want|hoi|hallo|hi|hey|allemaal|all|and|or|but|so)\W+)\W*$"
)
_READ = 4000
"""Characters of a message that are looked at; whoever asks the group has done so by then."""

_OPENING = 40
"""Characters within which an unpunctuated message must come to its question."""

_LONGEST = 600
"""Characters of a sentence that are looked at; nobody asks later than that, and patterns stay fast."""


def asks_for_experience(message: str) -> bool:
    """Say whether a message in a room asks the group who did something, how it went, or for examples.

    Precision comes first: what is doubtful is False. Dutch and English, mixed or not; any letter case.
    """
    own = _QUOTED.sub(" ", message[:_READ].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    lowered = own.casefold()
    if any(pattern.search(lowered) for pattern in NOT_ASKING) or _to_one_person(own):
        return False
    return any(_asks(sentence) for sentence in sentences(lowered))


def _asks(whole: str) -> bool:
    sentence = whole[:_LONGEST]
    if any(pattern.search(sentence) for pattern in PRACTICAL):
        return False
    if any(pattern.search(sentence) for pattern in REQUESTS):
        return True
    return any(_is_question(pattern, sentence) for pattern in QUESTIONS)


def _is_question(pattern: re.Pattern[str], sentence: str) -> bool:
    """Say whether the pattern stands where a clause may begin, and the sentence asks or opens with it."""
    return any(
        _CLAUSE_START.search(sentence[: match.start()]) and ("?" in sentence or match.start() < _OPENING)
        for match in pattern.finditer(sentence)
    )


def _to_one_person(message: str) -> bool:
    """Say whether the message opens with somebody's name."""
    opening = _PERSON.search(message.strip())
    if opening is None:
        return False
    name = opening["name"]
    return name is None or name.casefold() not in _NOT_A_NAME
