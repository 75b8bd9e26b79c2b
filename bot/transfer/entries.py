"""From a record to the entry it makes, or to what a known entry becomes by it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from bot.domain.model import (
    Contact,
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Pioneer,
    Project,
    Source,
    Status,
    Text,
    ThemeId,
    Visibility,
    Years,
)
from bot.domain.tags import TAG_SETS, Tags
from bot.messages.i18n import mark
from bot.messages.told import told
from bot.transfer.fields import TEXTS
from bot.transfer.record import Record
from bot.transfer.values import says_nothing
from bot.wording import as_title

_OF_KIND: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.LESSON: ("outcome",),
    Kind.PROJECT: ("state", "stage"),
    Kind.PIONEER: ("person", "name", "consent", "contact"),
}

_NO_TITLE: Final = mark("is missing in {language}, and so is every text to take it from.")


class RowError(ValueError):
    """A row cannot become an entry because of a field."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Defaults:
    """What an entry is when a row does not say."""

    kind: Kind = Kind.LESSON
    status: Status = Status.PUBLISHED
    visibility: Visibility = Visibility.NETWORK
    language: str = "nl"


def new_entry(
    record: Record, entry_id: EntryId, themes: Sequence[ThemeId], defaults: Defaults, now: datetime
) -> Entry:
    """Return the entry that a record makes; raise RowError when it lacks or contradicts something."""
    original = record.original or defaults.language
    room = record.room.key if record.room else None
    visibility = record.visibility or defaults.visibility
    if (visibility is Visibility.ROOM) != (room is not None):
        raise RowError(
            "visibility" if room is None else "room",
            told("needs the other: a channel and visibility room."),
        )
    return Entry(
        id=entry_id,
        details=_details(record, entry_id.kind),
        texts=_texts(record, original, ()),
        original=original,
        status=record.status or defaults.status,
        visibility=visibility,
        recorded=record.recorded or now,
        room=room,
        organisation=record.organisation,
        location=record.location,
        happened=_years(record, None),
        reviewed=record.reviewed,
        source=_source(record, None),
        author=record.author,
        themes=tuple(themes),
        tags=_tags(record, Tags()),
        external_id=record.external_id,
    )


def changed_entry(entry: Entry, record: Record, themes: Sequence[ThemeId], keep: frozenset[str]) -> Entry:
    """Return the entry with what the record gives, and everything else as it was; raise RowError as above.

    Who may see it, its status, when it was recorded and who shared it stay. So does what `keep` names, as far
    as the entry has it, and everything of a pioneer: that is only for the person to change.
    """
    kind = entry.id.kind
    if record.kind not in {None, kind}:
        raise RowError(
            "kind", told("differs: {id} is a {kind} in the base.", id=str(entry.id), kind=told(kind.value))
        )
    if kind is Kind.PIONEER:
        return entry
    kept = _without(_as_typed(record, entry), entry, keep)
    return replace(
        entry,
        details=replace(entry.details, **_given(kept, _checked(kept, kind))),
        texts=_texts(kept, entry.original, entry.texts),
        organisation=kept.organisation or entry.organisation,
        location=kept.location or entry.location,
        happened=_years(kept, entry.happened),
        reviewed=kept.reviewed or entry.reviewed,
        source=_source(kept, entry.source),
        themes=tuple(themes) if themes and not (entry.themes and "themes" in keep) else entry.themes,
        tags=_tags(kept, entry.tags),
    )


def _as_typed(record: Record, entry: Entry) -> Record:
    """Return a row of ours in which what somebody typed is read like that of anybody.

    Spaces around words go, and a word for nothing is nothing; what is to the letter what the entry has stays.
    """
    if not record.ours:
        return record
    before: dict[str, object] = {name: getattr(entry, name) for name in ("organisation", "location")}
    before |= {
        f"source_{name}": getattr(entry.source, name, None) for name in ("title", "author", "publisher")
    }
    typed: dict[str, Any] = {name: _typed(getattr(record, name), known) for name, known in before.items()}
    texts: dict[str, dict[str, str]] = {}
    for language, parts in record.texts.items():
        known = next((text for text in entry.texts if text.language == (language or entry.original)), None)
        found = {part: _typed(words, getattr(known, part, None)) for part, words in parts.items()}
        texts[language] = {part: words for part, words in found.items() if words is not None}
        if says_nothing(parts.get("title")) and "title" not in texts[language]:
            name = f"title_{language}" if language else "title"
            raise RowError(name, told("“{text}” is no title.", text=parts["title"].strip()))
    return replace(record, texts={language: text for language, text in texts.items() if text}, **typed)


