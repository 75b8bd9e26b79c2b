"""What people typed, made harmless before anything is done with it, and what goes out before it is shown.

Characters that nobody sees hide words from the search, turn the rest of a line around or carry a second
message. They are taken out once, when an event comes in; what the words mean is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.messages.incoming import (
    Click,
    Edited,
    FormSubmitted,
    Incoming,
    Message,
    Reaction,
    RoomChanged,
    SaveRequested,
)

READ = 4000
"""Characters of one message or answer that count; somebody's whole story fits, a pasted document does not."""

_MARKS = 4
"""Accents on one letter; no language needs more, and a pile of them covers the lines above."""

_ENDS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_SPACES = re.compile("[\x0b\x0c\x1c-\x1f\u2800]")
_SUBDIVISION = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
"""The flag of a part of a country: a black flag and unseen letters, the only good use of those."""

_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls
    "\xad\u200b\u200c\u2060-\u2064\ufeff\u034f\u17b4\u17b5\u180b-\u180f"  # fill, join and part words
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # turn the direction of writing
    "\u115f\u1160\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff\ufe00-\ufe0d"  # blank or hidden letters
)
_JOINER, _PICTURE = "\u200d", "\ufe0f"
"""Between two emoji the one makes them one picture; behind a sign the other makes a picture of it."""

_KEY = "\u20e3"
_SEQUENCE = f"[{_JOINER}\ufe0e{_PICTURE}]+"
_FORMATTING = re.compile(f"({_SUBDIVISION})|[{_UNSEEN}]+|{_SEQUENCE}")
_PICTURES = frozenset({"So", "Sk", "Sm"})
"""Kinds of characters that emoji are made of, skin colours among them."""

_SHOUTS = re.compile(r"(?i)(?<!\w)@(?=(?:room|here|channel|everyone|all|iedereen)\b)|<(?=[!@#])")


def clean(text: str) -> str:
    """Return the text as everybody sees it, up to one character more than is read.

    That one shows that there was more. Half characters become �, accents one character with their letter
    (NFC). Emoji stay whole. Cleaning twice is cleaning once.
    """
    return _plain(text)[: READ + 1]


def harmless(text: str) -> str:
    """Return words that turn nothing around and call nobody, wherever they come from: for what goes out.

    `@room` and the like lose their effect, and stay readable.
    """
    return _SHOUTS.sub(lambda shout: f"{shout[0]} ", as_seen(text))


def shortened(text: str, longest: int) -> str:
    """Return the text as part of a line of ours: on one line, and cut between words where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    whole = cut if line[longest - 1] == " " else cut.rpartition(" ")[0]
    return f"{(whole if 2 * len(whole) > longest else cut).rstrip(' ,;:-')}…"


def _plain(text: str) -> str:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    # cut before it is composed: composing a pile of accents takes the square of its height
    return unicodedata.normalize("NFC", _unpiled(as_seen(whole)[: READ + 1]))


def as_seen(text: str) -> str:
    """Return the text without what nobody sees, but for what keeps an emoji one picture."""
    if text.isascii() and text.isprintable():  # as most is, and quickly seen
        return text
    return _FORMATTING.sub(_kept, _SPACES.sub(" ", _ENDS.sub("\n", text)))


def _kept(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    at, behind = match.span()
    before, after = match.string[max(at - 1, 0) : at], match.string[behind : behind + 1]
    if after == _KEY:
        return _PICTURE
    if unicodedata.category(before or " ") not in _PICTURES:
        return ""
    picture = _PICTURE if _PICTURE in match[0] else ""
    joins = _JOINER in match[0] and unicodedata.category(after or " ") in _PICTURES
    return picture + (_JOINER if joins else "")


def _unpiled(text: str) -> str:
    kept: list[str] = []
    piled = 0
    for character in text:
        piled = piled + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if piled <= _MARKS:
            kept.append(character)
    return "".join(kept)


def cleaned(event: Incoming) -> Incoming:
    """Return the event with everything in it that a person typed clean."""
    match event:
        case Message(text=text) | Edited(text=text):
            return replace(event, text=clean(text))
        case Click(command=command):
            return replace(event, command=clean(command))
        case FormSubmitted(values=values):
            return replace(event, values=tuple((name, clean(value)) for name, value in values))
        case SaveRequested():
            return _cleaned_wish(event)
        case Reaction(wish=SaveRequested() as wish):
            return replace(event, wish=_cleaned_wish(wish))
        case RoomChanged(name=str(name)):
            return replace(event, name=clean(name))
        case _:
            return event


def _cleaned_wish(wish: SaveRequested) -> SaveRequested:
    return replace(wish, link=clean(wish.link))
