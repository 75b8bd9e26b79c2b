"""Saying how useful an entry was: one vote a person, shown from three on.

When it answered what they asked last, search learns how they asked it.
"""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.named_entry import named_entry
from bot.commands.nearby import ONE
from bot.commands.questions.learned import found_by, learned
from bot.domain.feedback import GRADES
from bot.domain.model import Entry, Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction

_USEFUL = 4
"""The grade of who only says that it was useful."""

_CALLED = {
    1: mark("not useful"),
    2: mark("hardly useful"),
    3: mark("a little useful"),
    4: mark("useful"),
    5: mark("very useful"),
}


async def _useful(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    entry = await named_entry(request, arguments, desk)
    if isinstance(entry, Reply):
        return Response(aside=entry)
    if entry.id.kind is Kind.PIONEER:
        return Response(
            aside=say(t.line("People get no grades here. Of a lesson or a project you can say it."))
        )
    if entry.author == request.person.id:
        return Response(aside=say(t.line("{id} is yours: how useful it is, others say.", id=str(entry.id))))
    grade = int(arguments["grade"] or _USEFUL)
    since = request.now - desk.policy.follow_up

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        await tx.feedback.vote(entry.id, request.person.id, grade, request.now)
        noted = _noted(request, entry, grade, given=bool(arguments["grade"]))
        asked = await tx.questions.latest(request.person.id, request.origin.conversation, since)
        answers = grade >= _USEFUL and asked is not None and entry.id in asked.found
        words = await learned(tx, asked, entry, request) if asked and answers else ""
        if words:
            noted = Reply((*noted.blocks, *say(found_by(words, entry, request)).blocks))
        return Response(aside=noted)

    return act


def _noted(request: Request, entry: Entry, grade: int, *, given: bool) -> Reply:
    t = request.translator
    called = t.text(_CALLED[grade])
    title = entry.text(t.language).title
    noted = t.line("Noted: {title} ({id}) was {called} to you.", title=title, id=str(entry.id), called=called)
    if given:
        return say(noted)
    others = [other for other in reversed(GRADES) if other != grade]
    again = t.text("useful")
    buttons = tuple(Button(t.text(_CALLED[other]), f"{again} {entry.id} {other}") for other in others)
    return Reply((Paragraph((noted,)), Buttons(t.text("Or was it:"), buttons)))


COMMANDS = (
    Command(
        dutch=Wording("nuttig", "<nummer> [1-5]", ("nuttig L1", "nuttig L1 5")),
        english=Wording("useful", "<number> [1-5]", ("useful L1", "useful L1 5")),
        summary=mark("says how useful a lesson or project was to you"),
        arguments=rf"{ONE}(?:\s+(?P<grade>[1-5]))?",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_useful,
        everyday=True,
    ),
)