def _typed(given: str | None, known: object) -> str | None:
    if given is None or given == known:
        return given
    return None if says_nothing(given) else given.strip() or None


def _without(record: Record, entry: Entry, keep: frozenset[str]) -> Record:
    if not keep:
        return record
    parts = keep.intersection(TEXTS)
    texts = {
        language: {part: words for part, words in text.items() if part not in parts}
        for language, text in record.texts.items()
    }
    others = {name: None for name in keep - {*TEXTS, *TAG_SETS, "themes"} if getattr(entry, name, None)}
    cleared: dict[str, Any] = {**others, **dict.fromkeys(keep.intersection(TAG_SETS), ())}
    return replace(record, texts={language: text for language, text in texts.items() if text}, **cleared)


def _checked(record: Record, kind: Kind) -> tuple[str, ...]:
    """Return the fields of this kind; raise RowError when the record gives one of another kind."""
    for other, names in _OF_KIND.items():
        wrong = [name for name in names if other is not kind and getattr(record, name) is not None]
        if wrong:
            raise RowError(
                wrong[0],
                told(
                    "belongs to a {other}, and this is a {kind}.",
                    other=told(other.value),
                    kind=told(kind.value),
                ),
            )
    return _OF_KIND[kind]


def _given(record: Record, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(record, name)) is not None}


def _details(record: Record, kind: Kind) -> Details:
    given = _given(record, _checked(record, kind))
    if kind is Kind.LESSON:
        return Lesson(**given)
    if kind is Kind.PROJECT:
        return Project(**given)
    return Pioneer(**{"contact": Contact.ASK_FIRST, **given})


def _texts(record: Record, original: str, known: Sequence[Text]) -> tuple[Text, ...]:
    given: dict[str, dict[str, str]] = {}
    for language, parts in record.texts.items():
        given[language or original] = {**given.get(language or original, {}), **parts}
    texts = {text.language: text for text in known}
    order = [*texts, *(each for each in record.languages or given if each not in texts)]
    if not known and (set(order) != set(given) or len(order) != len(set(order))):
        raise RowError("languages", told("are not the languages in which there is a title."))
    if original not in order:
        raise RowError("title", told(_NO_TITLE, language=original))
    return tuple(_text(language, given.get(language, {}), texts.get(language)) for language in order)


def _text(language: str, parts: Mapping[str, str], known: Text | None) -> Text:
    if known is not None:
        given: dict[str, Any] = dict(parts)
        return replace(known, **given)
    title = parts.get("title", "")
    if not title.strip(" "):
        title = title_from(parts)
    if not title:
        raise RowError("title", told(_NO_TITLE, language=language))
    return Text(**{**parts, "language": language, "title": title})


def takes_title(record: Record) -> str | None:
    """Return the title that is taken from the first sentence, when the record has none of its own."""
    for parts in record.texts.values():
        if not parts.get("title", "").strip(" "):
            return title_from(parts) or None
    return None


def title_from(parts: Mapping[str, str]) -> str:
    """Return the first sentence of what is told, shortened between words; empty when nothing is told."""
    told = next((words for name in TEXTS if name != "title" and (words := parts.get(name, "").strip())), "")
    return as_title(told)


def _years(record: Record, known: Years | None) -> Years | None:
    before = known or Years(None)
    since = before.since if record.happened_since is None else record.happened_since
    until = before.until if record.happened_until is None else record.happened_until
    if since is not None and until is not None and until < since:
        raise RowError(
            "happened_until",
            told("is {until}, and that is before {since}.", until=str(until), since=str(since)),
        )
    return None if since is None and until is None else Years(since, until)


def _source(record: Record, known: Source | None) -> Source | None:
    names = [field.name for field in fields(Source)]
    before = {name: getattr(known, name, None) for name in names}
    given = {
        name: value
        for name in names
        if (value := getattr(record, f"source_{name}")) not in {None, ""} or (record.ours and value == "")
    }
    found: dict[str, Any] = {**before, **given}
    if all(value is None for value in found.values()):
        return None
    host = urlsplit(found["url"] or "").netloc.removeprefix("www.")
    found["title"] = found["title"] or found["publisher"] or found["author"] or host
    if not found["title"]:
        raise RowError("source_title", told("is missing: what is it that was published then?"))
    return Source(**found)


def _tags(record: Record, known: Tags) -> Tags:
    given: dict[str, Any] = {name: value for name in TAG_SETS if (value := getattr(record, name))}
    return replace(known, **given)
