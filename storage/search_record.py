"""What goes into the index of an entry, and of the index's own state. Asking it is in `search_index.py`."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tantivy import Document as Record

from bot.domain.model import Consent, Entry, Pioneer, Status, Text, Visibility
from bot.language import analysis
from bot.language.likeness import BUCKETS, Sketch, sketch
from bot.ports.search import Document
from storage import search_query as queries
from storage.search_coverage import Told
from storage.search_earlier import Earlier

STATE = "state"
"""The id of the one record that is no entry: it holds the revision, its mark and the version of the analysis.

It is written in the same commit as the entries, so a crash can never part the two.
"""

_TITLE_TIMES = 2
"""How often a title counts; the same as a boost, but within BM25's saturation."""

_ASKED_TIMES = 2
"""How often the words count that people asked for it with: whoever asks like that meant this entry."""

_SKETCH = struct.Struct(f"<{BUCKETS}I")


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
    without = analysis.content(entry.organisation or "")
    told = {text: [analysis.content(part) for part in (text.title, *text.passages)] for text in entry.texts}
    original = list(itertools.chain.from_iterable(told[entry.text(entry.original)]))
    record.add_bytes("sketch", _pack(sketch(original, without)))
    for language in analysis.LANGUAGES:
        own = [text for text in entry.texts if _analysed_as(text.language) == language]
        asked = [each.text for each in document.asked if _analysed_as(each.language) == language]
        if own or asked:
            parts = [words for text in asked if (words := analysis.content(text))]
            _add_words(record, language, [*_searchable(document, own, told), *parts * _ASKED_TIMES])
            for words in parts:
                record.add_bytes(queries.asked_field(language), Told.of(words, language).written())
    return record


def _add_words(record: Record, language: str, parts: Sequence[Sequence[str]]) -> None:
    for part in parts:  # one by one, so that no phrase begins in the one and ends in the next
        stems = [_forms(word, language)[0] for word in part]
        record.add_text(queries.words_field(language), " ".join(stems))
    content = list(itertools.chain.from_iterable(parts))
    record.add_text(queries.grams_field(language), " ".join([_forms(word, language)[1] for word in content]))
    record.add_bytes(queries.told_field(language), Told.of(content, language).written())


@lru_cache(maxsize=65536)
def _forms(word: str, language: str) -> tuple[str, str]:
    """Return the stem of a word and its 4-grams, as the index takes them in."""
    return analysis.stem(word, language), " ".join(analysis.grams(word))


def state_record(revision: int, mark: str) -> Record:
    """Return what the index knows of itself."""
    record = Record()
    record.add_text("entry", STATE)
    record.add_unsigned("revision", revision)
    record.add_text("mark", mark)
    record.add_unsigned("analysis", analysis.VERSION)
    return record


def read_told(record: Record) -> Mapping[str, Told]:
    """Read back which words an entry has, by language."""
    stored = {language: record.get_first(queries.told_field(language)) for language in analysis.LANGUAGES}
    return {language: Told.read(bytes(told)) for language, told in stored.items() if told is not None}


def read_earlier(record: Record) -> tuple[Earlier, ...]:
    """Read back the questions that an entry answered; most have none."""
    return tuple(
        [
            Earlier(language, Told.read(bytes(asked)))
            for language in analysis.LANGUAGES
            for asked in record.get_all(queries.asked_field(language))
        ]
    )


def read_sketch(stored: bytes) -> Sketch:
    """Read a sketch back from the index."""
    return _SKETCH.unpack(stored) if stored else ()


def _pack(made: Sketch) -> bytes:
    return _SKETCH.pack(*made) if made else b""


def _seen_by(entry: Entry) -> str:
    if entry.visibility is Visibility.ROOM and entry.room is not None:
        return queries.room_token(entry.room)
    return str(entry.visibility)


def _analysed_as(language: str) -> str:
    return language if language in analysis.LANGUAGES else analysis.DUTCH


def _searchable(
    document: Document, texts: Iterable[Text], told: Mapping[Text, Sequence[Sequence[str]]]
) -> Sequence[Sequence[str]]:
    """Return the content words that an entry can be found by, in their order, part by part."""
    entry = document.entry
    parts: list[Sequence[str]] = [analysis.content(entry.organisation or "")]
    parts.append(analysis.content(entry.location or ""))
    if isinstance(entry.details, Pioneer):
        parts.append(analysis.content(entry.details.name))
    for text in texts:
        parts += [analysis.content(text.title)] * (_TITLE_TIMES - 1)
        parts += told[text]
        parts += [analysis.content(theme.name(text.language)) for theme in document.themes]
    return [part for part in parts if part]
