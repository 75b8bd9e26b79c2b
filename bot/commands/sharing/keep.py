"""Keeping messages that are there already: how to wish for that, and not wanting to be asked."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.reply import say
from bot.ports.store import Transaction


async def _save(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    lamp = (t.line("In this channel a 💡 under it does the same."),) if request.room.lamp else ()
    return Response(
        aside=say(
            t.line(
                "Under which message? In Matrix, reply to it with `save`; in Slack, use the shortcut under "
                "it. I then ask whoever wrote it, and keep nothing unless they share it."
            ),
            *lamp,
            t.line("Something of your own: `share`"),
        )
    )


async def _leave_alone(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    async def act(tx: Transaction) -> Response:
        await tx.wishes.leave_alone(request.person.id, request.now)
        t = request.translator
        return Response(
            aside=say(
                t.line(
                    "I never ask you again whether something you wrote may be kept. `you may ask` undoes "
                    "that."
                )
            )
        )

    return act


async def _ask_again(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    async def act(tx: Transaction) -> Response:
        await tx.wishes.ask_again(request.person.id, request.now)
        t = request.translator
        return Response(
            aside=say(
                t.line("When somebody would like to keep what you wrote, I ask you, once for each message.")
            )
        )

    return act


COMMANDS = (
    Command(
        dutch=Wording("bewaar", "", ("bewaar",)),
        english=Wording("save", "", ("save",)),
        summary=mark("as a reply to a message: asks whoever wrote it to share it"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_save,
        everyday=True,
    ),
    Command(
        dutch=Wording("niet meer vragen", "", ("niet meer vragen",)),
        english=Wording("do not ask again", "", ("do not ask again",)),
        summary=mark("never asks you again whether something you wrote may be kept"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_leave_alone,
        personal=True,
    ),
    Command(
        dutch=Wording("weer vragen", "", ("weer vragen",)),
        english=Wording("you may ask", "", ("you may ask",)),
        summary=mark("lets me ask you whether something you wrote may be kept"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_ask_again,
        personal=True,
    ),
)
