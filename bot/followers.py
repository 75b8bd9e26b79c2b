"""Who follows a theme hears directly what is new in it, on Monday mornings; nothing when nothing is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from bot.alerts import tell_person
from bot.domain.audience import Audience, Readership
from bot.domain.feedback import Usefulness
from bot.domain.model import Entry, EntryId, PersonId, ThemeId
from bot.domain.people import Person, Role
from bot.domain.policy import Policy
from bot.domain.rhythm import next_time
from bot.messages.i18n import Translator
from bot.messages.reply import Paragraph, Reply
from bot.news import (
    MOST,
    failed,
    lessons_first,
    listed,
    most_useful,
    praised,
    taught,
    teaching,
    told,
)
from bot.pioneers import speaking
from bot.ports.due import DueTask
from bot.ports.news import Followed, follower
from bot.ports.store import Transaction
from bot.wording import day

News = Mapping[ThemeId, Sequence[Entry]]
"""What is new by theme."""


async def tell_follower(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Tell somebody what is new in what they follow in one rhythm; plan the next time, if they follow any."""
    number, rhythm = follower(task.subject)
    followed = [each for each in await tx.news.followed(number) if each.rhythm is rhythm]
    again = next_time(rhythm, policy.zone, now) if followed else None
    await tx.due.finish(task, again)
    person = await tx.people.get(number)
    if not followed or person is None or not person.role.covers(Role.MEMBER):
        return
    audience = Audience(Readership.DIRECT, frozenset(await tx.rooms.rooms_of(number)))
    news = await _news(tx, person, followed, audience)
    if news:
        t = speaking(person, policy)
        names = {each.id: each.name(t.language) for each in await tx.entries.themes()}
        since = min(each.since for each in followed)
        new = {entry.id for entries in news.values() for entry in entries}
        useful = await praised(tx, since, audience, new, {each.theme for each in followed})
        reply = _reply(news, useful, names, since, t)
        await tell_person(tx, policy, number, reply, now, _cause(number, task.at))
    await tx.news.told(number, rhythm, now)


async def _news(tx: Transaction, person: Person, followed: Sequence[Followed], audience: Audience) -> News:
    """Return what is new for somebody by theme, each thing once, without what is theirs."""
    found: dict[ThemeId, Sequence[Entry]] = {}
    seen: set[EntryId] = set()
    for each in followed:
        entries = await tx.news.entries(audience, each.since, MOST, each.theme)
        new = [entry for entry in entries if entry.id not in seen and entry.owner != person.id]
        seen.update(entry.id for entry in new)
        if new:
            found[each.theme] = lessons_first(new)
    return found


def _reply(
    news: News,
    useful: Sequence[tuple[Entry, Usefulness]],
    names: Mapping[ThemeId, str],
    since: datetime,
    t: Translator,
) -> Reply:
    failure = teaching((each for found in news.values() for each in found if failed(each)), (), t)
    blocks = [Paragraph((t.line("You follow this, and it is new since {day}.", day=day(since, t)),))]
    shown = [*(each for each, _ in useful), *failure]
    for theme, entries in news.items():
        rest = [each for each in entries if each not in failure]
        if rest:
            blocks.append(Paragraph((t.line("**Theme {theme}**", theme=names[theme]),)))
        blocks.extend(told(rest, t))
        shown += listed(rest)
    blocks += [most_useful(entry, usefulness, t) for entry, usefulness in useful]
    blocks += [taught(each, t) for each in failure]
    last = names[[*news][-1]]
    blocks.append(Paragraph((t.line("Enough of it? `unfollow theme {theme}`", theme=last),)))
    return Reply(tuple(blocks), shown=tuple(dict.fromkeys(each.id for each in shown)))


def _cause(person: PersonId, at: datetime) -> str:
    """Return what it is remembered by, so that what it shows can be taken back."""
    return sha256(f"followed\n{person}\n{at.isoformat()}".encode()).hexdigest()
