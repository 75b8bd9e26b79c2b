"""Who is meant in a message: whether the bot is, and the people and rooms in its words as keys."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from adapters.matrix.config import PLATFORM
from adapters.matrix.fields import SERVER, Event, room_id, user_id
from bot.domain.keys import PlaceKey, RoomKey
from bot.messages.cleaning import clean
from bot.messages.unchecked import mapping, text


@dataclass(frozen=True)
class Self:
    """Who the bot is. Upper and lower case of `names` and `prefix` are the same.

    `names` are what people call it: its display names and the first part of its user id. People of `servers`
    belong to those it listens to, and so do single `people`; everybody else is a guest.
    """

    user_id: str
    place: PlaceKey
    names: frozenset[str]
    prefix: str
    servers: frozenset[str]
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Said:
    """The words without the calling of the bot; whether it was called, and whether by its name in them."""

    words: str
    addressed: bool
    named: bool


_READ = 16_384
"""Characters of the formatted text that are looked at for mentions."""

_PILLS = 50
_FALLBACK = re.compile(r"> (?:\* )?<@[^\n]*\n?(?:>[^\n]*\n?)*\n?")
_ANCHOR = re.compile(r"(?is)<a\s([^<>]{0,1000})>(.{1,500}?)</a\s*>")
_ADDRESS = re.compile(r"""(?i)(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(r"<[^<>]*>")
_WEB = "https://matrix.to/#/"
_WRITTEN = re.compile(rf"\[[^\]\n]{{0,255}}\]\(((?:{_WEB}|matrix:)[^\s()]{{1,800}})\)")
_BARE = re.compile(rf"{_WEB}[@!%][^\s<>()\[\]]*\w")
_TYPED = re.compile(rf"(?i)(?<!{PLATFORM}:)(?<![\w@./#-])(@[a-z0-9._=/+-]+:({SERVER}))")
_PATHS = {"u/": "@", "user/": "@", "roomid/": "!"}
_WORD_GOES_ON = r"(?!['’-]?\w)"
_ID_GOES_ON = r"(?![.:-]*\w)"


def said(content: Event, me: Self, *, direct: bool, reply: bool) -> Said:
    """Read the words of a message; `reply`: it may begin with what it replies to, which is left out.

    A client that says who is mentioned (`m.mentions`) is believed; the name then counts at the beginning
    only, where people type it to call. With other clients it counts everywhere.
    """
    body = text(content.get("body")) or ""
    rich = text(content.get("formatted_body")) or ""
    if reply:
        body = _FALLBACK.sub("", body, count=1) if _FALLBACK.match(body) else body
        rich = rich.rpartition("</mx-reply>")[2]
    words = _with_keys(clean(body), rich[:_READ], me)
    calls, begins = _calling(me), _beginning(me)
    by_client = isinstance(content.get("m.mentions"), dict)
    named = bool(begins.match(words) or calls.search(words))
    called = is_mentioned(content, me) or begins.match(words) or (not by_client and named)
    return Said(_without_call(words, begins, calls), direct or bool(called), named)


def is_mentioned(content: Event, me: Self) -> bool:
    """Say whether the client says that the bot is mentioned."""
    users = mapping(content.get("m.mentions")).get("user_ids")
    return isinstance(users, list) and me.user_id in users


def _without_call(words: str, begins: re.Pattern[str], calls: re.Pattern[str]) -> str:
    called = begins.match(words)
    rest = words[called.end() :] if called else words
    if called and called["bare"] and rest.strip().isdigit():
        return (
            words.strip()
        )  # a command that begins with the word that is also our name, such as `voorloper 3`
    return calls.sub("", rest).strip()


@cache
def _beginning(me: Self) -> re.Pattern[str]:
    """Return what calls the bot at the beginning of a message, with the mark behind it."""
    prefix = re.escape(me.prefix) + (_WORD_GOES_ON if me.prefix[-1:].isalnum() else "")
    ways = [rf"{_key(me)}", *([prefix] if me.prefix else [])]
    if me.names:
        ways.append(rf"@{_named(me)}(?!:\w)")  # with a homeserver behind it, it is somebody else
        ways.append(rf"(?P<bare>{_named(me)}(?!\s*[:,]))|{_named(me)}")
    else:
        ways.append(r"(?P<bare>(?!))")
    return re.compile(rf"(?i)\s*(?:{'|'.join(ways)})\s*[:,]?\s*")


@cache
def _calling(me: Self) -> re.Pattern[str]:
    """Return what calls the bot anywhere, standing apart from other words."""
    named = rf"|@{_named(me)}(?!:\w)" if me.names else ""
    return re.compile(rf"(?i),?[ \t]?(?<![^\s(])(?:{_key(me)}{named})(?=[\s?!.,;:)]|$)")


def _named(me: Self) -> str:
    longest_first = sorted(me.names, key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(map(re.escape, longest_first))}){_WORD_GOES_ON}"


def _key(me: Self) -> str:
    return re.escape(f"@{PLATFORM}:{me.user_id}") + _ID_GOES_ON


def _with_keys(words: str, rich: str, me: Self) -> str:
    """Put the key of a person or room in the place of a mention: a pill, a link, or a typed id."""

    def written(link: re.Match[str]) -> str:
        return _target(link[link.lastindex or 0], me) or link[0]

    def typed(found: re.Match[str]) -> str:
        known = "." in found[2] or found[2] in me.servers | {me.place.id}
        return f"@{PLATFORM}:{found[1]}" if known and user_id(found[1]) else found[0]

    words = _BARE.sub(written, _WRITTEN.sub(written, _with_pills(words, rich, me)))
    return _TYPED.sub(typed, words)


def _with_pills(words: str, rich: str, me: Self) -> str:
    done = ""
    for shown, key in _pills(rich, me):
        where = re.search(rf"(?<!\w)@?{re.escape(shown)}(?!\w|:\w)", words)
        if where:
            done += words[: where.start()] + key
            words = words[where.end() :]
    return done + words


def _pills(rich: str, me: Self) -> Iterator[tuple[str, str]]:
    """Give what is shown and the key of every link to a person or room, in order."""
    for number, anchor in enumerate(_ANCHOR.finditer(rich)):
        address = _ADDRESS.search(anchor[1])
        shown = clean(html.unescape(_TAG.sub("", anchor[2]))).strip()
        key = _target(html.unescape(address[1] or address[2] or ""), me) if address else None
        if number < _PILLS and shown and key:
            yield shown, key


def _target(address: str, me: Self) -> str | None:
    """Return the key of the person or room that a link of Matrix leads to; None for anything else."""
    if address.startswith(_WEB):
        named = unquote(address.removeprefix(_WEB).partition("?")[0])
    else:
        path = address.removeprefix("matrix:").partition("?")[0]
        kind = next((kind for kind in _PATHS if path.startswith(kind)), None)
        if kind is None or not address.startswith("matrix:"):
            return None
        named = _PATHS[kind] + unquote(path.removeprefix(kind))
    if user_id(named):
        return f"@{PLATFORM}:{named}"
    return f"#{RoomKey(me.place, named)}" if room_id(named) else None
