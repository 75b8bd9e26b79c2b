"""The fields of an entry that can be changed by typing: how they are called, how long they may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel import Locale

from bot.domain.model import Kind
from bot.domain.tags import TAG_SETS
from bot.messages.i18n import Translator, mark
from bot.transfer.fields import NAMES, TEXTS, Target, nearest, target

LABELS: Final[Mapping[str, str]] = {
    "title": mark("Title"),
    "summary": mark("In short"),
    "situation": mark("Situation"),
    "action": mark("What was done"),
    "result": mark("What came of it"),
    "advice": mark("Advice"),
    "organisation": mark("Organisation"),
    "location": mark("Where"),
    "happened": mark("When"),
    "happened_since": mark("When"),
    "happened_until": mark("Until when"),
    "outcome": mark("Outcome"),
    "state": mark("State"),
    "stage": mark("How far it came"),
    "name": mark("Who"),
    "contact": mark("Contact"),
    "source_title": mark("Source"),
    "source_author": mark("Author of the source"),
    "source_publisher": mark("Publisher of the source"),
    "source_published": mark("Date of the source"),
    "source_url": mark("Link"),
    "themes": mark("Themes"),
    "role": mark("Role of government"),
    "barrier": mark("Barrier"),
    "steering": mark("Steering"),
    "instrument": mark("Instrument"),
    "vantage": mark("Seen from"),
    "initiative": mark("Initiative"),
    "visibility": mark("Who may see it"),
    "status": mark("Status"),
    "reviewed": mark("Last looked at"),
}
"""What people call a field, beginning with a capital."""

SETS: Final = frozenset({*TAG_SETS, "themes"})
"""Fields that hold any number of values."""

OF_KIND: Final[Mapping[str, Kind]] = {
    "outcome": Kind.LESSON,
    "state": Kind.PROJECT,
    "stage": Kind.PROJECT,
    "name": Kind.PIONEER,
}
"""Fields that only one kind of entry has."""

LONGEST: Final[Mapping[str, int]] = {
    **dict.fromkeys(TEXTS, 3000),
    **dict.fromkeys(("title", "organisation", "location", "name"), 200),
    **dict.fromkeys(("source_title", "source_author", "source_publisher"), 200),
    "source_url": 2000,
}
"""Characters in one value, as far as people type them into a chat."""

THEIR_OWN: Final = frozenset({"consent", "contact", "person"})
"""What only a pioneer decides."""

_DUTCH: Final = {"name": "naam", "visibility": "zichtbaar", "stage": "trede"}
_ENGLISH: Final = {
    "visibility": "visible",
    "happened_since": "year",
    "happened_until": "until",
    "source_title": "source",
    "source_url": "link",
    "themes": "theme",
}

_EDITABLE: Final = frozenset(LABELS) - {"happened", "contact", "status", "reviewed"}
_ALSO: Final = {
    "naam": "name",
    "name": "name",
    "zichtbaar": "visibility",
    "visible": "visibility",
    "contact": "contact",
    "instemming": "consent",
    "consent": "consent",
    "status": "status",
    "wanneer": "happened_since",
    "tot": "happened_until",
    "plek": "location",
}
"""Names that an import of a file does not know."""


def field_named(name: str) -> Target | None:
    """Return the field that people mean by a name; None when there is none."""
    also = _ALSO.get(name.casefold())
    return Target(also) if also else target(name)


def editable(field: str) -> bool:
    """Say whether a field can be changed by typing a new value."""
    return field in _EDITABLE


def near(name: str, t: Translator) -> str | None:
    """Return what is typed for a field that can be changed and whose name looks like this one."""
    found = nearest(name)
    meant = target(found) if found else None
    return typed_name(meant, t) if meant and editable(meant.field) else None


def typed_name(aim: Target, t: Translator) -> str:
    """Return what somebody who speaks this language types for a field."""
    language = f"_{aim.language}" if aim.language else ""
    dutch = _DUTCH.get(aim.field) or NAMES[aim.field].split(", ")[0]
    return (dutch if t.language == "nl" else _ENGLISH.get(aim.field, aim.field)) + language


def labelled(aim: Target, t: Translator) -> str:
    """Return what people call a field, with its language where it is not the original one."""
    name = t.text(LABELS[aim.field])
    return f"{name} ({language_name(aim.language, t)})" if aim.language else name


def language_name(code: str, t: Translator) -> str:
    """Return what people call a language."""
    try:
        return Locale.parse(code, sep="-").get_language_name(t.language) or code
    except (ValueError, LookupError):
        return code
