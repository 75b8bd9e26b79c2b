"""What a prompt says: a text, and with it a failure, something of the base, an open question or a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agenda import TopicId
from bot.domain.audience import Readership, audience_of, may_be_named
from bot.domain.model import Entry, EntryId
from bot.domain.people import Role, Room
from bot.domain.policy import Policy
from bot.domain.prompt import Occurrence, Prompt
from bot.language.phrasing import phrasing
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark_plural, translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.prompting.choosing import failures, kind_now, longest_ago, shown_before, text_now
from bot.prompting.kinds import Kind
from bot.prompting.texts import ASKING, TEXTS, Text, given
from bot.wording import heading, source_line

_AMONG = 200
"""So many of the newest entries, or of the oldest open questions, are chosen from."""

_QUOTED = 300
"""Characters of what an entry tells first that are quoted."""


@dataclass(frozen=True)
class Composed:
    """What is said, of which kind, by which text, with which entries, about which topic of the agenda."""

    reply: Reply
    kind: Kind
    text: str | None = None
    entries: tuple[EntryId, ...] = ()
    topic: TopicId | None = None


async def compose(tx: Transaction, prompt: Prompt, room: Room, policy: Policy, now: datetime) -> Composed:
    """Return what a prompt says in a room now; it writes nothing."""
    kind = Kind(prompt.kind)
    if kind is Kind.FREE:
        return Composed(say((Plain(prompt.words),)), kind)
    t = translator(room.language or policy.language, prompt.zone)
    before = await tx.prompts.shown_in(room.key, now - policy.repeat)
    kind = kind_now(kind, before)
    last = await tx.harvest.over_time(prompt.id, 1)
    quiet = bool(last) and not last[0].answers
    match kind:
        case Kind.QUESTION:
            return await _question(tx, room, before, t, quiet=quiet)
        case Kind.SPOTLIGHT:
            return await _spotlight(tx, room, before, t, quiet=quiet)
        case Kind.FAILURE:
            return await _failure(tx, prompt, room, before, t, quiet=quiet)
        case Kind.AGENDA:
            return await _agenda(tx, room, before, t, quiet=quiet)
        case _:
            return _plain(kind, text_now(await _texts(tx, kind, t), before, quiet=quiet), t)


async def _texts(tx: Transaction, kind: Kind, t: Translator) -> list[Text]:
    """Return the texts to choose from: those that coordinators gave in this language come first."""
    return [*map(given, await tx.prompts.texts(kind, t.language)), *TEXTS[kind]]


def _said(text: Text, t: Translator) -> Line:
    return (Plain(text.message),) if text.own else t.line(text.message)


def _plain(kind: Kind, text: Text, t: Translator, opening: Sequence[Line] = ()) -> Composed:
    blocks = [Paragraph(tuple(opening))] if opening else []
    return Composed(Reply((*blocks, Paragraph((_said(text, t),)))), kind, text.id)


async def _failure(
    tx: Transaction, prompt: Prompt, room: Room, before: Sequence[Occurrence], t: Translator, *, quiet: bool
) -> Composed:
    """Open with the story of whoever planned it, or with a failure that somebody published."""
    text = text_now(await _texts(tx, Kind.FAILURE, t), before, quiet=quiet)
    if prompt.words:
        return _plain(Kind.FAILURE, text, t, [(Plain(prompt.words),)])
    told = failures(await _entries(tx, room))
    if not told:
        return _plain(Kind.FAILURE, text, t)
    entry = longest_ago(told, shown_before(before), lambda each: each.id)
    return _showing(Kind.FAILURE, text, entry, t, t.text("This did not work for somebody, and they told it:"))


async def _spotlight(
    tx: Transaction, room: Room, before: Sequence[Occurrence], t: Translator, *, quiet: bool
) -> Composed:
    """Show something of the base that was not shown here lately; without any, ask for a success."""
    found = await _entries(tx, room)
    if not found:
        return _plain(Kind.SUCCESS, text_now(await _texts(tx, Kind.SUCCESS, t), before, quiet=quiet), t)
    entry = longest_ago(found, shown_before(before), lambda each: each.id)
    return _showing(
        Kind.SPOTLIGHT, text_now(await _texts(tx, Kind.SPOTLIGHT, t), before, quiet=quiet), entry, t, ""
    )


async def _entries(tx: Transaction, room: Room) -> list[Entry]:
    newest = await tx.entries.newest(audience_of(room, Role.MEMBER), _AMONG)
    return [each for each in newest if may_be_named(each)]


def _showing(kind: Kind, text: Text, entry: Entry, t: Translator, opening: str) -> Composed:
    told = entry.text(t.language).passages
    lines: list[Line] = [(Plain(opening),)] if opening else []
    lines.append(heading(entry, t))
    if told:
        lines.append(t.line("“{sentence}”", sentence=shortened(told[0], _QUOTED)))
    lines.append(source_line(entry, t))
    reply = Reply((Paragraph(tuple(lines)), Paragraph((_said(text, t),))), shown=(entry.id,))
    return Composed(reply, kind, text.id, (entry.id,))


_TOPICS = mark_plural("{number} topic", "{number} topics")
_WANTED = mark_plural("{number} vote", "{number} votes")


async def _agenda(
    tx: Transaction, room: Room, before: Sequence[Occurrence], t: Translator, *, quiet: bool
) -> Composed:
    """Show the topic that most members want to talk about; without any, say how to propose one."""
    topics = await tx.agenda.open_in(room.key)
    if not topics:
        nothing = t.line("There is nothing on the agenda: nobody proposed a topic.")
        how = t.line("What would you like to talk about? Type `agenda propose` with your topic behind it.")
        return Composed(Reply((Paragraph((nothing, how)),)), Kind.AGENDA)
    topic, *others = topics
    text = text_now(await _texts(tx, Kind.AGENDA, t), before, quiet=quiet)
    votes = t.plural(*_WANTED, topic.votes)
    opening = t.line("On the agenda: **{topic}** ({votes})", topic=topic.words, votes=votes)
    blocks = [Paragraph((opening,)), Paragraph((_said(text, t),))]
    if others:
        left = t.plural(*_TOPICS, len(others))
        blocks.append(
            Paragraph((t.line("Also on the agenda: {topics}. `agenda` shows which.", topics=left),))
        )
    return Composed(Reply(tuple(blocks)), Kind.AGENDA, text.id, topic=topic.id)


async def _question(
    tx: Transaction, room: Room, before: Sequence[Occurrence], t: Translator, *, quiet: bool
) -> Composed:
    """Show the oldest question that waits, without names; to the members only. Else ask for a question."""
    text = text_now(await _texts(tx, Kind.QUESTION, t), before, quiet=quiet)
    if audience_of(room, Role.MEMBER).readership is Readership.MEMBERS:
        open_ = [
            (each, phrasing(each.text or ""))
            for each in await tx.questions.waiting(_AMONG)
            if each.text and each.language == t.language
        ]
        asked = {each.text for each in before}
        for question, words in open_:
            if words and f"Q{question.id}" not in asked:
                line = t.line("“{question}” (Q{number})", question=words, number=str(question.id))
                composed = _plain(Kind.QUESTION, text, t, [line])
                return Composed(composed.reply, Kind.QUESTION, f"Q{question.id}")
    return _plain(Kind.QUESTION, text_now(ASKING, before, quiet=quiet), t)
