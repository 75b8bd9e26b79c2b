"""Who shared something hears once a week what came of it: how often it was shown, used and called useful.

Only numbers. Of whom is looked at only to leave out what they and the admins saw in their own rooms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import tell_person
from bot.domain.audience import may_be_named
from bot.domain.feedback import Usefulness
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, EntryId, Kind, PersonId
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.domain.rhythm import Rhythm, next_time
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Reply, say
from bot.news import called_useful
from bot.pioneers import speaking
from bot.ports.due import DueTask
from bot.ports.echoes import Seen
from bot.ports.store import Transaction
from bot.wording import and_more, enumeration, side_by_side, useful_line

_WEEK: Final = timedelta(days=7)
_LISTED: Final = 5
_CALLED: Final = 120
"""Characters of a title."""

_SHOWN: Final = mark_plural("shown {number} time", "shown {number} times")
_USED: Final = mark_plural("the answer to {number} question", "the answer to {number} questions")


@dataclass(frozen=True)
class _Echo:
    """What came of one entry."""

    entry: Entry
    shown: int
    used: int
    useful: Usefulness


def next_echo(policy: Policy, now: datetime) -> datetime:
    """Return when it is told next."""
    return next_time(Rhythm.WEEKLY, policy.zone, now)


async def echo(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Tell everybody who shared something what came of it since the last time, if anything did."""
    since = _last(policy, task.at - timedelta(seconds=1))
    until = _last(policy, now)
    await tx.due.finish(task, again=next_echo(policy, now))
    for person, echoes in (await _gathered(tx, since, until, policy)).items():
        known = await tx.people.get(person)
        member = known is not None and known.role.covers(Role.MEMBER)
        if member and not await tx.echoes.silenced(person):
            await tell_person(tx, policy, person, _told(echoes, speaking(known, policy)), now)


def _last(policy: Policy, now: datetime) -> datetime:
    """Return the last moment, until now, at which it was to be told."""
    return next_echo(policy, next_echo(policy, now) - _WEEK - timedelta(hours=2))


async def _gathered(
    tx: Transaction, since: datetime, until: datetime, policy: Policy
) -> Mapping[PersonId, list[_Echo]]:
    """Return what came of what people shared, by who shared it; the most shown first."""
    seen = await tx.echoes.seen(since, until)
    uses = await tx.echoes.uses(until)
    useful = {entry.id: usefulness for entry, usefulness in await called_useful(tx, since)}
    ids = {*(each.entry for each in seen), *uses, *useful}
    leads = await tx.curating.leads_to(ids)
    entries = await tx.entries.get({leads.get(each, each) for each in ids})
    used: Counter[EntryId] = Counter()
    for entry_id, times in uses.items():
        used[leads.get(entry_id, entry_id)] += times
    shown: dict[EntryId, list[Seen]] = defaultdict(list)
    for each in seen:
        shown[leads.get(each.entry, each.entry)].append(each)
    admins = await _rooms_of(tx, [each.id for each in await tx.people.with_role(Role.ADMIN)])
    found: dict[PersonId, list[_Echo]] = defaultdict(list)
    for entry in sorted(entries.values(), key=lambda each: each.id):
        giver = entry.author
        if giver is None or entry.id.kind is Kind.PIONEER or not may_be_named(entry):
            continue
        own = {policy.admin_room, *admins, *await _rooms_of(tx, [giver])}
        causes = {each.cause for each in shown[entry.id] if each.room not in own}
        heard = _Echo(entry, len(causes), used[entry.id], useful.get(entry.id, Usefulness()))
        if heard.shown or heard.used or heard.useful.praised:
            found[giver].append(heard)
    return found


async def _rooms_of(tx: Transaction, people: Iterable[PersonId]) -> frozenset[RoomKey]:
    """Return the direct rooms with these people."""
    accounts = [account for person in people for account in await tx.people.accounts(person)]
    rooms = [await tx.rooms.direct_room(account) for account in accounts]
    return frozenset(room for room in rooms if room)


def _told(echoes: list[_Echo], t: Translator) -> Reply:
    most = sorted(echoes, key=lambda each: (-each.used, -each.shown))
    lines: list[Line] = [t.line("What you shared is of use to others. This came of it since last week:")]
    lines += [_line(each, t) for each in most[:_LISTED]]
    if len(most) > _LISTED:
        lines.append((Plain(and_more(len(most) - _LISTED, t)),))
    lines.append(t.line("I only count; who it was, nobody hears. Rather not hear this? `no echo`"))
    return say(*lines)


def _line(heard: _Echo, t: Translator) -> Line:
    counts = [t.plural(*_SHOWN, heard.shown)] if heard.shown else []
    counts += [t.plural(*_USED, heard.used)] if heard.used else []
    title = shortened(heard.entry.text(t.language).title, _CALLED)
    about = t.line("{title} ({id})", title=title, id=str(heard.entry.id))
    parts: list[Line] = [about]
    parts += [(Plain(enumeration(counts, t)),)] if counts else []
    parts += [useful_line(heard.useful, t)] if heard.useful.praised else []
    return side_by_side(parts)
