"""The fields of the index, and how queries on them are put together.

What a question asks of the fields is in `question.py`, who may see what of them in
`narrowing.py`, what goes into them in `record.py`.
"""

from __future__ import annotations

from typing import Literal

from tantivy import Occur, Query, Schema, SchemaBuilder

from bot.domain.keys import RoomKey
from bot.language import analysis


def schema() -> Schema:
    """Return the fields of the index.

    Stored are only the id of an entry, its outcome, what tells its organisation and its text from others,
    which words it has and each question that it answered (sorted: not the text), and the index's own state.
    """
    builder = SchemaBuilder()
    builder.add_text_field("entry", tokenizer_name="raw", index_option="basic")
    for name in ("seen_by", "kind", "outcome", "state", "theme", "role", "named"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("organisation", "location"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("year", fast=True)
    builder.add_unsigned_field("recorded", fast=True)
    builder.add_bytes_field("kept", stored=True)
    for language in analysis.LANGUAGES:
        builder.add_text_field(words_field(language), tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(grams_field(language), tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("revision", stored=True)
    builder.add_unsigned_field("analysis", stored=True)
    builder.add_text_field("mark", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def words_field(language: str) -> str:
    """Name the field with the stems of the texts in this language."""
    return f"{language}_words"


def grams_field(language: str) -> str:
    """Name the field with the 4-grams of the texts in this language."""
    return f"{language}_grams"


SCHEMA = schema()


def room_token(room: RoomKey) -> str:
    """Write the room as the `seen_by` field has it."""
    return f"room {room}"


def named_token(seen_by: str, name: str) -> str:
    """Write the name of an organisation as the `named` field has it, behind who may see the entry."""
    return f"{seen_by}\t{name}"


def term(field: str, value: str, option: Literal["basic", "freq"] = "freq") -> Query:
    """Score entries by BM25 for one token."""
    return Query.term_query(SCHEMA, field, value, index_option=option)


def all_of(queries: list[Query]) -> Query:
    """Select what every one selects; the scores add up."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: list[Query]) -> Query:
    """Select what one of them selects, nothing when there are none; the scores add up."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
