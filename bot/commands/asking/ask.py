"""Asking: a question in any wording, what goes on with it in a few words, and `more` of its answer."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.aliases import also_named
from bot.answering import more
from bot.commands.asking.asked import as_asked, in_language_of, keep, previous
from bot.commands.asking.follow_slip import LONGEST_SLIP, going_on_slips
from bot.commands.asking.found import Sought, answered, quote, surely_answered
from bot.commands.asking.knowing import knowing_more
from bot.commands.asking.name_slip import known_name
from bot.commands.asking.nothing_asked import found_nothing, had_nothing, nothing_asked
from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.model import Kind
from bot.domain.people import Question, Role
from bot.domain.permissions import Rule
from bot.domain.question import Filters, Query
from bot.finding import DEPTH, SHOWN, visible
from bot.language.analysis import content
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import say
from bot.ports.search import SearchIndex
from bot.ports.store import Transaction
from bot.querying.details import asks_a_detail
from bot.querying.following import FollowUp, Turn, follow_up
from bot.querying.reading import read
from bot.querying.saying import cannot, faults_in_words
from bot.querying.standing import standing
from bot.querying.values import elsewhere, vocabulary
from bot.wording import unnamed


async def question(request: Request, text: str, desk: Desk) -> Response | Act:
    """Answer a question or a follow-up from the base, or say honestly that the base does not know."""
    sought, asks = await _read(request, text, desk)
    if asks:
        return await _gone_on(request, text, asks, sought, desk)
    if content(sought.query.words) or sought.query.filters.narrow:
        return await answered(request, sought, desk)
    last = await previous(request, desk)
    return nothing_asked(in_language_of(last, request, text), text, sought, last)


async def _gone_on(request: Request, text: str, asks: FollowUp, sought: Sought, desk: Desk) -> Response | Act:
    """Go on with the question before. Without one, or when it found nothing, filters alone are a list."""
    last = await previous(request, desk)
    request = in_language_of(last, request, text)
    bare = sought.query.filters.narrow and not content(sought.query.words)
    if last and not (bare and found_nothing(last)) and not _of_others(last, asks):
        return await _followed(request, asks, replace(sought, first=last), desk)
    if bare or asks.alone:
        alone = replace(sought, query=Query("", asks.filters), faults=asks.faults)
        return await answered(request, alone, desk)
    if impossible := cannot(asks.turn, request.now.year, request.translator):
        return Response(say(impossible))
    return Response(say(*_only_faults(asks, request), _forgotten(request)))


async def goes_on(request: Request, text: str, desk: Desk) -> bool:
    """Say whether a question looks at the one before it in another way, by narrowing or widening it."""
    _, asks = await _read(request, text, desk)
    return asks is not None and asks.turn in {Turn.NARROWER, Turn.WIDER}


async def slips_of_going_on(request: Request, text: str, desk: Desk) -> tuple[str, ...]:
    """Return what goes on with the question before and is one slip away from a line that does not."""
    if len(text) > LONGEST_SLIP:
        return ()
    known, language = vocabulary(desk.index.themes), request.translator.language
    lines = going_on_slips(text, desk.commands, known, language, request.now.year)
    return lines if lines and await previous(request, desk) else ()


async def sure_answer(request: Request, text: str, desk: Desk) -> Act | None:
    """Return an answer that the base surely holds, or one to a follow-up; None is silence."""
    sought, asks = await _read(request, text, desk)
    last = await previous(request, desk, own=True) if asks else None
    if asks and last:
        followed = await _followed(request, asks, replace(sought, first=last), desk)
        return _saying(followed) if isinstance(followed, Response) else followed
    return None if asks else await surely_answered(request, sought, desk)


async def _read(request: Request, text: str, desk: Desk) -> tuple[Sought, FollowUp | None]:
    index = await desk.index.current()
    themes = desk.index.themes
    known, year = vocabulary(themes, index.organisations(request.audience)), request.now.year
    reading = read(unnamed(text, request.translator), known, year)
    query = reading.query
    query = replace(query, words="") if asks_a_detail(query.words) else query
    asks = follow_up(reading, known, year)
    query = query if asks else standing(query, known)
    return Sought(index, query, themes, reading.faults), asks


async def _followed(request: Request, asks: FollowUp, sought: Sought, desk: Desk) -> Response | Act:
    """Ask the previous question again in another way, or for the people behind its answer."""
    last, t = sought.first, request.translator
    if last is None:
        return Response(say(_forgotten(request)))
    if impossible := cannot(asks.turn, request.now.year, t):
        return Response(say(impossible))
    if asks.turn is Turn.PEOPLE:
        return await knowing_more(request, last, sought, desk)
    if asks.turn is Turn.NARROWER and not asks.filters.narrow:
        return Response(say(*_only_faults(asks, request)))
    first = await as_asked(last, desk)
    filters, added = Filters(), ""
    if asks.turn is not Turn.WIDER:
        asked, added = _without_strange_places(request, _of_those(last, asks.filters), sought.index)
        filters = asked.over(elsewhere(last.filters, asked))
        added = added or (last.text or "").removeprefix(first.text or "").strip()
    query = Query(f"{first.text or ''} {added}".strip(), filters)
    if not filters.narrow and not content(query.words):
        return Response(say(t.line("There is no filter to take away. Other words may find more.")))
    going_on = replace(sought, query=query, faults=asks.faults, first=first, added=added)
    return await answered(request, going_on, desk)


def _of_others(last: Question, asks: FollowUp) -> bool:
    """Say whether a line can be a question by itself, and asks of projects where none was found."""
    found = {each.kind for each in last.found}
    return asks.alone and bool(asks.filters.states) and bool(found) and Kind.PROJECT not in found


def _of_those(last: Question, asked: Filters) -> Filters:
    """Return what is asked of what was found; of projects alone “stopped” can only be their state."""
    return asked.stopped_projects() if {each.kind for each in last.found} == {Kind.PROJECT} else asked


def _without_strange_places(request: Request, asked: Filters, index: SearchIndex) -> tuple[Filters, str]:
    """Return the filters, and as words what looked like a place (“en in de zorg?”) and is none we know."""
    if not asked.places or any(name != name.casefold() for name in asked.places):
        return asked, ""
    if index.search("", request.audience, also_named(Filters(places=asked.places)), limit=1):
        return asked, ""
    if any(known_name(name, index, request.audience) for name in asked.places):
        return asked, ""  # a slip of a place: the answer names that
    return replace(asked, places=frozenset()), " ".join(sorted(asked.places))


def _only_faults(asks: FollowUp, request: Request) -> tuple[Line, ...]:
    return faults_in_words(asks.faults, request.translator, searched=False)


def _forgotten(request: Request) -> Line:
    return request.translator.line("I no longer know which question this belongs to. Ask it again.")


def _saying(response: Response) -> Act:
    async def act(tx: Transaction) -> Response:  # noqa: ARG001 - there is nothing to write
        return response

    return act


async def _everything(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    sought, _ = await _read(request, "", desk)
    last = await previous(request, desk)
    return await _followed(request, FollowUp(Turn.WIDER), replace(sought, first=last), desk)


async def _more(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    last = await previous(request, desk)
    if last is None:
        return Response(say(_forgotten(request)))
    left = await visible(desk.store, last.found[last.shown :], request.audience)
    if not left:
        return Response(say(_no_more(last, t)))
    index = await desk.index.current()
    asked = last.text or ""
    quoted = {entry.id: quote(index, asked, entry, request) for entry in left[:SHOWN]}
    reply = more(left, last.shown + 1, lambda entry: quoted[entry.id], t)
    found = (*last.found[: last.shown], *(entry.id for entry in left))
    seen = replace(last, found=found, shown=last.shown + len(quoted), language=t.language)

    theirs = replace(
        seen,
        asker=request.person.id,
        conversation=request.conversation,
        cause=request.cause,
        follows=last.follows or last.id,
        open=False,
    )

    async def act(tx: Transaction) -> Response:
        await (tx.questions.save(seen) if last.asker == request.person.id else keep(tx, theirs))
        return Response(reply)

    return act


def _no_more(last: Question, t: Translator) -> Line:
    if last.text and not last.found:
        return had_nothing(last, t)
    if len(last.found) < DEPTH:
        return t.line("That is all I have. Other words may find more.")
    return t.line(
        "I do not show more than this at once. Other words, or a filter (`help filters`), find the rest."
    )


_MORE = (
    "nog meer, en nog meer, meer graag, graag meer, graag nog meer, nog meer graag, meer alsjeblieft"
    ", meer aub, meer svp, laat meer zien, laat me meer zien, laat nog meer zien, toon meer, geef meer"
    ", heb je meer, heb je nog meer, heb je er nog meer, zijn er meer, zijn er nog meer, meer laten zien"
    ", nog een, nog eentje, nog een paar, nog een voorbeeld, geef er nog een, another, another one, one more"
    ", meer voorbeelden, nog meer voorbeelden, en meer, en verder, wat nog meer, volgende, de volgende"
    ", de rest, laat de rest zien, more please, some more, show more, show me more, show more please"
    ", any more, are there more, are there any more, do you have more, give me more, even more, what else"
    ", anything else, and more, more examples, the rest, show the rest, next, see more, load more"
)
"""Whole lines that mean `more`."""


def _command(dutch: Wording, english: Wording, summary: str, run: Handler, also: frozenset[str]) -> Command:
    rule = Rule(Role.MEMBER)
    return Command(
        dutch, english, summary, "", rule, Effect.READS, run, everyday=True, also=also, refines=True
    )


COMMANDS = (
    _command(
        Wording("meer", "", ("meer",)),
        Wording("more", "", ("more",)),
        mark("shows more of the last answer"),
        _more,
        frozenset(_MORE.split(", ")),
    ),
    _command(
        Wording("alles", "", ("alles",)),
        Wording("everything", "", ("everything",)),
        mark("asks the last question again, without filters"),
        _everything,
        frozenset({"zonder filter", "zonder filters", "without filter", "without filters"}),
    ),
)
