"""Sharing: `share` opens the short form of a lesson, `share in full` the one for the whole story.

The forms are in `lesson_forms.py`; what becomes of what is filled in, in `drafts.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.owned_form import Known, OwnedForm, asking
from bot.commands.sharing.before_saving import checked, deciding, goes_on
from bot.commands.sharing.lesson_fields import with_themes
from bot.commands.sharing.lesson_forms import LESSON, MESSAGE, STORY, TOLD, WISH, WRITTEN
from bot.commands.sharing.own_words import own_words
from bot.commands.sharing.wished import ASKED_BEFORE, remember
from bot.domain.model import Outcome
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.forms import Form, ask, begin
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.ports.wishes import Wish
from bot.prefilling import answered, preset, suggested, without_suggestions

_FAILURE = frozenset({"mislukking", "failure"})
_ANEW = frozenset({"opnieuw", "again"})
_IN_FULL = frozenset({"uitgebreid", "in full"})
_ARGUMENTS = rf"(?P<variant>{'|'.join(sorted(_FAILURE | _ANEW | _IN_FULL))})?\s*(?:W(?P<wish>[0-9]{{1,9}}))?"


_GOING_ON = mark("We go on with what you wrote before. `share again{wish}` begins anew.")
_READ_BACK = mark(
    "What you wrote in your message is filled in, as it reads now. Change what you like; it becomes no "
    "lesson before you have saved it."
)
_NOT_READ = mark("I cannot get at what you wrote in that message (any more). Tell it here in your own words.")


async def _share(request: Request, arguments: re.Match[str], desk: Desk) -> Act:
    owned, before = await _form(request, _variant(arguments), desk)
    known = await owned.known(request, arguments, desk)
    return asking(request, *_opened(request, arguments, owned, before, known), openly=True)


async def share_own(request: Request, wish: Wish, desk: Desk) -> Act:
    """Begin the form with a message of whoever asks this, or go on with it; the message is marked for that.

    Nobody is asked about it any more. A lesson that was made of it already is not begun once more.
    """
    owned, before = await _form(request, "", desk)
    known = await _suggestion(owned.form, wish, request, desk)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        first = await tx.wishes.is_first(wish)
        number = await (remember(tx, wish, request.now, desk) if first else tx.wishes.number_of(wish))
        if number is None:
            return Response(aside=say(request.translator.line(ASKED_BEFORE)))
        (arguments,) = re.finditer(rf"^{_ARGUMENTS}", f"W{number}")
        return await asking(request, *_opened(request, arguments, owned, before, known), openly=True)(tx)

    return act


async def _form(request: Request, variant: str, desk: Desk) -> tuple[OwnedForm, Dialogue | None]:
    """Return the form that is meant, and what its asker had begun."""
    async with desk.store.read() as tx:
        before = await tx.dialogues.get(request.origin.sender.account)
    form = FORMS[_form_for(variant, before)]
    return await form.at_hand(desk, request.translator.language), before


def _opened(
    request: Request,
    arguments: re.Match[str],
    owned: OwnedForm,
    before: Dialogue | None,
    known: Mapping[str, str],
) -> tuple[Dialogue, Reply]:
    """Return the dialogue as it begins or goes on, and its question."""
    account, form, t = request.origin.sender.account, owned.form, request.translator
    values = owned.values(arguments, before, known)
    dialogue = begin(form, Dialogue(account, form.name, tuple(values.items()), 0, request.now))
    question, told = ask(form, dialogue, t), owned.told(arguments, values, t)
    return dialogue, Reply((*say(told).blocks, *question.blocks)) if told else question


def _variant(arguments: re.Match[str]) -> str:
    return (arguments["variant"] or "").casefold()


def _form_for(variant: str, before: Dialogue | None) -> str:
    """Return which form is meant: whoever says nothing goes on with what they had begun."""
    if variant in _IN_FULL:
        return STORY.name
    begun = not variant and FORMS[STORY.name].holds(before)
    return STORY.name if begun else LESSON.name


def _begun(arguments: re.Match[str], kept: Dialogue | None, known: Mapping[str, str]) -> dict[str, str]:
    """Return the values to go on with; only who says so now shares a failure without being asked.

    What was begun before is not taken for what somebody wrote in the message of another wish.
    """
    fixed = preset("outcome")
    before = kept.values if kept and _variant(arguments) not in _ANEW else ()
    values = {name: value for name, value in before if name != fixed}
    wish = _wish_of(arguments, values)
    if wish:
        values = _with_message(wish, values, known)
    values |= {preset(name): values[name] for name in (WISH, MESSAGE) if values.get(name)}
    if _variant(arguments) in _FAILURE:
        values[fixed] = str(Outcome.FAILURE)
    return values


def _wish_of(arguments: re.Match[str], values: Mapping[str, str]) -> str:
    """Return the number of the wish that is answered, now or by what was begun; empty without one."""
    return arguments["wish"] or values.get(preset(WISH)) or values.get(WISH) or ""


def _with_message(wish: str, values: dict[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the values with what the message of a wish says now, unless they answer something else."""
    if not answered(values):
        return {**known, preset(WISH): wish}
    if wish not in {values.get(preset(WISH)), values.get(WISH)}:
        return values
    return {**known, **without_suggestions(values)}


def _recalling(form: Form) -> Known:
    """Return what finds the words that the form begins with, when it answers a wish, or goes on doing so.

    They may read otherwise than when it was begun, or be gone.
    """

    async def known(request: Request, arguments: re.Match[str], desk: Desk) -> Mapping[str, str]:
        account = request.origin.sender.account
        async with desk.store.read() as tx:
            kept = FORMS[form.name].holds(await tx.dialogues.get(account))
            values = dict(kept.values if kept and _variant(arguments) not in _ANEW else ())
            number = "" if values.get(TOLD[form.name]) else _wish_of(arguments, values)
            wish = await tx.wishes.of(int(number), account) if number else None
        return await _suggestion(form, wish, request, desk) if wish else {}

    return known


async def _suggestion(form: Form, wish: Wish, request: Request, desk: Desk) -> dict[str, str]:
    field = next(field for field in form.fields if field.name == TOLD[form.name])
    words = await own_words(wish, request, desk, field.longest)
    return {suggested(field.name): words} if words else {}


def _told(arguments: re.Match[str], values: Mapping[str, str], t: Translator) -> Line:
    """Return what is said of the values that the form opens with."""
    wish = arguments["wish"]
    if answered(values):
        return t.line(_GOING_ON, wish=f" W{wish}" if wish else "")
    if any(suggested(name) in values for name in WRITTEN):
        return t.line(_READ_BACK)
    return t.line(_NOT_READ) if preset(WISH) in values else ()


FORMS = {
    form.name: OwnedForm(
        form,
        checked(form),
        _begun,
        fitted=with_themes,
        goes_on=goes_on(form),
        known=_recalling(form),
        told=_told,
    )
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
        arguments=_ARGUMENTS,
        rule=Rule(Role.MEMBER),
        effect=Effect.UNDOABLE,
        run=_share,
        everyday=True,
        form=LESSON.name,
        forms=tuple((variant, STORY.name) for variant in sorted(_IN_FULL)),
        also=frozenset({"ik wil iets delen", "ik wil een les delen", "i want to share something"}),
    ),
)
