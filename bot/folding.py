"""Which hits are one item of an answer: copies of one text fold together, different organisations come first.

Many organisations describe what one supplier sold them in the supplier's words. Shown one by one they would
fill the answer; as one item they say how many did it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.question import Hit
from bot.language.likeness import EMPTY, likeness

COPY = 0.5
"""From which likeness two texts of different organisations count as copies; seen by reading pairs of them."""

_COMPARED = 12
"""Buckets of which one must be the same before two texts are compared: 1 in 1,300 copies is missed by it."""


@dataclass(frozen=True)
class Folded:
    """An item: the hit that stands for it, and the hits of other organisations that say the same."""

    hit: Hit
    copies: tuple[Hit, ...] = ()


def fold(hits: Sequence[Hit]) -> tuple[Folded, ...]:
    """Fold copies into the best of them; the items stay in the order of the hits.

    What went otherwise is never one item with what went well, however alike their texts are.
    """
    compared = [hit.sketch[:_COMPARED] for hit in hits]
    found = Counter(itertools.chain.from_iterable(compared))
    common = frozenset(value for value, times in found.items() if times > 1) - {EMPTY}
    items: list[tuple[Hit, list[Hit]]] = []
    holding: dict[int, list[int]] = {}  # which items have this hash, of those that several hits have
    for hit, hashes in zip(hits, compared, strict=True):
        shared = common.intersection(hashes)
        near = sorted({item for value in shared & holding.keys() for item in holding[value]})
        original = next((item for item in near if _belongs(hit, *items[item])), None)
        if original is not None:
            items[original][1].append(hit)
            continue
        for value in shared:
            holding.setdefault(value, []).append(len(items))
        items.append((hit, []))
    return tuple(Folded(hit, tuple(copies)) for hit, copies in items)


def different_first(items: Sequence[Folded], places: int) -> tuple[Folded, ...]:
    """Move items of organisations not seen yet to the first places; the rest keeps its order."""
    first = list(_of_new_organisations(items))[:places]
    chosen = {item.hit.entry for item in first}
    return (*first, *(item for item in items if item.hit.entry not in chosen))


def _of_new_organisations(items: Iterable[Folded]) -> Iterator[Folded]:
    seen: set[str] = set()
    for item in items:
        whose = item.hit.whose
        if not whose or whose not in seen:
            seen.add(whose)
            yield item


def _belongs(hit: Hit, head: Hit, copies: Sequence[Hit]) -> bool:
    outcomes = {each.outcome for each in (hit, head, *copies)} - {None}
    return len(outcomes) <= 1 and _copy(hit, head)


def _copy(one: Hit, other: Hit) -> bool:
    return one.whose != other.whose and likeness(one.sketch, other.sketch) >= COPY
