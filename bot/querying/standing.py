"""A question that ends in where projects stand: “welke chatbots zijn nog in ontwikkeling?”."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.question import Query
from bot.language.stopwords import listed
from bot.querying.values import Key, Vocabulary, narrowed, plain

_ASKING = re.compile(r"(?:(?:en|and) )?(?:welke|which|zijn er|are there|projecten|projects)\b", re.IGNORECASE)
_BETWEEN = listed(
    "zijn is waren worden wordt er die nog al steeds nu momenteel inmiddels op dit moment daarvan ervan",
    "are is were being that still already currently now",
)
_ENDING = listed("zijn is are")
_MOST_WORDS = 12


def standing(query: Query, known: Vocabulary) -> Query:
    """Return a question that ends in a state with that as a filter; any other line as it is."""
    said = query.words.strip(" ?!.").split()
    if len(said) > _MOST_WORDS or not _ASKING.match(" ".join(said)):
        return query
    if plain(said[-1]) in _ENDING:
        said = said[:-1]
    for start in range(1, len(said) - 1):  # one word alone (“actief”) may say something else
        state = known.find(Key.STATE, " ".join(said[start:]))
        if state is not None:
            asked = query.filters.plus(narrowed(Key.STATE, [state]))
            return _of_kind(replace(query, words=" ".join(_without_end(said[:start])), filters=asked), known)
    return query


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
