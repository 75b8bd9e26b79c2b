"""Asking: a question in any wording, what goes on with it in a few words, and `more` of its answer."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answering import more
from bot.commands.asked import previous
from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.found import Sought, answered, quote, surely_answered
from bot.commands.knowing import knowing_more
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.question import Filters, Query
from bot.finding import SHOWN, visible
from bot.language.analysis import content, words
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.querying.following import FollowUp, Turn, follow_up
from bot.querying.reading import read
from bot.querying.saying import faults_in_words
from bot.querying.values import vocabulary


async def question(request: Request, text: str, desk: Desk) -> Response | Act:
    """Answer a question or a follow-up from the base, or say honestly that the base does not know."""
    sought, asks = await _read(request, text, desk)
    last = await previous(request, desk) if asks else None
    if asks and last:
        return await _followed(request, asks, replace(sought, first=last), desk)
    says = bool(content(sought.query.words))
    if asks and (says or not sought.query.filters.narrow):
        return Response(say(*_only_faults(asks, request), _forgotten(request.translator)))
    if not says and not sought.query.filters.narrow:
        return Response(_nothing_asked(request, text, sought))
    return await answered(request, sought, desk)


async def sure_answer(request: Request, text: str, desk: Desk) -> Act | None:
    """Return an answer that the base surely holds, or one to a follow-up; None is silence."""
    sought, asks = await _read(request, text, desk)
    last = await previous(request, desk) if asks else None
    if asks and last:
        followed = await _followed(request, asks, replace(sought, first=last), desk)
        return _saying(followed) if isinstance(followed, Response) else followed
    return None if asks else await surely_answered(request, sought, desk)


async def _read(request: Request, text: str, desk: Desk) -> tuple[Sought, FollowUp | None]:
    async with desk.store.read() as tx:
        themes = await tx.entries.themes()
    known, year = vocabulary(themes), request.now.year
    reading = read(text, known, year)
    return Sought(reading.query, themes, reading.faults), follow_up(reading, known, year)


async def _followed(request: Request, asks: FollowUp, sought: Sought, desk: Desk) -> Response | Act:
    """Ask the previous question again in another way, or for the people behind its answer."""
    last, t = sought.first, request.translator
    if last is None:
        return Response(say(_forgotten(t)))
    if asks.turn is Turn.PEOPLE:
        return await knowing_more(request, last, sought, desk)
    if asks.turn is Turn.NARROWER and not asks.filters.narrow:
        return Response(say(*_only_faults(asks, request)))
    asked, added = await _without_strange_places(request, asks.filters, desk)
    filters = Filters() if asks.turn is Turn.WIDER else asked.over(last.filters)
    query = Query(f"{last.text or ''} {added}".strip(), filters)
    if not filters.narrow and not content(query.words):
        return Response(say(t.line("There is no filter to take away. Other words may find more.")))
    return await answered(request, replace(sought, query=query, faults=asks.faults, added=added), desk)


async def _without_strange_places(request: Request, asked: Filters, desk: Desk) -> tuple[Filters, str]:
    """Return the filters, and as words what looked like a place (“en in de zorg?”) and is none we know."""
    if not asked.places or any(name != name.casefold() for name in asked.places):
        return asked, ""
    index = await desk.index.current()
    if index.search("", request.audience, Filters(places=asked.places), limit=1):
        return asked, ""
    return replace(asked, places=frozenset()), " ".join(sorted(asked.places))


def _only_faults(asks: FollowUp, request: Request) -> tuple[Line, ...]:
    return faults_in_words(asks.faults, request.translator, searched=False)


def _forgotten(t: Translator) -> Line:
    return t.line("I no longer know which question this belongs to. Ask it again.")


def _saying(response: Response) -> Act:
    async def act(tx: Transaction) -> Response:  # noqa: ARG001 - there is nothing to write
        return response

    return act


_THANKS = frozenset({"bedankt", "dank", "dankje", "dankjewel", "dankuwel", "thanks", "thank", "thx", "merci"})


def _nothing_asked(request: Request, text: str, sought: Sought) -> Reply:
    """Answer a line without anything to look for: a greeting, thanks, small words, a filter with a slip."""
    t = request.translator
    if sought.faults:
        return say(*faults_in_words(sought.faults, t, searched=False))
    if _THANKS.intersection(words(text)):
        return say(t.line("You are welcome!"))
    return say(
        t.line(
            "Hi! Ask me who did something before, for example: "
            "“who has experience with energy cooperatives?” `help` shows what else I can do."
        )
    )


async def _everything(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    sought, _ = await _read(request, "", desk)
    last = await previous(request, desk)
    return await _followed(request, FollowUp(Turn.WIDER), replace(sought, first=last), desk)


async def _more(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    last = await previous(request, desk)
    if last is None:
        return Response(say(_forgotten(t)))
    left = await visible(desk.store, last.found[last.shown :], request.audience)
    if not left:
        return Response(say(t.line("That is all I have. Other words may find more.")))
    index = await desk.index.current()
    asked = last.text or ""
    quoted = {entry.id: quote(index, asked, entry, request) for entry in left[:SHOWN]}
    reply = more(left, last.shown + 1, lambda entry: quoted[entry.id], t)
    seen = replace(last, shown=last.found.index(left[:SHOWN][-1].id) + 1)

    async def act(tx: Transaction) -> Response:
        await tx.questions.save(seen)
        return Response(reply)

    return act


def _command(dutch: Wording, english: Wording, summary: str, run: Handler, also: frozenset[str]) -> Command:
    rule = Rule(Role.MEMBER)
    return Command(dutch, english, summary, "", rule, Effect.READS, run, everyday=True, also=also)


COMMANDS = (
    _command(
        Wording("meer", "", ("meer",)),
        Wording("more", "", ("more",)),
        mark("shows more of the last answer"),
        _more,
        frozenset(),
    ),
    _command(
        Wording("alles", "", ("alles",)),
        Wording("everything", "", ("everything",)),
        mark("asks the last question again, without filters"),
        _everything,
        frozenset({"zonder filter", "zonder filters", "without filter", "without filters"}),
    ),
)
