"""From a question to what is found for it: how sure, in which order, and who knows more.

The reply made of it is in `answering.py`. Nothing is generated: what is found stands in the base.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.aliases import also_named
from bot.domain.audience import Audience, may_see
from bot.domain.model import Entry, EntryId, Kind, Outcome, Outline
from bot.domain.policy import Thresholds
from bot.domain.question import Hit, Query
from bot.folding import Folded, different_first, fold
from bot.language.analysis import content
from bot.ports.search import SearchIndex
from bot.ports.store import Store

SHOWN = 3
"""How many items one answer shows."""

DEPTH = 30
"""How many entries are kept for `meer`."""

_LOOKED_AT = 60
"""How many entries are looked at for copies of what is shown, and for who knows more."""

_NEAR = 0.7
"""What part of the threshold for “related” the nearest theme needs; less is chance."""

_BESIDE = 0.45
"""What part of the best score another item of the same answer needs; less is filler."""

_STORIES = frozenset({Kind.LESSON, Kind.PROJECT})
_LESSONS = frozenset({Kind.LESSON})
_PEOPLE = frozenset({Kind.PIONEER})
_WENT_WELL = frozenset({Outcome.SUCCESS})
_WENT_OTHERWISE = frozenset({Outcome.PARTIAL, Outcome.FAILURE, Outcome.STOPPED})


class Level(Enum):
    """How sure the bot is: an answer, perhaps related, or not known."""

    ANSWER = auto()
    RELATED = auto()
    UNKNOWN = auto()


class Balance(Enum):
    """Whether success stands beside failure in the first items."""

    BOTH = auto()
    NO_FAILURE = auto()
    NO_SUCCESS = auto()
    NO_OUTCOME = auto()


@dataclass(frozen=True)
class Findings:
    """What was found for a question: lessons and projects as items, best first, and pioneers best first.

    The answer shows the first `shown` items: those that fit well enough, of different organisations as far as
    there are. The entry that balances them, when there is one, is the last of them. `exact` is False when no
    entry holds what was quoted, and the words were looked for without the quotes; `complete` is False when
    there may be more than was looked at.
    """

    level: Level
    items: tuple[Folded, ...] = ()
    shown: int = 0
    pioneers: tuple[Hit, ...] = ()
    balance: Balance = Balance.BOTH
    exact: bool = True
    complete: bool = True

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Everything found, each once, as the answer has it: the items shown, their copies, the rest."""
        shown, rest = self.items[: self.shown], self.items[self.shown :]
        folded = sorted((hit for item in shown for hit in item.copies), key=_by_score)
        others = sorted((hit for item in rest for hit in (item.hit, *item.copies)), key=_by_score)
        return (*(item.hit for item in shown), *folded, *others)


@dataclass(frozen=True)
class Source:
    """An organisation that knows more, with the number of matching entries of each kind as evidence."""

    organisation: str
    projects: int
    lessons: int


def find(query: Query, index: SearchIndex, audience: Audience, thresholds: Thresholds) -> Findings:
    """Search for a question and judge how sure the answer is."""
    query = replace(query, filters=also_named(query.filters))
    found = _found(query, index, audience, thresholds)
    if not query.filters.phrases or found.hits or found.pioneers:
        return found
    unquoted = replace(query, filters=replace(query.filters, phrases=frozenset()))
    return replace(_found(unquoted, index, audience, thresholds), exact=False)


def _found(query: Query, index: SearchIndex, audience: Audience, thresholds: Thresholds) -> Findings:
    if query.filters.impossible or not (content(query.words) or query.filters.narrow):
        return Findings(Level.UNKNOWN)
    stories, people = query.filters.among(_STORIES), query.filters.among(_PEOPLE)
    hits, near = index.search_each(query.words, audience, ((stories, _LOOKED_AT), (people, SHOWN)))
    pioneers = sure(near, thresholds)
    items, complete = fold(hits), len(hits) < _LOOKED_AT
    best = next((hit for hit in hits if hit.confidence), None)  # one that covers nothing is there by chance
    sureness = best.confidence if best else 0.0
    if pioneers or sureness >= thresholds.answer:
        fit = [item for item in items if best and _fits(item.hit, best, thresholds)]
        first = different_first(fit, SHOWN)
        other, balance = _other_side(query, hits, first[:SHOWN], index, audience, thresholds)
        first = _with(other, first, items)
        return Findings(Level.ANSWER, _then(first, items), len(first), pioneers, balance, complete=complete)
    level = Level.RELATED if sureness >= thresholds.related else Level.UNKNOWN
    return Findings(level, items, complete=complete)


def nearest(findings: Findings, thresholds: Thresholds) -> tuple[Hit, ...]:
    """Return the hit whose theme comes nearest when nothing is related; none when even that is far away."""
    return tuple(hit for hit in findings.hits[:1] if hit.confidence >= thresholds.related * _NEAR)


