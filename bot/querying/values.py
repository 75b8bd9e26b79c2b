"""What people call the filters and their values, in Dutch and English: labels, and everyday forms of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from bot.domain.model import Kind, Outcome, State, Theme, ThemeId
from bot.domain.question import Filters
from bot.domain.tags import GovernmentRole
from bot.labels import label
from bot.language.analysis import words
from bot.messages.i18n import LANGUAGES, mark, translator
from bot.querying.organisations import NO_NAMES, Names, known_names

_ALIKE = 0.74
"""How much alike two words are (difflib's ratio) of which one is taken for a slip of the other."""


class Key(StrEnum):
    """What can be filtered by: each names the field of `Filters` that it fills."""

    OUTCOME = "outcomes"
    KIND = "kinds"
    ROLE = "roles"
    STATE = "states"
    THEME = "themes"
    ORGANISATION = "organisations"
    PLACE = "places"
    SINCE = "since"


NAMES: Mapping[Key, tuple[str, str]] = {
    Key.OUTCOME: ("uitkomst", "outcome"),
    Key.KIND: ("soort", "kind"),
    Key.ROLE: ("rol", "role"),
    Key.STATE: ("stand", "state"),
    Key.THEME: ("thema", "theme"),
    Key.ORGANISATION: ("organisatie", "organisation"),
    Key.PLACE: ("plaats", "place"),
    Key.SINCE: ("sinds", "since"),
}
"""How each is typed, in Dutch and in English."""

_KEYS = {name: key for key, names in NAMES.items() for name in names}
_KEYS |= {"org": Key.ORGANISATION, "organization": Key.ORGANISATION, "status": Key.STATE}

EVERYDAY_KEYS = frozenset({"jaar", "vanaf", "year", "from"})
"""Words for `sinds` that stand before a colon in any text; they are keys where a year follows."""

_KEYS |= dict.fromkeys(EVERYDAY_KEYS, Key.SINCE)

CHOSEN_FROM: Mapping[Key, type[StrEnum]] = {
    Key.OUTCOME: Outcome,
    Key.KIND: Kind,
    Key.ROLE: GovernmentRole,
    Key.STATE: State,
}
"""The keys with a fixed set of values."""

NAMING = frozenset({Key.ORGANISATION, Key.PLACE})
"""The keys that take any name."""

_EVERYDAY: Mapping[StrEnum, str] = {
    Outcome.SUCCESS: (
        "succes, successen, succesvol, succesvolle, geslaagd, geslaagde, gelukte, lukte, lukte wel"
        ", wel gelukt, wel lukte, werkte, werkte wel, goed ging, ging goed, goed gegaan, success, successes"
        ", successful, succeeded, worked well, did work"
    ),
    Outcome.PARTIAL: (
        "deels, gedeeltelijk, half, half gelukt, gedeeltelijk gelukt, deels lukte, lukte deels, ten dele"
        ", partly, partial, partially, partially worked, worked partly, partial success"
    ),
    Outcome.FAILURE: (
        "mislukt, mislukte, mislukking, mislukkingen, mislukten, niet gelukte, niet lukte, lukte niet, faalde"
        ", misging, mis ging, ging mis, fout ging, ging fout, niet goed ging, ging niet goed"
        ", niet goed gegaan, niet goed, niet werkte, werkte niet, did not go well, didn't go well"
        ", gefaald, failure, failures, failed, unsuccessful, didn't work, not work, went wrong, not worked"
    ),
    Outcome.STOPPED: (
        "stopgezet, gestopte, stopte, stopten, beeindigd, afgebroken, gestaakt, ended, abandoned, cancelled"
    ),
    Kind.LESSON: "lessen, les, ervaring, ervaringen, leerervaring, lesson, lessons, experiences",
    Kind.PROJECT: "projecten, project, projects, initiatieven, initiatives",
    Kind.PIONEER: "voorlopers, voorloper, pioniers, pionier, mensen, personen, pioneers, people, persons",
    State.IN_DEVELOPMENT: (
        "ontwikkeling, wordt ontwikkeld, worden ontwikkeld, ontwikkeld wordt, ontwikkeld worden"
        ", under development, being developed, development"
    ),
    State.IN_USE: (
        "gebruik, in werking, operationeel, actief, actieve, lopend, lopende, lopen, draaien, gebruikt worden"
        ", being used, operational, active, running"
    ),
    State.OUT_OF_USE: (
        "gestopt, stopgezet, stopped, niet in gebruik, niet meer in gebruik, uit gebruik, niet meer gebruikt"
        ", niet meer gebruikt worden"
        ", worden niet meer gebruikt, out of use, no longer in use, not in use any more, not in use anymore"
        ", no longer used, not used any more, not used anymore, discontinued, retired"
    ),
    GovernmentRole.LAWFUL: "rechtmatig, rechtmatige, lawful",
    GovernmentRole.PERFORMING: "presterend, presterende, performing",
    GovernmentRole.NETWORKING: "netwerkend, netwerkende, netwerk, networking, networked",
    GovernmentRole.PARTICIPATING: "participerend, participerende, participating",
}


_MUNICIPALITIES = (mark("municipalities"), ("gemeente",))
_PROVINCES = (mark("provinces"), ("provincie",))
_WATER = (mark("water authorities"), ("waterschap", "hoogheemraadschap", "wetterskip"))
_MINISTRIES = (mark("ministries"), ("ministerie",))
_UNIVERSITIES = (mark("universities"), ("universiteit", "university", "hogeschool"))
_SAFETY = (mark("safety regions"), ("veiligheidsregio",))
_ENVIRONMENT = (mark("environment services"), ("omgevingsdienst",))

BODIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(("gemeenten", "gemeentes", "municipalities"), _MUNICIPALITIES),
    **dict.fromkeys(("provincies", "provinces"), _PROVINCES),
    **dict.fromkeys(("waterschappen", "water authorities", "water boards"), _WATER),
    **dict.fromkeys(("ministeries", "ministries", "departementen"), _MINISTRIES),
    **dict.fromkeys(("universiteiten", "hogescholen", "universities"), _UNIVERSITIES),
    **dict.fromkeys(("veiligheidsregio's", "veiligheidsregios", "safety regions"), _SAFETY),
    **dict.fromkeys(("omgevingsdiensten",), _ENVIRONMENT),
}
"""What people call a group of organisations: our message for it, and words in the names of its members."""


