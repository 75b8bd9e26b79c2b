"""One state of the index: what it keeps of entries, who may see what of them, and what filters leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from tantivy import DocAddress, FieldType, Occur, Query, Searcher

from bot.domain.audience import Audience
from bot.domain.model import Visibility
from bot.domain.question import Filters
from bot.language import analysis
from storage.search.kept import Kept
from storage.search.query import SCHEMA, all_of, any_of, named_token, room_token, term, words_field

Place = tuple[int, int]
"""Where in the index something is."""

_OF_ALL: Final = ("seen_by", "kind")
"""The fields that every entry has."""

_FEW: Final = 500
"""So many entries at most are known one by one as what is left out."""

_SPARE: Final = 16
"""So many more are asked for when what is left out is passed over afterwards."""

_KEPT: Final = 256
"""So many narrowings are remembered of one state of the index."""

_ENTRIES: Final = 4096
"""What the index keeps of so many entries is remembered, some 2 KB of each: of all in most networks."""

_NAMED: Final = 16
"""For so many kinds of readers the names of organisations are remembered: there may be many of them."""


class Reading:
    """One state of the index: many questions are narrowed alike, and bring up the same entries."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self._narrowings: dict[tuple[Audience, Filters], Narrowing] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._entries: dict[Place, Kept] = {}

    def kept(self, place: Place) -> Kept:
        """Return what the index keeps of the entry that stands there."""
        known = self._entries.get(place)
        if known is None:
            if len(self._entries) >= _ENTRIES:
                self._entries.clear()
            written = self.searcher.doc(DocAddress(*place)).get_first("kept")
            known = self._entries[place] = Kept.read(cast("bytes", written))
        return known

    def organisations(self, audience: Audience) -> tuple[str, ...]:
        """Return the names of the organisations of entries that these readers may see."""
        telling = tuple(each for each in _seen_by(audience) if self._named_for(each))
        if telling not in self._names:
            if len(self._names) >= _NAMED:
                self._names.clear()
            self._names[telling] = tuple(sorted(frozenset().union(*map(self._named_for, telling))))
        return self._names[telling]

    def _named_for(self, seen_by: str) -> frozenset[str]:
        """Return the names in what certain readers may see."""
        if seen_by not in self._named:
            before = named_token(seen_by, "")
            terms = self.searcher.terms_with_prefix("named", before)
            self._named[seen_by] = frozenset([name.removeprefix(before) for name, _ in terms])
        return self._named[seen_by]

    def narrowing(self, audience: Audience, filters: Filters) -> Narrowing:
        """Return what narrows a search to what these readers may see and the filters ask for."""
        key = (audience, filters)
        known = self._narrowings.get(key)
        if known is None:
            if len(self._narrowings) >= _KEPT:
                self._narrowings.clear()
            known = self._narrowings[key] = _narrowing(audience, filters, self.searcher)
        return known


@dataclass(frozen=True)
class Narrowing:
    """Conditions beside a query, that add nothing to its score.

    `out` is where the entries are that they leave out, when that is all they do and it is known.
    """

    conditions: Sequence[tuple[Occur, Query]]
    out: frozenset[Place] | None

    def best(self, query: Query, limit: int, searcher: Searcher) -> Sequence[tuple[Place, float]]:
        """Return where the best are, best first, with their scores; of equals what came in first."""
        if self.out is not None:
            # A query without conditions is answered much sooner: most entries are passed over.
            looked_at = limit + min(_SPARE, len(self.out))
            found = _hits(query, looked_at, searcher)
            allowed = [hit for hit in found if hit[0] not in self.out]
            if len(allowed) >= limit or len(found) < looked_at:
                return allowed[:limit]
        return _hits(Query.boolean_query([(Occur.Must, query), *self.conditions]), limit, searcher)


