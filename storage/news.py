"""What came into the base since a moment, and who follows that in which theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audience import Audience, may_see
from bot.domain.model import Entry, EntryId, Outcome, PersonId, ThemeId
from bot.domain.rhythm import Rhythm
from bot.ports.due import Work
from bot.ports.knowledge import Subject
from bot.ports.news import Followed, subject
from storage import tables
from storage.columns import ENTRY
from storage.knowledge import SqlEntries, visible_to
from storage.newest import newest
from storage.payloads import STATE
from storage.sql import batches, insert_or_update

_ENTRY: Final = tables.entry
_REVISION: Final = tables.revision
_FOLLOWED: Final = tables.followed_theme


class SqlNews:
    """Implements `bot.ports.news.News`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def entries(
        self, audience: Audience, since: datetime, limit: int, theme: ThemeId | None = None
    ) -> tuple[Entry, ...]:
        """Return what the audience may see now and could not see at a moment, newest first.

        It looks at the newest `limit` of what changed since; with `theme`, of what that holds now.
        """
        changed = select(type_coerce(_REVISION.c.key, ENTRY)).where(
            _REVISION.c.subject == Subject.ENTRY, _REVISION.c.at > since
        )
        query = select(_ENTRY.c.id).where(visible_to(audience), _ENTRY.c.id.in_(changed))
        if theme is not None:
            themed = tables.entry_theme.c
            query = query.where(_ENTRY.c.id.in_(select(themed.entry).where(themed.theme == theme)))
        newest = query.order_by(_ENTRY.c.recorded.desc(), _ENTRY.c.kind, _ENTRY.c.number).limit(limit)
        ids = (await self._connection.scalars(newest)).all()
        entries = await SqlEntries(self._connection).get(ids)
        before = await self._before(ids, since)
        new = (entries[each] for each in ids if each not in before or not may_see(before[each], audience))
        return tuple(new)

    async def newest(
        self, audiences: Collection[Audience], limit: int, outcomes: Collection[Outcome] = ()
    ) -> Mapping[Audience, Sequence[EntryId]]:
        """Return for each of the audiences what it may see, as `Entries.newest` does, but only the ids."""
        return await newest(self._connection, audiences, limit, outcomes)

    async def _before(self, ids: Sequence[EntryId], since: datetime) -> Mapping[EntryId, Entry]:
        """Return these entries as they were at a moment; those that were not there are left out."""
        found: dict[EntryId, Entry] = {}
        for batch in batches([str(each) for each in ids]):
            theirs = (_REVISION.c.subject == Subject.ENTRY, _REVISION.c.key.in_(batch))
            last = select(func.max(_REVISION.c.number)).where(*theirs, _REVISION.c.at <= since)
            then = select(_REVISION.c.after).where(
                _REVISION.c.number.in_(last.group_by(_REVISION.c.key)), _REVISION.c.after.is_not(None)
            )
            states = STATE.read_all((await self._connection.scalars(then)).all())
            found |= {state.id: state for state in states if isinstance(state, Entry)}
        return found

    async def voted(self, since: datetime) -> Collection[EntryId]:
        """Return what somebody called useful, or not, since a moment."""
        vote = tables.vote.c
        return (await self._connection.scalars(select(vote.entry).where(vote.at > since).distinct())).all()

    async def follow(self, person: PersonId, followed: Followed) -> None:
        """Let somebody follow a theme, instead of as they did before."""
        key: dict[str, object] = {"person": person, "theme": followed.theme}
        values = {"rhythm": followed.rhythm, "since": followed.since}
        await insert_or_update(self._connection, _FOLLOWED, key, **values)

    async def unfollow(self, person: PersonId, theme: ThemeId) -> bool:
        """Let somebody follow a theme no more; say whether they did."""
        theirs = (_FOLLOWED.c.person == person, _FOLLOWED.c.theme == theme)
        return (await self._connection.execute(delete(_FOLLOWED).where(*theirs))).rowcount > 0

    async def followed(self, person: PersonId) -> tuple[Followed, ...]:
        """Return what somebody follows, by theme."""
        theirs = select(_FOLLOWED).where(_FOLLOWED.c.person == person).order_by(_FOLLOWED.c.theme)
        return tuple(
            Followed(row.theme, row.rhythm, row.since) for row in await self._connection.execute(theirs)
        )

    async def told(self, person: PersonId, rhythm: Rhythm, until: datetime) -> None:
        """Remember up to which moment somebody heard of all that they follow in this rhythm."""
        theirs = (_FOLLOWED.c.person == person, _FOLLOWED.c.rhythm == rhythm)
        await self._connection.execute(update(_FOLLOWED).where(*theirs).values(since=until))


async def move_followed(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Let one person follow what another did, who becomes the same; what both follow stays as it is."""
    due = tables.due  # before what is followed, like everybody: who tells somebody holds their due row first
    for rhythm in Rhythm:
        old, new = subject(source, rhythm), subject(target, rhythm)
        followed, planned = due.c.kind == Work.FOLLOWED, due.alias()
        known = select(planned.c.subject).where(planned.c.kind == Work.FOLLOWED, planned.c.subject == new)
        own = (followed, due.c.subject == old)
        await connection.execute(update(due).where(*own, ~known.exists()).values(subject=new))
        await connection.execute(delete(due).where(*own))
    same = select(_FOLLOWED.c.theme).where(_FOLLOWED.c.person == target)
    theirs = _FOLLOWED.c.person == source
    await connection.execute(
        update(_FOLLOWED).where(theirs, _FOLLOWED.c.theme.not_in(same)).values(person=target)
    )
    await connection.execute(delete(_FOLLOWED).where(theirs))


async def move_followers(connection: AsyncConnection, source: ThemeId, target: ThemeId) -> None:
    """Let who follows one theme follow another, which it becomes part of."""
    same = select(_FOLLOWED.c.person).where(_FOLLOWED.c.theme == target)
    of_source = _FOLLOWED.c.theme == source
    await connection.execute(
        update(_FOLLOWED).where(of_source, _FOLLOWED.c.person.not_in(same)).values(theme=target)
    )
    await connection.execute(delete(_FOLLOWED).where(of_source))


async def erase_followed(connection: AsyncConnection, person: PersonId) -> None:
    """Let somebody follow nothing, and hear nothing."""
    due = tables.due.c
    names = [subject(person, rhythm) for rhythm in Rhythm]
    await connection.execute(delete(tables.due).where(due.kind == Work.FOLLOWED, due.subject.in_(names)))
    await connection.execute(delete(_FOLLOWED).where(_FOLLOWED.c.person == person))
