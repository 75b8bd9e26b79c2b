"""What comes of a prompt: what is said of answers, and how they are summed up in its thread.

An answer that comes in is dealt with in `bot/gathering.py`.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.audience import audience_of, may_see
from bot.domain.model import Entry
from bot.domain.people import Mode, Role, Room
from bot.domain.policy import Policy
from bot.domain.prompt import occurrence_of, summary_of
from bot.messages.i18n import Translator, mark, mark_plural, translator
from bot.messages.markup import Line, Plain
from bot.messages.outgoing import Post
from bot.messages.reply import Paragraph, Reply
from bot.ports.due import DueTask
from bot.ports.harvest import Gathered, Posted
from bot.ports.store import Transaction

_HOW = mark(
    "Answer in this thread. I count the answers, and ask you once, and only you, whether you want to make a "
    "lesson of yours; then I fill in what you wrote. I keep nothing without your yes."
)
_HOW_SILENT = mark("Answer in this thread. I only count the answers; I keep nothing of them.")
_ANSWERS = mark_plural(
    "{number} answer came to this. Thank you!", "{number} answers came to this. Thank you!"
)
_PEOPLE = mark_plural("From {number} person.", "From {number} people.")
_WAITING = mark_plural(
    "It gave {number} lesson, which somebody still looks at.",
    "It gave {number} lessons, which somebody still looks at.",
)


def how_to_answer(room: Room, t: Translator) -> Line:
    """Return what happens with answers in a room."""
    return t.line(_HOW_SILENT if room.mode is Mode.SILENT else _HOW)


async def sum_up(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Say in the thread of a posting what came of it, and forget who answered."""
    found = occurrence_of(task.subject)
    posted = Posted(*found) if found else None
    where = await tx.harvest.conversation(posted) if posted else None
    if posted and where:
        room = await tx.rooms.get(where.room) or Room(where.room)
        reply = await _summary(tx, await tx.harvest.gathered(posted), room, policy)
        await tx.outbox.add(Post(where, reply), summary_of(task.subject), now, now + policy.patience)
        await tx.harvest.close(posted)
    await tx.due.finish(task)


async def _summary(tx: Transaction, gathered: Gathered, room: Room, policy: Policy) -> Reply:
    t = translator(room.language or policy.language, room.zone or policy.zone)
    entries = await tx.entries.get(gathered.entries)
    shown = [each for each in entries.values() if _may_stand_here(each, room)]
    counted = t.plural(*_ANSWERS, gathered.answers)
    if gathered.people not in {None, gathered.answers}:
        counted = f"{counted} {t.plural(*_PEOPLE, gathered.people)}"
    lines: list[Line] = [(Plain(counted),)]
    lines += [
        t.line("It became a lesson: {title} ({id})", title=each.text(t.language).title, id=str(each.id))
        for each in shown
    ]
    waiting = len(gathered.entries) - len(shown)
    if waiting:
        lines.append((Plain(t.plural(*_WAITING, waiting)),))
    if not gathered.entries:
        lines.append(t.line("Do you want others to find yours? `share` takes a minute."))
    return Reply((Paragraph(tuple(lines)),), shown=tuple(each.id for each in shown))


def _may_stand_here(entry: Entry, room: Room) -> bool:
    return may_see(entry, audience_of(room, Role.MEMBER))