def _hits(query: Query, limit: int, searcher: Searcher) -> Sequence[tuple[Place, float]]:
    hits = searcher.search(query, limit, count=False).hits
    return [((at.segment_ord, at.doc), float(score)) for score, at in hits]


def permitted(audience: Audience, filters: Filters) -> Query:
    """Select what these readers may see and the filters ask for; it adds nothing to a score."""
    return Query.const_score_query(all_of(_selecting(_wanted(audience, filters), filters)), 0.0)


def _narrowing(audience: Audience, filters: Filters, searcher: Searcher) -> Narrowing:
    """Narrow to what `permitted` selects.

    Where that leaves few entries out, they are named instead: it costs by how many are named.
    """
    wanted = _wanted(audience, filters)
    unwanted: list[Query] = []
    left_out = 0
    for name in _OF_ALL:
        others = _fewer_others(name, wanted[name], searcher)
        if others is None:
            continue
        wanted[name] = []
        if others:
            unwanted.append(Query.term_set_query(SCHEMA, name, [*others]))
            left_out += sum(others.values())
    rest = _selecting(wanted, filters)
    conditions = [(Occur.MustNot, query) for query in unwanted]
    if rest:
        conditions.append((Occur.Must, Query.const_score_query(all_of(rest), 0.0)))
    if rest or left_out > _FEW:
        return Narrowing(conditions, None)
    places = (place for query in unwanted for place, _ in _hits(query, _FEW, searcher))
    return Narrowing(conditions, frozenset(places))


def _fewer_others(name: str, wanted: list[str], searcher: Searcher) -> dict[str, int] | None:
    """Return how many entries have what else in a field than is wanted, when fewer of them have that."""
    if not wanted:
        return {}
    entries = dict(searcher.terms_with_prefix(name, ""))
    others = {value: number for value, number in entries.items() if value not in wanted}
    return others if sum(others.values()) < sum(entries.get(value, 0) for value in wanted) else None


def _seen_by(audience: Audience) -> list[str]:
    shared = [str(visibility) for visibility in audience.visibilities if visibility is not Visibility.ROOM]
    return [*shared, *map(room_token, audience.rooms)]


def _wanted(audience: Audience, filters: Filters) -> dict[str, list[str]]:
    return {
        "seen_by": _seen_by(audience),
        "kind": [str(kind) for kind in filters.kinds],
        "outcome": [str(outcome) for outcome in filters.outcomes],
        "state": [str(state) for state in filters.states],
        "theme": [str(theme) for theme in filters.themes],
        "role": [str(role) for role in filters.roles],
    }


def _selecting(wanted: dict[str, list[str]], filters: Filters) -> list[Query]:
    queries = [Query.term_set_query(SCHEMA, field, values) for field, values in wanted.items() if values]
    if filters.organisations:
        queries.append(any_of([_named(name, "organisation") for name in filters.organisations]))
    if filters.places:
        queries.append(any_of([_named(name, "organisation", "location") for name in filters.places]))
    if filters.since is not None:
        queries.append(Query.range_query(SCHEMA, "year", FieldType.Unsigned, filters.since, None))
    return queries + [_phrase(phrase) for phrase in filters.phrases]


def _named(name: str, *fields: str) -> Query:
    """Select where every word of a name stands in one of the fields; nothing when it has no words."""
    words = analysis.words(name)
    return any_of([all_of([term(field, word, "basic") for word in words]) for field in fields if words])


def _phrase(phrase: str) -> Query:
    """Select where the content words of a phrase stand side by side, in any forms; all when it has none."""
    words = analysis.content(phrase)
    if not words:
        return Query.all_query()
    return any_of([_side_by_side(words, language) for language in analysis.LANGUAGES])


def _side_by_side(words: tuple[str, ...], language: str) -> Query:
    field, stems = words_field(language), [analysis.stem(word, language) for word in words]
    if len(stems) == 1:
        return term(field, stems[0])
    return Query.phrase_query(SCHEMA, field, list(stems))
