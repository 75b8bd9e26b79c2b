"""Persons and their accounts, and the codes that link an account to a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey
from bot.domain.model import PersonId, Pioneer
from bot.domain.people import Person, Role
from bot.ports.knowledge import Change
from storage import tables
from storage.agenda import move_agenda
from storage.echoes import move_silence
from storage.feedback import drop_own_votes, move_feedback
from storage.knowledge import SqlEntries
from storage.news import move_followed
from storage.prompts import move_prompts
from storage.revisions import append
from storage.sql import brief, count_as_given_out, hold_feed, insert_or_ignore, insert_or_update
from storage.stories import move_releases
from storage.vocabulary import move_phrasings
from storage.wishes import come_back, move_wishes

_PERSON: Final = tables.person
_ACCOUNT: Final = tables.account
_CODE: Final = tables.link_code
_ENTRY: Final = tables.entry
_REQUEST: Final = tables.contact_request
_OF_ACCOUNT: Final = brief(select(_PERSON).join(_ACCOUNT).where(_ACCOUNT.c.key == bindparam("account")))


def person_of(row: Mapping[Any, Any]) -> Person:
    """Read a row of the table."""
    return Person(row["id"], row["role"], row["language"])


class SqlPeople:
    """Implements `bot.ports.people.People`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, person: PersonId) -> Person | None:
        """Return a person."""
        found = await self._where(_PERSON.c.id == person)
        return found[0] if found else None

    async def of_account(self, account: AccountKey) -> Person | None:
        """Return the person behind an account, when it is known."""
        rows = await self._connection.execute(_OF_ACCOUNT, {"account": account})
        row = rows.mappings().one_or_none()
        return None if row is None else person_of(row)

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[Person, ...]:
        query = select(_PERSON).where(*conditions).order_by(_PERSON.c.id)
        rows = await self._connection.execute(query)
        return tuple(person_of(row) for row in rows.mappings())

    async def add(self, account: AccountKey, role: Role, change: Change) -> Person:
        """Add a person with this account, and append the revision.

        When the account is known by now (two messages at once), return its person as it is.
        """
        await hold_feed(self._connection)
        known = await self.of_account(account)
        if known is not None:
            return known
        statement = insert(_PERSON).values(role=role).returning(_PERSON.c.id)
        person = Person((await self._connection.scalars(statement)).one(), role)
        await self._connection.execute(insert(_ACCOUNT).values(key=account, person=person.id))
        await come_back(self._connection, account, person.id, change.at)
        await append(self._connection, change, None, person)
        return person

    async def restore(self, person: Person, change: Change) -> None:
        """Add a person without any account under the number they had elsewhere, and append the revision.

        The number is never given to somebody else after this. Raise ValueError when somebody has it.
        """
        await hold_feed(self._connection)
        values = {"id": person.id, "role": person.role, "language": person.language}
        if not await insert_or_ignore(self._connection, _PERSON, **values):
            raise ValueError(f"somebody is person {person.id} already")
        await count_as_given_out(self._connection, _PERSON.c.id)
        await append(self._connection, change, None, person)

    async def save(self, person: Person, change: Change) -> None:
        """Replace a person, and append the revision."""
        await hold_feed(self._connection)
        before = await self.get(person.id)
        values = {"role": person.role, "language": person.language}
        await self._connection.execute(update(_PERSON).where(_PERSON.c.id == person.id).values(values))
        await append(self._connection, change, before, person)

    async def accounts(self, person: PersonId) -> tuple[AccountKey, ...]:
        """Return the accounts of a person, sorted."""
        query = select(_ACCOUNT.c.key).where(_ACCOUNT.c.person == person)
        return tuple(sorted((await self._connection.scalars(query)).all()))

    async def with_role(self, role: Role) -> tuple[Person, ...]:
        """Return everybody with exactly this role, by id."""
        return await self._where(_PERSON.c.role == role, _PERSON.c.merged_into.is_(None))

    async def merge(self, source: PersonId, target: PersonId, change: Change) -> None:
        """Give everything of one person to another, who gets the higher of both roles; append the revisions.

        The source stays as a row that points at the target. Raise ValueError unless both are there, are not
        the same, and were not merged before.
        """
        await hold_feed(self._connection)
        alive = await self._where(_PERSON.c.id.in_([source, target]), _PERSON.c.merged_into.is_(None))
        by_id = {person.id: person for person in alive}
        if source == target or not {source, target} <= by_id.keys():
            raise ValueError(f"persons {source} and {target} cannot be merged")
        before, kept = by_id[target], by_id[source]
        merged = replace(before, role=max(before.role, kept.role, key=list(Role).index))
        await self._move(source, target)
        await move_feedback(self._connection, source, target)
        await move_prompts(self._connection, source, target)
        await move_agenda(self._connection, source, target)
        await move_wishes(self._connection, source, target)
        await move_followed(self._connection, source, target)
        await move_silence(self._connection, source, target)
        await move_phrasings(self._connection, source, target)
        await move_releases(self._connection, source, target)
        await self._move_entries(source, target, change)
        await drop_own_votes(self._connection, target)
        await self._connection.execute(
            update(_PERSON).where(_PERSON.c.id == source).values(merged_into=target)
        )
        await append(self._connection, change, kept, None)
        await self.save(merged, change)

    async def _move(self, source: PersonId, target: PersonId) -> None:
        asked, proposal, inquiry = tables.question.c.asker, tables.proposal, tables.inquiry
        for statement in (
            update(proposal).where(proposal.c.proposer == source).values(proposer=target),
            update(inquiry).where(inquiry.c.asker == source).values(asker=target),
            update(_ACCOUNT).where(_ACCOUNT.c.person == source).values(person=target),
            update(tables.question).where(asked == source).values(asker=target),
            update(_REQUEST).where(_REQUEST.c.asker == source).values(asker=target),
            delete(_CODE).where(_CODE.c.person == source),
            delete(tables.handed_in).where(tables.handed_in.c.person == source),
        ):
            await self._connection.execute(statement)

    async def _move_entries(self, source: PersonId, target: PersonId, change: Change) -> None:
        entries = SqlEntries(self._connection)
        query = select(_ENTRY.c.id).where(or_(_ENTRY.c.author == source, _ENTRY.c.person == source))
        ids = (await self._connection.scalars(query)).all()
        for entry in (await entries.get(ids)).values():
            details = entry.details
            if isinstance(details, Pioneer) and details.person == source:
                details = replace(details, person=target)
            author = target if entry.author == source else entry.author
            await entries.save(replace(entry, details=details, author=author), change)

    async def heirs(self, persons: Collection[PersonId]) -> Mapping[PersonId, PersonId]:
        """Return who each of these persons is now, of those who were merged, over any number of steps."""
        found = dict[PersonId, PersonId]()
        into = _PERSON.c.merged_into
        at = {person: person for person in persons}
        while at:
            some = _PERSON.c.id.in_(sorted(set(at.values())))
            rows = await self._connection.execute(select(_PERSON.c.id, into).where(some, into.is_not(None)))
            steps = {row.id: row.merged_into for row in rows}
            at = {person: steps[last] for person, last in at.items() if last in steps}
            found |= at
        return found

    async def save_code(self, digest: str, person: PersonId, expires: datetime) -> None:
        """Remember a link code by its digest; a person has one code at a time."""
        code = {"digest": digest, "expires": expires}
        await insert_or_update(self._connection, _CODE, {"person": person}, **code)

    async def take_code(self, digest: str, now: datetime) -> PersonId | None:
        """Use up a link code; None when it is unknown, used or expired."""
        statement = delete(_CODE).where(_CODE.c.digest == digest).returning(_CODE.c.person, _CODE.c.expires)
        row = (await self._connection.execute(statement)).one_or_none()
        return row.person if row is not None and row.expires > now else None
