"""Which text a prompt is posted with, and what it shows: pure, from what was posted in the room before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.domain.prompt import Occurrence
from bot.prompting.kinds import Kind
from bot.prompting.text import MUCH, Text

Thing = TypeVar("Thing")

_OTHER = {Kind.SUCCESS: Kind.FAILURE, Kind.FAILURE: Kind.SUCCESS}


def kind_now(kind: Kind, before: Sequence[Occurrence]) -> Kind:
    """Return the kind that is posted now: in one room, successes and failures take turns.

    `before` is what was posted there, the newest first. What came at one moment stands in no order, as
    several processes post it: the kind that came less then follows. Every other kind stays as it is.
    """
    if kind not in _OTHER:
        return kind
    turns = [each for each in before if each.kind in _OTHER]
    if not turns:
        return kind
    last = turns[0]
    came = Counter(each.kind for each in turns if each.at == last.at)
    other = _OTHER[Kind(last.kind)]
    return other if came[other] <= came[last.kind] else Kind(last.kind)


def text_now(texts: Sequence[Text], before: Sequence[Occurrence], most: int) -> Text:
    """Return the text for now: one that was not posted there within the period, else the longest ago.

    It asks no more than `most`, or as little as there is. Of those that fit, what goes round, as the barriers
    do, goes on to the next of them.
    """
    known = {text.id: text for text in texts}
    used = [known[each.text] for each in before if each.text in known]
    limit = max(most, min(text.asks for text in texts))
    fitting = [text for text in texts if text.asks <= limit]
    about = longest_ago([text.about for text in fitting], [text.about for text in used], lambda each: each)
    return longest_ago([text for text in fitting if text.about is about], used, lambda text: text)


def at_most(last: int, *, answered: bool) -> int:
    """Return how much the next text in a room may ask: after silence less than the last one there did."""
    return MUCH if answered else last - 1


def longest_ago(things: Sequence[Thing], used: Sequence[object], key: Callable[[Thing], object]) -> Thing:
    """Return the first that was not used, else the one whose use is longest ago. `used`: newest first."""
    newest = {each: place for place, each in reversed(list(enumerate(used)))}
    return max(things, key=lambda thing: newest.get(key(thing), len(used)))
