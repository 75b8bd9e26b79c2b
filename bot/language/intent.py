"""Does a message ask the group for experience, people or examples? Rules of our own, Dutch and English.

In a room where the bot listens this alone decides whether it may speak, so silence is preferred. Every
sentence is weighed: a form of asking a group, what is asked for, and what makes it something else each have
points. What the signs are stands in `forms.py`, `substance.py` and `contrary.py`, and who is addressed in
`addressee.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.language.addressee import is_for_one
from bot.language.analysis import sentences
from bot.language.contrary import CONTRARY, ELSEWHERE, NEVER
from bot.language.forms import FORMS, REQUESTS
from bot.language.phrases import Sign
from bot.language.substance import AROUND, SUBSTANCE

ENOUGH = 3
"""Points at which a sentence asks the group for experience."""

_READ = 4000
"""Characters of a message that are looked at; whoever asks the group has done so by then."""

_LONGEST = 600
"""Characters of a sentence that are looked at; nobody asks later than that, and patterns stay fast."""

_LONGEST_WORD = 40

# Bounded, as a mark that is never closed would have the whole message read again for each one.
_QUOTED = re.compile(r"\"[^\"]*\"|[“„][^”“„]{0,1000}[”“]|(?<!\w)['‘][^'’‘\n]{8,1000}['’](?!\w)")
_LINK = re.compile(r"\bhttps?://\S+")
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|[^\w\s]+")
_BARS = re.compile(r"(?:\| )+")
_LAUGHING = frozenset(
    "\N{FACE WITH TEARS OF JOY}\N{ROLLING ON THE FLOOR LAUGHING}\N{FACE WITH ROLLING EYES}"
    "\N{SMILING FACE WITH OPEN MOUTH AND COLD SWEAT}"
)


def asks_for_experience(message: str) -> bool:
    """Say whether a message in a room asks the group who did something, how it went, or for examples.

    Precision comes first: what is doubtful is False. Dutch and English, mixed or not; any letter case.
    """
    own = message[:_READ].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    own = _LINK.sub(" ", _QUOTED.sub(" ", own))
    if is_for_one(own):
        return False
    parts = [_plain(sentence) for sentence in sentences(own)]
    if ELSEWHERE.pattern.search(" | ".join(parts)):
        return False
    likely = [AROUND.pattern.search(part) is not None for part in parts]
    return any(
        _points(part) + AROUND.points * (sum(likely) > own_likely) >= ENOUGH
        for part, own_likely in zip(parts, likely, strict=True)
    )


def _points(sentence: str) -> int:
    """Return the points of a sentence; it has none to speak of without a form of asking."""
    # A question that ends in a full stop is a statement that looks like one.
    forms = REQUESTS if sentence.endswith(".") else FORMS
    asking = [form.points for form in forms if form.pattern.search(sentence)]
    if not asking:
        return NEVER
    return max(asking) + _sum(SUBSTANCE, sentence) + _sum(CONTRARY, sentence)


def _sum(signs: Iterable[Sign], sentence: str) -> int:
    return sum(one.points for one in signs if one.pattern.search(sentence))


def _plain(sentence: str) -> str:
    """Return its words in lower case without accents, a bar between clauses, and the mark it ends with."""
    decomposed = unicodedata.normalize("NFKD", sentence[:_LONGEST]).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    text = _BARS.sub("| ", " ".join(_token(token) for token in _TOKEN.findall(bare))).strip("| ")
    return f"{text} ." if bare.endswith(".") and not bare.endswith("..") else text


def _token(token: str) -> str:
    """Return a word as it is, and of a run of marks what it says: asking, laughing or a pause."""
    if token[0].isalnum():
        return token[:_LONGEST_WORD]
    if "?" in token:
        return "?"
    return "haha" if _LAUGHING & set(token) else "|"