def fitting(hits: Iterable[Hit], thresholds: Thresholds) -> tuple[Hit, ...]:
    """Return the hits that may be shown at all: those that are at least related."""
    return tuple(hit for hit in hits if hit.confidence >= thresholds.related)


def sure(hits: Iterable[Hit], thresholds: Thresholds) -> tuple[Hit, ...]:
    """Return the hits that may be shown as an answer."""
    return tuple(hit for hit in hits if hit.confidence >= thresholds.answer)


def _fits(hit: Hit, best: Hit, thresholds: Thresholds) -> bool:
    """Say whether a hit may stand in an answer beside the best one."""
    return hit.confidence >= thresholds.answer and hit.score >= best.score * _BESIDE


def _other_side(
    query: Query,
    hits: Sequence[Hit],
    items: Sequence[Folded],
    index: SearchIndex,
    audience: Audience,
    thresholds: Thresholds,
) -> tuple[Hit | None, Balance]:
    """Find an entry with another outcome than the first three have, when one is relevant.

    Whoever asks for one outcome gets that one alone.
    """
    lessons = query.filters.among(_LESSONS)
    if query.filters.outcomes or lessons is None:
        return None, Balance.BOTH

    def with_outcome(outcomes: frozenset[Outcome]) -> tuple[Hit, ...]:
        among = sure((hit for hit in hits if hit.outcome in outcomes), thresholds)
        # They are the best of all, so also of those with this outcome; behind a last one that is not sure
        # enough hardly any is.
        if among or len(hits) < _LOOKED_AT or hits[-1].confidence < thresholds.answer:
            return among
        filters = replace(lessons, outcomes=outcomes)
        return sure(index.search(query.words, audience, filters, DEPTH), thresholds)

    well, otherwise = with_outcome(_WENT_WELL), with_outcome(_WENT_OTHERWISE)
    first = {item.hit.entry for item in items}
    shows_well = any(hit.entry in first for hit in well)
    shows_otherwise = any(hit.entry in first for hit in otherwise)
    if shows_well and shows_otherwise:
        return None, Balance.BOTH
    missing = well if shows_otherwise else otherwise or (() if shows_well else well)
    if not missing:
        return None, _one_sided(well=shows_well, otherwise=shows_otherwise)
    return missing[0], Balance.BOTH


def _with(other: Hit | None, fit: tuple[Folded, ...], items: tuple[Folded, ...]) -> tuple[Folded, ...]:
    """Return the items that are shown: the first three, or the first two and the one that balances them."""
    if other is None:
        return fit[:SHOWN]
    own = next((item for item in items if item.hit.entry == other.entry), Folded(other))
    rest = [_without({other.entry}, item) for item in fit if item.hit.entry != other.entry]
    return (*rest[: SHOWN - 1], own)


def _then(first: tuple[Folded, ...], items: tuple[Folded, ...]) -> tuple[Folded, ...]:
    """Return the first items and after them the others, none of them twice."""
    chosen = {item.hit.entry for item in first}
    return (*first, *(_without(chosen, item) for item in items if item.hit.entry not in chosen))


def _without(entries: set[EntryId], item: Folded) -> Folded:
    if not item.copies:
        return item
    return replace(item, copies=tuple(hit for hit in item.copies if hit.entry not in entries))


def _by_score(hit: Hit) -> float:
    return -hit.score


def _one_sided(*, well: bool, otherwise: bool) -> Balance:
    if well:
        return Balance.NO_FAILURE
    return Balance.NO_SUCCESS if otherwise else Balance.NO_OUTCOME


async def visible(store: Store, ids: Iterable[EntryId], audience: Audience) -> tuple[Entry, ...]:
    """Load entries in this order, without those that are gone or that the audience may not see any more."""
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        return ()
    async with store.read() as tx:
        found = await tx.entries.get(wanted)
    return tuple(found[id_] for id_ in wanted if id_ in found and may_see(found[id_], audience))


def who_knows(entries: Iterable[Entry | Outline], shown: Iterable[Entry | Outline]) -> tuple[Source, ...]:
    """Rank the organisations of what is shown by the evidence for them: how many entries match.

    Equal ones stay in the order of what is shown.
    """
    named = {entry.organisation for entry in shown}
    by_organisation: dict[str, Counter[Kind]] = {}
    for entry in entries:
        if entry.organisation in named and entry.organisation and entry.id.kind in _STORIES:
            by_organisation.setdefault(entry.organisation, Counter())[entry.id.kind] += 1
    ranked = sorted(by_organisation.items(), key=lambda item: -item[1].total())
    return tuple(Source(name, count[Kind.PROJECT], count[Kind.LESSON]) for name, count in ranked)
