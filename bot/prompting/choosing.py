"""Which text a prompt is posted with, and what it shows: pure, from what was posted in the room before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.domain.model import Entry, EntryId, Lesson, Outcome
from bot.domain.prompt import Occurrence
from bot.prompting.kinds import Kind
from bot.prompting.texts import Text

Thing = TypeVar("Thing")

_OTHER = {Kind.SUCCESS: Kind.FAILURE, Kind.FAILURE: Kind.SUCCESS}


def kind_now(kind: Kind, before: Sequence[Occurrence]) -> Kind:
    """Return the kind that is posted now: in one room, successes and failures take turns.

    `before` is what was posted there, the newest first. Every other kind stays as it is.
    """
    if kind not in _OTHER:
        return kind
    last = next((each.kind for each in before if each.kind in _OTHER), None)
    return kind if last is None else _OTHER[Kind(last)]


def text_now(texts: Sequence[Text], before: Sequence[Occurrence], *, quiet: bool) -> Text:
    """Return the text for now: one that was not posted there within the period, else the longest ago.

    After silence (`quiet`) it asks less than the last one did, or as little as there is.
    """
    asked = {text.id: text.asks for text in texts}
    used = [each.text for each in before if each.text in asked]
    fitting = list(texts)
    if quiet:
        least = min(asked.values())
        most = max(least, (asked[used[0]] if used and used[0] else least) - 1)
        fitting = [text for text in texts if text.asks <= most]
    return longest_ago(fitting, used, lambda text: text.id)


def longest_ago(things: Sequence[Thing], used: Sequence[object], key: Callable[[Thing], object]) -> Thing:
    """Return the first that was not used, else the one whose use is longest ago. `used`: newest first."""
    newest = {each: place for place, each in reversed(list(enumerate(used)))}
    return max(things, key=lambda thing: newest.get(key(thing), len(used)))


def failures(entries: Iterable[Entry]) -> list[Entry]:
    """Return the lessons about what did not work."""
    bad = {Outcome.FAILURE, Outcome.STOPPED}
    return [each for each in entries if isinstance(each.details, Lesson) and each.details.outcome in bad]


def shown_before(before: Sequence[Occurrence]) -> list[EntryId]:
    """Return the entries that prompts showed there, the newest first."""
    return [entry for each in before for entry in each.entries]
