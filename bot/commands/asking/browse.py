"""Lists from the base, without asking: searching by words, themes, what is new."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.aliases import also_named
from bot.answering import counted, next_steps
from bot.commands.asking.asked import asked_of, keep
from bot.commands.asking.named_theme import named_theme, theme_typed, unknown_theme
from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.model import Entry
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.question import Filters, Query
from bot.finding import DEPTH, fitting, visible
from bot.language.analysis import content, words
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.querying.reading import read
from bot.querying.saying import faults_in_words, filters_in_words, never_together, none_yet
from bot.querying.values import CHOSEN_FROM, Vocabulary, narrowed, vocabulary
from bot.wording import heading, unnamed

_LISTED = 10
"""How many titles a list shows at once."""

_ECHOED = 80
"""Characters of what was looked for that are repeated."""


async def _search(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    typed = unnamed(arguments["words"], t)
    echo = shortened(typed, _ECHOED)
    organisations = (await desk.index.current()).organisations(request.audience)
    themes = desk.index.themes
    known = vocabulary(themes, organisations)
    reading = read(typed, known, request.now.year)
    query = _narrowed(reading.query, known)
    notes = faults_in_words(reading.faults, t, searched=bool(content(query.words) or query.filters.narrow))
    if query.filters.impossible:
        return Response(say(*notes, never_together(t)))
    entries = await _found(query, request, desk)
    asked = _Asked(_said(query, echo), filters_in_words(query.filters, themes, t))
    if entries:
        opening = _opening(asked, _how_many(entries, t), t)
        return _list(request, (*notes, opening), entries[:DEPTH], query)
    if not asked.words:
        return Response(say(*notes, none_yet(query.filters, themes, t)))
    without = await _found(Query(query.words), request, desk) if asked.filters else ()
    return Response(say(*notes, *_nothing(asked, without, t)))


def _narrowed(query: Query, known: Vocabulary) -> Query:
    """Return what has no words to look for but those of a kind or an outcome (“projecten”) as that filter."""
    if not (content(query.words) or query.filters.narrow):
        for key in CHOSEN_FROM:
            value = known.find(key, query.words)
            if value is not None:
                return Query("", narrowed(key, [value]))
    return query


@dataclass(frozen=True)
class _Asked:
    """What is looked for, as it is said again: words, and the filters in words; either can be empty."""

    words: str
    filters: str


def _said(query: Query, echo: str) -> str:
    """Return the words of a search; none when it has nothing but filters."""
    only_quoted = words(query.words) == words(" ".join(sorted(query.filters.phrases)))
    if query.filters.narrow and (only_quoted or not content(query.words)):
        return ""
    return shortened(query.words, _ECHOED) if content(query.words) else echo


async def _found(query: Query, request: Request, desk: Desk) -> tuple[Entry, ...]:
    """Return what fits, one entry more than a list holds when there is more."""
    hits = (await desk.index.current()).search(
        query.words, request.audience, also_named(query.filters), DEPTH + 1
    )
    return await visible(
        desk.store, [hit.entry for hit in fitting(hits, desk.policy.thresholds)], request.audience
    )


def _how_many(entries: Sequence[Entry], t: Translator) -> str:
    if len(entries) > DEPTH:
        return t.text("the first {number}", number=str(DEPTH))
    return counted(entries, t)


def _opening(asked: _Asked, what: str, t: Translator) -> Line:
    if not asked.filters:
        return t.line("For “{words}” I find {what}:", words=asked.words, what=what)
    if not asked.words:
        return t.line("Only {filters}: {what}.", filters=asked.filters, what=what)
    return t.line(
        "For “{words}”, only {filters}: {what}.", words=asked.words, filters=asked.filters, what=what
    )


def _nothing(asked: _Asked, without: Sequence[Entry], t: Translator) -> tuple[Line, ...]:
    """Say that a search found nothing, and how many there are without its filters."""
    if not asked.filters:
        return (t.line("I find nothing with “{words}”. `themes` shows what there is.", words=asked.words),)
    nothing = t.line(
        "I find nothing with “{words}”, only {filters}.", words=asked.words, filters=asked.filters
    )
    if not without:
        return (nothing, t.line("Without filters I find nothing either. `themes` shows what there is."))
    number = t.text("more than {number}", number=str(DEPTH)) if len(without) > DEPTH else str(len(without))
    return (nothing, t.line("Without filters: {number}. `search {words}`", number=number, words=asked.words))


async def _new(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        entries = await tx.entries.newest(request.audience, DEPTH)
    if not entries:
        return Response(
            say(t.line("There is nothing in the base yet that may be shown here. `share` begins it."))
        )
    return _list(request, (t.line("What came in last:"),), entries, Query(""))


async def _theme(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    name = theme_typed(arguments["name"])
    async with desk.store.read() as tx:
        themes = await tx.entries.themes()
        theme = named_theme(name, themes)
        entries = await tx.entries.in_theme(theme.id, request.audience, DEPTH) if theme else ()
        sizes = await tx.entries.theme_sizes(request.audience)
    if theme is None:
        return Response(say(unknown_theme(name, [each for each in themes if sizes.get(each.id)], t)))
    if not entries:
        empty = t.line(
            "There is nothing under {theme} yet that may be shown here.", theme=theme.name(t.language)
        )
        return Response(say(empty))
    what = counted(entries, t)
    if sizes.get(theme.id, 0) > DEPTH:
        what = t.text("the first {number} of {all}", number=str(DEPTH), all=str(sizes[theme.id]))
    opening = t.line("Theme {theme}: {what}.", theme=theme.name(t.language), what=what)
    return _list(request, (opening,), entries, Query("", Filters(themes=frozenset({theme.id}))))


async def _themes(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        sizes = await tx.entries.theme_sizes(request.audience)
        themes = [theme for theme in await tx.entries.themes() if sizes.get(theme.id)]
    if not themes:
        return Response(say(t.line("There are no themes yet that may be shown here.")))
    ordered = sorted(themes, key=lambda theme: (-sizes[theme.id], theme.name(t.language)))
    names = ", ".join(f"{theme.name(t.language)} ({sizes[theme.id]})" for theme in ordered)
    first = t.text("theme {name}", name=ordered[0].name(t.language))
    step = Buttons(t.text("Next:"), (Button(t.text("open the largest theme"), first),))
    return Response(Reply((Paragraph((t.line("These are the themes: {names}.", names=names),)), step)))


def _list(request: Request, opening: tuple[Line, ...], entries: Sequence[Entry], query: Query) -> Act:
    """Show titles, and remember the list so that `more` and a follow-up go on with it."""
    t = request.translator
    shown = entries[:_LISTED]
    titles = ((Plain(f"{number}. "), *heading(entry, t)) for number, entry in enumerate(shown, 1))
    lines = (*opening, *titles)
    steps = next_steps(entries, 0, len(shown), t)
    reply = Reply((Paragraph(lines), *steps), shown=tuple(entry.id for entry in shown))
    listed = asked_of(request, query, entries, len(shown))

    async def act(tx: Transaction) -> Response:
        await keep(tx, listed)
        return Response(reply)

    return act


_NEWS = (
    "wat is er nieuw, wat is nieuw, is er iets nieuws, is er nog iets nieuws"
    ", iets nieuws, heb je iets nieuws, wat is het nieuws, what is new, what's new"
    ", is there anything new, anything new"
)
"""Whole lines that mean `new`."""


def _command(
    dutch: Wording,
    english: Wording,
    summary: str,
    arguments: str,
    run: Handler,
    *,
    also: frozenset[str] = frozenset(),
) -> Command:
    rule = Rule(Role.MEMBER)
    return Command(dutch, english, summary, arguments, rule, Effect.READS, run, everyday=True, also=also)


COMMANDS = (
    _command(
        Wording("zoek", "<woorden>", ("zoek zwerfafval camera", "zoek participatie")),
        Wording("search", "<words>", ("search litter camera", "search participation")),
        mark("searches these words"),
        "(?P<words>.+)",
        _search,
    ),
    _command(
        Wording("nieuw", "", ("nieuw",)),
        Wording("new", "", ("new",)),
        mark("shows what is new"),
        "",
        _new,
        also=frozenset(_NEWS.split(", ")),
    ),
    _command(
        Wording("thema's", "", ("thema's",)),
        Wording("themes", "", ("themes",)),
        mark("shows the themes"),
        "",
        _themes,
        also=frozenset({"themas", "welke thema's zijn er"}),
    ),
    _command(
        Wording("thema", "<naam>", ("thema energie",)),
        Wording("theme", "<name>", ("theme energy",)),
        mark("shows what there is on a theme"),
        "(?P<name>[^?]{1,60})",
        _theme,
    ),
)
