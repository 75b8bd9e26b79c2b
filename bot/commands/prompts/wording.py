"""How prompts are typed and said: their ids, kinds and rooms, a single moment, one line about one.

What is done with them is in the modules beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.commands.command import Desk, Request
from bot.domain.calendar import Moment
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import RoomKey
from bot.domain.people import Room
from bot.domain.prompt import Prompt, PromptId
from bot.labels import called
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.planning.saying import say_schedule, say_time
from bot.ports.store import Transaction
from bot.prompting.kinds import Kind

ID: Final = r"[#(\[]?K?[ -]?(?P<number>[0-9]{1,12})[)\].,!]*"
"""The id of a prompt as people type it. K, because P, L, V and Q are taken: it is the K of prikkel."""

_BEGUN: Final = 60
"""Characters of own words by which a prompt is recognised."""

LABELS: Final[Mapping[Kind, str]] = {
    Kind.SUCCESS: mark("a success, in turns with a failure"),
    Kind.FAILURE: mark("a failure, in turns with a success"),
    Kind.QUESTION: mark("an open question"),
    Kind.SPOTLIGHT: mark("a spotlight"),
    Kind.BARRIER: mark("the barrier of the month"),
    Kind.ROLE: mark("the role of government"),
    Kind.CHECKIN: mark("a check-in"),
    Kind.INTERVIEW: mark("an interview"),
    Kind.AGENDA: mark("the first topic of the agenda"),
    Kind.DIGEST: mark("an overview of what is new"),
    Kind.FREE: mark("own words"),
}

TYPED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.SUCCESS: (
        *("succes", "success", "een succes", "a success"),
        *("een succes, om beurten met een mislukking", "a success, in turns with a failure"),
    ),
    Kind.FAILURE: (
        *("mislukking", "failure", "een mislukking", "a failure"),
        *("een mislukking, om beurten met een succes", "a failure, in turns with a success"),
    ),
    Kind.QUESTION: ("vraag", "question", "open vraag", "open question", "een open vraag", "an open question"),
    Kind.SPOTLIGHT: ("spotlight", "spotlight", "uitgelicht", "een uitgelicht voorbeeld", "a spotlight"),
    Kind.BARRIER: (
        *("belemmering", "barrier", "belemmering van de maand", "barrier of the month"),
        *("de belemmering van de maand", "the barrier of the month"),
    ),
    Kind.ROLE: (
        *("rol", "role", "overheidsrol", "government role", "rol van de overheid", "role of government"),
        *("de rol van de overheid", "the role of government"),
    ),
    Kind.CHECKIN: ("check-in", "check-in", "checkin", "check in", "een check-in", "a check-in"),
    Kind.INTERVIEW: ("interview", "interview", "een interview", "an interview"),
    Kind.AGENDA: (
        *("agenda", "agenda", "het bovenste onderwerp van de agenda", "the first topic of the agenda"),
        *("de agenda", "the agenda"),
    ),
    Kind.DIGEST: (
        *("overzicht", "digest", "een overzicht", "a digest", "wat nieuw is", "what is new"),
        *("een overzicht van wat nieuw is", "an overview of what is new"),
    ),
    Kind.FREE: ("vrij", "free", "vrije tekst", "free text", "eigen tekst", "eigen woorden", "own words"),
}
"""What people type for a kind; the first two are those of the help, in Dutch and in English."""

_KINDS: Final = {word: kind for kind, words in TYPED.items() for word in words}
_KIND: Final = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, _KINDS), key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)
_IN: Final = r"(?:in|op)?\s*(?:het kanaal\s+|the channel\s+)?"
_ROOM: Final = re.compile(rf"{_IN}#(?P<name>[^\s,;]+)[,;.]?", re.IGNORECASE)
_LONGEST_NAME: Final = 8
"""How many words the name of a room has at most."""
_HERE: Final = re.compile(r"(?:hier|here|in dit kanaal|in this channel)(?!\w)", re.IGNORECASE)
_BETWEEN: Final = " \t\n,;:-–"


@dataclass(frozen=True)
class Wish:
    """What follows a schedule: in which room (None: not said), what kind (None: not said), own words."""

    room: str | None
    kind: Kind | None
    words: str


def read_wish(rest: str, rooms: Collection[str] = ()) -> Wish:
    """Read what follows a schedule: “in #leren succes”, in any order; what is left are own words.

    `rooms` are names that have spaces in them.
    """
    room, kind = None, None
    left = rest.strip(_BETWEEN)
    for _ in range(2):
        named = _named(rooms).match(left)
        here = _HERE.match(left)
        typed = _KIND.match(left)
        if named and room is None:
            room, left = named["name"], left[named.end() :].strip(_BETWEEN)
        elif here and room is None:
            room, left = "", left[here.end() :].strip(_BETWEEN)
        elif typed and kind is None:
            kind, left = _KINDS[typed[0].casefold()], left[typed.end() :].strip(_BETWEEN)
    words = left.strip("\"“”'‘’ ")
    return Wish(room, kind, words if words.strip(".!") else "")


def _named(rooms: Collection[str]) -> re.Pattern[str]:
    spaced = "".join(f"{re.escape(each)}(?!\\w)|" for each in sorted(rooms, key=len, reverse=True))
    return re.compile(rf"{_IN}#(?P<name>{spaced}[^\s,;]+)[,;.]?", re.IGNORECASE) if rooms else _ROOM


async def spaced_rooms(words: str, request: Request, desk: Desk) -> tuple[str, ...]:
    """Return the names with spaces in them that stand behind a # in the words and are those of rooms here."""
    _, sign, behind = words.partition("#")
    parts = behind.split(" ")[:_LONGEST_NAME]
    names = [" ".join(parts[:count]).rstrip(",;.:") for count in range(2, len(parts) + 1)]
    if not sign or not names:
        return ()
    async with desk.store.read() as tx:
        return tuple([each for each in names if await tx.rooms.named(each, request.origin.place)])


