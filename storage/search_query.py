"""The fields of the index, who may see what in them, and how queries are put together.

What a question asks of the fields is in `search_question.py`, what goes into them in `search_index.py`.
"""

from __future__ import annotations

from tantivy import Occur, Query, Schema, SchemaBuilder

from bot.domain.audience import Audience
from bot.domain.keys import RoomKey
from bot.domain.model import Visibility
from bot.domain.question import Filters
from bot.language import analysis


def schema() -> Schema:
    """Return the fields of the index. Only the id of an entry and the index's own state are stored."""
    builder = SchemaBuilder()
    builder.add_text_field("entry", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("seen_by", "kind", "outcome", "theme"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for language in analysis.LANGUAGES:
        builder.add_text_field(words_field(language), tokenizer_name="whitespace", index_option="freq")
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


def permitted(audience: Audience, filters: Filters) -> Query:
    """Select what these readers may see and the filters ask for; it adds nothing to a score."""
    seen_by = [str(visibility) for visibility in audience.visibilities if visibility is not Visibility.ROOM]
    seen_by += [room_token(room) for room in audience.rooms]
    demands = {
        "seen_by": seen_by,
        "kind": [str(kind) for kind in filters.kinds],
        "outcome": [str(outcome) for outcome in filters.outcomes],
        "theme": [str(theme) for theme in filters.themes],
    }
    queries = [Query.term_set_query(SCHEMA, field, values) for field, values in demands.items() if values]
    return Query.const_score_query(all_of(queries), 0.0)


def among(entries: list[str]) -> Query:
    """Select the entries with these ids; it adds nothing to a score."""
    return Query.const_score_query(Query.term_set_query(SCHEMA, "entry", entries), 0.0)


def term(field: str, value: str) -> Query:
    """Score entries by BM25 for one token."""
    return Query.term_query(SCHEMA, field, value, index_option="freq")


def all_of(queries: list[Query]) -> Query:
    """Select what every one selects; the scores add up."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: list[Query]) -> Query:
    """Select what one of them selects, nothing when there are none; the scores add up."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
