"""Does a line go on with the previous question? Its shapes, in Dutch and English.

A follow-up is short and is nothing but one: small words around what to narrow by (“alleen mislukkingen”,
“and in Utrecht?”), a question for people (“en wie dan?”), or the wish to see everything again. A line with
anything else in it is a question of its own. Leaving something out (“niet in Utrecht”) is recognised, so that
it is not taken for its opposite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.domain.question import Filters
from bot.language.analysis import words
from bot.language.stopwords import WEIGHTLESS, listed
from bot.querying.naming import is_capital, one_name
from bot.querying.reading import YEAR, Fault, Reading
from bot.querying.standing import not_yet
from bot.querying.values import BODIES, CHOSEN_FROM, Key, Vocabulary, narrowed
from bot.querying.wishes import ALL, PEOPLE, SORTED
from bot.querying.years import OPENING, SINCE, when


class Turn(Enum):
    """What a follow-up wants: fewer entries, some left out, all of them, an order, the people behind them."""

    NARROWER = auto()
    EXCEPT = auto()
    WIDER = auto()
    SORTED = auto()
    PEOPLE = auto()


@dataclass(frozen=True)
class FollowUp:
    """What a line asks of the previous question; `alone`: without one it asks just as much."""

    turn: Turn
    filters: Filters = field(default_factory=Filters)
    faults: tuple[Fault, ...] = ()
    alone: bool = False


_MOST_WORDS = 10
_MOST_OF_NAME = 4

_ONLY = listed("alleen enkel uitsluitend slechts only just solely")
_AND = listed("en and ook maar but also of or liever rather")
_THEN = listed("dan then")
_SMALL = listed(
    "de het een die dat deze wat wel nog ok oke ja nee nu dan er is zijn was waren werd werden heeft graag",
    "alsjeblieft svp even doe geef give the those these that what which ones one it were has have been are",
    "iemand voorbeeld voorbeelden eens allemaal alle geven lijst overzicht example examples list overview",
    "ermee hiermee daarmee dit al steeds momenteel inmiddels daarvan hiervan ervan still already currently",
    "is please now then ok okay yes me show toon laat zien van welke which iets there anything something",
    "any",
)
_IN = listed("in uit rond rondom omgeving from around within")
_OF = listed("bij van door at by of")
_ABOUT = listed("over about rond thema theme")
_ARTICLES = listed("de het een andere the a other regio stad dorp")
_NEARBY = re.compile(r"\b(?:in de (?:buurt|omgeving|nabijheid|regio) van|near(?: to)?) ", re.IGNORECASE)
_ASKING = listed("wat what iemand anybody anyone")
_BY_ITSELF = re.compile(
    r"(?:zijn|waren|is|was) er\b|(?:are|were|is|was) there\b"
    r"|wat is (?:er|nog|al)\b|what is (?:still|already)\b"
    r"|wie zijn (?:de |jullie )?(?:voorlopers|pioniers)\b|who are (?:the|your) pioneers\b"
    r"|(?:heb|ken|weet|kun|kan|wil) (?:je|jij|jullie)\b|do you (?:also )?have\b"
    r"|(?:laat|toon|geef|show|give)\b(?!.*\b(?:alleen|enkel|only|just)\b)"
)
"""How a line begins that asks as much without a question before it."""

_WHICH = re.compile(
    r"(?:welke|which) (?!ones?\b|\w+van\b)\w+ (?:zijn|waren|worden|lopen|are|were)\b(?! \w+mee\b)"
    r"|(?:alle |all )?(?:(?!alleen|enkel|only|just|en\b|and\b)\w+ )?(?:projecten|lessen|projects|lessons)\b"
)
"""How a line begins that asks as much by itself about what became of all of a kind."""

_WHETHER = re.compile(
    rf"{_BY_ITSELF.pattern}"
    r"|wat (?:ging|liep|lukte|werkte|mislukte)\b|what (?:went|did|failed|worked)\b"
    r"|welke (?:(?:daar|hier|er)van )?(?:zijn|waren|worden|gingen|lopen|lukten|werkten|mislukten)\b"
    r"|which (?:ones?|are|were|failed|worked)\b"
    r"|(?:is|zijn) (?:ze|die|dit|dat)\b|are (?:they|those)\b|is (?:this|that)\b"
)
"""How a line begins that asks whether there is something among what was found."""

_NO = re.compile(r"^no[,.!] ", re.IGNORECASE)
_LEAVING_OUT = re.compile(
    r"(?:(?:en|and|maar|but|alleen|only|dan|then|liever|rather|graag)\b[ ,]*)*"
    r"(?:niet|geen|behalve|zonder|uitgezonderd|not|no|except(?: for)?|without|excluding)\b (?P<what>.+)",
    re.IGNORECASE,
)
_NO_NAME = (WEIGHTLESS | listed("hoeverre")) - listed(
    "groot grote nieuw nieuwe oud oude hoog hoge ter aan den de bij zee kanaal"
)

_BODY = frozenset(body for _, names in BODIES.values() for body in names)
_WITH_THAT = re.compile(
    r" (?:die|met|who) (?:(?:(?:hier|daar|er)(?:mee)?|dit|dat|ook|al|has|have) )*"
    r"(?:ervaring|iets|experience)(?: (?:ermee|mee|in|over|van|with (?:this|that|it)))*"
    r"(?: (?:heeft|hebben|weet|weten))?$",
    re.IGNORECASE,
)
"""How a line ends that asks for somebody who did what the question before asks."""

_AND_THAT = re.compile(
    r"^(?:(?:en|and) )?(?:(?:kun|kan|wil) (?:je|jij)|(?:wie|welke \w+) (?:is|zijn)(?= (?:er|hier|daar)mee\b)"
    r"|(?:wie zijn|who are)(?= (?:(?:de|jullie|the|your) )?"
    r"(?:voorlopers|pioniers|pioneers)\b)|(?:heb|ken|weet) (?:je|jij|jullie)(?: (?:ook|er|nog|misschien))*"
    r"|do you (?:also )?have"
    r"|hoe zit (?:het|dat)(?: dan)?(?: met)?|(?:what|how) about"
    r"|(?:wie|who)(?: dan| nog| er| then)?(?= (?:in|uit|rond|bij|at|from)\b))\b ?",
    re.IGNORECASE,
)

WORDS = (_ONLY | SINCE | _ABOUT).union(re.findall(r"\w{2,}", f"{PEOPLE.pattern} {ALL.pattern}"))
"""The words that make a follow-up of a line, besides what can be narrowed by."""


def follow_up(reading: Reading, known: Vocabulary, year: int) -> FollowUp | None:
    """Return what a line asks of the question before it; None when it is a line of its own."""
    said = reading.query.words
    line = not_yet(re.sub(r"\s+", " ", said.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))).strip(" ?!.,…")
    if reading.query.filters.phrases or len(line.split()) > _MOST_WORDS:
        return None
    bare = re.sub(r"^(?:(?:en|and|maar|but|ok|oke|okay|ja|yes|so|dus)\b[ ,]*)+", "", line.casefold())
    if not reading.query.filters.narrow:
        if PEOPLE.fullmatch(bare):
            return FollowUp(Turn.PEOPLE)
        if ALL.fullmatch(bare):
            return FollowUp(Turn.WIDER)
        if SORTED.fullmatch(bare):
            return FollowUp(Turn.SORTED)
    short = re.sub(_NEARBY, "rond ", re.sub(_AND_THAT, "en ", re.sub(_NO, "", _WITH_THAT.sub("", line))))
    told = _narrowing(short.split(), known, year, asked="?" in said)
    if told is None and (without := _LEAVING_OUT.fullmatch(short)):
        told = _narrowing(["en", *short.split()], known, year, asked=True)  # “niet gelukt” is an outcome
        if told is None and _narrowing(["en", *without["what"].split()], known, year, asked=True):
            return FollowUp(Turn.EXCEPT)
    if told is None:
        only = FollowUp(Turn.NARROWER, reading.query.filters, reading.faults)
        return only if reading.only_filters else None
    alone = _BY_ITSELF.match(line.casefold()) is not None or _what_became(line.casefold(), told.filters)
    filters, faults = reading.query.filters.plus(told.filters), (*reading.faults, *told.faults)
    return FollowUp(Turn.NARROWER, filters, faults, alone)


def _what_became(line: str, asked: Filters) -> bool:
    return bool(asked.outcomes or asked.states) and _WHICH.match(line) is not None


def _narrowing(typed: Sequence[str], known: Vocabulary, year: int, *, asked: bool) -> FollowUp | None:
    """Read a line word by word; None as soon as something in it is no part of a follow-up."""
    plain = [" ".join(words(word)) for word in typed]
    told = FollowUp(Turn.NARROWER)
    position, opened, joined = 0, False, True
    while position < len(typed):
        if plain[position] in _ONLY:
            opened, joined, position = True, True, position + 1
            continue
        if plain[position] in _AND:
            opened, joined, position = opened or position == 0, True, position + 1
            continue
        part = _part(typed, plain, position, known, year)
        if part is None:
            if plain[position] not in _SMALL:
                return None
            opened = opened or plain[position] in _THEN
            position += 1
            continue
        position, filters, faults = part
        told = FollowUp(Turn.NARROWER, told.filters.plus(filters), (*told.faults, *faults))
    if not told.filters.narrow and not told.faults:
        return None
    named = plain[0] in _IN | _OF and any(is_capital(word) or YEAR.fullmatch(word) for word in typed[1:])
    whether = _WHETHER.match(" ".join(plain)) is not None
    opened = (
        opened
        or named
        or whether
        or _what_became(" ".join(plain), told.filters)
        or plain[0] in OPENING
        or (asked and plain[0] in _IN | _OF | _ASKING)
    )
    if told.filters.impossible:
        told = replace(told, filters=told.filters.said_loosely())
    return told if opened and joined else None


_Part = tuple[int, Filters, tuple[Fault, ...]]


def _part(
    typed: Sequence[str], plain: Sequence[str], start: int, known: Vocabulary, year: int
) -> _Part | None:
    """Read one thing to narrow by from here on: where it ends, what it asks, and what is wrong with it."""
    word = plain[start]
    if valued := _valued(plain, start, known):
        return valued
    joined = start > 0 and plain[start - 1] in _AND | _ONLY
    if year_said := when(typed, plain, start, year, joined=joined):
        return year_said
    if word in _ABOUT and (theme := _theme(plain, start + 1, known)):
        return theme
    if word in _IN | _OF and start + 1 < len(typed) and not _valued(plain, start + 1, known):
        return _named(typed, plain, start + 1, Key.PLACE if word in _IN else Key.ORGANISATION)
    named = word in _BODY or is_capital(typed[start])
    if word in BODIES or (start and named and plain[start - 1] in _AND | _ONLY):
        return _named(typed, plain, start, Key.PLACE)
    return None


def _valued(plain: Sequence[str], start: int, known: Vocabulary) -> _Part | None:
    """Read the longest run of words that is an outcome, a kind or a role, small words left out."""
    for end in range(len(plain), start, -1):
        telling = " ".join(word for word in plain[start:end] if word not in _SMALL)
        for key in CHOSEN_FROM:
            value = known.find(key, telling)
            if value is not None and plain[start] not in _SMALL:
                return end, narrowed(key, [value]), ()
    return None


def _theme(plain: Sequence[str], start: int, known: Vocabulary) -> _Part | None:
    for end in range(len(plain), start, -1):
        theme = known.find(Key.THEME, " ".join(plain[start:end]))
        if theme is not None:
            return end, narrowed(Key.THEME, [theme]), ()
    return None


def _named(typed: Sequence[str], plain: Sequence[str], start: int, key: Key) -> _Part | None:
    """Read a name, or two names with “en” between them; None when it is no name."""
    names: set[str] = set()
    end = start
    while end < len(typed):
        stop = end
        while stop < len(typed) and plain[stop] not in _THEN | _AND | SINCE | _ONLY and _fits(plain[stop]):
            stop += 1
        whole = _end_of_name(typed, end)
        name = _bare(typed[end:whole]) if whole > end else _name(typed[end:stop])
        stop = whole if whole > end else stop
        if name is None:
            break
        _, bodies = BODIES.get(" ".join(words(name)), ("", ()))
        key = Key.ORGANISATION if bodies else key
        names.update(bodies or (name,))
        end = stop
        named = end + 1 < len(typed) and (is_capital(typed[end + 1]) or plain[end + 1] in _BODY)
        if not (named and plain[end] in _AND):
            break
        end += 1
    return (end, narrowed(key, names), ()) if names else None


def _end_of_name(typed: Sequence[str], start: int) -> int:
    """Return where a name ends with small words in it (“Bergen op Zoom”); `start` when there is none."""
    first = start + len(typed[start:]) - len(_past_articles(typed[start:]))
    words_ = [word.strip(",;") for word in typed[first : first + _MOST_OF_NAME + 3]]
    if words_ and words_[0] in _BODY:
        words_[0] = words_[0].capitalize()
    ends = range(len(words_), 2, -1)
    return next(
        (
            first + end
            for end in ends
            if is_capital(words_[end - 1])
            and _BODY.isdisjoint(word.casefold() for word in words_[1:end])
            and one_name(" ".join(words_[:end]))
        ),
        start,
    )


def _past_articles(typed: Sequence[str]) -> Sequence[str]:
    skipped = next((at for at, word in enumerate(typed) if word not in _ARTICLES), len(typed))
    return typed[skipped:]


def _bare(typed: Sequence[str]) -> str:
    return " ".join(word.strip(",;") for word in _past_articles(typed))


def _fits(word: str) -> bool:
    return (bool(word) and word not in _NO_NAME | _IN) or word in _ARTICLES


def _name(typed: Sequence[str]) -> str | None:
    """Return a name without the article before it; None when the words are none."""
    name = [word.strip(",;") for word in _past_articles(typed)]
    capitals = [is_capital(word) for word in name if word and word.casefold() not in _NO_NAME]
    if not name or len(name) > _MOST_OF_NAME or any("," in word for word in typed[:-1]):
        return None
    return " ".join(name) if all(capitals) or not any(capitals) or name[0].casefold() in _BODY else None