def read_kind(typed: str) -> tuple[Kind | None, str]:
    """Read a kind that stands first, and what follows it; None when no kind stands there."""
    named = _KIND.match(typed)
    return (_KINDS[named[0].casefold()], typed[named.end() :].strip(_BETWEEN)) if named else (None, typed)


def kinds_typed(kinds: Iterable[Kind], t: Translator) -> str:
    """Return what people type for kinds, as a list."""
    typed = (TYPED[kind] for kind in kinds)
    return ", ".join(words[t.language == "en"] for words in typed)


async def room_of(tx: Transaction, typed: str | None, request: Request) -> Room | Reply:
    """Return the room that is meant: the one typed in when none is named. Say what is wrong otherwise."""
    t = request.translator
    if not typed:
        if request.room.direct:
            return say(t.line("In which channel? Put it behind the schedule, such as “in #learning”."))
        return request.room
    try:
        key = RoomKey.parse(typed)
    except MalformedKeyError:
        named = await tx.rooms.named(typed, request.origin.place)
        here = [room for room in named if room.key.place == request.origin.place and not room.direct]
        if len(here) > 1:
            keys = ", ".join(f"#{room.key}" for room in here)
            return say(
                t.line("There are more channels called {name}: choose one of {keys}.", name=typed, keys=keys)
            )
        return here[0] if here else _no_room(typed, t, elsewhere=bool(named))
    if key.place != request.origin.place:
        return _no_room(typed, t, elsewhere=True)
    known = request.room if key == request.room.key else await tx.rooms.get(key)
    return _no_room(typed, t, elsewhere=False) if known is None or known.direct else known


def _no_room(typed: str, t: Translator, *, elsewhere: bool) -> Reply:
    if elsewhere:
        return say(
            t.line("#{name} is in another place than this. Type it there, and I plan it there.", name=typed)
        )
    return say(
        t.line("I am not in a channel #{name}, or I have not heard anything there yet.", name=typed),
        t.line("Invite me there, or type the command in that channel itself."),
    )


def today_of(request: Request) -> date:
    """Return the day that it is for who asks."""
    return request.now.astimezone(ZoneInfo(request.translator.zone)).date()


def zone_of(room: Room, desk: Desk) -> str:
    """Return by which clock a room lives."""
    return room.zone or desk.policy.zone


def when(moment: Moment | datetime, zone: str, t: Translator, now: datetime) -> str:
    """Return a moment as people write it, by the clock of a zone; one that is not the reader's is named."""
    at = moment.at if isinstance(moment, Moment) else moment
    local = at.astimezone(ZoneInfo(zone))
    form = "EEEE d MMMM" if local.year == now.astimezone(ZoneInfo(zone)).year else "EEEE d MMMM y"
    clock = say_time(local.time()) + ("" if zone == t.zone else f" ({zone})")
    return t.text("{day} at {time}", day=t.day(local.date(), form), time=clock)


def about(prompt: Prompt, room: Room | None, t: Translator) -> Line:
    """Return one line that says what a prompt is."""
    return t.line(
        "**{id}** · {schedule} · {room} · {kind}",
        id=prompt.name,
        schedule=say_schedule(prompt.schedule, t),
        room=called(room, prompt.room),
        kind=kind_of(prompt, t),
    )


def kind_of(prompt: Prompt, t: Translator) -> str:
    """Return the kind in words; of own words their beginning."""
    label = t.text(LABELS[Kind(prompt.kind)])
    return f"{label}: “{shortened(prompt.words, _BEGUN)}”" if prompt.words else label


def unknown(number: PromptId, t: Translator) -> Reply:
    """Say that there is no such prompt."""
    return say(
        t.line("I do not know a prompt K{number}. `prompt list` shows which there are.", number=str(number))
    )


def number_of(arguments: re.Match[str]) -> PromptId:
    """Return the number that was typed."""
    return int(arguments["number"])
