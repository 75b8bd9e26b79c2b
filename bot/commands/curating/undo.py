"""Undo: taking back what somebody did last, as one action."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.several import listed
from bot.commands.sharing.wished import open_again
from bot.curating.editing import themes_of
from bot.curating.meanwhile import in_words
from bot.curating.telling import tell
from bot.curating.undoing import Step, cannot, steps_of, take_back
from bot.domain.audience import lacks_consent
from bot.domain.model import Entry, EntryId
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import mark
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.knowledge import Action, Subject
from bot.ports.store import Transaction

_NAME = "ongedaan"


async def _undo(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        action = await tx.revisions.undoable(request.person.id)
        if action is None:
            nothing = t.line("There is nothing of yours that I can take back.")
            return Response(aside=say(nothing))
        command = next((each for each in desk.commands if each.dutch.name == action.command), None)
        steps = await steps_of(tx, action)
        allowed = command is not None and request.person.role.covers(command.rule.needs)
        if not (steps and allowed) or any([await cannot(tx, step) for step in steps]):
            name = command.wording(t.language).name if command else action.command
            return Response(aside=say(t.line("Your last “{command}” cannot be taken back.", command=name)))
        moved = [step for step in steps if step.moved_on]
        if moved:
            return Response(aside=await _moved_on(tx, action, moved, request))
        before = await tx.revisions.last()
        for step in reversed(steps):
            await take_back(tx, step, request.change)
        await tx.revisions.bind(before, _NAME, undoes=action.number)
        await _tell_owners(tx, action.command, steps, request, desk)
        gone = [each for step in steps if step.before is None and (each := EntryId.parse(step.key))]
        again = await open_again(tx, gone, request, desk)
        again += await _waits_again(tx, action, steps, request, desk)
        done = _done(command.wording(t.language).name if command else "", steps, request)
        return Response(say(done, *again))

    return act


_TAKEN_BACK = {
    "publiceer": mark(
        "Your “{title}” ({id}) was published; an admin has taken that back, so it is not in the base for "
        "now. You hear when that changes."
    ),
    "wijs af": mark(
        "I told you that “{title}” ({id}) was not put in the base. An admin has taken that back: it is "
        "looked at again, and you hear what comes of it."
    ),
}
"""What is said to who heard what is undone, by the name of the command that told them."""


async def _tell_owners(
    tx: Transaction, command: str, steps: tuple[Step, ...], request: Request, desk: Desk
) -> None:
    message = _TAKEN_BACK.get(command)
    for step in steps:
        entry = step.before
        if message and isinstance(entry, Entry) and not lacks_consent(entry):
            told = {"title": entry.text(entry.original).title, "id": str(entry.id)}
            await tell(tx, desk.policy, entry.owner, message, request.change, **told)


_ACCEPTED = mark(
    "I told you that your proposal for “{title}” ({id}) was accepted. An admin has taken that back: your "
    "proposal waits again, and you hear what becomes of it. `W{number}` shows it."
)


async def _waits_again(
    tx: Transaction, action: Action, steps: tuple[Step, ...], request: Request, desk: Desk
) -> tuple[Line, ...]:
    """Let a proposal that was accepted wait again; whoever made it hears that, as they heard it was done."""
    proposal = await tx.curating.wait_again([each.number for each in action.revisions])
    if proposal is None:
        return ()
    number = str(proposal.id)
    for step in steps:
        if isinstance(step.before, Entry):
            title = step.before.text(step.before.original).title
            told = {"title": title, "id": step.key, "number": number}
            await tell(tx, desk.policy, proposal.proposer, _ACCEPTED, request.change, **told)
    t = request.translator
    return (t.line("The proposal waits again: `proposal W{number}` shows it.", number=number),)


def _done(command: str, steps: tuple[Step, ...], request: Request) -> Line:
    t = request.translator
    entries = [step for step in steps if step.subject is Subject.ENTRY]
    gone = [step.key for step in entries if step.before is None]
    back = [step.key for step in entries if step.before is not None]
    if gone:
        return t.line("Taken back: {ids} is not there any more.", ids=listed(gone, t))
    if back:
        return t.line(
            "Taken back: your last “{command}”. As it was before: {ids}.",
            command=command,
            ids=listed(back, t),
        )
    return t.line("Taken back: your last “{command}”.", command=command)


async def _moved_on(tx: Transaction, action: Action, moved: list[Step], request: Request) -> Reply:
    """Say what changed since, and by whom, so that nobody's change is lost."""
    t = request.translator
    themes = await themes_of(tx)
    last = action.revisions[-1].number
    lines: list[Line] = []
    for step in moved:
        about = step.key if step.subject is Subject.ENTRY else t.text("what you changed")
        lines.append(t.line("I take nothing back, because {id} has changed since:", id=about))
        since = [each for each in await tx.revisions.of(step.subject, step.key) if each.number > last]
        lines += await in_words(tx, since, themes, request.person.id, t)
    return say(*lines)


COMMANDS = (
    Command(
        dutch=Wording(_NAME, "", (_NAME,)),
        english=Wording("undo", "", ("undo",)),
        summary=mark("takes back what you did last"),
        arguments="",
        rule=Rule(Role.MEMBER, members_only=True),
        effect=Effect.FINAL,
        run=_undo,
        everyday=True,
        also=frozenset({"maak ongedaan", "ongedaan maken", "draai terug", "terugdraaien"}),
    ),
)
