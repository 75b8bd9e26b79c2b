"""From a question to what is found for it: how sure, in which order, and who knows more.

The reply made of it is in `answering.py`. Nothing is generated: what is found stands in the base.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.audience import Audience, may_see
from bot.domain.model import Entry, EntryId, Kind, Outcome, Pioneer
from bot.domain.policy import Thresholds
from bot.domain.question import Filters, Hit
from bot.language.analysis import content
from bot.ports.search import SearchIndex
from bot.ports.store import Store

SHOWN = 3
"""How many items one answer shows."""

DEPTH = 30
"""How many entries are kept for `meer` and looked at for who knows more."""

_NEAR = 0.7
"""What part of the threshold for “related” the nearest theme needs; less is chance."""

_BESIDE = 0.55
"""What part of the best score another item of the same answer needs; less is filler."""

_STORIES = frozenset({Kind.LESSON, Kind.PROJECT})
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
    """What was found for a question: lessons and projects best first, and pioneers best first.

    `shown` are the items of the answer: those of the first three hits that fit well enough. The entry that
    balances them, when there is one, already stands in third place of the hits and last of the shown.
    """

    level: Level
    hits: tuple[Hit, ...] = ()
    shown: tuple[Hit, ...] = ()
    pioneers: tuple[Hit, ...] = ()
    balance: Balance = Balance.BOTH


@dataclass(frozen=True)
class Source:
    """An organisation that knows more, with the number of matching entries of each kind as evidence."""

    organisation: str
    projects: int
    lessons: int


def find(question: str, index: SearchIndex, audience: Audience, thresholds: Thresholds) -> Findings:
    """Search for a question and judge how sure the answer is."""
    if not content(question):
        return Findings(Level.UNKNOWN)
    hits = index.search(question, audience, Filters(kinds=_STORIES), DEPTH)
    pioneers = sure(
        index.search(question, audience, Filters(kinds=frozenset({Kind.PIONEER})), SHOWN), thresholds
    )
    best = hits[0].confidence if hits else 0.0
    if pioneers or best >= thresholds.answer:
        other, balance = _other_side(question, hits, index, audience, thresholds)
        ranked = _third(hits, other)
        first = [hit for hit in ranked[:SHOWN] if hit == other or _fits(hit, hits[0], thresholds)]
        return Findings(Level.ANSWER, ranked, tuple(first), pioneers, balance)
    level = Level.RELATED if best >= thresholds.related else Level.UNKNOWN
    return Findings(level, hits)


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
    question: str, hits: tuple[Hit, ...], index: SearchIndex, audience: Audience, thresholds: Thresholds
) -> tuple[Hit | None, Balance]:
    """Find an entry with another outcome than the first three have, when one is relevant."""

    def with_outcome(outcomes: frozenset[Outcome]) -> tuple[Hit, ...]:
        return sure(index.search(question, audience, Filters(outcomes=outcomes), DEPTH), thresholds)

    well, otherwise = with_outcome(_WENT_WELL), with_outcome(_WENT_OTHERWISE)
    first = {hit.entry for hit in hits[:SHOWN]}
    shows_well = any(hit.entry in first for hit in well)
    shows_otherwise = any(hit.entry in first for hit in otherwise)
    if shows_well and shows_otherwise:
        return None, Balance.BOTH
    missing = well if shows_otherwise else otherwise or (() if shows_well else well)
    if not missing:
        return None, _one_sided(well=shows_well, otherwise=shows_otherwise)
    return missing[0], Balance.BOTH


def _third(hits: tuple[Hit, ...], other: Hit | None) -> tuple[Hit, ...]:
    if other is None:
        return hits
    rest = [hit for hit in hits if hit.entry != other.entry]
    return (*rest[: SHOWN - 1], other, *rest[SHOWN - 1 :])


def _one_sided(*, well: bool, otherwise: bool) -> Balance:
    if well:
        return Balance.NO_FAILURE
    return Balance.NO_SUCCESS if otherwise else Balance.NO_OUTCOME


async def visible(store: Store, ids: Iterable[EntryId], audience: Audience) -> tuple[Entry, ...]:
    """Load entries in this order, without those that are gone or that the audience may not see any more."""
    wanted = tuple(dict.fromkeys(ids))
    async with store.read() as tx:
        found = await tx.entries.get(wanted)
    return tuple(found[id_] for id_ in wanted if id_ in found and may_see(found[id_], audience))


def who_knows(entries: Sequence[Entry], shown: Sequence[Entry]) -> tuple[Source, ...]:
    """Rank the organisations of what is shown by the evidence for them: how many entries match.

    Equal ones stay in the order of what is shown.
    """
    named = {entry.organisation for entry in shown}
    by_organisation: dict[str, Counter[Kind]] = {}
    for entry in entries:
        if entry.organisation in named and entry.organisation and not isinstance(entry.details, Pioneer):
            by_organisation.setdefault(entry.organisation, Counter())[entry.id.kind] += 1
    ranked = sorted(by_organisation.items(), key=lambda item: -item[1].total())
    return tuple(Source(name, count[Kind.PROJECT], count[Kind.LESSON]) for name, count in ranked)
