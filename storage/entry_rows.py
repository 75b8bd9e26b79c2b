"""Entries as rows and back. Which entries are read or written is in `knowledge.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final, assert_never

from sqlalchemy import RowMapping

from bot.domain.model import Details, Entry, Kind, Lesson, Pioneer, Project, Source, Text, Years
from bot.domain.tags import TAG_SETS, Tags

Values = dict[str, object]

_TEXT: Final = tuple(field.name for field in fields(Text))
_SOURCE: Final = tuple(field.name for field in fields(Source))
_DETAILS: Final = {kind: tuple(field.name for field in fields(kind)) for kind in (Lesson, Project, Pioneer)}
_NO_DETAILS: Final = dict.fromkeys(name for names in _DETAILS.values() for name in names)


def entry_values(entry: Entry) -> Values:
    """Return the row of an entry itself, by column."""
    return {
        "id": entry.id,
        "kind": entry.id.kind,
        "number": entry.id.number,
        "original": entry.original,
        "status": entry.status,
        "visibility": entry.visibility,
        "room": entry.room,
        "organisation": entry.organisation,
        "location": entry.location,
        "happened_since": entry.happened and entry.happened.since,
        "happened_until": entry.happened and entry.happened.until,
        "recorded": entry.recorded,
        "reviewed": entry.reviewed,
        **{f"source_{name}": getattr(entry.source, name, None) for name in _SOURCE},
        "author": entry.author,
        "external_id": entry.external_id,
        **_NO_DETAILS,
        **{name: getattr(entry.details, name) for name in _DETAILS[type(entry.details)]},
    }


def text_values(entry: Entry) -> list[Values]:
    """Return a row per language."""
    return [
        {"entry": entry.id, "position": position} | {name: getattr(text, name) for name in _TEXT}
        for position, text in enumerate(entry.texts)
    ]


def tag_values(entry: Entry) -> list[Values]:
    """Return a row per tag."""
    return [
        {"entry": entry.id, "tag_set": name, "value": value}
        for name in TAG_SETS
        for value in getattr(entry.tags, name)
    ]


def theme_values(entry: Entry) -> list[Values]:
    """Return a row per theme."""
    return [
        {"entry": entry.id, "position": position, "theme": theme}
        for position, theme in enumerate(entry.themes)
    ]


def read_entry(
    row: RowMapping, texts: Iterable[RowMapping], tags: Iterable[RowMapping], themes: Iterable[RowMapping]
) -> Entry:
    """Return the entry of a row with the rows that belong to it, in their order."""
    return Entry(
        id=row["id"],
        details=_read_details(row),
        texts=tuple(Text(**{name: text[name] for name in _TEXT}) for text in texts),
        original=row["original"],
        status=row["status"],
        visibility=row["visibility"],
        recorded=row["recorded"],
        room=row["room"],
        organisation=row["organisation"],
        location=row["location"],
        happened=_read_years(row),
        reviewed=row["reviewed"],
        source=_read_source(row),
        author=row["author"],
        themes=tuple(theme["theme"] for theme in themes),
        tags=_read_tags(tags),
        external_id=row["external_id"],
    )


def _read_details(row: RowMapping) -> Details:
    kind: Kind = row["kind"]
    match kind:
        case Kind.LESSON:
            return Lesson(row["outcome"])
        case Kind.PROJECT:
            return Project(row["state"], row["stage"])
        case Kind.PIONEER:
            return Pioneer(row["person"], row["name"], row["consent"], row["contact"])
        case _:
            assert_never(kind)


def _read_years(row: RowMapping) -> Years | None:
    since, until = row["happened_since"], row["happened_until"]
    return None if since is None and until is None else Years(since, until)


def _read_source(row: RowMapping) -> Source | None:
    if row["source_title"] is None:
        return None
    return Source(**{name: row[f"source_{name}"] for name in _SOURCE})


def _read_tags(rows: Iterable[RowMapping]) -> Tags:
    values: dict[str, list[StrEnum]] = {name: [] for name in TAG_SETS}
    for row in rows:
        values[row["tag_set"]].append(TAG_SETS[row["tag_set"]](row["value"]))
    sets: dict[str, Any] = {name: tuple(sorted(tags)) for name, tags in values.items()}
    return Tags(**sets)
