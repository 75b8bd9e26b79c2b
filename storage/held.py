"""Everything that is held about one person, as it is stored, to be given to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import PersonId
from bot.messages.outgoing import reply_of
from bot.messages.plaintext import render_plain
from bot.ports.contact import Answer
from bot.ports.due import Work
from bot.ports.knowledge import Subject
from storage import tables
from storage.belonging import Belongings, belongings
from storage.leading import numbers_of
from storage.payloads import OUTGOING

_PAYLOADS: Final = frozenset({"payload", "answers", "before", "after", "filters", "edits"})
"""The columns that hold JSON."""

_SECRET: Final = frozenset({"digest", "token", "claim", "free_at", "key", "content"})
"""The columns that say nothing of a person, or would open something to whoever reads them.

What is in a file to import is about entries; who handed it in has it.
"""

_OF_OTHERS: Final = {
    "contact_asked_of_you": frozenset({"asker", "account"}),
    "questions_about_what_you_shared": frozenset({"asker"}),
    "changes": frozenset({"actor"}),
}
"""The columns that say who somebody else is: who asks for contact is told to a pioneer by nobody but them."""

Held = Mapping[str, JsonValue]


async def held(connection: AsyncConnection, person: PersonId) -> Held:
    """Return everything that is held about a person, by subject, in a form that JSON can hold."""
    own = await belongings(connection, person)
    numbers = (await connection.scalars(numbers_of([person]))).all()
    found: dict[str, JsonValue] = {
        name: await _rows(connection, table, condition, _OF_OTHERS.get(name, frozenset()))
        for name, (table, condition) in _theirs(own, numbers).items()
    }
    found["accounts"] = [str(account) for account in own.accounts]
    found["messages_to_you"] = await _said_to(connection, own)
    return found


def _theirs(
    own: Belongings, numbers: Collection[PersonId]
) -> Mapping[str, tuple[Table, ColumnElement[bool]]]:
    """Return which rows of which table are about a person, by the name they are given under.

    `numbers` are theirs and those they had before accounts were linked.
    """
    question, request, revision = tables.question.c, tables.contact_request.c, tables.revision.c
    inquiry, released, due = tables.inquiry.c, tables.protected_release.c, tables.due.c
    names = [str(entry) for entry in own.entries]
    return {
        "person": (tables.person, tables.person.c.id == own.person),
        "direct_rooms": (tables.direct_room, tables.direct_room.c.account.in_(own.accounts)),
        "rooms": (tables.member, tables.member.c.account.in_(own.accounts)),
        "conversations": (tables.talk, tables.talk.c.account.in_(own.accounts)),
        "files_to_import": (tables.handed_in, tables.handed_in.c.person == own.person),
        "open_forms": (tables.dialogue, tables.dialogue.c.account.in_(own.accounts)),
        "codes_to_link_accounts": (tables.link_code, tables.link_code.c.person == own.person),
        "questions": (tables.question, question.asker == own.person),
        "shared": (tables.entry, tables.entry.c.id.in_(own.entries)),
        "texts_of_what_you_shared": (tables.entry_text, tables.entry_text.c.entry.in_(own.entries)),
        "themes_of_what_you_shared": (tables.entry_theme, tables.entry_theme.c.entry.in_(own.entries)),
        "tags_of_what_you_shared": (tables.entry_tag, tables.entry_tag.c.entry.in_(own.entries)),
        "how_to_reach_you": (tables.reach, tables.reach.c.entry.in_(own.entries)),
        "findable_again": (tables.due, (due.kind == Work.FINDABLE) & due.subject.in_(names)),
        "contact_you_asked_for": (tables.contact_request, request.asker == own.person),
        "contact_asked_of_you": (tables.contact_request, request.pioneer.in_(own.entries)),
        "prompts": (tables.prompt, tables.prompt.c.owner == own.person),
        "texts_for_prompts": (tables.prompt_text, tables.prompt_text.c.author == own.person),
        "topics_you_proposed": (tables.topic, tables.topic.c.proposer == own.person),
        "votes_for_topics": (tables.topic_vote, tables.topic_vote.c.person == own.person),
        "answers_to_prompts": (tables.answer, tables.answer.c.author.in_(own.accounts)),
        "votes": (tables.vote, tables.vote.c.person == own.person),
        "stories_you_would_release": (tables.protected_release, released.person == own.person),
        "reports": (tables.report, tables.report.c.reporter == own.person),
        "additions": (tables.addition, tables.addition.c.author == own.person),
        "proposals": (tables.proposal, tables.proposal.c.proposer == own.person),
        "questions_to_authors": (tables.inquiry, inquiry.asker == own.person),
        "questions_about_what_you_shared": (tables.inquiry, inquiry.entry.in_(own.entries)),
        "words_learned_from_your_questions": (tables.phrasing, tables.phrasing.c.asker == own.person),
        "themes_you_follow": (tables.followed_theme, tables.followed_theme.c.person == own.person),
        "no_echo": (tables.no_echo, tables.no_echo.c.person == own.person),
        "not_to_be_asked": (tables.left_alone, tables.left_alone.c.person == own.person),
        "messages_that_others_want_kept": (tables.wish, tables.wish.c.author.in_(own.accounts)),
        "changes": (
            tables.revision,
            or_(
                revision.actor.in_(numbers),
                (revision.subject == Subject.ENTRY) & revision.key.in_(names),
                (revision.subject == Subject.PERSON) & revision.key.in_([str(each) for each in numbers]),
            ),
        ),
    }


async def _rows(
    connection: AsyncConnection, table: Table, condition: ColumnElement[bool], left_out: Collection[str]
) -> list[JsonValue]:
    query = select(table).where(condition).order_by(*table.primary_key)
    rows = (await connection.execute(query)).mappings()
    secret = left_out if table is tables.revision else _SECRET.union(left_out)
    named = [each.name for each in table.columns if each.name not in secret]
    return [{name: _value(name, row[name]) for name in named} for row in rows]


def _value(name: str, value: object) -> JsonValue:
    """Return a value as it is read by people; whether a request was refused is nobody's but the pioneer's."""
    if isinstance(value, datetime):
        return value.isoformat()
    if value is Answer.DECLINED:
        return str(Answer.WAITING)
    if name in _PAYLOADS and isinstance(value, str):
        return _read(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _read(written: str) -> JsonValue:
    envelope: dict[str, JsonValue] = json.loads(written)
    return envelope.get("body")


async def _said_to(connection: AsyncConnection, own: Belongings) -> list[JsonValue]:
    """Return what was said to somebody alone and is not forgotten yet, in order."""
    outbox = tables.outbox.c
    query = select(outbox.payload, outbox.added_at).where(outbox.payload.is_not(None)).order_by(outbox.id)
    said: list[JsonValue] = []
    for row in await connection.execute(query):
        for outgoing in OUTGOING.read_all([row.payload]):
            reply = reply_of(outgoing)
            if reply and own.told(outgoing):
                said.append({"at": row.added_at.isoformat(), "said": render_plain(reply)})
    return said
