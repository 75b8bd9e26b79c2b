"""What goes into the index of an entry, and of the index's own state. Asking it is in `index.py`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tantivy import Document as Record

from bot.domain.model import Consent, Entry, Pioneer, Project, Status, Text, Visibility
from bot.language import analysis
from bot.language.likeness import sketch
from bot.ports.search import Document
from storage.search import query as queries
from storage.search.coverage import Told
from storage.search.earlier import Earlier
from storage.search.kept import Kept

STATE = "state"
"""The id of the one record that is no entry: it holds the revision, its mark and the version of the analysis.

It is written in the same commit as the entries, so a crash can never part the two.
"""

_TITLE_TIMES = 2
"""How often a title counts; the same as a boost, but within BM25's saturation."""

_ASKED_TIMES = 2
"""How often the words count that people asked for it with: whoever asks like that meant this entry."""


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
    seen_by = _seen_by(entry)
    record.add_text("seen_by", seen_by)
    record.add_text("kind", str(entry.id.kind))
    if entry.outcome is not None:
        record.add_text("outcome", str(entry.outcome))
    if isinstance(entry.details, Project) and entry.details.state is not None:
        record.add_text("state", str(entry.details.state))
    for theme in entry.themes:
        record.add_text("theme", str(theme))
    for role in entry.tags.role:
        record.add_text("role", str(role))
    if entry.organisation:
        record.add_text("named", queries.named_token(seen_by, entry.organisation))
    organisation = " ".join(analysis.words(entry.organisation or ""))
    record.add_text("organisation", organisation)
    record.add_text("location", " ".join(analysis.words(entry.location or "")))
    if entry.happened is not None:
        record.add_unsigned("year", entry.happened.until or entry.happened.since or 0)
    record.add_unsigned("recorded", max(0, int(entry.recorded.timestamp())))
    told = {text: [analysis.content(part) for part in (text.title, *text.passages)] for text in entry.texts}
    original = list(itertools.chain.from_iterable(told[entry.text(entry.original)]))
    has: dict[str, Told] = {}
    earlier: list[Earlier] = []
    for language in analysis.LANGUAGES:
        own = [text for text in entry.texts if _analysed_as(text.language) == language]
        asked = [each.text for each in document.asked if _analysed_as(each.language) == language]
        if own or asked:
            parts = [words for text in asked if (words := analysis.content(text))]
            searchable = [*_searchable(document, own, told), *parts * _ASKED_TIMES]
            _add_words(record, language, searchable)
            has[language] = Told.of(itertools.chain.from_iterable(searchable), language)
            earlier += [Earlier(language, Told.of(words, language)) for words in parts]
    alike = sketch(original, without=analysis.content(entry.organisation or ""))
    kept = Kept(entry.id, entry.outcome, entry.organisation or "", organisation, alike, has, earlier)
    record.add_bytes("kept", kept.written())
    return record


def _add_words(record: Record, language: str, parts: Sequence[Sequence[str]]) -> None:
    for part in parts:  # one by one, so that no phrase begins in the one and ends in the next
        stems = [_forms(word, language)[0] for word in part]
        record.add_text(queries.words_field(language), " ".join(stems))
    grams = [_forms(word, language)[1] for word in itertools.chain.from_iterable(parts)]
    record.add_text(queries.grams_field(language), " ".join(grams))


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
