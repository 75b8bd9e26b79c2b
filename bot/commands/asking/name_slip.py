"""A name in a filter that nothing in the base has, and the known one of which it is perhaps a slip."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.aliases import also_named
from bot.commands.help.guess import mistakes_in
from bot.domain.audience import Audience
from bot.domain.question import Filters
from bot.language.analysis import words
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.ports.search import SearchIndex

_LOOKED_AT = 20
"""Entries that are looked at for a name; the search itself puts slips right, nearest first."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = mark("I know no “{name}”. Do you mean `and in {meant}?`")
_BODY = mark("I know no “{name}”. Do you mean `and of {meant}?`")


def strange_names(
    filters: Filters, index: SearchIndex, audience: Audience, t: Translator
) -> tuple[Line, ...]:
    """Say of each name in the filters that nothing has it, and what was perhaps meant."""
    places = [(name, Filters(places=frozenset({name})), _PLACE) for name in sorted(filters.places)]
    bodies = [
        (name, Filters(organisations=frozenset({name})), _BODY) for name in sorted(filters.organisations)
    ]
    return tuple(
        t.line(perhaps, name=name, meant=meant)
        for name, only, perhaps in (*places, *bodies)
        if (meant := _meant(name, only, index, audience))
    )


def _meant(name: str, only: Filters, index: SearchIndex, audience: Audience) -> str | None:
    known = index.search("", audience, also_named(only), limit=1)
    return None if known else known_name(name, index, audience)


def known_name(typed: str, index: SearchIndex, audience: Audience) -> str | None:
    """Return the name with the words of an organisation in the base of which it is a slip; None for none."""
    hits = index.search(typed, audience, limit=_LOOKED_AT)
    names = (_put_right(typed, words(hit.organisation)) for hit in hits)
    return next((name for name in names if name), None)


def _put_right(typed: str, known: Sequence[str]) -> str | None:
    """Return what was typed as these words have it; None when it holds another word, or nothing is wrong."""
    right = _WORD.sub(lambda found: _nearest(found[0], known), typed)
    there = {word.casefold() for word in _WORD.findall(right)}
    return right if right != typed and there <= {*known} else None


def _nearest(typed: str, known: Sequence[str]) -> str:
    """Return the word that this is a slip of, with a capital; what is no slip of any stays."""
    said = typed.casefold()
    wrong = {word: mistakes_in(said, word) for word in known}
    best = min(((count, word) for word, count in wrong.items() if count in {0, 1}), default=(0, said))
    return typed if best[1] == said else best[1].capitalize()
