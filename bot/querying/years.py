"""The year that a line narrows by, as people say it: “sinds 2020”, “na 2019”, “vorig jaar”, “vanaf mei 2020”.

There is a filter for from when on, and none for until when: what asks for that is a fault to be said.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.question import Filters
from bot.language.stopwords import listed
from bot.querying.reading import YEAR, Fault, Trouble, no_year, read_year
from bot.querying.values import Key

SINCE = listed("sinds vanaf since")
_WHEN = listed("wanneer when")
_AFTER = listed("na after")
_UNTIL = listed("voor before tot until tussen between")
OPENING = SINCE | _AFTER | _UNTIL
"""Words with which a line begins that narrows by a year."""

_IN = listed("in uit van from of")
_THE_YEAR = listed("het the jaar year")
_THE = listed("de het iets wat the meest most")
_MONTHS = listed(
    "januari februari maart april mei juni juli augustus september oktober november december",
    "january february march may june july august october begin eind medio",
)
_YEARS_AGO = {
    "dit jaar": 0,
    "this year": 0,
    "vorig jaar": 1,
    "afgelopen jaar": 1,
    "last year": 1,
}

_NEW = listed(
    "recent recente recentste nieuwste newest latest recenter recentere recenters nieuwere nieuwers newer",
)
_NEWER = listed("recenter recentere recenters nieuwere nieuwers newer")
RECENT = 2
"""So many years before this one still are recent."""

When = tuple[int, Filters, tuple[Fault, ...]]
"""Where it ends, what it asks, and what is wrong with it."""


def when(typed: Sequence[str], plain: Sequence[str], start: int, year: int, *, joined: bool) -> When | None:
    """Read a year from here on; `joined`: it may stand by itself, behind “en” or “alleen”.

    None when there is none. `year` is the present one.
    """
    word = plain[start]
    at = start + (word in OPENING | _IN)
    while at > start and at < len(plain) and plain[at] in _THE_YEAR | _MONTHS:
        at += 1
    ago = _YEARS_AGO.get(" ".join(plain[at : at + 2]))
    if ago is not None and word not in _UNTIL | _AFTER and (joined or at > start):
        return at + 2, Filters(since=year - ago), ()
    newest = start
    while newest < len(plain) - 1 and plain[newest] in _THE:
        newest += 1
    if plain[newest] in (_NEW if joined else _NEWER):
        return newest + 1, Filters(since=year - RECENT), ()
    follows = at < len(plain) and YEAR.fullmatch(plain[at]) is not None
    if word in _UNTIL and follows:
        return _impossible(typed, start, Trouble.NO_YEAR)
    if word in _AFTER:
        after = read_year(typed[at], year) if follows else None
        return (at + 1, Filters(since=after + 1), ()) if after is not None and after < year else None
    if word in SINCE and start + 1 < len(typed) and plain[start + 1] not in _WHEN:
        return _since(typed, at if follows else start + 1, start, year)
    return _since(typed, at, start, year) if follows and (joined or at > start) else None


def _since(typed: Sequence[str], at: int, start: int, year: int) -> When:
    since = read_year(typed[at], year)
    if since is not None:
        return at + 1, Filters(since=since), ()
    return _impossible(typed, start, no_year(" ".join(typed[at:]), year))


def _impossible(typed: Sequence[str], start: int, trouble: Trouble) -> When:
    return len(typed), Filters(), (Fault(trouble, " ".join(typed[start:]), Key.SINCE),)
