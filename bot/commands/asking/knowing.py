"""Who knows more about the question before: pioneers who agreed to be found, and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import choices, evidence, pioneer
from bot.commands.asking.asked import called
from bot.commands.asking.found import Sought, loaded
from bot.commands.command import Desk, Request, Response
from bot.domain.model import Entry, Outline
from bot.domain.people import Question
from bot.domain.question import Query
from bot.finding import Level, Source, find, visible, who_knows
from bot.language.analysis import content
from bot.messages.i18n import Translator
from bot.messages.reply import Button, Paragraph, Reply, say
from bot.querying.saying import filters_in_words

_MOST_SOURCES = 8
"""How many organisations are named."""

_MOST_IDS = 4
"""How many entries are named with each of those."""


async def knowing_more(request: Request, last: Question, sought: Sought, desk: Desk) -> Response:
    """Say who knows more about the previous question, or about the list that was shown last."""
    t, query = request.translator, Query(last.text or "", last.filters)
    knowing: Sequence[Entry | Outline] = ()
    pioneers: Sequence[Entry] = ()
    findings = find(query, sought.index, request.audience, desk.policy.thresholds)
    if findings.level is Level.ANSWER:
        found = await loaded(findings, request, desk)
        knowing, pioneers = found.knowing, found.pioneers
    elif not (content(query.words) or query.filters.narrow):
        knowing = await visible(desk.store, last.found, request.audience)
    filters = filters_in_words(last.filters, sought.themes, t)
    return Response(_people(knowing, pioneers, called(last, t), filters, t))


def _people(
    knowing: Sequence[Entry | Outline], pioneers: Sequence[Entry], question: str, filters: str, t: Translator
) -> Reply:
    """Return pioneers first, then organisations by their evidence, with what can be read of them."""
    sources = who_knows(knowing, knowing)
    if not pioneers and not sources:
        nobody = t.line("I do not know anybody for {question} yet.", question=question)
        wider = t.line("That was only {filters}; `everything` looks without filters.", filters=filters)
        return say(nobody, wider) if filters else say(nobody)
    if filters:
        opening = t.line(
            "For {question}, only {filters}, these know more:", question=question, filters=filters
        )
    else:
        opening = t.line("For {question}, these know more:", question=question)
    lines = [t.line("{pioneer}", pioneer=pioneer(entry, t)) for entry in pioneers]
    lines += [
        t.line("{evidence}: {entries}", evidence=evidence(source, t), entries=_of(source, knowing))
        for source in sources[:_MOST_SOURCES]
    ]
    left = len(sources) - _MOST_SOURCES
    if left > 0:
        more = t.plural("And {number} organisation", "And {number} organisations", left)
        lines.append(t.line("{more}.", more=more))
    steps = [Button(t.text("about this pioneer"), str(entry.id)) for entry in pioneers[:1]]
    steps += [Button(t.text("get in touch"), f"contact {entry.id}") for entry in pioneers[:1]]
    steps += [Button(t.text("the whole story"), str(entry.id)) for entry in knowing[:1]]
    blocks = (Paragraph((opening, *lines)), choices(tuple(steps), t))
    return Reply(blocks, shown=tuple(entry.id for entry in pioneers))


def _of(source: Source, entries: Sequence[Entry | Outline]) -> str:
    ids = [str(entry.id) for entry in entries if entry.organisation == source.organisation]
    return ", ".join((*ids[:_MOST_IDS], *(["…"] if len(ids) > _MOST_IDS else [])))
