"""What a prompt says: a text, and with it a failure, something of the base, an open question or a topic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.agenda import TopicId
from bot.domain.audience import Readership, asked_openly, audience_of, may_be_named
from bot.domain.model import Entry, EntryId, Outcome
from bot.domain.people import Question, QuestionId, Role, Room
from bot.domain.policy import Policy
from bot.domain.prompt import Occurrence, Prompt
from bot.language.phrasing import phrasing
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark_plural, translator
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.harvest import Posted
from bot.ports.store import Transaction
from bot.prompting.choosing import FAILED, at_most, kind_now, longest_ago, shown_before, text_now
from bot.prompting.digest import digest
from bot.prompting.kinds import Kind
from bot.prompting.text import MUCH, SOMETHING, Text
from bot.prompting.texts import ASKING, ASKS, TEXTS, given
from bot.wording import heading, source_line

_AMONG = 200
"""So many of the newest entries, or of the oldest open questions, are chosen from."""

_QUOTED = 300
"""Characters of what an entry tells first that are quoted."""


@dataclass(frozen=True)
class Composed:
    """What is said (None: there is nothing to say), of which kind, by which text, with which entries.

    `question` is the open question that it shows, `topic` what it takes from the agenda.
    """

    reply: Reply | None
    kind: Kind
    text: str | None = None
    entries: tuple[EntryId, ...] = ()
    question: QuestionId | None = None
    topic: TopicId | None = None


@dataclass(frozen=True)
class _Scene:
    """Where a prompt is posted: the room, what was posted there before, and how much may be asked now."""

    tx: Transaction
    room: Room
    t: Translator
    before: Sequence[Occurrence]
    most: int

    def text(self, texts: Sequence[Text]) -> Text:
        """Return which of the texts comes now."""
        return text_now(texts, self.before, self.most)

    async def text_of(self, kind: Kind) -> Text:
        """Return which text of a kind comes now: those that coordinators gave in this language come first."""
        own = await self.tx.prompts.texts(kind, self.t.language)
        return self.text([*map(given, own), *TEXTS[kind]])

    async def entries(self, outcomes: Collection[Outcome] = ()) -> list[Entry]:
        """Return the newest entries that everybody here may see."""
        found = await self.tx.entries.newest(audience_of(self.room, Role.MEMBER), _AMONG, outcomes=outcomes)
        return [each for each in found if may_be_named(each)]

    def longest_ago(self, entries: Sequence[Entry]) -> Entry:
        """Return the one that was not shown here by a prompt, or the longest ago."""
        return longest_ago(entries, shown_before(self.before), lambda each: each.id)


async def compose(tx: Transaction, prompt: Prompt, room: Room, policy: Policy, now: datetime) -> Composed:
    """Return what a prompt says in a room now; it writes nothing."""
    kind = Kind(prompt.kind)
    if kind is Kind.FREE:
        return Composed(say((Plain(prompt.words),)), kind)
    t = translator(room.language or policy.language, prompt.zone)
    if kind is Kind.DIGEST:
        reply = await digest(tx, prompt, room, policy, t, now)
        return Composed(reply, kind, entries=reply.shown if reply else ())
    before = await tx.prompts.shown_in(room.key, now - policy.repeat)
    kind = kind_now(kind, before)
    scene = _Scene(tx, room, t, before, await _most(tx, before))
    match kind:
        case Kind.QUESTION:
            return await _question(scene)
        case Kind.SPOTLIGHT:
            return await _spotlight(scene)
        case Kind.FAILURE:
            return await _failure(scene, prompt)
        case Kind.AGENDA:
            return await _agenda(scene)
        case _:
            return _plain(kind, await scene.text_of(kind), t)


async def put(tx: Transaction, asked: Question, room: Room, policy: Policy, now: datetime) -> Composed | None:
    """Return what puts one open question to a room; None when its words are gone."""
    before = await tx.prompts.shown_in(room.key, now - policy.repeat)
    t = translator(room.language or policy.language)
    return await _asking(_Scene(tx, room, t, before, await _most(tx, before)), asked)


async def _most(tx: Transaction, before: Sequence[Occurrence]) -> int:
    """Return how much may be asked in a room after its last prompt that asked something."""
    last = next((each for each in before if each.text), None)
    if last is None or last.text is None:
        return MUCH
    gathered = await tx.harvest.gathered(Posted(last.prompt, last.planned))
    return at_most(ASKS.get(last.text, SOMETHING), answered=gathered.answers > 0)


def _said(text: Text, t: Translator) -> Line:
    return (Plain(text.message),) if text.own else t.line(text.message)


def _plain(kind: Kind, text: Text, t: Translator, opening: Sequence[Line] = ()) -> Composed:
    blocks = [Paragraph(tuple(opening))] if opening else []
    return Composed(Reply((*blocks, Paragraph((_said(text, t),)))), kind, text.id)


async def _failure(scene: _Scene, prompt: Prompt) -> Composed:
    """Open with the story of whoever planned it, or with a failure that somebody published."""
    text = await scene.text_of(Kind.FAILURE)
    if prompt.words:
        return _plain(Kind.FAILURE, text, scene.t, [(Plain(prompt.words),)])
    told = await scene.entries(FAILED)
    if not told:
        return _plain(Kind.FAILURE, text, scene.t)
    opening = scene.t.text("This did not work for somebody, and they told it:")
    return _showing(Kind.FAILURE, text, scene.longest_ago(told), scene.t, opening)


async def _spotlight(scene: _Scene) -> Composed:
    """Show something of the base that was not shown here lately; without any, ask for a success."""
    found = await scene.entries()
    if not found:
        return _plain(Kind.SUCCESS, await scene.text_of(Kind.SUCCESS), scene.t)
    text = await scene.text_of(Kind.SPOTLIGHT)
    return _showing(Kind.SPOTLIGHT, text, scene.longest_ago(found), scene.t, "")


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


async def _agenda(scene: _Scene) -> Composed:
    """Show the topic that most members want to talk about; without any, say how to propose one."""
    t, topics = scene.t, await scene.tx.agenda.open_in(scene.room.key)
    if not topics:
        nothing = t.line("There is nothing on the agenda: nobody proposed a topic.")
        how = t.line("What would you like to talk about? Type `agenda propose` with your topic behind it.")
        return Composed(Reply((Paragraph((nothing, how)),)), Kind.AGENDA)
    topic, *others = topics
    text, votes = await scene.text_of(Kind.AGENDA), t.plural(*_WANTED, topic.votes)
    opening = t.line("On the agenda: **{topic}** ({votes})", topic=topic.words, votes=votes)
    blocks = [Paragraph((opening,)), Paragraph((_said(text, t),))]
    if others:
        left = t.plural(*_TOPICS, len(others))
        blocks.append(
            Paragraph((t.line("Also on the agenda: {topics}. `agenda` shows which.", topics=left),))
        )
    return Composed(Reply(tuple(blocks)), Kind.AGENDA, text.id, topic=topic.id)


async def _question(scene: _Scene) -> Composed:
    """Show the oldest question that was asked here and waits, to the members only. Else ask for a question.

    What was asked elsewhere, or of the bot alone, is put to a room by who asked it (`put`).
    """
    if audience_of(scene.room, Role.MEMBER).readership is not Readership.MEMBERS:
        return _plain(Kind.QUESTION, scene.text(ASKING), scene.t)
    asked = {each.question for each in scene.before}
    waiting = [
        each
        for each in await scene.tx.questions.waiting(_AMONG)
        if asked_openly(each, scene.room) and each.id not in asked
    ]
    for question in sorted(waiting, key=lambda each: each.language != scene.t.language):
        composed = await _asking(scene, question)
        if composed:
            return composed
    return _plain(Kind.QUESTION, scene.text(ASKING), scene.t)


async def _asking(scene: _Scene, question: Question) -> Composed | None:
    words = phrasing(question.text or "")
    if not words:
        return None
    line = scene.t.line("“{question}” (Q{number})", question=words, number=str(question.id))
    composed = _plain(Kind.QUESTION, await scene.text_of(Kind.QUESTION), scene.t, [line])
    return replace(composed, question=question.id)
