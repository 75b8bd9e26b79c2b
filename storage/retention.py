"""Forgetting: what is older than it may be leaves the database.

What waits to go out is never removed. What was sent and shows an entry stays as long as the entry does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Delete, Update, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Decision
from bot.domain.prompt import CAUSE, PromptState
from bot.ports.retention import Retention
from storage import tables
from storage.tables import Arrived, Departure, Sending


async def forget(connection: AsyncConnection, retention: Retention, now: datetime) -> Mapping[str, int]:
    """Remove or blank what is too old; return how many rows, by the names of `Retention`."""
    return {
        name: (await connection.execute(statement)).rowcount
        for name, statement in _statements(retention, now).items()
    }


def _statements(retention: Retention, now: datetime) -> dict[str, Update | Delete]:
    """Return what is done, in this order: first the outbox row goes, then what it alone kept."""
    question, dialogue, talk, code = tables.question, tables.dialogue, tables.talk, tables.link_code
    open_until = now - retention.open_question
    report, addition, wish = tables.report, tables.addition, tables.wish
    contact, prompt = tables.contact_request, tables.prompt
    return {
        "inbox_text": _events_without_text(now - retention.inbox_text, now),
        "inbox_key": _old_events(now - retention.inbox_key),
        "outbox": _old_deliveries(now - retention.outbox),
        "sent": _sent_without_purpose(open_until),
        "answered_question": delete(question).where(
            question.c.open.is_(False), question.c.asked_at <= now - retention.answered_question
        ),
        "open_question": delete(question).where(question.c.open.is_(True), question.c.asked_at <= open_until),
        "proposal": delete(tables.proposal).where(tables.proposal.c.at <= open_until),
        "inquiry": delete(tables.inquiry).where(tables.inquiry.c.at <= open_until),
        "dialogue": delete(dialogue).where(dialogue.c.updated <= now - retention.dialogue),
        "file": delete(tables.handed_in).where(tables.handed_in.c.at <= now - retention.inbox_text),
        "talk": delete(talk).where(talk.c.at <= now - retention.talk),
        "report": delete(report).where(report.c.closed_at <= now - retention.open_question),
        "addition": delete(addition).where(
            addition.c.decision == Decision.DECLINED, addition.c.at <= now - retention.open_question
        ),
        "wish": delete(wish).where(wish.c.at <= now - retention.dialogue),
        "draft": delete(prompt).where(
            prompt.c.state == PromptState.DRAFT, prompt.c.made <= now - retention.dialogue
        ),
        "contact": delete(contact).where(contact.c.asked_at <= now - retention.contact),
        "topic": _old_topics(retention, now),
        "topic_vote": _settled_votes(now - retention.outbox),
        "link_code": delete(code).where(code.c.expires <= now),
    }


def _old_topics(retention: Retention, now: datetime) -> Delete:
    """Remove what never had its turn, or had it so long ago that it may return.

    For as long as what was said is kept, a topic may turn out not to have been said.
    """
    topic = tables.topic
    waited = and_(topic.c.taken_at.is_(None), topic.c.at <= now - retention.open_question)
    return delete(topic).where(or_(waited, topic.c.taken_at <= now - max(retention.topic, retention.outbox)))


def _settled_votes(until: datetime) -> Delete:
    topic, vote = tables.topic, tables.topic_vote
    return delete(vote).where(vote.c.topic.in_(select(topic.c.id).where(topic.c.taken_at <= until)))


def _events_without_text(until: datetime, now: datetime) -> Update:
    """Blank what could not be handled; an event without its text can only be dead."""
    inbox = tables.inbox
    dead = {
        "state": Arrived.DEAD,
        "payload": None,
        "conversation": None,
        "claim": None,
        "error": func.coalesce(inbox.c.error, "too old"),
        "closed_at": func.coalesce(inbox.c.closed_at, now),
    }
    return update(inbox).where(inbox.c.payload.is_not(None), inbox.c.received_at <= until).values(**dead)


def _old_events(until: datetime) -> Delete:
    inbox = tables.inbox
    return delete(inbox).where(inbox.c.state != Arrived.RECEIVED, inbox.c.received_at <= until)


def _old_deliveries(until: datetime) -> Delete:
    outbox = tables.outbox
    return delete(outbox).where(outbox.c.state != Departure.WAITING, outbox.c.closed_at <= until)


def _sent_without_purpose(until: datetime) -> Delete:
    """Remove what showed no entry, once its outbox row is gone; a prompt may be answered until much later."""
    sent, shown = tables.sent, tables.sent_entry
    for_prompt = and_(sent.c.cause.is_not(None), sent.c.cause.startswith(CAUSE))
    answerable = and_(sent.c.kind == Sending.POST, sent.c.at > until, for_prompt)
    shows = exists().where(shown.c.sent == sent.c.id)
    return delete(sent).where(sent.c.delivery.is_(None), ~shows, ~answerable)
