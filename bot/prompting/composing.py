"""What a prompt says: first what it is about, from what is known of the room; then in which words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agenda import Topic
from bot.domain.audience import Readership, audience_of
from bot.domain.model import Entry, EntryId
from bot.domain.people import Question, Role
from bot.domain.prompt import Prompt
from bot.language.phrasing import phrasing
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.prompting.choosing import kind_now
from bot.prompting.kinds import Kind
from bot.prompting.scenes import Scene
from bot.prompting.text import Text
from bot.prompting.texts import ASKING
from bot.wording import heading, source_line

_QUOTED = 300
"""Characters of what an entry tells first that are quoted."""

_TOLD = mark("This did not work for somebody, and they told it:")
_TOPICS = mark_plural("{number} topic", "{number} topics")
_WANTED = mark_plural("{number} vote", "{number} votes")


@dataclass(frozen=True)
class Choice:
    """What a prompt says: of which kind, by which text, with which entry, open question or topics.

    The first of the topics has its turn by it. `digest` is what a digest says.
    """

    kind: Kind
    text: Text | None = None
    entry: EntryId | None = None
    question: Question | None = None
    topics: Sequence[Topic] = ()
    digest: Reply | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say: a digest of nothing new."""
        return self.kind is Kind.DIGEST and self.digest is None

    @property
    def entries(self) -> tuple[EntryId, ...]:
        """What it shows."""
        return self.digest.shown if self.digest else (self.entry,) if self.entry else ()


def choose(scene: Scene, prompt: Prompt, at: datetime) -> Choice:
    """Return what a prompt says in a room at a moment."""
    kind = kind_now(Kind(prompt.kind), scene.before)
    match kind:
        case Kind.FREE | Kind.DIGEST:
            return Choice(kind)
        case Kind.QUESTION:
            return _question(scene, at)
        case Kind.SPOTLIGHT:
            entry = scene.longest_ago(scene.newest)
            shown = kind if entry else Kind.SUCCESS  # without anything to show it asks for a success
            return Choice(shown, scene.text_of(shown, at), entry)
        case Kind.FAILURE:
            told = None if prompt.words else scene.longest_ago(scene.failed)
            return Choice(kind, scene.text_of(kind, at), told)
        case Kind.AGENDA:
            text = scene.text_of(kind, at) if scene.topics else None
            return Choice(kind, text, topics=scene.topics)
        case _:
            return Choice(kind, scene.text_of(kind, at))


def putting(scene: Scene, asked: Question, at: datetime) -> Choice:
    """Return what puts one open question to a room."""
    return Choice(Kind.QUESTION, scene.text_of(Kind.QUESTION, at), question=asked)


def can_be_put(asked: Question) -> bool:
    """Say whether a question has words that can be put to a room."""
    return bool(phrasing(asked.text or ""))


def _question(scene: Scene, at: datetime) -> Choice:
    """Show the oldest question that was asked here and waits, to the members only. Else ask for a question.

    What was asked elsewhere, or of the bot alone, is put to a room by who asked it (`putting`).
    """
    asked = {each.question for each in scene.before}
    members = audience_of(scene.room, Role.MEMBER).readership is Readership.MEMBERS
    waiting = [each for each in scene.waiting if members and each.id not in asked and can_be_put(each)]
    if not waiting:
        return Choice(Kind.QUESTION, scene.text(ASKING, at))
    return putting(scene, min(waiting, key=lambda each: each.language != scene.language), at)


def worded(choice: Choice, prompt: Prompt, entries: Mapping[EntryId, Entry], t: Translator) -> Reply:
    """Return what was chosen in words; `entries` holds the one that it shows."""
    if choice.digest:
        return choice.digest
    if choice.kind is Kind.FREE:
        return say((Plain(prompt.words),))
    if choice.kind is Kind.AGENDA:
        return _agenda(choice, t)
    lines: list[Line] = []
    if choice.entry:
        lines = _shown(entries[choice.entry], choice.kind, t)
    elif choice.question:
        words, number = phrasing(choice.question.text or ""), str(choice.question.id)
        lines = [t.line("“{question}” (Q{number})", question=words, number=number)]
    elif choice.kind is Kind.FAILURE and prompt.words:
        lines = [(Plain(prompt.words),)]
    blocks = [Paragraph(tuple(each)) for each in (lines, _text(choice, t)) if each]
    return Reply(tuple(blocks), shown=(choice.entry,) if choice.entry else ())


def _text(choice: Choice, t: Translator) -> list[Line]:
    text = choice.text
    return [(Plain(text.message),) if text.own else t.line(text.message)] if text else []


def _shown(entry: Entry, kind: Kind, t: Translator) -> list[Line]:
    told = entry.text(t.language).passages
    opening = [(Plain(t.text(_TOLD)),)] if kind is Kind.FAILURE else []
    quote = [t.line("“{sentence}”", sentence=shortened(told[0], _QUOTED))] if told else []
    return [*opening, heading(entry, t), *quote, source_line(entry, t)]


def _agenda(choice: Choice, t: Translator) -> Reply:
    """Show the topic that most members want to talk about; without any, say how to propose one."""
    if not choice.topics:
        nothing = t.line("There is nothing on the agenda: nobody proposed a topic.")
        how = t.line("What would you like to talk about? Type `agenda propose` with your topic behind it.")
        return Reply((Paragraph((nothing, how)),))
    topic, *others = choice.topics
    votes = t.plural(*_WANTED, topic.votes)
    opening = t.line("On the agenda: **{topic}** ({votes})", topic=topic.words, votes=votes)
    blocks = [Paragraph((opening,)), Paragraph(tuple(_text(choice, t)))]
    if others:
        left = t.plural(*_TOPICS, len(others))
        also = t.line("Also on the agenda: {topics}. `agenda` shows which.", topics=left)
        blocks.append(Paragraph((also,)))
    return Reply(tuple(blocks))
