"""Whose experience a question asks for by name, and what the base has of that.

A filter narrows; a name in running text does not, and says nothing of the subject. What is theirs comes
first, then what mentions them; that there is neither is said. How names are read is in
`bot/querying/organisations.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.aliases import also_named
from bot.domain.audience import Audience
from bot.domain.question import Filters, Hit, Query
from bot.language.analysis import content, words
from bot.ports.search import SearchIndex
from bot.querying.organisations import known_names

_LOOKED_AT = 10
"""Entries of one that is named that are looked at; more than an answer shows."""

_MOST = 3
"""How many that are named count."""


def apart(query: Query, index: SearchIndex) -> tuple[Query, tuple[str, ...]]:
    """Return the question without whom it names, and their names as they are said again.

    It stays as it is when it asks nothing else. Names beside a filter of that kind are not returned.
    """
    written = known_names(index.organisations()).asked(query.words)
    left = query.words
    for one in sorted(written, key=lambda one: -one.start):
        left = f"{left[: one.start]} {left[one.end :]}"
    if not written or not content(left):
        return query, ()
    narrowed = query.filters.organisations or query.filters.places
    names = () if narrowed else tuple(one.name for one in written[:_MOST])
    return replace(query, words=left), names


def ways(filters: Filters | None, names: Iterable[str]) -> list[tuple[Filters | None, int]]:
    """Return how to look for what is of each of these, and for what mentions it: two ways for each."""
    return [
        (filters.plus(only) if filters else None, _LOOKED_AT)
        for name in names
        for only in (_of(name), Filters(phrases=frozenset({name})))
    ]


def with_nothing(
    names: Sequence[str],
    found: Sequence[Sequence[Hit]],
    shown: Iterable[Hit],
    index: SearchIndex,
    audience: Audience,
) -> tuple[str, ...]:
    """Return the names of those of whom nothing is shown, though these readers may see something of theirs.

    `found` is what each of the `ways` brought up.
    """
    first = tuple(shown)
    theirs = [{hit.entry for hit in (*found[2 * at], *found[2 * at + 1])} for at in range(len(names))]
    return tuple(
        name
        for name, entries in zip(names, theirs, strict=True)
        if not any(hit.entry in entries or _bears(hit, name) for hit in first)
        and index.search("", audience, _of(name), 1)
    )


def _bears(hit: Hit, name: str) -> bool:
    there = frozenset(hit.whose.split())
    return any(there.issuperset(words(other)) for other in _of(name).places)


def _of(name: str) -> Filters:
    return also_named(Filters(places=frozenset({name})))
