"""An entry as a row of our own files: nested for JSON, flat for tables. `record.py` reads both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from bot.domain.model import Entry, Source, Theme, ThemeId
from bot.domain.people import Room
from bot.domain.tags import TAG_SETS
from bot.transfer.fields import NAMES, TEXTS
from bot.transfer.values import join

PERSONAL: Final = frozenset({"author", "person"})
"""What says which person it is; only in a full export."""

_FIRST: Final = ("id", "kind", "title", "summary", "situation", "action", "result", "advice")


def nested(
    entry: Entry, themes: Mapping[ThemeId, Theme], room: Room | None, *, full: bool
) -> dict[str, object]:
    """Return an entry as an object for JSON; what is not known is left out."""
    row = _plain(entry, room, full=full)
    row["texts"] = {
        text.language: {part: words for part in TEXTS if (words := getattr(text, part))}
        for text in entry.texts
    }
    row["themes"] = [dict(themes[theme].names) for theme in entry.themes]
    row |= {name: [tag.value for tag in getattr(entry.tags, name)] for name in TAG_SETS}
    return {name: value for name, value in row.items() if value not in (None, [], {})}


def flat(
    entry: Entry, themes: Mapping[ThemeId, Theme], room: Room | None, *, full: bool
) -> dict[str, object]:
    """Return an entry as a row of a table; what is not known is left out."""
    row = _plain(entry, room, full=full)
    if isinstance(row["room"], dict):
        row["room"] = json.dumps(row["room"], ensure_ascii=False)
    for text in entry.texts:
        suffix = "" if text.language == entry.original else f"_{text.language}"
        row |= {f"{part}{suffix}": getattr(text, part) for part in TEXTS}
    if len(entry.texts) > 1:
        row["languages"] = join([text.language for text in entry.texts])
    row |= _theme_cells([themes[theme] for theme in entry.themes])
    row |= {name: join([tag.value for tag in getattr(entry.tags, name)]) for name in TAG_SETS}
    return {name: value for name, value in row.items() if value not in (None, "")}


def _plain(entry: Entry, room: Room | None, *, full: bool) -> dict[str, object]:
    """Return what is one value in every kind of file."""
    happened, source = entry.happened, entry.source
    row: dict[str, object] = {
        "id": str(entry.id),
        "kind": entry.id.kind.value,
        **{field.name: getattr(entry.details, field.name) for field in fields(entry.details)},
        "status": entry.status.value,
        "visibility": entry.visibility.value,
        "room": room and _described(room),
        "organisation": entry.organisation,
        "location": entry.location,
        "happened_since": happened and happened.since,
        "happened_until": happened and happened.until,
        "recorded": entry.recorded.isoformat(),
        "reviewed": entry.reviewed and entry.reviewed.isoformat(),
        **{f"source_{field.name}": getattr(source, field.name, None) for field in fields(Source)},
        "external_id": entry.external_id,
        "original": entry.original,
        "author": entry.author,
    }
    if source is not None:
        row["source_published"] = source.published and str(source.published)
    return {name: value for name, value in row.items() if full or name not in PERSONAL}


def _described(room: Room) -> dict[str, object]:
    place = room.key.place
    found: dict[str, object] = {
        "platform": place.platform,
        "place": place.id,
        "id": room.key.id,
        "name": room.name,
        "direct": room.direct or None,
        "mode": room.mode.value,
        "language": room.language,
        "zone": room.zone,
        "readers": room.readers.value,
    }
    return {name: value for name, value in found.items() if value is not None}


def _theme_cells(themes: Sequence[Theme]) -> dict[str, object]:
    """Return the Dutch names, and beside them those in each other language."""
    others = sorted({language for theme in themes for language, _ in theme.names} - {"nl"})
    cells: dict[str, object] = {"themes": join([theme.name("nl") for theme in themes])}
    for language in others:
        cells[f"themes_{language}"] = join([dict(theme.names).get(language, "") for theme in themes])
    return cells


@dataclass(frozen=True)
class Languages:
    """The languages that need columns of their own: of texts beside the original one, and of themes."""

    texts: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()


def columns(languages: Languages, *, full: bool) -> tuple[str, ...]:
    """Return the columns of a table in which entries stand."""
    ours = [*_FIRST, *(name for name in NAMES if name not in {*_FIRST, "texts"})]
    others = [f"{part}_{language}" for language in sorted(languages.texts) for part in TEXTS]
    others += [f"themes_{language}" for language in sorted(languages.themes - {"nl"})]
    return tuple(name for name in (*ours, *others) if full or name not in PERSONAL)
