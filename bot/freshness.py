"""Whether what was published is still true: its owner is reminded first, and then it waits for the admins.

Only who says that it was looked at begins a new period; reading and editing do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.alerts import tell_person
from bot.domain.model import Entry, PersonId
from bot.domain.policy import Policy
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator
from bot.messages.reply import Reply, say
from bot.pioneers import speaking
from bot.ports.due import DueTask
from bot.ports.store import Transaction
from bot.wording import day

EVERY: Final = timedelta(days=1)
_MOST: Final = 1000
_LISTED: Final = 5
"""How many entries one reminder names; the others come the next day."""

_CALLED: Final = 120
"""Characters of a title."""


async def remind_owners(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Ask everybody, once a period, whether what they shared is still true; at most one message a day."""
    await tx.hold()
    await tx.due.finish(task, again=now + EVERY)
    by_owner: dict[PersonId, list[Entry]] = defaultdict(list)
    for entry, reminded in await _old(tx, policy, now):
        person = entry.owner
        if person is not None and reminded is None:
            by_owner[person].append(entry)
    for person, entries in by_owner.items():
        if not await tx.people.accounts(person):
            continue
        asked = entries[:_LISTED]
        t = speaking(await tx.people.get(person), policy)
        await tell_person(tx, policy, person, _still_true(asked, t), now)
        for entry in asked:
            await tx.curating.remind(entry.id, now)


def _still_true(entries: Sequence[Entry], t: Translator) -> Reply:
    ids = " ".join(str(each.id) for each in entries)
    lines = [
        t.line(
            "{title} ({id}), last looked at {day}",
            title=shortened(each.text(t.language).title, _CALLED),
            id=str(each.id),
            day=day(looked_at(each), t),
        )
        for each in entries
    ]
    return say(
        t.line("You shared this a while ago. Is it still true?"),
        *lines,
        t.line("If it is: `reviewed {ids}`", ids=ids),
        t.line("If not: `propose {id} advice=…`, or the field that changed.", id=str(entries[0].id)),
    )


async def for_admins(tx: Transaction, policy: Policy, now: datetime) -> Sequence[Entry]:
    """Return what an admin should look at: its owner let the time go by, or there is nobody to ask."""
    reachable: dict[PersonId | None, bool] = {None: False}
    found: list[Entry] = []
    for entry, reminded in await _old(tx, policy, now):
        person = entry.owner
        if person not in reachable:
            reachable[person] = person is not None and bool(await tx.people.accounts(person))
        over = reminded is not None and reminded + policy.owner_has <= now
        if over or not reachable[person]:
            found.append(entry)
    return found


async def _old(tx: Transaction, policy: Policy, now: datetime) -> list[tuple[Entry, datetime | None]]:
    """Return what was last looked at a period ago, with when its owner was reminded since it is."""
    since = {kind: now - period for kind, period in policy.review.items()}
    old = await tx.curating.unreviewed(since, _MOST)
    reminded = await tx.curating.reminded([each.id for each in old])
    return [(each, _since(reminded.get(each.id), each, policy)) for each in old]


def _since(reminded: datetime | None, entry: Entry, policy: Policy) -> datetime | None:
    due = looked_at(entry) + policy.review[entry.id.kind]
    return reminded if reminded is not None and reminded >= due else None


def looked_at(entry: Entry) -> datetime:
    """Return when somebody last said that an entry is true."""
    return entry.reviewed or entry.recorded
