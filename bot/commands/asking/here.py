"""Sharing in the room what one person alone was shown: a question or command is done again, openly."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.messages.i18n import mark


async def _here(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    return Response(again=arguments["line"])


COMMANDS = (
    Command(
        dutch=Wording(
            "toon hier", "<vraag of opdracht>", ("toon hier wie heeft ervaring met drones?", "toon hier L1")
        ),
        english=Wording(
            "show here",
            "<question or command>",
            ("show here who has experience with drones?", "show here L1"),
        ),
        summary=mark("shows the answer to everybody in this channel, with your name if you are a pioneer"),
        arguments="(?P<line>.+)",
        rule=Rule(Role.MEMBER, frozenset({Setting.ROOM})),
        effect=Effect.FINAL,
        run=_here,
    ),
)
