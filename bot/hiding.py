"""What stands in conversations and shows an entry: hidden when its privacy is in doubt, and shown again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.audience import audience_of, may_see
from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import Entry, EntryId
from bot.domain.people import Role, Room
from bot.domain.policy import Policy
from bot.messages.i18n import mark, translator
from bot.messages.outgoing import Edit
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction


async def hide(tx: Transaction, entry: EntryId, policy: Policy, now: datetime) -> None:
    """Take an entry out of what everybody can read in a conversation, until an admin looked at it."""
    await _cover(tx, entry, _HIDDEN, policy, now)


async def take_back(tx: Transaction, entry: EntryId, policy: Policy, now: datetime) -> None:
    """Take an entry out of what everybody can read in a conversation, because it is taken back for good."""
    await _cover(tx, entry, _TAKEN_BACK, policy, now)


async def changed(tx: Transaction, entry: EntryId, policy: Policy, now: datetime) -> None:
    """Take the words of an entry out of what everybody can read in a conversation, as they were changed."""
    await _cover(tx, entry, _CHANGED, policy, now)


async def unsay(
    tx: Transaction,
    words: Collection[str],
    kept: Collection[str],
    entry: EntryId | None,
    policy: Policy,
    now: datetime,
) -> None:
    """Forget what was said and quotes these words, or shows this entry; the quotations are covered."""
    for said in await tx.unsay(words, kept, entry, now):
        await _edit(tx, said.conversation, said.cause, _GONE, policy, now, said.account)


_CHANGED = mark("What stood here was changed by who told it. Ask your question again.")
_GONE = mark("What stood here is gone: it was declined, changed or taken back.")
_HIDDEN = mark("What stood here is hidden: an admin looks at it first. Ask your question again.")
_TAKEN_BACK = mark("What stood here was taken back by who told it. Ask your question again.")


async def _cover(tx: Transaction, entry: EntryId, message: str, policy: Policy, now: datetime) -> None:
    for conversation, cause in await tx.outbox.shows(entry):
        await _edit(tx, conversation, cause, message, policy, now)


async def show_again(tx: Transaction, entry: EntryId, policy: Policy, now: datetime) -> None:
    """Put back what was hidden, where its words are still kept and everything in it may be seen there."""
    for conversation, cause in await tx.outbox.shows(entry):
        words = await tx.outbox.words(conversation, cause)
        before = [reply for reply in words if reply.shown]
        if before and not words[-1].shown and await _may_stand(tx, before[-1], conversation):
            await _put(tx, Edit(conversation, cause, before[-1]), policy, now)


async def _may_stand(tx: Transaction, reply: Reply, conversation: ConversationKey) -> bool:
    room = await tx.rooms.get(conversation.room) or Room(conversation.room)
    entries: dict[EntryId, Entry] = dict(await tx.entries.get(reply.shown))
    if len(entries) < len(set(reply.shown)):
        return False
    audience = audience_of(room, Role.MEMBER)
    return all(may_see(each, audience) for each in entries.values())


async def _edit(
    tx: Transaction,
    conversation: ConversationKey,
    cause: str,
    message: str,
    policy: Policy,
    now: datetime,
    account: AccountKey | None = None,
) -> None:
    room = await tx.rooms.get(conversation.room)
    t = translator((room and room.language) or policy.language)
    await _put(tx, Edit(conversation, cause, say(t.line(message)), account), policy, now)


async def _put(tx: Transaction, edit: Edit, policy: Policy, now: datetime) -> None:
    await tx.outbox.add(edit, edit.cause, now, now + policy.patience)
