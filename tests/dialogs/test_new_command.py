"""A command that is added to the table is there on every platform, with nothing else to change."""

from __future__ import annotations

import re

from bot.commands.catalog import COMMANDS
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.reply import say
from storage.store import SqlStore
from tests.platforms.plaza import town


async def _greet(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    del desk
    return Response(say(request.translator.line("{name}", name=f"Dag {arguments['name']}")))


GREET = Command(
    dutch=Wording("groet", "<naam>", ("groet Delft",)),
    english=Wording("greet", "<name>", ("greet Delft",)),
    summary="groet iemand",
    arguments=r"(?P<name>\w+)",
    rule=Rule(Role.COORDINATOR),
    effect=Effect.READS,
    run=_greet,
)


async def test_a_new_command_is_typed_clicked_helped_and_guarded(store: SqlStore) -> None:
    """It is in help for who may use it, works typed and as a button, and is refused to others."""
    async with town(store, commands=(*COMMANDS, GREET)) as here:
        assert "`groet <naam>` – groet iemand" in await here.says("ada", "help beheer")
        assert "groet" not in await here.says("bram", "help beheer")
        assert await here.says("ada", "groet Delft") == "Dag Delft"
        assert await here.clicks("ada", "greet Delft") == "Dag Delft"
        assert "alleen een coördinator" in await here.says("bram", "groet Delft")
