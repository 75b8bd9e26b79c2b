"""The words people use for the values of a choice, in Dutch and English: outcomes, states, tags."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from bot.domain.model import Consent, Contact, Kind, Outcome, Stage, State, Status, Visibility
from bot.domain.tags import TAG_SETS
from bot.labels import label
from bot.messages.cleaning import shortened
from bot.messages.i18n import LANGUAGES, translator
from bot.messages.told import told
from bot.querying.values import CHOSEN_FROM, vocabulary
from bot.transfer.fields import plain

_RECOGNISED: Final = 40
"""Characters of a value by which it is recognised in a remark."""

CHOICES: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "kind": Kind,
        "outcome": Outcome,
        "state": State,
        "stage": Stage,
        "status": Status,
        "visibility": Visibility,
        "consent": Consent,
        "contact": Contact,
        **TAG_SETS,
    }
)
"""The fields that hold one of a few values (of a tag set: any of them)."""

_OTHERWISE: Final[Mapping[StrEnum, str]] = MappingProxyType(
    {
        Outcome.SUCCESS: "gelukt, geslaagd, succes, ja, yes, succeeded",
        Outcome.PARTIAL: "deels gelukt, deels, gedeeltelijk, partly",
        Outcome.FAILURE: "niet gelukt, mislukt, mislukking, nee, no, failed",
        Outcome.STOPPED: "gestopt, gestaakt, beëindigd",
        State.IN_DEVELOPMENT: "in ontwikkeling, ontwikkeling",
        State.IN_USE: "in gebruik",
        State.OUT_OF_USE: "buiten gebruik, niet in gebruik, niet meer in gebruik",
        Status.DRAFT: "concept",
        Status.PUBLISHED: "gepubliceerd",
        Status.ARCHIVED: "gearchiveerd",
        Visibility.PUBLIC: "openbaar, iedereen",
        Visibility.NETWORK: "netwerk, leden",
        Visibility.ROOM: "kanaal",
    }
)


def read_choice(choice: type[StrEnum], text: str) -> StrEnum:
    """Return the value that somebody means; raise ValueError that lists what can be written."""
    meant = _words(choice).get(plain(text)) or _everyday(choice, text)
    if meant is None:
        raise ValueError(
            told(
                "“{text}” is none of these: {values}.",
                text=shortened(text, _RECOGNISED),
                values=allowed(choice),
            )
        )
    return meant


def _everyday(choice: type[StrEnum], text: str) -> StrEnum | None:
    """Return what somebody means who writes it as they would behind a filter."""
    keys = [key for key, kind in CHOSEN_FROM.items() if kind is choice]
    found = vocabulary().find(keys[0], text) if keys else None
    return found if isinstance(found, choice) else None


def allowed(choice: type[StrEnum]) -> str:
    """Return every value in Dutch and as our files write it: “gelukt (success), …”."""
    dutch = translator("nl")
    return ", ".join(f"{_dutch(value, dutch.language)} ({value.value})" for value in choice)


def _dutch(value: StrEnum, language: str) -> str:
    others = _OTHERWISE.get(value)
    return others.split(", ")[0] if others else _label(value, language)


def _label(value: StrEnum, language: str) -> str:
    try:
        return label(value, translator(language))
    except KeyError:  # the ones that nobody is ever shown have no label
        return value.value


@cache
def _words(choice: type[StrEnum]) -> Mapping[str, StrEnum]:
    words: dict[str, StrEnum] = {}
    for value in choice:
        labels = (_label(value, language) for language in LANGUAGES)
        for word in (value.value, *labels, *_OTHERWISE.get(value, value.value).split(", ")):
            words[plain(word)] = value
    return words
