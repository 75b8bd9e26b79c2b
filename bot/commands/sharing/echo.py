"""Whether somebody hears what came of what they shared (`bot/echoing.py`)."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.reply import say
from bot.ports.store import Transaction


async def _silence(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    async def act(tx: Transaction) -> Response:
        await tx.echoes.silence(request.person.id, request.now)
        t = request.translator
        return Response(
            aside=say(
                t.line(
                    "I do not tell you any more how often what you shared is shown or used. "
                    "`echo again` undoes that."
                )
            )
        )

    return act


async def _unsilence(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    async def act(tx: Transaction) -> Response:
        await tx.echoes.unsilence(request.person.id)
        t = request.translator
        return Response(
            aside=say(
                t.line(
                    "I tell you once a week how often what you shared was shown and used, when it was. "
                    "`no echo` ends that."
                )
            )
        )

    return act


COMMANDS = (
    Command(
        dutch=Wording("geen echo", "", ("geen echo",)),
        english=Wording("no echo", "", ("no echo",)),
        summary=mark("tells you no more how often what you shared is shown or used"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_silence,
        everyday=True,
        personal=True,
    ),
    Command(
        dutch=Wording("weer echo", "", ("weer echo",)),
        english=Wording("echo again", "", ("echo again",)),
        summary=mark("tells you once a week how often what you shared was shown and used"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_unsilence,
        everyday=True,
        personal=True,
    ),
)
