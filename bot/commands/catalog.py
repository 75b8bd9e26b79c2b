"""Every command there is, in the order in which help shows them.

Where a name begins with that of another command, it is read before that one, so it stands before it.
"""

from __future__ import annotations

from bot.commands import (
    additions,
    ask,
    browse,
    by_id,
    contact,
    curate,
    edit,
    findable,
    forget,
    help,  # noqa: A004 - a module of commands
    here,
    history,
    how_to_ask,
    inquire,
    keep,
    link,
    merge,
    open_questions,
    own,
    people,
    pioneer,
    prompt_change,
    prompt_list,
    prompt_moment,
    prompt_plan,
    prompt_response,
    prompt_state,
    propose,
    queue,
    report,
    rooms,
    share,
    statistics,
    still_true,
    themes,
    undo,
    useful,
    words,
)
from bot.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *ask.COMMANDS,
    *how_to_ask.COMMANDS,
    *queue.COMMANDS,
    *statistics.COMMANDS,
    *curate.COMMANDS,
    *still_true.COMMANDS,
    *propose.DECIDING,
    *inquire.COMMANDS,  # `vraag door` is read before `vraag`
    *edit.COMMANDS,
    *history.COMMANDS,
    *merge.COMMANDS,
    *by_id.COMMANDS,
    *browse.COMMANDS,
    *here.COMMANDS,
    *open_questions.COMMANDS,
    *link.COMMANDS,
    *share.COMMANDS,
    *inquire.ANSWERING,
    *propose.COMMANDS,
    *undo.COMMANDS,
    *useful.COMMANDS,
    *additions.COMMANDS,
    *report.COMMANDS,
    *people.COMMANDS,
    *pioneer.COMMANDS,
    *findable.COMMANDS,
    *contact.COMMANDS,
    *own.COMMANDS,
    *forget.COMMANDS,
    *themes.COMMANDS,
    *words.COMMANDS,
    *prompt_plan.COMMANDS,
    *prompt_change.COMMANDS,
    *prompt_list.COMMANDS,
    *prompt_response.COMMANDS,
    *prompt_moment.COMMANDS,
    *prompt_state.COMMANDS,
    *rooms.COMMANDS,
    *help.COMMANDS,
    *keep.COMMANDS,  # behind what a question of privacy calls: “bewaar je mijn vragen?”
)

FORMS = share.FORMS | how_to_ask.FORMS | pioneer.FORMS | prompt_plan.FORMS
