"""Somebody answered in the thread of a prompt: it is counted and marked, and they are asked once.

What is asked, is asked of them alone; without their yes nothing is kept. Summing up is in
`bot/prompting/harvest.py`.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from bot.alerts import tell_account
from bot.commands.command import Desk
from bot.commands.questions.asked_before import QUOTED, tell_directly
from bot.concern import prompt_of
from bot.domain.keys import AccountKey
from bot.domain.people import Mode, Person, Question, Role, Room
from bot.domain.prompt import Occurrence
from bot.labels import called
from bot.messages.cleaning import shortened
from bot.messages.i18n import translator
from bot.messages.incoming import Deleted, Edited, Incoming, Message, Origin
from bot.messages.outgoing import Mark, Outgoing, React
from bot.messages.reply import Button, Buttons, Reply, say
from bot.notes import Turn, nothing
from bot.ports.due import Work
from bot.ports.harvest import Answer, Posted
from bot.ports.store import Transaction
from bot.ports.wishes import Wish
from bot.prompting.kinds import Kind


async def prompted(tx: Transaction, event: Incoming) -> bool:
    """Say whether somebody writes, changes or takes back something in the thread of a prompt."""
    origin = event.origin
    if origin.direct:
        return False
    if isinstance(event, Deleted) and origin.message:  # not every platform says in which thread that stood
        return await tx.harvest.counts(origin.room, origin.message)
    return isinstance(event, Message | Edited) and await tx.harvest.posted_in(prompt_of(event)) is not None


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
        if not await tx.harvest.note(Answer(posted, account, origin.conversation, message), now):
            return ()
        await tx.due.plan_once(Work.HARVEST, occurrence.cause, now + desk.policy.summary)
        await _tell_who_asked(tx, occurrence, account, desk, now)
        wish = Wish(account, origin.conversation, message)
        asks = room.mode is not Mode.SILENT and await _may_be_asked(tx, author, account)
        asked = await tx.wishes.offered_in(origin.conversation, account)
        if asks and not asked and await tx.wishes.is_first(wish):
            number = await tx.wishes.add(wish, now)
            offer = _offer(occurrence, number, (author and author.language) or room.language, desk)
            await tell_account(tx, desk.policy, account, offer, now, _cause(origin))
        return (React(origin.conversation, message, Mark.SEEN),)

    return turn


async def _tell_who_asked(
    tx: Transaction, occurrence: Occurrence, by: AccountKey, desk: Desk, now: datetime
) -> None:
    """Tell whoever asked the question that a prompt showed that it is answered there, at the first answer."""
    asked = await tx.questions.get(occurrence.question) if occurrence.question else None
    if asked is None or not asked.open:
        return
    posted = Posted(occurrence.prompt, occurrence.planned)
    theirs = await tx.people.accounts(asked.asker)
    if by in theirs or await tx.harvest.by_others(posted, theirs) != 1:
        return
    room = await tx.rooms.get(occurrence.room) or Room(occurrence.room)
    same = {each.asker: each for each in reversed(await tx.questions.same_as(asked)) if each.open}
    for each in same.values():
        await tell_directly(tx, each, _answered(each, room, desk), desk.policy, now)


def _answered(asked: Question, room: Room, desk: Desk) -> Reply:
    t = translator(asked.language, desk.policy.zone)
    told = say(
        t.line(
            "Somebody answered your question “{question}” (Q{number}) in {room}. Read it there.",
            question=shortened(asked.text or "", QUOTED),
            number=str(asked.id),
            room=called(room, room.key),
        ),
        t.line("When a lesson comes of it, you hear that too."),
    )
    close = Button(t.text("that answers it"), t.text("close Q{number}", number=str(asked.id)))
    return Reply((*told.blocks, Buttons(t.text("Next:"), (close,))))


async def _may_be_asked(tx: Transaction, author: Person | None, account: AccountKey) -> bool:
    """Say whether they belong to the network, as far as is known, and do not want to be left alone."""
    member = author is None or author.role.covers(Role.MEMBER)
    return member and not await tx.wishes.left_alone(account)


def _cause(origin: Origin) -> str:
    return sha256(f"answer\n{origin.cause}".encode()).hexdigest()


def _offer(occurrence: Occurrence, wish: int, language: str | None, desk: Desk) -> Reply:
    t = translator(language or desk.policy.language)
    asking = say(
        t.line("Thank you for your answer to the prompt. Do you want others to be able to find it?"),
        t.line(
            "Then make a lesson of it. Once you say so I fill in what you wrote; you read it over and change "
            "what you like. I have kept nothing of it, and about this prompt I do not ask again."
        ),
    )
    share = t.text("share failure") if occurrence.kind == Kind.FAILURE else t.text("share")
    steps = (
        Button(t.text("make a lesson of it"), f"{share} W{wish}"),
        Button(t.text("do not ask me this again"), t.text("do not ask again")),
    )
    return Reply((*asking.blocks, Buttons(t.text("Next:"), steps)))
