"""The starter base: real cases from published articles and the public algorithm register, with their sources.

The data files beside this one hold one entry a line; loading adds what the base does not have yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from bot.domain.model import (
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    PartialDate,
    Project,
    Source,
    Stage,
    State,
    Status,
    Text,
    ThemeId,
    Visibility,
    Years,
)
from bot.domain.tags import Tags
from bot.ports.knowledge import Change
from bot.ports.store import Store, Transaction

FILES: Final = ("cases.jsonl", "register.jsonl")


@dataclass(frozen=True)
class _Words:
    title: str
    summary: str
    situation: str | None = None
    action: str | None = None
    result: str | None = None
    advice: str | None = None


@dataclass(frozen=True)
class _Cited:
    title: str
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True)
class StarterEntry:
    """One line of a data file, as it is written there."""

    external_id: str
    kind: Kind
    outcome: Outcome | None
    state: State | None
    original: str
    texts: Mapping[str, _Words]
    organisation: str | None
    location: str | None
    happened_from: int | None
    happened_until: int | None
    source: _Cited
    themes: tuple[str, ...]
    tags: Tags
    stage: Stage | None


def starter_entries() -> Iterator[StarterEntry]:
    """Read the shipped entries, checked."""
    reader = TypeAdapter(StarterEntry)
    for name in FILES:
        for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines():
            yield reader.validate_json(line)


def starter_themes() -> tuple[Mapping[str, str], ...]:
    """Read the shipped themes: a name per language."""
    shipped = json.loads(files(__name__).joinpath("themes.json").read_text(encoding="utf-8"))
    return tuple(theme["name"] for theme in shipped)


async def load_starter_base(store: Store, now: datetime) -> int:
    """Add the shipped entries that the base never had; return how many that were.

    One that was archived or changed since stays as it is: its external id is known.
    """
    shipped = {entry.external_id: entry for entry in starter_entries()}
    async with store.read() as tx:
        known = await tx.entries.external_ids(shipped.keys())
    missing = [entry for external_id, entry in shipped.items() if external_id not in known]
    if not missing:
        return 0
    async with store.begin() as tx:
        themes = await _themes(tx, Change(None, now))
        for entry in missing:
            entry_id = await tx.entries.next_id(entry.kind)
            await tx.entries.save(_entry(entry, themes, entry_id, now), Change(None, now))
    return len(missing)


async def _themes(tx: Transaction, change: Change) -> Mapping[str, ThemeId]:
    known = {theme.name("nl"): theme.id for theme in await tx.entries.themes()}
    for names in starter_themes():
        if names["nl"] not in known:
            known[names["nl"]] = (await tx.entries.save_theme(names, change)).id
    return known


def _entry(shipped: StarterEntry, themes: Mapping[str, ThemeId], entry_id: EntryId, now: datetime) -> Entry:
    details: Details = Lesson(shipped.outcome)
    if shipped.kind is Kind.PROJECT:
        details = Project(shipped.state, shipped.stage)
    since, until = shipped.happened_from, shipped.happened_until
    return Entry(
        id=entry_id,
        details=details,
        texts=tuple(_text(language, words) for language, words in shipped.texts.items()),
        original=shipped.original,
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=now,
        organisation=shipped.organisation,
        location=shipped.location,
        happened=Years(since, until) if since or until else None,
        source=_source(shipped.source),
        themes=tuple(sorted(themes[name] for name in shipped.themes)),
        tags=shipped.tags,
        external_id=shipped.external_id,
    )


def _text(language: str, words: _Words) -> Text:
    return Text(
        language,
        words.title,
        words.summary,
        situation=words.situation or "",
        action=words.action or "",
        result=words.result or "",
        advice=words.advice or "",
    )


def _source(cited: _Cited) -> Source:
    published = PartialDate.parse(cited.published) if cited.published else None
    return Source(cited.title, cited.author, cited.publisher, published, cited.url)
