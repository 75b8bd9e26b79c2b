"""Asking the author of an entry something about it, and their answer."""

from __future__ import annotations

import re

from bot.alerts import tell_admins
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import ONE, one, typed
from bot.commands.several import discreet, found
from bot.curating.telling import tell
from bot.domain.model import Entry
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.cleaning import shortened
from bot.messages.i18n import mark, translator
from bot.messages.reply import say
from bot.ports.curating import Inquiry
from bot.ports.store import Transaction

_LONGEST = 1000
"""Characters of a question or an answer that are passed on."""


def _fault(words: str) -> str | None:
    """Return the message that says what is wrong with a question or an answer."""
    if not any(character.isalnum() for character in words):
        return mark("I cannot read words in this. Try it in a sentence.")
    if len(words) > _LONGEST:
        return mark("This is longer than {longest} characters. Can it be shorter?")
    return None


async def _ask_author(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, question = request.translator, arguments["question"].strip()
    wrong = _fault(question)
    if wrong:
        return Response(aside=say(t.line(wrong, longest=str(_LONGEST))))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = await found(tx, arguments, t)
        if isinstance(entry, Response):
            return entry
        author = entry.owner
        if author is None or not await tx.people.accounts(author):
            return Response(
                aside=say(t.line("Nobody in the network shared {id}, so I can ask nobody.", id=str(entry.id)))
            )
        if author == request.person.id:
            return Response(aside=say(t.line("{id} is yours; you know best.", id=str(entry.id))))
        await tx.curating.inquire(Inquiry(0, entry.id, request.person.id, request.now, question))
        told = {"title": entry.text(entry.original).title, "id": str(entry.id), "question": question}
        await tell(tx, desk.policy, author, _ASKED, request.change, **told)
        words = t.line("I have asked who shared {id}. You hear their answer from me.", id=str(entry.id))
        return discreet(request, desk, say(words))

    return act


_ASKED = mark(
    "An admin has a question about what you shared, “{title}” ({id}): “{question}” "
    "You answer with `explain {id}` and your answer behind it."
)


async def _explain(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, answer = request.translator, arguments["answer"].strip()
    wrong = _fault(answer)
    if wrong:
        return Response(aside=say(t.line(wrong, longest=str(_LONGEST))))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry_id, asked = one(arguments), None
        entry = (await tx.entries.get([entry_id])).get(entry_id) if entry_id else None
        if entry and entry.owner == request.person.id:  # also of what was merged since
            inquiries = (await tx.curating.inquiries([entry.id])).get(entry.id, ())
            asked = next((each for each in inquiries if each.answer is None), None)
        if entry is None or asked is None:
            nothing = t.line("Nobody waits for an answer of yours about {id}.", id=typed(arguments))
            return Response(aside=say(nothing))
        await tx.curating.answer(asked.id, answer, request.now)
        await _pass_on(tx, entry, asked, answer, request, desk)
        return Response(aside=say(t.line("Thank you. I have passed your answer on.")))

    return act


async def _pass_on(
    tx: Transaction, entry: Entry, asked: Inquiry, answer: str, request: Request, desk: Desk
) -> None:
    """Tell who asked; when they are no admin any more, the admins there are."""
    told = {
        "title": entry.text(entry.original).title,
        "id": str(entry.id),
        "question": shortened(asked.question, _LONGEST),
        "answer": answer,
    }
    asker = await tx.people.get(asked.asker)
    if asker and asker.role is Role.ADMIN:
        await tell(tx, desk.policy, asker.id, _ANSWERED, request.change, **told)
    else:
        t = translator(desk.policy.language, desk.policy.zone)
        await tell_admins(tx, desk.policy, say(t.line(_ANSWERED, **told)), request.now)


_ANSWERED = mark(
    "About “{title}” ({id}) you asked: “{question}” The answer of who shared it: “{answer}” "
    "`{id}` shows it, `queue` shows what waits."
)

COMMANDS = (
    Command(
        dutch=Wording("vraag door", "<nummer> <vraag>", ("vraag door L1 Hoeveel mensen deden mee?",)),
        english=Wording("inquire", "<number> <question>", ("inquire L1 How many people took part?",)),
        summary=mark("asks who shared an entry something about it"),
        arguments=rf"{ONE}\s+(?P<question>.+)",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.FINAL,
        run=_ask_author,
    ),
)

ANSWERING = (
    Command(
        dutch=Wording("licht toe", "<nummer> <antwoord>", ("licht toe L1 Er deden vijftig mensen mee.",)),
        english=Wording("explain", "<number> <answer>", ("explain L1 Fifty people took part.",)),
        summary=mark("answers what an admin asked about what you shared"),
        arguments=rf"{ONE}\s+(?P<answer>.+)",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_explain,
        everyday=True,
    ),
)
