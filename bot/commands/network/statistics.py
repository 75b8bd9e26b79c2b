"""How it goes with the base: what came in, what waits, what was not found, in words and as a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.charting import Bars, Panel, chart, in_words
from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.commands.questions.asked_before import may_read
from bot.curating.waiting import SOURCES, Looking, Source
from bot.domain.model import Kind, Outcome
from bot.domain.people import Question, Role
from bot.domain.permissions import Rule
from bot.labels import label
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply
from bot.ports.store import Transaction
from bot.wording import enumeration

_MONTHS: Final = 12

_LOOKED_AT: Final = 500
"""How many of the open questions are looked at, to name the last ones."""

_NAMED: Final = 3
_QUOTED: Final = 120
"""How many of them are named, with so many characters."""

_LESSONS: Final = mark_plural("{number} lesson", "{number} lessons")
_PROJECTS: Final = mark_plural("{number} project", "{number} projects")
_CAME: Final = mark_plural(
    "In the last twelve months {number} lesson or project came in.",
    "In the last twelve months {number} lessons and projects came in.",
)
_ASKED: Final = mark_plural(
    "In these months I got {number} question that has no answer yet.",
    "In these months I got {number} questions that have no answer yet.",
)


@dataclass(frozen=True)
class _Seen:
    """The figures, as they stand in the base at one moment; `months` is one moment more than there are."""

    months: tuple[datetime, ...]
    published: Mapping[Kind, int]
    came_in: Sequence[int]
    not_found: Sequence[int]
    outcomes: Mapping[Outcome | None, int]
    waiting: tuple[tuple[Source, int], ...]
    asked: tuple[Question, ...]


async def _statistics(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    seen = await _looked_up(request, desk)
    panels = [panel for panel in _panels(seen, t) if not panel.empty]
    reply = Reply((Paragraph(_base(seen, t)), Paragraph(_waiting(seen, t))))
    if not panels:
        return Response(reply)
    return Response(reply, file=await chart(t.text("statistics"), panels, in_words(panels)))


async def _looked_up(request: Request, desk: Desk) -> _Seen:
    months = _months(request.now, ZoneInfo(request.translator.zone))
    looking = Looking(desk.policy, request.now, request.translator)
    async with desk.store.read() as tx:
        return _Seen(
            months,
            await tx.figures.published(),
            await tx.figures.came_in(months),
            await tx.figures.not_found(months),
            await tx.figures.outcomes(),
            tuple([(source, len(await source.find(tx, looking))) for source in SOURCES]),
            await _newest(tx, request),
        )


async def _newest(tx: Transaction, request: Request) -> tuple[Question, ...]:
    """Return the last questions without an answer that may be read here, each once."""
    found: dict[int, Question] = {}
    for asked in reversed(await tx.questions.waiting(_LOOKED_AT)):
        if len(found) == _NAMED:
            break
        if (asked.alike or asked.id) not in found and await may_read(tx, asked, request):
            found[asked.alike or asked.id] = asked
    return tuple(found.values())


def _months(now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when each of the last months begins on the clock of the readers, and when this one ends."""
    this = now.astimezone(zone)
    counted = [this.year * 12 + this.month - 1 + ahead for ahead in range(1 - _MONTHS, 2)]
    return tuple(datetime(month // 12, month % 12 + 1, 1, tzinfo=zone) for month in counted)


def _base(seen: _Seen, t: Translator) -> tuple[Line, ...]:
    counts = [
        t.plural(*_LESSONS, seen.published[Kind.LESSON]),
        t.plural(*_PROJECTS, seen.published[Kind.PROJECT]),
    ]
    return (
        t.line("The base holds {counts} that are published.", counts=enumeration(counts, t)),
        (
            Plain(t.plural(*_CAME, sum(seen.came_in))),
            *t.line(" What came from another register or with me is not counted in that."),
        ),
        t.line("How the lessons ended: {outcomes}.", outcomes=_ended(seen, t)),
    )


def _ended(seen: _Seen, t: Translator) -> str:
    told = [f"{seen.outcomes[outcome]} {_outcome(outcome, t)}" for outcome in (*Outcome, None)]
    return enumeration(told, t)


def _outcome(outcome: Outcome | None, t: Translator) -> str:
    return label(outcome, t) if outcome else t.text("not told")


def _waiting(seen: _Seen, t: Translator) -> tuple[Line, ...]:
    counts = [t.plural(source.one, source.many, number) for source, number in seen.waiting if number]
    waits = (
        t.line("Waiting for an admin: {counts}. `queue` shows them.", counts=enumeration(counts, t))
        if counts
        else t.line("Nothing waits for an admin.")
    )
    kept = t.line("A question that had an answer I do not keep, so I cannot count those.")
    return waits, *_asked(seen, t), kept


def _asked(seen: _Seen, t: Translator) -> tuple[Line, ...]:
    if not sum(seen.not_found):
        return (t.line("No question of these months waits for an answer."),)
    asked = (Plain(t.plural(*_ASKED, sum(seen.not_found))), *t.line(" `questions` shows what is open."))
    newest = tuple(
        t.line(
            "· “{question}” (Q{number})", question=shortened(each.text or "", _QUOTED), number=str(each.id)
        )
        for each in seen.asked
    )
    return asked, *newest


def _panels(seen: _Seen, t: Translator) -> tuple[Panel, ...]:
    outcomes = (*Outcome, None)
    return (
        Panel(
            t.text("Per month"),
            tuple(_month(month, t) for month in seen.months[:-1]),
            (
                Bars(t.text("lessons and projects that came in"), tuple(seen.came_in)),
                Bars(t.text("asked and not found"), tuple(seen.not_found)),
            ),
        ),
        Panel(
            t.text("How the lessons ended"),
            tuple(_outcome(outcome, t) for outcome in outcomes),
            (Bars(t.text("lessons"), tuple(seen.outcomes[outcome] for outcome in outcomes)),),
            lying=True,
        ),
        Panel(
            t.text("Waiting for an admin"),
            tuple(t.text(source.name) for source, _ in seen.waiting),
            (Bars(t.text("number"), tuple(number for _, number in seen.waiting)),),
            lying=True,
        ),
    )


def _month(month: datetime, t: Translator) -> str:
    return t.day(month.date(), "MMM ''yy" if month.month == 1 else "MMM")


COMMANDS = (
    Command(
        dutch=Wording("statistiek", "", ("statistiek",)),
        english=Wording("statistics", "", ("statistics",)),
        summary=mark("shows what came in, what waits and what was not found, with a chart"),
        arguments="",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.READS,
        run=_statistics,
        everyday=True,
        also=frozenset({"statistieken", "stats"}),
    ),
)
