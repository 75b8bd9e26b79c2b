"""Every command there is, in the order in which help shows them.

Where a name begins with that of another command, it is read before that one, so it stands before it.
"""

from __future__ import annotations

from bot.commands.asking import ask, browse, by_id, follow, here, how_to_ask
from bot.commands.command import Command
from bot.commands.curating import (
    curate,
    edit,
    history,
    inquire,
    merge,
    propose,
    queue,
    release,
    still_true,
    themes,
    undo,
    words,
)
from bot.commands.help import help  # noqa: A004 - a module of commands
from bot.commands.network import beginning, export, imports, rooms, statistics
from bot.commands.people import contact, findable, forget, holders, own, people, pioneer
from bot.commands.prompts import agenda, change, listing, moment, plan, response, state, texts
from bot.commands.questions import link, open_questions, put_question
from bot.commands.sharing import additions, echo, keep, protect, report, share, useful

COMMANDS: tuple[Command, ...] = (
    *ask.COMMANDS,
    *how_to_ask.COMMANDS,
    *queue.COMMANDS,
    *statistics.COMMANDS,
    *curate.COMMANDS,
    *release.COMMANDS,
    *still_true.COMMANDS,
    *propose.DECIDING,
    *inquire.COMMANDS,  # `vraag door` is read before `vraag`
    *edit.COMMANDS,
    *history.COMMANDS,
    *merge.COMMANDS,
    *by_id.COMMANDS,
    *browse.COMMANDS,
    *follow.COMMANDS,
    *here.COMMANDS,
    *open_questions.COMMANDS,
    *link.COMMANDS,
    *put_question.COMMANDS,
    *protect.COMMANDS,  # `deel beschermd` is read before `deel`
    *share.COMMANDS,
    *inquire.ANSWERING,
    *propose.COMMANDS,
    *undo.COMMANDS,
    *useful.COMMANDS,
    *additions.COMMANDS,
    *report.COMMANDS,
    *holders.COMMANDS,
    *people.COMMANDS,
    *pioneer.COMMANDS,
    *findable.COMMANDS,
    *contact.COMMANDS,
    *agenda.COMMANDS,
    *own.COMMANDS,
    *echo.COMMANDS,
    *forget.COMMANDS,
    *themes.COMMANDS,
    *words.COMMANDS,
    *beginning.COMMANDS,
    *imports.COMMANDS,
    *export.COMMANDS,
    *plan.COMMANDS,
    *change.COMMANDS,
    *listing.COMMANDS,
    *response.COMMANDS,
    *moment.COMMANDS,
    *state.COMMANDS,
    *texts.COMMANDS,
    *rooms.COMMANDS,
    *help.COMMANDS,
    *keep.COMMANDS,  # behind what a question of privacy calls: “bewaar je mijn vragen?”
)

FORMS = share.FORMS | how_to_ask.FORMS | pioneer.FORMS | plan.FORMS