@dataclass(frozen=True)
class Vocabulary:
    """What can stand behind each key that is chosen from: plain words to the value they mean."""

    themes: Mapping[str, ThemeId]
    names: Names = NO_NAMES

    def values(self, key: Key) -> Mapping[str, StrEnum | ThemeId]:
        """Return the words that are known for a key; none for one that takes any name, or a year."""
        return self.themes if key is Key.THEME else _fixed(key)

    def find(self, key: Key, typed: str) -> StrEnum | ThemeId | None:
        """Return the value somebody means; a theme also by the beginning of its name."""
        said, known = plain(typed), self.values(key)
        if said in known or key is not Key.THEME or not said:
            return known.get(said)
        return next((known[name] for name in sorted(known) if name.startswith(f"{said} ")), None)

    def nearest(self, key: Key, typed: str) -> str | None:
        """Return the known words that come nearest to what was typed, when it may be a slip of them."""
        return next(iter(difflib.get_close_matches(plain(typed), self.values(key), 1, _ALIKE)), None)


@lru_cache(maxsize=8)  # a base keeps its themes, and what most readers may see, from question to question
def vocabulary(themes: tuple[Theme, ...] = (), organisations: tuple[str, ...] = ()) -> Vocabulary:
    """Return the vocabulary of a base with these themes and organisations."""
    named = {plain(name): theme.id for theme in themes for _, name in theme.names}
    return Vocabulary(named, known_names(organisations))


def key_of(typed: str) -> Key | None:
    """Return the key with this name."""
    return _KEYS.get(plain(typed))


def nearest_key(typed: str) -> str | None:
    """Return the name of the key that comes nearest to what was typed, when it may be a slip of it."""
    return next(iter(difflib.get_close_matches(plain(typed), _KEYS, 1, _ALIKE)), None)


def name_of(key: Key, language: str) -> str:
    """Return how a key is typed in a language."""
    dutch, english = NAMES[key]
    return english if language == "en" else dutch


def plain(typed: str) -> str:
    """Return words without capitals, accents and signs, which make no difference."""
    return " ".join(words(typed))


@cache
def _fixed(key: Key) -> Mapping[str, StrEnum]:
    kinds = CHOSEN_FROM.get(key)
    speakers = [translator(language) for language in LANGUAGES]
    known: dict[str, StrEnum] = {}
    for value in kinds or ():
        said = [label(value, t) for t in speakers] + _EVERYDAY.get(value, "").split(",")
        known |= {plain(words): value for words in (*said, value)}
    return known


def _group(name: str) -> tuple[str, ...]:
    """Return what is in the names of a group (“waterschappen”); a name of its own stays."""
    _, bodies = BODIES.get(plain(name), ("", ()))
    return bodies or (name,)


def elsewhere(earlier: Filters, asked: Filters) -> Filters:
    """Return earlier filters without the names in whose place others are asked now.

    One organisation after a place is another one; a group of them (“waterschappen”) may be in that place.
    """
    groups = frozenset(body for _, bodies in BODIES.values() for body in bodies)
    if asked.organisations - groups and not asked.places:
        return replace(earlier, places=frozenset())
    if asked.places and not asked.organisations and earlier.organisations - groups:
        return replace(earlier, organisations=frozenset())
    return earlier


def narrowed(key: Key, values: Iterable[StrEnum | ThemeId | str]) -> Filters:
    """Return filters with these values for one key; for `since` the latest of the years."""
    chosen = frozenset(values)
    if key is Key.ORGANISATION:
        chosen = frozenset(each for value in chosen for each in _group(str(value)))
    if key is Key.SINCE:
        return Filters(since=max((value for value in chosen if isinstance(value, int)), default=None))
    return Filters(**{str(key): chosen})  # type: ignore[arg-type]
