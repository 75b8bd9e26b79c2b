"""Linking a question to the entry that answers it: who asked hears it, and search learns how it was asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import one, typed
from bot.commands.questions.asked_before import (
    NUMBER,
    manages,
    may_be_told,
    readable,
    tell_asker,
    tell_directly,
    unknown_question,
)
from bot.commands.questions.learned import found_by, learned
from bot.commands.questions.offering import proposal
from bot.curating.leading import led, phrasings_of
from bot.domain.audience import may_see
from bot.domain.model import Entry
from bot.domain.people import Question, Role
from bot.domain.permissions import Rule
from bot.domain.vocabulary import Phrasing
from bot.messages.i18n import Translator, mark, mark_plural, translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.wording import heading

_ENTRY = r"[#(\[]?(?P<letter>[LPV])[ -]?(?P<number>[0-9]{1,12})[)\].,!]*"

_TOLD = mark_plural("{number} person who asked this hears it.", "{number} people who asked this hear it.")


async def _link(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    asked = await readable(request, arguments["question"], desk)
    if asked is None:
        return Response(aside=unknown_question(arguments["question"], t))
    entry_id = one(arguments)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await led(tx, entry_id)
        kept = await tx.questions.get(asked.id)
        if kept is None:
            return Response(aside=unknown_question(str(asked.id), t))
        if entry is None or not may_see(entry, request.audience):
            strange = t.line("I do not know {id}, or may not show it here.", id=typed(arguments))
            return Response(aside=say(strange, t.line("Searching works too: `search` and a few words.")))
        if not manages(request, kept):
            return Response(aside=await _proposed(tx, kept, entry, request, desk))
        return Response(aside=await _linked(tx, kept, entry, request, desk))

    return act


async def _linked(tx: Transaction, asked: Question, entry: Entry, request: Request, desk: Desk) -> Reply:
    """Close the question and those that are the same, tell who asked them, and learn the words."""
    t = request.translator
    others = [each for each in await tx.questions.same_as(asked) if each.open and each.id != asked.id]
    same = [whole for each in others if (whole := await tx.questions.get(each.id))]
    heard = {request.person.id}
    waiting = 0
    for each in (asked, *same):
        if not await may_be_told(tx, each, entry):
            waiting += each.open
            continue
        if each.open and not manages(request, each):  # only they decide what answers theirs
            await _offered(tx, each, entry, request, desk)
            continue
        if each.open and each.asker not in heard:
            await tell_asker(tx, each, entry, request, desk)
            heard.add(each.asker)
        if entry.id not in each.found[:1] and each.asker != entry.author:
            await tx.echoes.note_use(entry.id, request.now)
        found = (entry.id, *(known for known in each.found if known != entry.id))
        await tx.questions.save(replace(each, open=False, found=found, shown=max(1, each.shown)))
    words = await learned(tx, asked, entry, request)
    lines: list[Line] = [
        t.line("Linked: Q{number} and {entry}.", number=str(asked.id), entry=heading(entry, t)),
    ]
    if len(heard) > 1:
        lines.append((Plain(t.plural(*_TOLD, len(heard) - 1)),))
    if waiting:
        lines.append(
            t.line("Not everybody who asked this may see {id}; for them it stays open.", id=str(entry.id))
        )
    if words:
        lines.append(found_by(words, entry, request))
    return say(*lines)


async def _proposed(tx: Transaction, asked: Question, entry: Entry, request: Request, desk: Desk) -> Reply:
    """Offer the entry to who asked: only they and the admins decide what answers a question."""
    t = request.translator
    if not asked.open:
        return say(t.line("Q{number} has an answer already.", number=str(asked.id)))
    if not await may_be_told(tx, asked, entry):
        return say(t.line("Who asked this may not see {id}.", id=str(entry.id)))
    await _offered(tx, asked, entry, request, desk)
    return say(t.line("Thank you. I ask who asked this whether {id} is an answer.", id=str(entry.id)))


async def _offered(tx: Transaction, asked: Question, entry: Entry, request: Request, desk: Desk) -> None:
    theirs = translator(asked.language, desk.policy.zone)
    await tell_directly(tx, asked, proposal(asked, entry, theirs), desk.policy, request.now)


async def _also_asked(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    """Show how people asked for an entry, or forget one of those."""
    t = request.translator
    entry_id = one(arguments)
    unknown = say(t.line("I do not know {id}, or may not show it here.", id=typed(arguments)))
    away = int(arguments["away"]) if arguments["away"] else 0

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await led(tx, entry_id)
        if entry is None or not may_see(entry, request.audience):
            return Response(aside=unknown)
        known = await phrasings_of(tx, entry.id)
        if not away:
            return Response(aside=_phrasings(entry, tuple(each for _, each in known), t))
        if away > len(known):
            return Response(aside=say(t.line("There is no number {number} there.", number=str(away))))
        of, gone = known[away - 1]
        left = [each for id_, each in known if id_ == of and each != gone]
        await tx.vocabulary.save_phrasings(of, left, request.change)
        words = gone.text
        return Response(
            aside=say(t.line("“{words}” does not lead to {id} any more.", words=words, id=str(entry.id)))
        )

    return act


def _phrasings(entry: Entry, known: tuple[Phrasing, ...], t: Translator) -> Reply:
    if not known:
        return say(
            t.line("Nobody linked a question to {id} yet: `link Q1 {id}` does that.", id=str(entry.id))
        )
    lines = [t.line("{entry} is also found by who asks:", entry=heading(entry, t))]
    lines += [(Plain(f"{at}. “{each.text}”"),) for at, each in enumerate(known, 1)]
    lines.append(t.line("`also asked {id} remove 1` takes the first one away.", id=str(entry.id)))
    return say(*lines)


COMMANDS = (
    Command(
        dutch=Wording(
            "koppel vraag", "<vraag> <les>", ("koppel Q1 L1",), short=r"koppel(?!\s+(?:account|vraag)\b)"
        ),
        english=Wording(
            "link question",
            "<question> <lesson>",
            ("link Q1 L1",),
            short=r"link(?!\s+(?:account|question)\b)",
        ),
        summary=mark("links a question to what answers it; who asked hears it"),
        arguments=rf"{NUMBER}\s+(?:(?:aan|met|to|and|en)\s+)?{_ENTRY}",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_link,
        everyday=True,
    ),
    Command(
        dutch=Wording("ook gevraagd", "<les> [weg <nummer>]", ("ook gevraagd L1", "ook gevraagd L1 weg 1")),
        english=Wording(
            "also asked", "<lesson> [remove <number>]", ("also asked L1", "also asked L1 remove 1")
        ),
        summary=mark("shows by which questions a lesson is found, and takes one away"),
        arguments=rf"{_ENTRY}(?:\s+(?:weg|remove)\s+(?P<away>[1-9][0-9]?))?",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.FINAL,
        run=_also_asked,
        everyday=True,
    ),
)
