"""What goes into the index of an entry, and of the index's own state. Asking it is in `search_index.py`."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from tantivy import Document as Record

from bot.domain.model import Consent, Entry, Pioneer, Status, Text, Visibility
from bot.language import analysis
from bot.language.likeness import BUCKETS, Sketch, sketch
from bot.ports.search import Document
from storage import search_query as queries

STATE = "state"
"""The id of the one record that is no entry: it holds the revision, its mark and the version of the analysis.

It is written in the same commit as the entries, so a crash can never part the two.
"""

_TITLE_TIMES = 2
"""How often a title counts; the same as a boost, but within BM25's saturation."""

_SKETCH = struct.Struct(f"<{BUCKETS}i")


def answers(entry: Entry) -> bool:
    """Say whether there is anybody the entry may be shown to."""
    if isinstance(entry.details, Pioneer) and entry.details.consent is not Consent.GIVEN:
        return False
    return entry.status is Status.PUBLISHED


def entry_record(document: Document) -> Record:
    """Return an entry as the index takes it in."""
    entry = document.entry
    record = Record()
    record.add_text("entry", str(entry.id))
    record.add_text("seen_by", _seen_by(entry))
    record.add_text("kind", str(entry.id.kind))
    if entry.outcome is not None:
        record.add_text("outcome", str(entry.outcome))
    for theme in entry.themes:
        record.add_text("theme", str(theme))
    for role in entry.tags.role:
        record.add_text("role", str(role))
    organisation = " ".join(analysis.words(entry.organisation or ""))
    record.add_text("organisation", organisation)
    record.add_text("location", " ".join(analysis.words(entry.location or "")))
    if entry.happened is not None:
        record.add_unsigned("year", entry.happened.until or entry.happened.since or 0)
    record.add_unsigned("recorded", max(0, int(entry.recorded.timestamp())))
    record.add_text("whose", organisation)
    record.add_bytes("sketch", _pack(_sketch(entry)))
    for language in analysis.LANGUAGES:
        own = [text for text in entry.texts if _analysed_as(text.language) == language]
        if own:
            _add_words(record, language, _searchable(document, own))
    return record


def _add_words(record: Record, language: str, text: str) -> None:
    content = analysis.content(text)
    stems = " ".join(analysis.stem(word, language) for word in content)
    record.add_text(queries.words_field(language), stems)
    grams = " ".join(gram for word in content for gram in analysis.grams(word))
    record.add_text(queries.grams_field(language), grams)


def state_record(revision: int, mark: str) -> Record:
    """Return what the index knows of itself."""
    record = Record()
    record.add_text("entry", STATE)
    record.add_unsigned("revision", revision)
    record.add_text("mark", mark)
    record.add_unsigned("analysis", analysis.VERSION)
    return record


def read_sketch(stored: bytes) -> Sketch:
    """Read a sketch back from the index."""
    return _SKETCH.unpack(stored) if stored else ()


def _pack(made: Sketch) -> bytes:
    return _SKETCH.pack(*made) if made else b""


def _sketch(entry: Entry) -> Sketch:
    text = entry.text(entry.original)
    return sketch("\n".join((text.title, *text.passages)), without=entry.organisation or "")


def _seen_by(entry: Entry) -> str:
    if entry.visibility is Visibility.ROOM and entry.room is not None:
        return queries.room_token(entry.room)
    return str(entry.visibility)


def _analysed_as(language: str) -> str:
    return language if language in analysis.LANGUAGES else analysis.DUTCH


def _searchable(document: Document, texts: Iterable[Text]) -> str:
    entry = document.entry
    parts = [entry.organisation or "", entry.location or ""]
    if isinstance(entry.details, Pioneer):
        parts.append(entry.details.name)
    for text in texts:
        parts += [text.title] * _TITLE_TIMES
        parts += text.passages
        parts += [theme.name(text.language) for theme in document.themes]
    return "\n".join(parts)
