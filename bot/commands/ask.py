"""Asking: a question in any wording, and `more` of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.answering import Answer, answer, more, related, unknown
from bot.commands.asked import asked_of, keep
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.model import Entry, EntryId, Theme
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.question import Hit, Query
from bot.finding import DEPTH, SHOWN, Findings, Level, find, fitting, nearest, sure, visible
from bot.language.analysis import content, words
from bot.messages.i18n import mark
from bot.messages.reply import Reply, say
from bot.ports.search import SearchIndex
from bot.ports.store import Transaction


async def question(request: Request, text: str, desk: Desk) -> Response | Act:
    """Answer a question from the base, or say honestly that the base does not know."""
    text = text.strip()
    if not content(text):
        return Response(_courtesy(request, text))
    index = await desk.index.current()
    findings = find(Query(text), index, request.audience, desk.policy.thresholds)
    if findings.level is Level.ANSWER:
        return await _answer(request, text, findings, index, desk)
    return await _not_known(request, text, findings, desk)


async def sure_answer(request: Request, text: str, desk: Desk) -> Act | None:
    """Return an answer that the base surely holds; None is silence."""
    index = await desk.index.current()
    findings = find(Query(text), index, request.audience, desk.policy.thresholds)
    if findings.level is not Level.ANSWER:
        return None
    return await _answer(request, text, findings, index, desk)


async def _answer(request: Request, text: str, findings: Findings, index: SearchIndex, desk: Desk) -> Act:
    found = await _loaded(findings, request, desk)
    quoted = {entry.id: _quote(index, text, entry, request) for entry in found.shown}
    reply = answer(found, lambda entry: quoted[entry.id], request.translator)
    asked = asked_of(request, text, (*found.shown, *found.rest), len(found.shown))

    async def act(tx: Transaction) -> Response:
        await keep(tx, asked)
        return Response(reply)

    return act


async def _not_known(request: Request, text: str, findings: Findings, desk: Desk) -> Act:
    theme = await _nearest_theme(findings, request, desk) if findings.level is Level.UNKNOWN else None
    hits = fitting(findings.hits, desk.policy.thresholds) if findings.level is Level.RELATED else ()
    entries = await visible(desk.store, [hit.entry for hit in hits], request.audience)
    asked = replace(asked_of(request, text, entries, min(SHOWN, len(entries))), open=True)

    async def act(tx: Transaction) -> Response:
        kept = await keep(tx, asked)
        t = request.translator
        return Response(related(entries, kept.id, t) if entries else unknown(theme, kept.id, t))

    return act


async def _loaded(findings: Findings, request: Request, desk: Desk) -> Answer:
    thresholds = desk.policy.thresholds
    fit = [hit.entry for hit in fitting(findings.hits, thresholds)]
    entries = {entry.id: entry for entry in await visible(desk.store, fit, request.audience)}
    pioneers = await visible(desk.store, [hit.entry for hit in findings.pioneers], request.audience)
    certain = {hit.entry for hit in sure(findings.hits, thresholds)}
    items = [item for item in findings.items if item.hit.entry in entries]
    first = {item.hit.entry for item in findings.items[: findings.shown]}
    copies = {item.hit.entry: _among(entries, item.copies) for item in items}
    # what is folded into an item comes last of all: `more` first shows what is different
    order = (*(item.hit.entry for item in items), *(entry.id for found in copies.values() for entry in found))
    return Answer(
        shown=tuple(entries[id_] for id_ in order if id_ in first),
        rest=tuple(entries[id_] for id_ in order if id_ not in first)[:DEPTH],
        knowing=tuple(entry for entry in entries.values() if entry.id in certain),
        pioneers=pioneers,
        balance=findings.balance,
        copies=copies,
    )


def _among(entries: Mapping[EntryId, Entry], hits: Iterable[Hit]) -> tuple[Entry, ...]:
    return tuple(entries[hit.entry] for hit in hits if hit.entry in entries)


async def _nearest_theme(findings: Findings, request: Request, desk: Desk) -> Theme | None:
    near = [hit.entry for hit in nearest(findings, desk.policy.thresholds)]
    themes = [theme for entry in await visible(desk.store, near, request.audience) for theme in entry.themes]
    if not themes:
        return None
    async with desk.store.read() as tx:
        known = {theme.id: theme for theme in await tx.entries.themes()}
    return known.get(themes[0])


def _quote(index: SearchIndex, text: str, entry: Entry, request: Request) -> str:
    said = entry.text(request.translator.language)
    told = said.passages or entry.text(entry.original).passages
    beyond_title = [passage for passage in told if _bare(passage) != _bare(said.title)]
    return index.passage(text, beyond_title) if beyond_title else ""


def _bare(text: str) -> str:
    return text.casefold().strip(" .!?…")


_THANKS = frozenset({"bedankt", "dank", "dankje", "dankjewel", "dankuwel", "thanks", "thank", "thx", "merci"})


def _courtesy(request: Request, text: str) -> Reply:
    """Answer a line without anything to look for: a greeting, thanks, or only small words."""
    t = request.translator
    if _THANKS.intersection(words(text)):
        return say(t.line("You are welcome!"))
    return say(
        t.line(
            "Hi! Ask me who did something before, for example: "
            "“who has experience with energy cooperatives?” `help` shows what else I can do."
        )
    )


async def _more(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    since = request.now - desk.policy.follow_up
    async with desk.store.read() as tx:
        last = await tx.questions.latest(request.person.id, request.origin.conversation, since)
    if last is None:
        return Response(say(t.line("I no longer know which question this belongs to. Ask it again.")))
    left = await visible(desk.store, last.found[last.shown :], request.audience)
    if not left:
        return Response(say(t.line("That is all I have. Other words may find more.")))
    index = await desk.index.current()
    asked = last.text or ""
    quoted = {entry.id: _quote(index, asked, entry, request) for entry in left[:SHOWN]}
    reply = more(left, last.shown + 1, lambda entry: quoted[entry.id], t)
    seen = replace(last, shown=last.found.index(left[:SHOWN][-1].id) + 1)

    async def act(tx: Transaction) -> Response:
        await tx.questions.save(seen)
        return Response(reply)

    return act


COMMANDS = (
    Command(
        dutch=Wording("meer", "", ("meer",)),
        english=Wording("more", "", ("more",)),
        summary=mark("shows more of the last answer"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_more,
        everyday=True,
    ),
)
