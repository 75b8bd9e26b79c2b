"""`share protected` where it is typed in a way that would leave a trace: how to do it otherwise.

Typed as it should be it is kept apart before any command is looked at, in `bot/protecting/apart.py`.
"""

from __future__ import annotations

import re
from typing import Final

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.messages.i18n import mark
from bot.messages.reply import say

AS_A_MESSAGE: Final = mark(
    "Send me `share protected` as a new message of its own, directly to me: only then nothing is kept "
    "of who you are."
)


async def _protect(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    del arguments, desk
    return Response(aside=say(request.translator.line(AS_A_MESSAGE)))


COMMANDS = (
    Command(
        dutch=Wording("deel beschermd", "[code]", ("deel beschermd", "deel beschermd ABCD-EFGH-JKMN-PQRS")),
        english=Wording(
            "share protected", "[code]", ("share protected", "share protected ABCD-EFGH-JKMN-PQRS")
        ),
        summary=mark(
            "shares a failure without anybody knowing whose it is; its code changes it or takes it back"
        ),
        arguments=r"(?P<code>.{1,60})?",
        rule=Rule(Role.MEMBER, where=frozenset({Setting.DIRECT})),
        effect=Effect.FINAL,
        run=_protect,
    ),
)
