"""SQLite's own full-text search over the same tokens, to compare with: FTS5, ranked by bm25."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bot.domain.model import Entry
from bot.language import analysis

DEPTH = 30


class FullText:
    """A table with the stems and the 4-grams of each entry, in a file of its own."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS entry USING fts5(words, grams, content = '')"
        )

    def add(self, entries: Iterable[Entry]) -> None:
        """Take entries in."""
        rows = [_tokens(" ".join(_passages(entry))) for entry in entries]
        self._connection.executemany("INSERT INTO entry (words, grams) VALUES (?, ?)", rows)
        self._connection.commit()

    def search(self, question: str) -> list[int]:
        """Return the rows that fit the question best, best first."""
        words, grams = (" OR ".join(dict.fromkeys(tokens.split())) for tokens in _tokens(question))
        match = f"words : ({words}) OR grams : ({grams})"
        query = "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry) LIMIT ?"
        return [int(row[0]) for row in self._connection.execute(query, (match, DEPTH))]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _passages(entry: Entry) -> Iterable[str]:
    yield entry.organisation or ""
    for text in entry.texts:
        yield from (text.title, *text.passages)


def _tokens(text: str) -> tuple[str, str]:
    content = analysis.content(text)
    stems = " ".join(analysis.stem(word, analysis.DUTCH) for word in content)
    return stems, " ".join(gram for word in content for gram in analysis.grams(word))
