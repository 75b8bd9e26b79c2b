"""Whether words that waited to go out may still be said, now that what they show may have changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.audience import audience_of, lacks_consent, may_see, withdrawn
from bot.domain.keys import RoomKey
from bot.domain.model import Kind
from bot.domain.people import Role, Room
from bot.domain.prompt import PromptId, occurrence_of, said_for_prompt
from bot.messages.outgoing import Upload, shown_by
from bot.ports.mailbox import Delivery
from bot.ports.store import Store, Transaction

FRESH: Final = timedelta(seconds=10)
"""How long words may wait before what they show is looked at again."""


async def is_outdated(store: Store, delivery: Delivery, said_at: datetime, now: datetime) -> bool:
    """Say whether something that the words show may not be shown any more.

    A pioneer is always looked at again, anything else when the words have waited for a while; then also
    whether a prompt still runs, and whether it, and the summary of the answers to it, is still for those
    who read in its room.
    """
    outgoing = delivery.outgoing
    if isinstance(outgoing, Upload):
        return await _is_outdated_file(store, outgoing)
    prompt, waited = occurrence_of(delivery.cause), now - said_at > FRESH
    shown = shown_by(outgoing)
    if not (prompt and waited) and not any(waited or id_.kind is Kind.PIONEER for id_ in shown):
        return False
    async with store.read() as tx:
        key = outgoing.conversation.room
        if prompt and waited and await _is_held_back(tx, key, prompt[0], said_at):
            return True
        entries = await tx.entries.get(shown)
        if len(entries) < len(set(shown)):
            return True
        if not (waited and said_for_prompt(delivery.cause)):
            return any(withdrawn(entry) for entry in entries.values())
        audience = audience_of(await tx.rooms.get(key) or Room(key), Role.MEMBER)
        return not all(may_see(entry, audience) for entry in entries.values())


async def _is_outdated_file(store: Store, upload: Upload) -> bool:
    """Say whether somebody in it does not agree any more; drafts and the archive may be in it."""
    if upload.shown and not upload.file.content:
        return True
    pioneers = [each for each in upload.shown if each.kind is Kind.PIONEER]
    if not pioneers:
        return False
    async with store.read() as tx:
        entries = await tx.entries.get(pioneers)
    return len(entries) < len(pioneers) or any(lacks_consent(each) for each in entries.values())


async def _is_held_back(tx: Transaction, room: RoomKey, prompt: PromptId, since: datetime) -> bool:
    """Say whether a room got other readers, or the prompt was paused or stopped, while its words waited."""
    return await tx.rooms.got_other_readers(room, since) or await tx.prompts.ended(prompt, since)
