"""A question that ends in where projects stand: “welke chatbots zijn nog in ontwikkeling?”."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from bot.domain.model import Kind, ThemeId
from bot.domain.question import Query
from bot.language.analysis import words
from bot.language.stopwords import listed
from bot.querying.values import Key, Vocabulary, narrowed, plain

_ASKING = re.compile(r"(?:(?:en|and) )?(?:welke|which|zijn er|are there|projecten|projects)\b", re.IGNORECASE)
_BETWEEN = listed(
    "zijn is waren worden wordt er die nog al steeds nu momenteel inmiddels op dit moment daarvan ervan",
    "are is were being that still already currently now",
)
_ENDING = listed("zijn is are")
_JOINING = listed("en of and or")
_LEAVING_OUT = listed("niet geen nooit zonder not no never without aren't isn't weren't wasn't don't")
"""Words that turn a state into its opposite, also where they say so of something else."""

_NOT_YET = re.compile(
    r"\bnog (?:altijd |steeds )?niet (?P<dutch>(?:in (?:gebruik|werking)|operationeel|actief)\b(?: genomen)?)"
    r"|\bnot (?:yet (?:in use|operational|active)|(?:in use|operational|active) yet)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 12


def not_yet(line: str) -> str:
    """Return a line in which what is not yet in use is in development, which says the same."""
    return _NOT_YET.sub(lambda said: "in ontwikkeling" if said["dutch"] else "in development", line)


def standing(query: Query, known: Vocabulary) -> Query:
    """Return a question that ends in states with those as a filter; any other line as it is."""
    said = not_yet(query.words.strip(" ?!.")).split()
    if len(said) > _MOST_WORDS or not _ASKING.match(" ".join(said)):
        return query
    if plain(said[-1]) in _ENDING:
        said = said[:-1]
    states, asked = _states(said, known)
    if not states or not _may_stand(asked, known):
        return query
    filters = query.filters.plus(narrowed(Key.STATE, states))
    return _of_kind(replace(query, words=" ".join(_without_end(asked)), filters=filters), known)


def _states(said: list[str], known: Vocabulary) -> tuple[list[StrEnum | ThemeId], list[str]]:
    """Return the states in which a line ends, and what stands before; one word (“actief”) is none."""
    found: list[StrEnum | ThemeId] = []
    while True:
        starts = range(1, len(said) - (not found))
        ends = ((start, known.find(Key.STATE, " ".join(said[start:]))) for start in starts)
        start, state = next(((at, each) for at, each in ends if each is not None), (0, None))
        if state is None:
            return [], said
        found.append(state)
        if plain(said[start - 1]) not in _JOINING:
            return found, said[:start]
        said = said[: start - 1]


def _may_stand(asked: list[str], known: Vocabulary) -> bool:
    """Say whether what is asked can be in a state: projects only, and not those that are not in it."""
    kinds = {known.find(Key.KIND, word) for word in asked} - {None, Kind.PROJECT}
    return not kinds and _LEAVING_OUT.isdisjoint(words(" ".join(asked)))


def _of_kind(query: Query, known: Vocabulary) -> Query:
    """Return a question that is left with nothing but a kind (“projecten”) with that as a filter."""
    kind = known.find(Key.KIND, query.words)
    if kind is None:
        return query
    return replace(query, words="", filters=query.filters.plus(narrowed(Key.KIND, [kind])))


def _without_end(said: list[str]) -> list[str]:
    while said and plain(said[-1]) in _BETWEEN:
        said = said[:-1]
    return said
