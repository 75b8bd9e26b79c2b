"""A form together with what happens when it is filled; the commands that own one make these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.commands.command import Act, Desk, Request, Response
from bot.forms import Form, cleaned, faults, result
from bot.messages.markup import Plain
from bot.messages.reply import Fields, Paragraph, Reply
from bot.ports.people import Dialogue
from bot.ports.store import Transaction


@dataclass(frozen=True)
class OwnedForm:
    """`filled` does what the form is for with its faultless values, inside the writing transaction."""

    form: Form
    filled: Callable[[Request, Mapping[str, str], Desk], Act]

    def finish(self, request: Request, dialogue: Dialogue, desk: Desk) -> Act:
        """Return what to do when a dialogue reached its end: the form's work, and forget the dialogue."""
        work = self.filled(request, result(self.form, dialogue), desk)

        async def act(tx: Transaction) -> Response:
            await tx.dialogues.delete(dialogue.account)
            return await work(tx)

        return act

    def submit(self, request: Request, values: Mapping[str, str], desk: Desk) -> Response | Act:
        """Return what to do with a form that was filled at once; faulty fields are named, nothing is kept."""
        t = request.translator
        wrong = faults(self.form, values, t)
        if not wrong:
            return self._handed_in(request, values, desk)
        questions = {field.name: t.text(field.question) for field in self.form.fields}
        pairs = tuple((questions[name], (Plain(sentence),)) for name, sentence in wrong.items())
        opening = t.line("Not everything is filled in as it should be, and I have not saved it yet.")
        return Response(aside=Reply((Paragraph((opening,)), Fields(pairs))))

    def _handed_in(self, request: Request, values: Mapping[str, str], desk: Desk) -> Act:
        """Do the form's work; a dialogue that was open for it is over."""
        kept = {field.name: cleaned(field, values.get(field.name, "")) for field in self.form.fields}
        work = self.filled(request, kept, desk)

        async def act(tx: Transaction) -> Response:
            await tx.dialogues.delete(request.origin.sender.account)
            return await work(tx)

        return act
