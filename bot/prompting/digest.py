"""What came into the base since the last digest in a room, told to whoever reads there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.audience import Readership, asked_openly, audience_of
from bot.domain.model import FAILED, EntryId
from bot.domain.people import Role, Room
from bot.domain.prompt import Outcome, Prompt
from bot.language.phrasing import phrasing
from bot.messages.i18n import Translator
from bot.messages.markup import Line
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
from bot.ports.store import Transaction
from bot.prompting.scenes import Scene
from bot.wording import day

_LONGEST: Final = timedelta(days=31)
"""How far the first digest of a prompt looks back."""

_QUESTIONS: Final = 3


async def digest(tx: Transaction, prompt: Prompt, scene: Scene, t: Translator, now: datetime) -> Reply | None:
    """Return what is new since the last digest of this prompt, for a room; None when nothing is."""
    room = scene.room
    since, last = await _last(tx, prompt, scene, now)
    audience = audience_of(room, Role.MEMBER)
    found = await tx.news.entries(audience, since, MOST)
    new = lessons_first([each for each in found if each.id not in last])
    questions = await _questions(tx, room, since, t)
    useful = await praised(tx, since, audience, {each.id for each in new})
    if not (new or questions or useful):
        return None
    told_already = {*scene.lately, *(each.id for each, _ in useful)}
    older = await tx.entries.newest(audience, MOST, FAILED)
    failure = teaching(filter(failed, new), told_already, t) or teaching(older, told_already, t)
    rest = [each for each in new if each not in failure]
    shown = [*listed(rest), *(each for each, _ in useful), *failure]
    return Reply(
        (
            Paragraph((t.line("An overview of what is new since {day}.", day=day(since, t)),)),
            *told(rest, t),
            *_asked(questions, t),
            *(most_useful(entry, usefulness, t) for entry, usefulness in useful),
            *(taught(each, t) for each in failure),
            Paragraph((t.line("Do you recognise something, or do you know an answer?"),)),
        ),
        shown=tuple(dict.fromkeys(each.id for each in shown)),
    )


async def _last(
    tx: Transaction, prompt: Prompt, scene: Scene, now: datetime
) -> tuple[datetime, Collection[EntryId]]:
    """Return up to when everything was told by its last digest, and what that showed, when it came late."""
    done = (Outcome.POSTED, Outcome.LATE, Outcome.EMPTY)
    before = await tx.prompts.latest([prompt.id], done, prompt.made)
    own = [each for each in scene.now if each.prompt == prompt.id]
    last = next((each for each in (*own, *before) if each.kind == prompt.kind), None)
    return (last.at, last.entries) if last else (now - _LONGEST, ())


async def _questions(tx: Transaction, room: Room, since: datetime, t: Translator) -> list[Line]:
    """Return the questions asked here that nobody answered, the newest first; to the members only."""
    if audience_of(room, Role.MEMBER).readership is not Readership.MEMBERS:
        return []
    asked = [
        each
        for each in await tx.questions.told(MOST)
        if each.open and asked_openly(each, room) and each.asked_at > since and each.alike is None
    ]
    quoted = [(each, phrasing(each.text or "")) for each in asked]
    lines = [
        t.line("“{question}” (Q{number})", question=words, number=str(each.id))
        for each, words in quoted
        if words
    ]
    return lines[:_QUESTIONS]


def _asked(questions: Sequence[Line], t: Translator) -> tuple[Paragraph, ...]:
    if not questions:
        return ()
    return (Paragraph((t.line("Nobody knows this yet:"), *questions)),)
