"""Tells the admins what they must know, in their room or else each directly, and others what is theirs."""

from __future__ import annotations

from datetime import datetime

from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.domain.model import PersonId
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.messages.i18n import mark_plural, translator
from bot.messages.markup import Plain
from bot.messages.outgoing import OpenDirect, Outgoing, Post, Private, Together, told_of
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction

_MESSAGES = mark_plural(
    "{number} message that waited in the backup is not answered any more.",
    "{number} messages that waited in the backup are not answered any more.",
)
_ANSWERS = mark_plural(
    "{number} answer that waited in the backup is not sent any more.",
    "{number} answers that waited in the backup are not sent any more.",
)

_DAMAGED = mark_plural(
    "{number} stored message cannot be read and is given up. See the log, and whether the disk is sound.",
    "{number} stored messages cannot be read and are given up. See the log, and whether the disk is sound.",
)


async def tell_damaged(tx: Transaction, policy: Policy, now: datetime) -> None:
    """Say to the admins how much this transaction gave up because nobody can read it, if anything."""
    if tx.damaged:
        one, many = _DAMAGED
        words = translator(policy.language).plural(one, many, tx.damaged)
        await tell_admins(tx, policy, say((Plain(words),)), now)


async def tell_admins(tx: Transaction, policy: Policy, reply: Reply, now: datetime) -> None:
    """Say something in the admins' room; without one, to every admin directly."""
    if policy.admin_room:
        post = Post(ConversationKey(policy.admin_room, None), reply)
        await tx.outbox.add(post, None, now, now + policy.patience)
        return
    for admin in await tx.people.with_role(Role.ADMIN):
        await tell_person(tx, policy, admin.id, reply, now)


async def tell_person(
    tx: Transaction,
    policy: Policy,
    person: PersonId,
    reply: Reply,
    now: datetime,
    cause: str | None = None,
) -> None:
    """Say something to a person in the direct room of their first account; nothing when they have none."""
    for account in (await tx.people.accounts(person))[:1]:
        await tell_account(tx, policy, account, reply, now, cause)


async def language_of_person(tx: Transaction, policy: Policy, person: PersonId) -> str:
    """Return the language in which somebody is told something that they did not ask for."""
    known = await tx.people.get(person)
    return (known and known.language) or policy.language


async def tell_account(
    tx: Transaction,
    policy: Policy,
    account: AccountKey,
    reply: Reply,
    now: datetime,
    cause: str | None = None,
    together: Together | None = None,
) -> None:
    """Say something to an account in its direct room, which is opened when none is known.

    With `together`, in a room with somebody else, where the platform allows that.
    """
    room = await tx.rooms.direct_room(account)
    conversation = ConversationKey(room or RoomKey(account.place, account.id), None)
    if room is None:
        opening = OpenDirect(conversation, account)
        await tx.outbox.add(opening, None, now, now + policy.patience)
    private = Private(conversation, account, reply, direct=True, together=together)
    await tx.outbox.add(private, cause, now, now + policy.patience)


async def tell_sharer(
    tx: Transaction, outgoing: Outgoing, policy: Policy, now: datetime, *, there: bool
) -> bool:
    """Tell whoever had this said that it is there, or that it cannot be; say whether somebody had."""
    told = told_of(outgoing)
    if told:
        words = Private(told.conversation, told.account, told.there if there else told.missing)
        await tx.outbox.add(words, None, now, now + policy.patience)
    return told is not None


async def tell_restored(
    tx: Transaction, policy: Policy, made: datetime, messages: int, answers: int, now: datetime
) -> None:
    """Say to the admins that the base is what it was, and how much that waited then is given up."""
    t = translator(policy.language, policy.zone)
    lines = [
        t.line("The knowledge base was put back to the backup of {moment}.", moment=t.moment(made)),
    ]
    given_up = ((_MESSAGES, messages), (_ANSWERS, answers))
    lines += [(Plain(t.plural(one, many, number)),) for (one, many), number in given_up if number]
    await tell_admins(tx, policy, say(*lines), now)
