"""What waits for an admin, from a few sources: drafts, reports, what members propose, what is old.

A new source is one more in `SOURCES`: what it is called, and what finds what waits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from bot.domain.audience import lacks_consent
from bot.domain.feedback import Addition, Report
from bot.domain.model import Entry
from bot.domain.policy import Policy
from bot.freshness import for_admins, looked_at
from bot.labels import label
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.ports.curating import Inquiry, Proposal
from bot.ports.store import Transaction
from bot.wording import day

_QUOTED: Final = 120
"""Characters of a title or an answer that are shown."""

_MOST: Final = 1000
"""How many of a kind without a limit of its own are counted."""


Told = TypeVar("Told", Proposal, Report, Addition)
"""What somebody said of an entry."""


@dataclass(frozen=True)
class Waits:
    """One thing that waits: since when, and what it is."""

    since: datetime
    line: Line


@dataclass(frozen=True)
class Looking:
    """What a source is asked with."""

    policy: Policy
    now: datetime
    translator: Translator


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits: its name, how many are called what, and what finds them, oldest first."""

    name: str
    one: str
    many: str
    find: Callable[[Transaction, Looking], Awaitable[Sequence[Waits]]]


def _called(entry: Entry, t: Translator) -> dict[str, str]:
    return {"title": shortened(entry.text(t.language).title, _QUOTED), "id": str(entry.id)}


async def _drafts(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t, drafts = looking.translator, await tx.curating.drafts()
    asked = await tx.curating.inquiries([draft.id for draft in drafts])
    return [
        Waits(
            draft.recorded,
            t.line("draft: {title} (`{id}`)", **_called(draft, t)) + _asked(asked.get(draft.id, ()), t),
        )
        for draft in drafts
    ]


def _asked(inquiries: Sequence[Inquiry], t: Translator) -> Line:
    """Return how it stands with what was asked last about a draft."""
    if not inquiries:
        return ()
    answer = inquiries[-1].answer
    if answer is None:
        return (Plain(" · "), *t.line("its author was asked something"))
    return (Plain(" · "), *t.line("its author answered: “{answer}”", answer=shortened(answer, _QUOTED)))


async def _about(tx: Transaction, things: Sequence[Told]) -> list[tuple[Told, Entry]]:
    """Return what was said of entries, each with its entry; nothing of who does not agree to be found."""
    leads = await tx.curating.leads_to({each.entry for each in things})
    entries = await tx.entries.get({leads.get(each.entry, each.entry) for each in things})
    found = ((each, entries.get(leads.get(each.entry, each.entry))) for each in things)
    return [(each, entry) for each, entry in found if entry and not lacks_consent(entry)]


async def _proposals(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t = looking.translator
    return [
        Waits(
            each.at,
            t.line("proposal `W{number}` for {title} ({id})", number=str(each.id), **_called(entry, t)),
        )
        for each, entry in await _about(tx, await tx.curating.proposals())
    ]


async def _reports(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t = looking.translator
    return [
        Waits(
            each.at,
            t.line(
                "reported as {complaint}: {title} (`{id}`)",
                complaint=label(each.complaint, t),
                **_called(entry, t),
            ),
        )
        for each, entry in await _about(tx, await tx.feedback.open_reports(_MOST))
    ]


async def _additions(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t = looking.translator
    return [
        Waits(
            each.at,
            t.line(
                "addition A{number} to {title} ({id}): “{text}”",
                number=str(each.id),
                text=shortened(each.text, _QUOTED),
                **_called(entry, t),
            ),
        )
        for each, entry in await _about(tx, await tx.feedback.proposed(_MOST))
    ]


async def _stories(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t = looking.translator
    return [
        Waits(
            each.week,
            t.line("told protected in the week that began then (`story B{number}`)", number=str(each.number))
            + (t.line(" · one person would release it") if each.readers else ()),
        )
        for each in await tx.stories.waiting(looking.now)
    ]


async def _unreviewed(tx: Transaction, looking: Looking) -> Sequence[Waits]:
    t = looking.translator
    return [
        Waits(
            at,
            t.line("still true? {title} (`{id}`), last looked at {day}", day=day(at, t), **_called(entry, t)),
        )
        for entry in await for_admins(tx, looking.policy, looking.now)
        for at in (looked_at(entry),)
    ]


SOURCES: Final = (
    Source(mark("drafts"), *mark_plural("{number} draft", "{number} drafts"), find=_drafts),
    Source(mark("proposals"), *mark_plural("{number} proposal", "{number} proposals"), find=_proposals),
    Source(mark("reports"), *mark_plural("{number} report", "{number} reports"), find=_reports),
    Source(mark("additions"), *mark_plural("{number} addition", "{number} additions"), find=_additions),
    Source(
        mark("stories told protected"),
        *mark_plural("{number} story told protected", "{number} stories told protected"),
        find=_stories,
    ),
    Source(
        mark("to look at again"),
        *mark_plural("{number} to look at again", "{number} to look at again"),
        find=_unreviewed,
    ),
)
