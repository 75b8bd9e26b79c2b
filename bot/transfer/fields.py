"""The fields of a row: how our own files call them, and what people call them in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

TEXTS: Final = ("title", "summary", "situation", "action", "result", "advice")
"""The parts of a text. Each may stand in several languages: `title`, and `title_en` beside it."""

WORDS: Final = frozenset(
    {
        *(*TEXTS, "texts", "themes", "organisation", "location", "name", "external_id"),
        *("source_title", "source_author", "source_publisher"),
    }
)
"""The fields that hold words, of which in a row of our own every character counts."""

_PERSONAL: Final = frozenset({"author", "person", "name", "consent", "contact"})
"""What only a full export holds; nobody fills it in by hand, so nobody is pointed to it."""

NAMES: Final[dict[str, str]] = {
    "id": "",
    "kind": "soort, type",
    "outcome": "uitkomst, afloop, gelukt",
    "state": "stand, toestand",
    "stage": "trede, fase",
    "status": "",
    "visibility": "zichtbaarheid, zichtbaar voor, wie mag het zien",
    "room": "kanaal",
    "organisation": "organisatie, organization, wie deed het",
    "location": "plaats, locatie, waar, place, where",
    "happened_since": "jaar, year, vanaf, van, sinds, since, from, startjaar, beginjaar, wanneer, when, "
    "happened from",
    "happened_until": "tot, tot en met, t/m, until, eindjaar",
    "recorded": "vastgelegd",
    "reviewed": "nagekeken",
    "source_title": "bron, source, titel van de bron",
    "source_author": "auteur, auteur van de bron",
    "source_publisher": "uitgever, publisher",
    "source_published": "gepubliceerd, published, publicatiedatum, gepubliceerd op",
    "source_url": "link, url, website, webadres, hyperlink, bronlink, meer informatie, meer info",
    "external_id": "kenmerk, extern kenmerk, extern id",
    "original": "taal, language, oorspronkelijke taal",
    "languages": "talen",
    "themes": "thema, thema's, theme, onderwerp, onderwerpen, topic, topics",
    "role": "overheidsrol, rol van de overheid, rol",
    "barrier": "belemmering, belemmeringen, barriers",
    "steering": "sturing, sturingselement",
    "instrument": "instrumenten, instruments",
    "vantage": "gezien vanuit, perspectief, invalshoek",
    "initiative": "initiatief",
    "title": "titel, naam, projectnaam, naam project, naam van het project, kop",
    "summary": "samenvatting, in het kort, omschrijving, korte omschrijving, beschrijving, "
    "korte beschrijving, description, wat gebeurde er, wat is er gebeurd, what happened",
    "situation": "situatie, aanleiding",
    "action": "aanpak, actie, wat er gedaan is, wat is er gedaan, wat deden jullie, wat deden we, "
    "wat deden wij, wat hebben we gedaan, approach",
    "result": "resultaat, resultaten, opbrengst, effect, wat het opleverde, wat leverde het op, "
    "wat kwam ervan, wat was het resultaat",
    "advice": "advies, aanbeveling, aanbevelingen, tip, tips, geleerde les, geleerde lessen, wat leerden we, "
    "wat hebben we geleerd, lesson learned, lessons learned",
    "texts": "",
    "author": "",
    "person": "",
    "name": "",
    "consent": "",
    "contact": "",
}
"""Every field by its own name, with what else people call it."""

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?", re.ASCII)
"""What may be the code of a language."""

_IN_LANGUAGE: Final = re.compile(r"(?P<name>.+?)[ _(]+(?P<language>[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?)\)?")


@dataclass(frozen=True)
class Target:
    """A field of ours; of a text or a theme also the language, where None is the original one."""

    field: str
    language: str | None = None

    def __str__(self) -> str:
        return f"{self.field}_{self.language}" if self.language else self.field


def plain(name: str) -> str:
    """Return a name in the form in which names are compared: no capitals, accents, spaces or signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in letters if character.isalnum())


@lru_cache(maxsize=1024)
def plain_name(column: str) -> str:
    """Return the plain form of the name of a column, of which a file has few."""
    return plain(column)


@lru_cache(maxsize=1024)
def target(column: str) -> Target | None:
    """Return the field that people mean by this name of a column; None when it is not known."""
    known = _KNOWN.get(plain_name(column))
    if known:
        return Target(known)
    parts = _IN_LANGUAGE.fullmatch(column.strip())
    field = parts and _KNOWN.get(plain(parts["name"]))
    if not parts or field not in _IN_LANGUAGES:
        return None
    language = parts["language"]
    return Target(field, language if "-" in language else language.lower())


def nearest(column: str) -> str | None:
    """Return the name of a field that looks like this one."""
    names = [name for name, field in _KNOWN.items() if field not in _PERSONAL]
    close = get_close_matches(plain(column[:100]), names, n=1, cutoff=0.7)
    return _WRITTEN[close[0]] if close else None


def own_name(column: str) -> Target | None:
    """Return the field of our own that has exactly this name, such as `title` or `title_en`."""
    if column in NAMES:
        return Target(column)
    found = target(column)
    return found if found and str(found) == column else None


_IN_LANGUAGES: Final = frozenset({*TEXTS, "themes"})
_WRITTEN: Final = {
    plain(name): name
    for field, others in NAMES.items()
    for name in (field, *filter(None, others.split(", ")))
}
_KNOWN: Final = {
    plain(name): field
    for field, others in NAMES.items()
    for name in (field, *filter(None, others.split(", ")))
}
