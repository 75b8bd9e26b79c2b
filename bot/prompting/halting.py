"""When a prompt cannot be posted: its room is gone, or it did not arrive. Its owner hears it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.alerts import tell_account, tell_admins
from bot.domain.keys import RoomKey
from bot.domain.policy import Policy
from bot.domain.prompt import Outcome, Prompt, PromptState, occurrence_of
from bot.labels import called
from bot.messages.i18n import mark, translator
from bot.messages.reply import say
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

ROOM_GONE = mark(
    "I paused your prompt {id}, because I cannot write in {room} any more: it was closed, or I was removed. "
    "Invite me there again and type `prompt resume {id}`, or `prompt stop {id}`."
)
_NOT_ARRIVED = mark(
    "Your prompt {id} for {room} did not arrive in time. `prompt list` shows it; "
    "`prompt now {id}` posts it anew."
)


async def halt(tx: Transaction, prompts: Iterable[Prompt], policy: Policy, now: datetime) -> None:
    """Pause prompts whose room is gone, and tell their owners. The transaction holds the feed (`tx.hold`)."""
    halted = tuple(prompts)
    await tx.due.hold(Work.PROMPT, [str(prompt.id) for prompt in halted], now)
    for prompt in halted:
        await tx.due.cancel(Work.PROMPT, str(prompt.id))
        if not prompt.runs:
            continue
        paused = replace(prompt, state=PromptState.PAUSED, paused_until=None)
        await tx.prompts.save(paused, Change(None, now))
        await _tell_owner(tx, prompt, ROOM_GONE, policy, now)


async def move(tx: Transaction, old: RoomKey, new: RoomKey, now: datetime) -> None:
    """Let the prompts and the agenda of a room go on in the one that replaced it.

    The transaction holds the feed.
    """
    await tx.agenda.move(old, new)
    for prompt in await tx.prompts.running([old]):
        await tx.prompts.save(replace(prompt, room=new), Change(None, now))


async def undelivered(
    tx: Transaction, cause: str | None, policy: Policy, now: datetime, *, gone: RoomKey | None = None
) -> bool:
    """Write down that a prompt did not arrive, and tell its owner.

    When its room is still the one that is `gone`, it is paused.
    Say whether it was a prompt that was said because of this.
    """
    about = occurrence_of(cause)
    if cause is None or about is None:
        return False
    await tx.hold()
    number, planned = about
    await tx.agenda.give_back(cause)
    known = await tx.prompts.occurrence(number, planned)
    prompt = await tx.prompts.get(number)
    if known:
        await tx.prompts.note([replace(known, outcome=Outcome.MISSED, entries=())])
    if prompt and gone == prompt.room:
        await halt(tx, [prompt], policy, now)
    elif prompt:
        await _tell_owner(tx, prompt, _NOT_ARRIVED, policy, now)
    return True


async def _tell_owner(tx: Transaction, prompt: Prompt, message: str, policy: Policy, now: datetime) -> None:
    """Tell the owner; where they can be told nothing, or only in a place that is gone, the admins."""
    owner = await tx.people.get(prompt.owner)
    room = await tx.rooms.get(prompt.room)
    t = translator((owner and owner.language) or policy.language, policy.zone)
    words = say(t.line(message, id=prompt.name, room=called(room, prompt.room)))
    for account in await tx.people.accounts(prompt.owner):
        place = await tx.rooms.place(account.place)
        if place and place.admitted:
            await tell_account(tx, policy, account, words, now)
            return
    await tell_admins(tx, policy, words, now)
