"""From what was found for a question to the turn that says it and remembers what was asked.

What is shared by asking and going on; how it is worded is in `bot/answering.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.answering import Answer, Scope, answer, narrowed_out, related, unknown
from bot.commands.asking.asked import asked_of, called, keep
from bot.commands.asking.name_slip import strange_names
from bot.commands.asking.same_question import number_of_first, same_before
from bot.commands.command import Act, Desk, Request, Response
from bot.domain.audience import may_see
from bot.domain.model import Entry, EntryId, Outline, Theme
from bot.domain.people import Question
from bot.domain.question import Hit, Query
from bot.finding import DEPTH, SHOWN, Findings, Level, find, fitting, nearest, sure, visible
from bot.language.analysis import content
from bot.messages.i18n import Translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import say
from bot.ports.search import SearchIndex
from bot.ports.store import Transaction
from bot.querying.reading import Fault
from bot.querying.saying import either, faults_in_words, filters_in_words, never_together, none_yet, quoted


@dataclass(frozen=True)
class Sought:
    """What is looked for in one turn, where, what could not be read of it, and what question it goes on with.

    `added` are words that were put to those of that question.
    """

    index: SearchIndex
    query: Query
    themes: tuple[Theme, ...]
    faults: tuple[Fault, ...] = ()
    first: Question | None = None
    added: str = ""


async def answered(request: Request, sought: Sought, desk: Desk) -> Act:
    """Answer from the base, or say that it does not know."""
    if sought.query.filters.impossible:
        return _impossible(request, sought)
    findings = find(sought.query, sought.index, request.audience, desk.policy.thresholds)
    desk.meter.asked(findings.level.name.lower())
    if findings.level is Level.ANSWER:
        return await _answer(request, sought, findings, desk)
    if sought.query.filters.narrow and findings.exact:
        return await _narrowed_out(request, sought, findings, desk)
    return await _not_known(request, sought, findings, desk)


async def surely_answered(request: Request, sought: Sought, desk: Desk) -> Act | None:
    """Return an answer that the base surely holds; None otherwise."""
    findings = find(sought.query, sought.index, request.audience, desk.policy.thresholds)
    if findings.level is not Level.ANSWER:
        return None
    desk.meter.asked("answer")
    return await _answer(request, sought, findings, desk)


async def _answer(request: Request, sought: Sought, findings: Findings, desk: Desk) -> Act:
    found = await loaded(findings, request, desk)
    words = sought.query.words
    quotes = {entry.id: quote(sought.index, words, entry, request) for entry in found.shown}
    scope = await _scope(request, sought, findings, desk)
    reply = answer(found, lambda entry: quotes[entry.id], request.translator, scope)
    entries: tuple[Entry | Outline, ...] = (*found.shown, *found.rest)
    asked = asked_of(request, sought.query, entries, len(found.shown), sought.first)

    async def act(tx: Transaction) -> Response:
        await keep(tx, asked)
        return Response(reply)

    return act


async def _not_known(request: Request, sought: Sought, findings: Findings, desk: Desk) -> Act:
    t = request.translator
    theme = await _nearest_theme(findings, sought, request, desk)
    entries = await _related(findings, request, desk)
    asked = asked_of(request, sought.query, entries, min(SHOWN, len(entries)), sought.first)
    first = None if sought.added else sought.first
    before = None if first else await same_before(request, sought.query, desk)
    asked = replace(asked, alike=number_of_first(before))
    said = (*_notes(sought, t, exact=findings.exact), *_put_to_it(sought, t))
    notes = (*said, *_asked_before(before, request))

    async def act(tx: Transaction) -> Response:
        kept = await keep(tx, replace(asked, open=first is None))
        number = (first.follows or first.id) if first else kept.id
        return Response(related(entries, number, t, notes) if entries else unknown(theme, number, t, notes))

    return act


def _put_to_it(sought: Sought, t: Translator) -> tuple[Line, ...]:
    """Say which words were put to the question before, and how they are taken back."""
    if not (sought.first and sought.added):
        return ()
    asked = called(sought.first, t)
    looked = t.line("I looked for {question}, with “{words}” added.", question=asked, words=sought.added)
    return ((*looked, Plain(" "), *t.line("`everything` goes back to {question}.", question=asked)),)


async def _narrowed_out(request: Request, sought: Sought, findings: Findings, desk: Desk) -> Act:
    """Say that nothing is left within the filters, and whether there is something outside them."""
    t = request.translator
    everything = find(Query(sought.query.words), sought.index, request.audience, desk.policy.thresholds)
    entries = await _related(findings, request, desk)
    says, known = bool(content(sought.query.words)), everything.level is Level.ANSWER
    new = sought.first is None and not known and says
    bare = sought.first is None and not says
    scope = await _scope(request, sought, findings, desk)
    names = strange_names(sought.query.filters, sought.index, request.audience, t)
    scope = replace(
        scope,
        notes=(*scope.notes, *names),
        nothing=none_yet(sought.query.filters, sought.themes, t) if bare else (),
        dropped=_dropped(request, sought, desk),
    )
    asked = asked_of(request, sought.query, entries, min(SHOWN, len(entries)), sought.first)

    async def act(tx: Transaction) -> Response:
        kept = await keep(tx, replace(asked, open=new))
        return Response(narrowed_out(entries, scope, kept.id if new else None, t, known=known))

    return act


def _asked_before(before: Question | None, request: Request) -> tuple[Line, ...]:
    """Say that the same is waiting for an answer already, without saying who asked it."""
    t = request.translator
    if before is None:
        return ()
    if before.asker == request.person.id:
        return (t.line("You asked this before. You hear it when somebody knows."),)
    return (t.line("Somebody else asked this too. You both hear it when somebody knows."),)


def _dropped(request: Request, sought: Sought, desk: Desk) -> str:
    """Return those of several filters without any of which there is an answer."""
    apart, t = sought.query.filters.apart(), request.translator
    if len(apart) == 1:
        return ""
    words, thresholds = sought.query.words, desk.policy.thresholds
    left = [
        filters_in_words(alone, sought.themes, t)
        for alone, rest in apart
        if find(Query(words, rest), sought.index, request.audience, thresholds).level is Level.ANSWER
    ]
    return either(quoted(left), t)


def _impossible(request: Request, sought: Sought) -> Act:
    """Say that two filters cannot go together, and remember the question to go on with."""
    t = request.translator
    asked = asked_of(request, sought.query, (), 0, sought.first)

    async def act(tx: Transaction) -> Response:
        await keep(tx, asked)
        return Response(say(*faults_in_words(sought.faults, t, searched=False), never_together(t)))

    return act


async def _scope(request: Request, sought: Sought, findings: Findings, desk: Desk) -> Scope:
    """Return what the answer is limited to, in words."""
    filters, t = sought.query.filters, request.translator
    if not findings.exact:
        filters = replace(filters, phrases=frozenset())
    return Scope(
        filters=filters_in_words(filters, sought.themes, t),
        question=called(sought.first, t) if sought.first else "",
        added=sought.added,
        notes=_notes(sought, t, exact=findings.exact),
        undated=await _undated(Query(sought.query.words, filters), sought.index, request, desk),
    )


async def _undated(query: Query, index: SearchIndex, request: Request, desk: Desk) -> str:
    """Say how many are left out because it is not known when they were, if a year is asked."""
    if query.filters.since is None:
        return ""
    t, thresholds = request.translator, desk.policy.thresholds
    ever = replace(query, filters=replace(query.filters, since=None))
    found = find(ever, index, request.audience, thresholds)
    hits = fitting(found.hits, thresholds)
    entries = await visible(desk.store, [hit.entry for hit in hits], request.audience)
    number = sum(entry.happened is None for entry in entries)
    if not number:
        return ""
    if found.complete:
        return t.plural(
            "Of {number} other that fits I do not know the year, so it is left out.",
            "Of {number} others that fit I do not know the year, so they are left out.",
            number,
        )
    return t.plural(
        "Of at least {number} other that fits I do not know the year, so it is left out.",
        "Of at least {number} others that fit I do not know the year, so they are left out.",
        number,
    )


def _notes(sought: Sought, t: Translator, *, exact: bool) -> tuple[Line, ...]:
    """Return what is said before an answer: what could not be read, and that a quotation is nowhere."""
    faults = faults_in_words(sought.faults, t, searched=True)
    if exact:
        return faults
    phrases = ", ".join(quoted(sought.query.filters.phrases))
    nowhere = t.line(
        "Nowhere does it say exactly {phrases}, so I looked for the words apart.", phrases=phrases
    )
    return (*faults, nowhere)


async def loaded(findings: Findings, request: Request, desk: Desk) -> Answer:
    """Return what was found with the entries themselves, as far as this audience may still see them."""
    thresholds = desk.policy.thresholds
    hits = findings.hits
    first = [item.hit.entry for item in findings.items[: findings.shown]]
    people = [hit.entry for hit in findings.pioneers]
    async with desk.store.read() as tx:
        whole = await tx.entries.get([*first, *people])
    hidden = {
        id_ for id_ in (*first, *people) if id_ not in whole or not may_see(whole[id_], request.audience)
    }
    fit = [hit for hit in fitting(hits, thresholds) if hit.entry not in hidden]
    entries = {hit.entry: Outline(hit.entry, hit.organisation or None) for hit in fit}
    certain = {hit.entry for hit in sure(hits, thresholds)}
    items = [item for item in findings.items if item.hit.entry in entries]
    copies = {item.hit.entry: _among(entries, item.copies) for item in items}
    # what is folded into an item comes last of all: `more` first shows what is different
    order = (*(item.hit.entry for item in items), *(entry.id for found in copies.values() for entry in found))
    return Answer(
        shown=tuple(whole[id_] for id_ in first if id_ in entries),
        rest=tuple(entries[id_] for id_ in order if id_ not in first)[:DEPTH],
        knowing=tuple(outline for id_, outline in entries.items() if id_ in certain),
        pioneers=tuple(whole[id_] for id_ in people if id_ not in hidden),
        balance=findings.balance,
        copies=copies,
        complete=findings.complete,
    )


def _among(entries: Mapping[EntryId, Outline], hits: Iterable[Hit]) -> tuple[Outline, ...]:
    return tuple(entries[hit.entry] for hit in hits if hit.entry in entries)


async def _related(findings: Findings, request: Request, desk: Desk) -> tuple[Entry, ...]:
    if findings.level is not Level.RELATED:
        return ()
    hits = fitting(findings.hits, desk.policy.thresholds)
    return await visible(desk.store, [hit.entry for hit in hits], request.audience)


async def _nearest_theme(findings: Findings, sought: Sought, request: Request, desk: Desk) -> Theme | None:
    if findings.level is not Level.UNKNOWN:
        return None
    near = [hit.entry for hit in nearest(findings, desk.policy.thresholds)]
    entries = await visible(desk.store, near, request.audience)
    known = {theme.id: theme for theme in sought.themes}
    return next((known[theme] for entry in entries for theme in entry.themes if theme in known), None)


def quote(index: SearchIndex, text: str, entry: Entry, request: Request) -> str:
    """Return the sentence of an entry that fits the question best and says more than its title."""
    said = entry.text(request.translator.language)
    told = said.passages or entry.text(entry.original).passages
    beyond_title = [passage for passage in told if _bare(passage) != _bare(said.title)]
    return index.passage(text, beyond_title) if beyond_title else ""


def _bare(text: str) -> str:
    return text.casefold().strip(" .!?…")
