"""A form together with what happens when it is filled; the commands that own one make these."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.commands.command import Act, Command, Desk, Request, Response, recorded
from bot.domain.permissions import Rule, Setting, permit
from bot.forms import Form, cleaned, faults, result
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Fields, Paragraph, Reply, say
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.refusals import refusal

Filled = Callable[[Request, Mapping[str, str], Desk], Awaitable[Act]]
"""Does what a form is for with its faultless values: reads and searches first, returns what is written."""

Fitted = Callable[[Form, Desk, str], Awaitable[Form]]
"""Gives the form as it is now in a language, for one whose choices stand in the base."""

Begun = Callable[["re.Match[str]", Dialogue | None, Mapping[str, str]], Mapping[str, str]]
"""Gives the values that the form opens with, fixed ones included.

By a command's arguments, what was kept, and what is known already (see `Known`).
"""


Known = Callable[[Request, "re.Match[str]", Desk], Awaitable[Mapping[str, str]]]
"""Gives what is known already of what a form asks for, by the arguments that open it."""


async def _nothing(request: Request, arguments: re.Match[str], desk: Desk) -> Mapping[str, str]:  # noqa: ARG001
    return {}


Told = Callable[["re.Match[str]", Mapping[str, str], Translator], Line]
"""Gives what is said of the values that a form opens with; empty when there is nothing to say."""


def _untold(arguments: re.Match[str], values: Mapping[str, str], t: Translator) -> Line:  # noqa: ARG001
    return ()


def _as_kept(
    arguments: re.Match[str],  # noqa: ARG001
    kept: Dialogue | None,
    known: Mapping[str, str],
) -> Mapping[str, str]:
    return {**known, **dict(kept.values if kept else ())}


async def _as_it_is(form: Form, desk: Desk, language: str) -> Form:  # noqa: ARG001
    return form


def _refused(command: Command | None, request: Request) -> Reply | None:
    """Say why this person may not do what the form is for; nothing when they may."""
    if command is None:
        return None
    reason = permit(Rule(command.rule.needs), request.person.role, request.audience, Setting.DIRECT).reason
    return refusal(reason, request.translator) if reason else None


OTHER_BUTTON: Final = mark(
    "That button belongs to something else, and we are still busy with these questions; `stop` ends them."
)
A_COMMAND: Final = mark(
    "That is a command, and we are still busy with these questions; `stop` ends them. "
    "If it is your answer, put it between quotation marks."
)


def asked_again(question: Reply, why: str, t: Translator) -> Reply:
    """Return the question that is next, with a message of ours why what somebody did is no answer to it."""
    return Reply((Paragraph((t.line(why),)), *question.blocks))


def asking(request: Request, dialogue: Dialogue, question: Reply, *, openly: bool = False) -> Act:
    """Begin a dialogue with its first question, in the direct room.

    Whoever asked hears that where they did so; with `openly` as any answer, otherwise nobody else does.
    """

    async def act(tx: Transaction) -> Response:
        await tx.dialogues.save(dialogue)
        if request.room.direct:
            return Response(question)
        gladly = request.translator.line("Gladly. I ask you the questions in a direct message.")
        if openly:
            return Response(say(gladly), direct=question)
        return Response(aside=say(gladly), direct=question)

    return act


@dataclass(frozen=True)
class OwnedForm:
    """`typed` names the field of a form without `filled`: it is read as if it were typed as a line.

    `goes_on` are the names of forms whose answers are this one's too: what is asked after it was filled;
    `part_of` is, of such a form, the name of the one it goes on with.
    """

    form: Form
    filled: Filled | None = None
    begun: Begun = _as_kept
    typed: str = ""
    fitted: Fitted = _as_it_is
    goes_on: frozenset[str] = frozenset()
    part_of: str = ""
    known: Known = _nothing
    told: Told = _untold

    async def at_hand(self, desk: Desk, language: str) -> OwnedForm:
        """Return it with the choices that there are now, in a language."""
        return replace(self, form=await self.fitted(self.form, desk, language))

    def holds(self, kept: Dialogue | None) -> Dialogue | None:
        """Return what was kept when it is of this form."""
        return kept if kept and kept.form in {self.form.name, *self.goes_on} else None

    def values(
        self, arguments: re.Match[str], kept: Dialogue | None, known: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Return what the form opens with; what was kept of another form is left where it is."""
        return self.begun(arguments, self.holds(kept), known)

    async def finish(self, request: Request, dialogue: Dialogue, desk: Desk) -> Response | Act:
        """Return what to do when a dialogue reached its end: the form's work, and forget the dialogue."""
        return await self._handed_in(request, result(self.form, dialogue), desk)

    async def submit(self, request: Request, values: Mapping[str, str], desk: Desk) -> Response | Act:
        """Return what to do with a form that was filled at once; faulty fields are named, nothing is kept."""
        t = request.translator
        wrong = faults(self.form, values, t)
        if not wrong:
            kept = {each.name: cleaned(each, values.get(each.name, ""), t) for each in self.form.fields}
            return await self._handed_in(request, kept, desk)
        questions = {field.name: field.question for field in self.form.fields}
        pairs = tuple((t.text(questions[name]), (Plain(sentence),)) for name, sentence in wrong.items())
        opening = t.line("Not everything is filled in as it should be, and I have not saved it yet.")
        return Response(aside=Reply((Paragraph((opening,)), Fields(pairs))))

    async def _handed_in(self, request: Request, values: Mapping[str, str], desk: Desk) -> Response | Act:
        """Do the form's work, for who may; roles change while a form is open.

        A dialogue that was open for it is over, one for another form is not.
        """
        opened = self.part_of or self.form.name
        command = next((each for each in desk.commands if each.owns(opened)), None)
        refused = _refused(command, request)
        if refused:
            return Response(aside=refused)
        act = await self._work(request, values, desk)
        return recorded(command, act) if command else act

    async def _work(self, request: Request, values: Mapping[str, str], desk: Desk) -> Act:
        work = await self.filled(request, values, desk) if self.filled else None
        account = request.origin.sender.account

        async def act(tx: Transaction) -> Response:
            open_one = await tx.dialogues.get(account)
            if self.holds(open_one):
                await tx.dialogues.delete(account)
            return await work(tx) if work else Response()

        return act
