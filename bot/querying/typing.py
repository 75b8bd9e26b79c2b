"""A query as a line that can be typed again; reading such a line is in `reading.py`."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.model import Theme
from bot.domain.question import Query
from bot.querying.values import Key, name_of


def typed(query: Query, themes: Iterable[Theme], language: str) -> str:
    """Return words and filters that `read` understands as this query again."""
    filters, words = query.filters, query.words
    quoted = [f'"{phrase}"' for phrase in sorted(filters.phrases)]
    for phrase in quoted:
        words = words.replace(phrase.strip('"'), " ")
    values: dict[Key, list[str]] = {
        Key.KIND: sorted(filters.kinds),
        Key.OUTCOME: sorted(filters.outcomes),
        Key.ROLE: sorted(filters.roles),
        Key.STATE: sorted(filters.states),
        Key.THEME: [f'"{theme.name(language)}"' for theme in themes if theme.id in filters.themes],
        Key.ORGANISATION: [f'"{name}"' for name in sorted(filters.organisations)],
        Key.PLACE: [f'"{name}"' for name in sorted(filters.places)],
        Key.SINCE: [] if filters.since is None else [str(filters.since)],
    }
    narrowing = [f"{name_of(key, language)}:{','.join(said)}" for key, said in values.items() if said]
    return " ".join([*words.split(), *quoted, *narrowing])
