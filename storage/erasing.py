"""Forgetting one person: everything that is theirs goes, history included; what stays is a number.

The words that tell them so are said after this, and go with `erase_traces`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.erasing import erased, without
from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import Entry, EntryId
from bot.domain.people import Person
from bot.messages.incoming import Origin
from bot.messages.outgoing import shown_by
from bot.ports.due import Work
from bot.ports.knowledge import Change, State, Subject
from bot.ports.store import Shown
from storage import tables
from storage.agenda import erase_agenda
from storage.belonging import Belongings, belongings
from storage.columns import write_parts
from storage.inbox import origin_key
from storage.knowledge import SqlEntries
from storage.news import erase_followed
from storage.payloads import INCOMING, OUTGOING, STATE
from storage.people import SqlPeople
from storage.prompts import erase_prompts, erase_texts
from storage.questions import with_follow_ups
from storage.revisions import mark_forgotten
from storage.sql import batches, hold_feed
from storage.tables import Arrived, Departure
from storage.taking_back import blank_rows
from storage.unsaying import (
    as_stored,
    prompted,
    quotable,
    take_out,
    unlearn,
    unlearn_about,
    unsay_mandates,
    ways_from,
    words_of,
)
from storage.wishes import stay_left_alone

_OUTBOX: Final = tables.outbox
_SENT: Final = tables.sent
_INBOX: Final = tables.inbox
_REVISION: Final = tables.revision


async def erase(
    connection: AsyncConnection, person: Person, event: Origin | None, change: Change
) -> tuple[Shown, ...]:
    """Forget a person, but for the event in which they ask for it; return where their entries are shown."""
    await hold_feed(connection)
    own = await belongings(connection, person.id)
    words = await words_of(connection, own.entries)
    gone = await _erase_entries(connection, own, change)
    ways = await ways_from(connection, gone)
    mixed = {each: came for each, came in ways.items() if each not in gone}
    await take_out(connection, mixed, words, change)
    learned = await unlearn(connection, person.id, change)
    mandates = await unsay_mandates(connection, person.id, change)
    quotes = await quotable(connection, own, [*learned, *mandates])
    shown = [
        each
        for each in await _shown(connection, [*gone, *mixed])
        if each.conversation.room not in own.direct_rooms
    ]
    causes = await prompted(connection, own.person)
    causes |= await _erase_questions(connection, own)
    await _erase_outbox(connection, own, [*gone, *mixed], causes, quotes, change.at)
    await _erase_inbox(connection, own, origin_key(event) if event else "", change.at)
    await _erase_rows(connection, own, gone)
    await SqlPeople(connection).save(Person(person.id), change)
    await mark_forgotten(connection, person.id)
    return tuple(shown)


async def _erase_entries(connection: AsyncConnection, own: Belongings, change: Change) -> Collection[EntryId]:
    """Blank what they shared and are shown as, in its history too; return what is left only as a number."""
    entries = SqlEntries(connection)
    before = await entries.get(own.entries)
    after = {each: without(entry, own.person) for each, entry in before.items()}
    await entries.save_all([*after.values()], change)
    for batch in batches([str(each) for each in after]):
        theirs = (_REVISION.c.subject == Subject.ENTRY, _REVISION.c.key.in_(batch))
        for row in (await connection.execute(select(_REVISION).where(*theirs))).all():
            entry = EntryId.parse(row.key)
            left = after[entry] if entry else None
            values = {"before": _blank(row.before, left, own), "after": _blank(row.after, left, own)}
            await connection.execute(update(_REVISION).where(_REVISION.c.number == row.number).values(values))
    return [each for each, entry in after.items() if erased(entry)]


def _blank(written: str | None, left: Entry | None, own: Belongings) -> str | None:
    """Return a state in history without the person."""
    if written is None or left is None:
        return written
    if erased(left):
        return STATE.write(left)
    states: Sequence[State] = STATE.read_all([written])
    known = [without(state, own.person) for state in states if isinstance(state, Entry)]
    return STATE.write(known[0] if known else left)


async def _shown(connection: AsyncConnection, gone: Collection[EntryId]) -> tuple[Shown, ...]:
    """Return where the entries are shown, and forget that they are."""
    shows = tables.sent_entry.c
    found: dict[Shown, None] = {}
    for batch in batches([*gone]):
        query = (
            select(_SENT.c.conversation, _SENT.c.cause).join(tables.sent_entry).where(shows.entry.in_(batch))
        )
        rows = await connection.execute(query.where(_SENT.c.cause.is_not(None)).order_by(_SENT.c.id))
        found |= dict.fromkeys(Shown(row.conversation, row.cause) for row in rows)
    return tuple(found)


async def _erase_questions(connection: AsyncConnection, own: Belongings) -> set[str]:
    """Forget what they asked, with what others asked in its words; return the causes of the answers."""
    question = tables.question
    of_theirs = with_follow_ups(lambda asked: asked.c.asker == own.person)
    gone = delete(question).where(of_theirs).returning(question.c.cause)
    return {cause for cause in (await connection.scalars(gone)).all() if cause}


async def _erase_outbox(
    connection: AsyncConnection,
    own: Belongings,
    gone: Collection[EntryId],
    causes: Collection[str],
    quotes: Collection[str],
    now: datetime,
) -> None:
    """Forget what was said to them, and the words of everything else that was said.

    A row may hold their words, or tell who they are, in more ways than anything can look for. What waits is
    given up when it goes out for one of these causes, or shows or names what was theirs.
    """
    talked = select(tables.talk.c.conversation).where(tables.talk.c.account.in_(own.accounts))
    in_talks = {each.line for each in (await connection.scalars(talked)).all()}
    asked = tables.contact_request.c
    wanted = (await connection.scalars(select(asked.about).where(asked.asker == own.person))).all()
    names = [f"({each})" for each in gone] + [as_stored(about) for about in wanted if about] + [*quotes]
    query = select(_OUTBOX).where(_OUTBOX.c.payload.is_not(None))
    blank, gone_rows = [], []
    for row in (await connection.execute(query)).all():
        said = OUTGOING.read_all([row.payload])
        if row.room in own.direct_rooms or (said and own.told(said[0])):
            gone_rows.append(row.id)
        elif (
            row.state is not Departure.WAITING
            or row.cause in causes
            or row.conversation.line in in_talks
            or (said and not set(gone).isdisjoint(shown_by(said[0])))
            or any(name in row.payload for name in names)
        ):
            blank.append(row.id)
    in_direct_rooms = select(_OUTBOX.c.id).where(_OUTBOX.c.room.in_(own.direct_rooms))
    gone_rows += (await connection.scalars(in_direct_rooms)).all()
    await blank_rows(connection, blank, now)
    await _delete_said(connection, gone_rows, own.direct_rooms)


async def _delete_said(
    connection: AsyncConnection, rows: Collection[int], rooms: Collection[RoomKey]
) -> None:
    """Remove rows of the outbox with what was sent of them, and everything that was sent in these rooms."""
    for batch in batches([*rows]):
        await connection.execute(delete(_SENT).where(_SENT.c.delivery.in_(batch)))
        await connection.execute(delete(_OUTBOX).where(_OUTBOX.c.id.in_(batch)))
    conversations = (await connection.scalars(select(_SENT.c.conversation).distinct())).all()
    here: list[ConversationKey] = [each for each in conversations if each.room in rooms]
    for some in batches(here):
        await connection.execute(delete(_SENT).where(_SENT.c.conversation.in_(some)))


async def _erase_inbox(connection: AsyncConnection, own: Belongings, key: str, now: datetime) -> None:
    """Give up what they said and nobody handled; of what is handled only a hash of its id is left anyhow."""
    query = select(_INBOX.c.id, _INBOX.c.payload).where(_INBOX.c.payload.is_not(None), _INBOX.c.key != key)
    theirs = [
        row.id
        for row in (await connection.execute(query)).all()
        for event in INCOMING.read_all([row.payload])
        if event.origin.sender.account in own.accounts or event.origin.room in own.direct_rooms
    ]
    dead = {"state": Arrived.DEAD, "payload": None, "conversation": None, "claim": None, "error": "erased"}
    for batch in batches(theirs):
        await connection.execute(update(_INBOX).where(_INBOX.c.id.in_(batch)).values(**dead, closed_at=now))


async def _erase_rows(connection: AsyncConnection, own: Belongings, gone: Collection[EntryId]) -> None:
    """Remove the rows that are theirs alone."""
    names = [str(each) for each in gone]
    await unlearn_about(connection, gone)
    prompts = await erase_prompts(connection, own.person)
    texts = await erase_texts(connection, own.person)
    await erase_agenda(connection, own.person)
    await erase_followed(connection, own.person)
    await stay_left_alone(connection, own.person, own.accounts)
    rooms = [write_parts(each.place.platform, each.place.id, each.id) for each in own.direct_rooms]
    for statement in (
        delete(tables.reach).where(tables.reach.c.entry.in_(gone)),
        delete(tables.sent_entry).where(tables.sent_entry.c.entry.in_(gone)),
        delete(tables.due).where(tables.due.c.kind == Work.FINDABLE, tables.due.c.subject.in_(names)),
        delete(_REVISION).where(_REVISION.c.subject == Subject.PROMPT, _REVISION.c.key.in_(prompts)),
        delete(_REVISION).where(_REVISION.c.subject == Subject.PROMPT_TEXT, _REVISION.c.key.in_(texts)),
        delete(tables.answer).where(tables.answer.c.author.in_(own.accounts)),
        update(tables.answer).where(tables.answer.c.entry.in_(gone)).values(entry=None),
        delete(tables.occurrence_entry).where(tables.occurrence_entry.c.entry.in_(gone)),
        delete(tables.contact_request).where(tables.contact_request.c.asker == own.person),
        delete(tables.room).where(tables.room.c.key.in_(own.direct_rooms)),
        delete(_REVISION).where(_REVISION.c.subject == Subject.ROOM, _REVISION.c.key.in_(rooms)),
        delete(tables.vote).where(tables.vote.c.person == own.person),
        delete(tables.protected_release).where(tables.protected_release.c.person == own.person),
        delete(tables.report).where(tables.report.c.reporter == own.person),
        delete(tables.report).where(tables.report.c.entry.in_(gone)),
        delete(tables.addition).where(tables.addition.c.author == own.person),
        delete(tables.addition).where(tables.addition.c.entry.in_(gone)),
        delete(tables.proposal).where(tables.proposal.c.proposer == own.person),
        delete(tables.proposal).where(tables.proposal.c.entry.in_(gone)),
        delete(tables.merged_entry).where(tables.merged_entry.c.target.in_(gone)),
        delete(tables.inquiry).where(tables.inquiry.c.asker == own.person),
        delete(tables.inquiry).where(tables.inquiry.c.entry.in_(gone)),
        delete(tables.used_entry).where(tables.used_entry.c.entry.in_(gone)),
        delete(tables.no_echo).where(tables.no_echo.c.person == own.person),
        delete(tables.wish).where(tables.wish.c.author.in_(own.accounts)),
        delete(tables.link_code).where(tables.link_code.c.person == own.person),
        delete(tables.handed_in).where(tables.handed_in.c.person == own.person),
        delete(tables.dialogue).where(tables.dialogue.c.account.in_(own.accounts)),
        delete(tables.talk).where(tables.talk.c.account.in_(own.accounts)),
        delete(tables.member).where(tables.member.c.account.in_(own.accounts)),
        delete(tables.direct_room).where(tables.direct_room.c.account.in_(own.accounts)),
        delete(tables.account).where(tables.account.c.person == own.person),
    ):
        await connection.execute(statement)


async def erase_traces(connection: AsyncConnection, room: RoomKey, until: datetime) -> bool:
    """Remove what was last said in a direct room; say whether nothing of it waits any more."""
    said = select(_OUTBOX.c.id, _OUTBOX.c.state).where(_OUTBOX.c.room == room, _OUTBOX.c.added_at <= until)
    rows = (await connection.execute(said)).all()
    closed = [row.id for row in rows if row.state is not Departure.WAITING]
    for batch in batches(closed):
        await connection.execute(delete(_SENT).where(_SENT.c.delivery.in_(batch)))
        await connection.execute(delete(_OUTBOX).where(_OUTBOX.c.id.in_(batch)))
    return len(closed) == len(rows)
