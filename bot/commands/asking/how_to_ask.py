"""How to ask: what `ask` alone says, and the form for a question where there are forms to fill at once."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.owned_form import OwnedForm
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.forms import Field, Form
from bot.messages.i18n import mark
from bot.messages.reply import say

QUESTION = Form(
    name="question",
    fields=(
        Field(
            "question",
            mark("What do you want to know?"),
            mark("In your own words: who has experience with it, what was tried, what came of it."),
            longest=2000,
        ),
    ),
    opened_by=mark("ask"),
    title=mark("Ask a question"),
    submit=mark("Ask"),
    intro=mark("I look in what the network shared before. When I do not know it, I keep the question."),
)


async def _ask(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    return Response(
        say(
            t.line(
                "Ask me in your own words who did something before: "
                "“who has experience with energy cooperatives?”"
            ),
            t.line("Narrower: put `kind:lesson` or `since:2020` behind your question, `help filters`"),
        )
    )


FORMS = {QUESTION.name: OwnedForm(QUESTION, typed="question")}

COMMANDS = (
    Command(
        dutch=Wording("stel een vraag", "", ("stel een vraag",)),
        english=Wording("ask", "", ("ask",)),
        summary=mark("tells how to ask me something"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_ask,
        everyday=True,
        form=QUESTION.name,
        also=frozenset(
            {"vraag", "ask a question", "ik wil iets vragen", "ik heb een vraag", "i have a question"}
        ),
    ),
)
