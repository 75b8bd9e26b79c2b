"""Tells the admins what they must know, in their room or else each of them directly."""

from __future__ import annotations

from datetime import datetime

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.messages.outgoing import OpenDirect, Post, Private
from bot.messages.reply import Reply
from bot.ports.store import Transaction


async def tell_admins(tx: Transaction, policy: Policy, reply: Reply, now: datetime) -> None:
    """Say something in the admins' room; without one, to every admin directly."""
    if policy.admin_room:
        post = Post(ConversationKey(policy.admin_room, None), reply)
        await tx.outbox.add(post, None, now, now + policy.patience)
        return
    for admin in await tx.people.with_role(Role.ADMIN):
        await tell_person(tx, policy, admin.id, reply, now)


async def tell_person(tx: Transaction, policy: Policy, person: PersonId, reply: Reply, now: datetime) -> None:
    """Say something to a person in the direct room of their first account; nothing when they have none."""
    for account in (await tx.people.accounts(person))[:1]:
        room = await tx.rooms.direct_room(account)
        conversation = ConversationKey(room or RoomKey(account.place, account.id), None)
        if room is None:
            opening = OpenDirect(conversation, account)
            await tx.outbox.add(opening, None, now, now + policy.patience)
        private = Private(conversation, account, reply, direct=True)
        await tx.outbox.add(private, None, now, now + policy.patience)
