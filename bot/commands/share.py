"""Sharing: `share` opens the short form of a lesson, `share in full` the one for the whole story.

The forms are in `lesson_forms.py`; what becomes of what is filled in, in `drafts.py`.
"""

from __future__ import annotations

import re

from bot.commands.before_saving import checked, deciding, goes_on
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.lesson_fields import with_themes
from bot.commands.lesson_forms import LESSON, STORY, WISH
from bot.commands.owned_form import OwnedForm
from bot.domain.model import Outcome
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.forms import Form, ask, begin, preset
from bot.messages.i18n import Translator, mark
from bot.messages.reply import Reply, say
from bot.ports.people import Dialogue
from bot.ports.store import Transaction

_FAILURE = frozenset({"mislukking", "failure"})
_ANEW = frozenset({"opnieuw", "again"})
_IN_FULL = frozenset({"uitgebreid", "in full"})
_VARIANTS = sorted(_FAILURE | _ANEW | _IN_FULL)


async def _share(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    account = request.origin.sender.account
    async with desk.store.read() as tx:
        before = await tx.dialogues.get(account)
    form = FORMS[_form_for(_variant(arguments), before)]
    owned = await form.at_hand(desk, request.translator.language)
    kept = None if _variant(arguments) in _ANEW else owned.holds(before)
    values = owned.values(arguments, before)
    dialogue = begin(owned.form, Dialogue(account, owned.form.name, tuple(values.items()), 0, request.now))
    resumed = kept is not None and any(value for _, value in kept.values)
    opening = _opening(owned.form, dialogue, request.translator, resumed=resumed)

    async def act(tx: Transaction) -> Response:
        await tx.dialogues.save(dialogue)
        if request.room.direct:
            return Response(opening)
        t = request.translator
        return Response(say(t.line("Gladly. I ask you the questions in a direct message.")), direct=opening)

    return act


def _variant(arguments: re.Match[str]) -> str:
    return (arguments["variant"] or "").casefold()


def _form_for(variant: str, before: Dialogue | None) -> str:
    """Return which form is meant: whoever says nothing goes on with what they had begun."""
    if variant in _IN_FULL:
        return STORY.name
    begun = not variant and FORMS[STORY.name].holds(before)
    return STORY.name if begun else LESSON.name


def _begun(arguments: re.Match[str], kept: Dialogue | None) -> dict[str, str]:
    """Return the values to go on with; only who says so now shares a failure without being asked."""
    fixed = preset("outcome")
    before = kept.values if kept and _variant(arguments) not in _ANEW else ()
    values = {name: value for name, value in before if name != fixed}
    if arguments["wish"]:
        values[preset(WISH)] = arguments["wish"]
    if _variant(arguments) in _FAILURE:
        values[fixed] = str(Outcome.FAILURE)
    return values


def _opening(form: Form, dialogue: Dialogue, t: Translator, *, resumed: bool) -> Reply:
    question = ask(form, dialogue, t)
    if not resumed:
        return question
    going_on = say(t.line("We go on with what you wrote before. `share again` begins anew."))
    return Reply((*going_on.blocks, *question.blocks))


FORMS = {
    form.name: OwnedForm(form, checked(form), _begun, fitted=with_themes, goes_on=goes_on(form))
    for form in (LESSON, STORY)
} | {name: owned for form in (LESSON, STORY) for name, owned in deciding(form).items()}

COMMANDS = (
    Command(
        dutch=Wording(
            "deel",
            "[mislukking|uitgebreid]",
            ("deel", "deel mislukking", "deel uitgebreid", "deel opnieuw"),
        ),
        english=Wording(
            "share", "[failure|in full]", ("share", "share failure", "share in full", "share again")
        ),
        summary=mark("shares what you tried, also when it did not work"),
        arguments=rf"(?P<variant>{'|'.join(_VARIANTS)})?\s*(?:W(?P<wish>[0-9]{{1,9}}))?",
        rule=Rule(Role.MEMBER),
        effect=Effect.UNDOABLE,
        run=_share,
        everyday=True,
        form=LESSON.name,
        forms=tuple((variant, STORY.name) for variant in sorted(_IN_FULL)),
        also=frozenset({"ik wil iets delen", "ik wil een les delen", "i want to share something"}),
    ),
)
