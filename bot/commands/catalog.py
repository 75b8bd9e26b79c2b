"""Every command there is, in the order in which help shows them. No name begins with another one."""

from __future__ import annotations

from bot.commands import (
    ask,
    browse,
    by_id,
    curate,
    help,  # noqa: A004 - a module of commands
    people,
    rooms,
    share,
)
from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *ask.COMMANDS,
    *by_id.COMMANDS,
    *browse.COMMANDS,
    *share.COMMANDS,
    *people.COMMANDS,
    *curate.COMMANDS,
    *rooms.COMMANDS,
    *help.COMMANDS,
)

FORMS = share.FORMS
