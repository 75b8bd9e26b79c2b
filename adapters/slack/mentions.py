"""The words of a message: people and rooms as keys, links as they read, and whether the bot is called.

Slack writes all three between angle brackets and escapes what people typed; here that is undone, once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack.fields import channel_id, user_id
from adapters.slack.ids import Self
from adapters.slack.pictures import pictured
from adapters.slack.styles import unstyled
from bot.domain.keys import AccountKey, PlaceKey, RoomKey


@dataclass(frozen=True)
class Said:
    """The words without the calling of the bot, and whether it was called."""

    words: str
    called: bool


_READ = 40_000  # characters; Slack cuts longer messages off itself
_TOKEN = re.compile(r"<([@#!][^<>]{1,3100}|[a-z][a-z0-9+.-]{1,30}:[^<>]{1,3100})>|&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,30}:(?://)?")


def said(raw: str, me: Self, place: PlaceKey, blocks: object = None) -> Said:
    """Read the text of a message, an edit or a command; `blocks` are those that Slack gave with it.

    A mention of the bot counts wherever it stands: Slack tells of such a message twice, once as a mention,
    and both must be read alike.
    """
    cut = pictured(unstyled(raw[:_READ], blocks), blocks)
    mention = rf"<@{re.escape(me.user)}(?:\|[^<>]*)?>"
    rest = re.sub(rf"^\s*{mention}\s*[:,]?\s*", "", cut)
    without = re.sub(rf",?[ \t]?{mention}", "", rest)
    return Said(plain(without, place).strip(), called=without != cut)


def plain(raw: str, place: PlaceKey) -> str:
    """Return what people read, with `@slack:T1:U1` and `#slack:T1:C1` where people and rooms are named."""
    return _TOKEN.sub(_reading(place), raw)


def _reading(place: PlaceKey) -> Callable[[re.Match[str]], str]:
    def read(token: re.Match[str]) -> str:
        if token[2]:
            return _SIGNS[token[2]]
        target, _, label = token[1].partition("|")
        return _named(target, place) or _shown(_unescaped(target), _unescaped(label))

    return read


def _named(target: str, place: PlaceKey) -> str | None:
    user, channel = user_id(target[1:]), channel_id(target[1:])
    if target.startswith("@") and user:
        return f"@{AccountKey(place, user)}"
    if target.startswith("#") and channel:
        return f"#{RoomKey(place, channel)}"
    return None


def _shown(target: str, label: str) -> str:
    """Return how a group, a date, a call to everybody or a link reads."""
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    bare = _SCHEME.sub("", target, count=1)
    if not label or label == target:
        return target
    return label if label in {bare, bare.rstrip("/")} else f"{label} ({target})"


def _unescaped(text: str) -> str:
    return re.sub("&(amp|lt|gt);", lambda sign: _SIGNS[sign[1]], text)
