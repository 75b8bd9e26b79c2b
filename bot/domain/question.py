"""A question as the search understands it: words to find and filters that narrow it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from bot.domain.model import EntryId, Kind, Outcome, State, ThemeId
from bot.domain.tags import GovernmentRole


@dataclass(frozen=True)
class Filters:
    """What an entry must be to count; an empty set asks nothing, of a set one is enough.

    `organisations` and `places` are names as people write them: all of their words must stand in the name of
    the organisation (for a place, there or in the location). `since`: known to have happened in that year or
    later. `phrases`: each must stand in the text as it is, in whatever word forms.
    """

    kinds: frozenset[Kind] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    themes: frozenset[ThemeId] = frozenset()
    roles: frozenset[GovernmentRole] = frozenset()
    organisations: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    since: int | None = None
    phrases: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset()

    @property
    def narrow(self) -> bool:
        """Whether anything is asked at all."""
        return self != Filters()

    @property
    def impossible(self) -> bool:
        """Whether nothing can ever fit, as only lessons have an outcome and only projects a state."""
        return not self._possible

    @property
    def _possible(self) -> frozenset[Kind]:
        kinds = self.kinds or frozenset(Kind)
        kinds &= {Kind.LESSON} if self.outcomes else kinds
        return kinds & {Kind.PROJECT} if self.states else kinds

    def said_loosely(self) -> Filters:
        """Return these where they can never fit: “mislukte projecten” are whatever did not work."""
        stopped = self.stopped_projects()
        return replace(self, kinds=frozenset()) if stopped.impossible else stopped

    def stopped_projects(self) -> Filters:
        """Return these, where “stopped” is said of projects: those that are not in use any more."""
        if self.outcomes != {Outcome.STOPPED}:
            return self
        return replace(self, outcomes=frozenset(), states=self.states | {State.OUT_OF_USE})

    def apart(self) -> tuple[tuple[Filters, Filters], ...]:
        """Return each thing that is asked, alone, with the filters that are left without it."""
        none = Filters()
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        return tuple(
            (replace(none, **{name: value}), replace(self, **{name: getattr(none, name)}))
            for name, value in asked.items()
            if value != getattr(none, name)
        )

    def among(self, kinds: frozenset[Kind]) -> Filters | None:
        """Return these filters for entries of these kinds; None when they leave none of the kinds."""
        left = self.kinds & kinds if self.kinds else kinds
        narrowed = replace(self, kinds=left)
        return narrowed if left and not narrowed.impossible else None

    def plus(self, other: Filters) -> Filters:
        """Return both as one line asks them: of each kind all the values, of two years the later one."""
        years = [since for since in (self.since, other.since) if since is not None]
        return Filters(
            kinds=self.kinds | other.kinds,
            outcomes=self.outcomes | other.outcomes,
            themes=self.themes | other.themes,
            roles=self.roles | other.roles,
            organisations=self.organisations | other.organisations,
            places=self.places | other.places,
            since=max(years, default=None),
            phrases=self.phrases | other.phrases,
            states=self.states | other.states,
        )

    def over(self, earlier: Filters) -> Filters:
        """Return the earlier filters with what these ask in their place; what was said last decides."""
        kinds, outcomes = self.kinds or earlier.kinds, self.outcomes or earlier.outcomes
        states = self.states or earlier.states
        if Filters(kinds=kinds, outcomes=outcomes, states=states).impossible:
            kinds, outcomes, states = self.kinds, self.outcomes, self.states
        return Filters(
            kinds=kinds,
            outcomes=outcomes,
            themes=self.themes or earlier.themes,
            roles=self.roles or earlier.roles,
            organisations=self.organisations or earlier.organisations,
            places=self.places or earlier.places,
            since=earlier.since if self.since is None else self.since,
            phrases=self.phrases or earlier.phrases,
            states=states,
        )


@dataclass(frozen=True)
class Query:
    """What is looked for: the words of a question, as somebody wrote them, and what narrows it."""

    words: str
    filters: Filters = Filters()


class Hit(NamedTuple):
    """An entry found for a question.

    `score` orders the hits of one search, highest first, and means nothing across searches. `confidence`
    (0–1) says how much of what the question is about the entry covers; thresholds in the settings compare
    with it, across questions. `whose` tells its organisation from others however that is written; both are
    empty where it is nobody's. `sketch` tells how much its text has in common with another (see
    `bot.language.likeness`). `outcome` is a lesson's.
    """

    entry: EntryId
    score: float
    confidence: float
    organisation: str = ""
    whose: str = ""
    sketch: tuple[int, ...] = ()
    outcome: Outcome | None = None
