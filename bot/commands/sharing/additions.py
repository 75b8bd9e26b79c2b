"""Adding to an entry: anybody proposes, whoever shared it or an admin takes it in or leaves it out."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.alerts import language_of_person, tell_person
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.named_entry import named_entry
from bot.commands.nearby import ONE, number_of
from bot.commands.sharing.noticing import SURE, pointed_out, to_look_at
from bot.commands.sharing.proposing import propose
from bot.curating.leading import led
from bot.domain.feedback import Addition, Decision
from bot.domain.model import Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark, translator
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.wording import unnamed

_LONGEST = 1000
"""Characters of an addition."""


async def _add(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    entry = await named_entry(request, arguments, desk)
    if isinstance(entry, Reply):
        return Response(aside=entry)
    if entry.id.kind is Kind.PIONEER:
        return Response(aside=say(t.line("What is said of a pioneer is up to them.")))
    text = unnamed(arguments["text"], t).strip()
    if not any(character.isalnum() for character in text):
        return Response(aside=say(t.line("I cannot read words in this. Try it in a sentence.")))
    if len(text) > _LONGEST:
        longest = str(_LONGEST)
        return Response(
            aside=say(t.line("This is longer than {longest} characters. Can it be shorter?", longest=longest))
        )
    again = t.text("addition {id} like this: {text}", id=str(entry.id), text=text)
    look = to_look_at(arguments, pointed_out((text,), t, sourced=False), again, t)
    if look:
        return look

    async def act(tx: Transaction) -> Response:
        return Response(aside=await propose(tx, text, entry, request, desk))

    return act


async def _take_in(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    return await _decide(request, arguments, desk, Decision.ACCEPTED)


async def _leave_out(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    return await _decide(request, arguments, desk, Decision.DECLINED)


async def _decide(
    request: Request, arguments: re.Match[str], desk: Desk, decision: Decision
) -> Response | Act:
    t = request.translator
    number = number_of(arguments["number"])

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        found = await tx.feedback.addition(number) if number else None
        entry = await led(tx, found.entry) if found else None
        theirs = entry and (request.person.role is Role.ADMIN or entry.author == request.person.id)
        if found is None or entry is None or not theirs:
            unknown = t.line(
                "I know no addition A{number} that you may decide on.", number=arguments["number"]
            )
            return Response(aside=say(unknown))
        if found.decision is decision or (found.decision is Decision.DECLINED):
            return Response(aside=say(t.line("That was decided already.")))
        await tx.feedback.decide(found.id, decision)
        await _tell_decided(tx, replace(found, entry=entry.id, decision=decision), request, desk)
        taken = t.line("It is shown under {id} now.", id=str(entry.id))
        left = t.line("It is left out.")
        return Response(aside=say(taken if decision is Decision.ACCEPTED else left))

    return act


async def _tell_decided(tx: Transaction, decided: Addition, request: Request, desk: Desk) -> None:
    if decided.author == request.person.id:
        return
    t = translator(await language_of_person(tx, desk.policy, decided.author))
    about = {"id": str(decided.entry)}
    if decided.decision is Decision.ACCEPTED:
        words = t.line("Your addition is shown under {id} now. Thank you.", **about)
    else:
        words = t.line("Your addition to {id} is not shown there. Thank you for thinking along.", **about)
    await tell_person(tx, desk.policy, decided.author, say(words), request.now)


_A_NUMBER = r"[#(]?A?[ -]?(?P<number>[0-9]+)[)]?"

COMMANDS = (
    Command(
        dutch=Wording("aanvulling", "<nummer> <tekst>", ("aanvulling L1 Bij ons werkte het ook",)),
        english=Wording("addition", "<number> <text>", ("addition L1 It worked with us too",)),
        summary=mark("proposes something to be shown under a lesson or project"),
        arguments=rf"{ONE}\s+{SURE}(?P<text>.+)",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_add,
        everyday=True,
    ),
    Command(
        dutch=Wording("neem op", "<nummer>", ("neem op A1",)),
        english=Wording("take in", "<number>", ("take in A1",)),
        summary=mark("shows a proposed addition, to something you shared"),
        arguments=_A_NUMBER,
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_take_in,
        everyday=True,
    ),
    Command(
        dutch=Wording("laat weg", "<nummer>", ("laat weg A1",)),
        english=Wording("leave out", "<number>", ("leave out A1",)),
        summary=mark("leaves out a proposed addition, to something you shared"),
        arguments=_A_NUMBER,
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_leave_out,
        everyday=True,
    ),
)
