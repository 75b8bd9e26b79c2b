"""Somebody answered in the thread of a prompt: it is counted and marked, and they are asked once.

What is asked, is asked of them alone; without their yes nothing is kept. Summing up is in
`bot/prompting/harvest.py`.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from bot.alerts import tell_account
from bot.commands.command import Desk
from bot.domain.people import Mode, Person, Role, Room
from bot.domain.prompt import Occurrence
from bot.messages.i18n import translator
from bot.messages.incoming import Origin
from bot.messages.outgoing import Mark, Outgoing, React
from bot.messages.reply import Button, Buttons, Reply, say
from bot.notes import Turn, nothing
from bot.ports.due import Work
from bot.ports.harvest import Answer
from bot.ports.store import Transaction
from bot.ports.wishes import Wish
from bot.prompting.kinds import Kind


async def gather(origin: Origin, desk: Desk, now: datetime) -> Turn:
    """Count the answer, mark it, and ask its author once for each posting whether to keep it as a lesson."""
    account, message = origin.sender.account, origin.message
    async with desk.store.read() as tx:
        posted = await tx.harvest.posted_in(origin.conversation)
        occurrence = await tx.prompts.occurrence(posted.prompt, posted.planned) if posted else None
        author = await tx.people.of_account(account)
        room = await tx.rooms.get(origin.room) or Room(origin.room)
    if posted is None or occurrence is None or message is None:
        return nothing

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        first = await tx.harvest.note(Answer(posted, account, origin.conversation, message), now)
        if first is None:
            return ()
        await tx.due.plan_once(Work.HARVEST, occurrence.cause, now + desk.policy.summary)
        if first and room.mode is not Mode.SILENT and await _may_be_asked(tx, author):
            wish = await tx.wishes.add(Wish(account, origin.conversation, message), now)
            offer = _offer(occurrence, wish, (author and author.language) or room.language, desk)
            await tell_account(tx, desk.policy, account, offer, now, _cause(origin))
        return (React(origin.conversation, message, Mark.SEEN),)

    return turn


async def _may_be_asked(tx: Transaction, author: Person | None) -> bool:
    """Say whether they belong to the network, as far as is known, and do not want to be left alone."""
    if author is None:
        return True
    return author.role.covers(Role.MEMBER) and not await tx.wishes.left_alone(author.id)


def _cause(origin: Origin) -> str:
    return sha256(f"answer\n{origin.cause}".encode()).hexdigest()


def _offer(occurrence: Occurrence, wish: int, language: str | None, desk: Desk) -> Reply:
    t = translator(language or desk.policy.language)
    asking = say(
        t.line("Thank you for your answer to the prompt. Do you want others to be able to find it?"),
        t.line(
            "Then make a lesson of it, in your own words: that takes a minute. I have kept nothing of what "
            "you wrote, and about this prompt I do not ask again."
        ),
    )
    share = t.text("share failure") if occurrence.kind == Kind.FAILURE else t.text("share")
    steps = (
        Button(t.text("make a lesson of it"), f"{share} W{wish}"),
        Button(t.text("never ask me this"), t.text("do not ask again")),
    )
    return Reply((*asking.blocks, Buttons(t.text("Next:"), steps)))
