"""What is left of an entry of somebody who is forgotten: its number, which never means something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.domain.model import (
    Consent,
    Contact,
    Details,
    Entry,
    Lesson,
    PersonId,
    Pioneer,
    Project,
    Status,
    Text,
    Visibility,
)

_NOTHING = "[…]"
"""Stands where a title or a name must be."""

_PASSAGES: Final = ("summary", "situation", "action", "result", "advice")
_SENTENCES: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_TELLING: Final = 12
"""Characters of a sentence that tell whose it is."""


@dataclass(frozen=True)
class Told:
    """What a story says, or ever said: its titles, and its passages."""

    titles: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()

    @staticmethod
    def of(several: Iterable[Told]) -> Told:
        """Return what several say."""
        known = tuple(several)
        titles = frozenset[str]().union(*(each.titles for each in known))
        return Told(titles, frozenset[str]().union(*(each.passages for each in known)))


def told_in(states: Iterable[Entry]) -> Told:
    """Return what these states of an entry say."""
    texts = [text for state in states for text in state.texts]
    return Told(
        frozenset(text.title for text in texts),
        frozenset(passage for text in texts for passage in text.passages),
    )


def without_words(entry: Entry, told: Told, own: Entry | None) -> Entry:
    """Return an entry without what another story told, which was merged into it.

    `own` is the entry as it was before that: what it said itself stays, also where both said the same. Of
    what was changed since, the sentences that are still the same go.
    """
    own_texts = {text.language: text for text in own.texts} if own else {}
    kept = [text for text in entry.texts if text.language in own_texts or text.title not in told.titles]
    texts = tuple(_left(text, told, own_texts.get(text.language)) for text in kept)
    return replace(entry, texts=texts or (Text(entry.original, _NOTHING),))


def _left(text: Text, told: Told, own: Text | None) -> Text:
    values: dict[str, Any] = {}
    for name in _PASSAGES:
        value: str = getattr(text, name)
        mine: str = getattr(own, name) if own else ""
        for passage in sorted(told.passages, key=len, reverse=True):
            sentences = (each for each in _SENTENCES.split(passage) if len(each) >= _TELLING)
            for piece in (passage, *sentences):
                if piece not in mine:
                    value = value.replace(piece, "")
        values[name] = re.sub(r"[ \t]{2,}", " ", re.sub(r"\s*\n\s*", "\n", value)).strip()
    return replace(text, **values)


def erased(entry: Entry) -> bool:
    """Say whether nothing is left of an entry but its number."""
    return entry.status is Status.ARCHIVED and entry.texts == (Text(entry.original, _NOTHING),)


def without(entry: Entry, person: PersonId) -> Entry:
    """Return what stays of an entry when a person is forgotten.

    What was brought in from a source that is public stays without them; of everything else only the number.
    A link that somebody gave with their own story makes that no such source.
    """
    shown_as = isinstance(entry.details, Pioneer) and entry.details.person == person
    if entry.source is not None and entry.external_id is not None and not shown_as:
        return replace(entry, author=None)
    return blanked(entry)


def blanked(entry: Entry) -> Entry:
    """Return the entry with nothing left but its number and when it came."""
    return Entry(
        id=entry.id,
        details=_blank(entry.details),
        texts=(Text("nl", _NOTHING),),
        original="nl",
        status=Status.ARCHIVED,
        visibility=Visibility.NETWORK,
        recorded=entry.recorded,
    )


def _blank(details: Details) -> Details:
    match details:
        case Lesson():
            return Lesson()
        case Project():
            return Project()
        case Pioneer(person=person):
            return Pioneer(person, _NOTHING, Consent.WITHDRAWN, Contact.NOT_NOW)
