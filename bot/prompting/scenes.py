"""What is known of the rooms where prompts are posted: read once for all of them, and kept current.

What is said there follows from it without another look into the store (`composing.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.agenda import Topic
from bot.domain.audience import asked_openly, audience_of
from bot.domain.keys import RoomKey
from bot.domain.model import FAILED, EntryId
from bot.domain.people import Question, Role, Room
from bot.domain.policy import Policy
from bot.domain.prompt import SAID, Occurrence, OwnText
from bot.ports.harvest import Posted
from bot.ports.store import Transaction
from bot.prompting.choosing import at_most, longest_ago, text_now
from bot.prompting.kinds import Kind
from bot.prompting.text import MUCH, SOMETHING, Text
from bot.prompting.texts import ASKS, TEXTS, given

_ASKED: Final = 2_000
"""How many of the oldest open questions are looked through for those of the rooms."""

AMONG: Final = 200
"""So many of the newest entries, or of the oldest open questions, are chosen from."""

_LOOKS_BACK: Final = timedelta(days=3 * 366)
"""What comes rarely still knows what was posted before it; what was longer ago is as good as new."""

_TAKE_TURNS: Final = (Kind.SUCCESS, Kind.FAILURE)


@dataclass
class Scene:
    """Where a prompt is posted: the room, its language, and what was posted and shown there before.

    `before` and `shown` begin with the newest, as does `now`: what became of moments since this was read.
    `lately` is what was shown within the period in which nothing is told again.
    `failed` and `newest` are entries that everybody there may see, `waiting` the questions asked there,
    `topics` its agenda.
    """

    room: Room
    language: str
    before: list[Occurrence] = field(default_factory=list)
    shown: list[EntryId] = field(default_factory=list)
    lately: set[EntryId] = field(default_factory=set)
    answered: Collection[Posted] = ()
    own: Sequence[OwnText] = ()
    failed: Sequence[EntryId] = ()
    newest: Sequence[EntryId] = ()
    waiting: Sequence[Question] = ()
    topics: Sequence[Topic] = ()
    now: list[Occurrence] = field(default_factory=list)

    def happens(self, posted: Occurrence) -> None:
        """Let what comes next know of a posting."""
        self.now.insert(0, posted)
        if posted.outcome in SAID:
            self.before.insert(0, posted)
            self.shown[:0] = posted.entries
            self.lately.update(posted.entries)

    def text_of(self, kind: Kind, at: datetime) -> Text:
        """Return which text of a kind comes at a moment: those that coordinators gave come first."""
        own = [given(each) for each in self.own if each.kind == kind and each.language == self.language]
        return self.text([*own, *TEXTS[kind]], at)

    def text(self, texts: Sequence[Text], at: datetime) -> Text:
        """Return which of the texts comes at a moment."""
        return text_now(texts, self.before, self._most(at))

    def longest_ago(self, entries: Sequence[EntryId]) -> EntryId | None:
        """Return the entry that was not shown here by a prompt, or the longest ago; None without any."""
        return longest_ago(entries, self.shown, lambda each: each) if entries else None

    def _most(self, at: datetime) -> int:
        """Return how much may be asked after the last prompt that asked something before a moment."""
        last = asking_before(self.before, at)
        if last is None:
            return MUCH
        asked = ASKS.get(last.text, SOMETHING) if last.text else SOMETHING
        return at_most(asked, answered=_as_posted(last) in self.answered)


def asking_before(before: Sequence[Occurrence], at: datetime) -> Occurrence | None:
    """Return the last posting that asked something and could be answered before a moment."""
    return next((each for each in before if each.kind != Kind.DIGEST and each.at < at), None)


def _as_posted(occurrence: Occurrence) -> Posted:
    return Posted(occurrence.prompt, occurrence.planned)


async def scenes_of(
    tx: Transaction, rooms: Collection[Room], kinds: Collection[Kind], policy: Policy, at: datetime
) -> Mapping[RoomKey, Scene]:
    """Return what is known of rooms at a moment, as far as prompts of these kinds ask for it."""
    keys = [room.key for room in rooms]
    before = await tx.prompts.postings(keys, _remembered(policy, at))
    scenes = {room.key: Scene(room, room.language or policy.language, [*before[room.key]]) for room in rooms}
    asked = [asking_before(scene.before, at) for scene in scenes.values()]
    answered = await tx.harvest.answered([_as_posted(each) for each in asked if each])
    own = await tx.prompts.texts()
    for scene in scenes.values():
        scene.answered, scene.own = answered, own
    await _with_entries(tx, scenes, kinds, policy, at)
    if Kind.QUESTION in kinds:
        waiting = await tx.questions.waiting_openly(_ASKED)
        for scene in scenes.values():
            scene.waiting = [each for each in waiting if asked_openly(each, scene.room)]
    if Kind.AGENDA in kinds:
        topics = await tx.agenda.open_in_each(keys)
        for scene in scenes.values():
            scene.topics = topics.get(scene.room.key, ())
    return scenes


def _remembered(policy: Policy, at: datetime) -> datetime:
    """Return since when postings bear on what is said at a moment."""
    return at - max(policy.repeat, _LOOKS_BACK)


async def _with_entries(
    tx: Transaction, scenes: Mapping[RoomKey, Scene], kinds: Collection[Kind], policy: Policy, at: datetime
) -> None:
    failing, any_of_them = not set(kinds).isdisjoint(_TAKE_TURNS), Kind.SPOTLIGHT in kinds
    if not (failing or any_of_them or Kind.DIGEST in kinds):
        return
    shown = await tx.prompts.shown_in(scenes, _remembered(policy, at))
    audiences = {key: audience_of(scene.room, Role.MEMBER) for key, scene in scenes.items()}
    among = set(audiences.values())
    failed = await tx.news.newest(among, AMONG, FAILED) if failing else {}
    newest = await tx.news.newest(among, AMONG) if any_of_them else {}
    for key, scene in scenes.items():
        scene.shown = [entry for entry, _ in shown[key]]
        scene.lately = {entry for entry, last in shown[key] if last >= at - policy.repeat}
        scene.failed, scene.newest = failed.get(audiences[key], ()), newest.get(audiences[key], ())
