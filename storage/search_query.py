"""The fields of the index, who may see what in them, and how queries are put together.

What a question asks of the fields is in `search_question.py`, what goes into them in `search_index.py`.
"""

from __future__ import annotations

from typing import Literal

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder, Searcher

from bot.domain.audience import Audience
from bot.domain.keys import RoomKey
from bot.domain.model import Visibility
from bot.domain.question import Filters
from bot.language import analysis


def schema() -> Schema:
    """Return the fields of the index.

    Stored are only the id of an entry, its outcome, what tells its organisation and its text from others,
    which words it has and each question that it answered (sorted: not the text), and the index's own state.
    """
    builder = SchemaBuilder()
    builder.add_text_field("entry", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("seen_by", "kind", "theme", "role"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outcome", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("organisation", "location"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("year", fast=True)
    builder.add_unsigned_field("recorded", fast=True)
    builder.add_text_field("whose", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("sketch", stored=True)
    for language in analysis.LANGUAGES:
        builder.add_text_field(words_field(language), tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(grams_field(language), tokenizer_name="whitespace", index_option="freq")
        builder.add_bytes_field(told_field(language), stored=True)
        builder.add_bytes_field(asked_field(language), stored=True)
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


def told_field(language: str) -> str:
    """Name the field that keeps which words the texts in this language have."""
    return f"{language}_told"


def asked_field(language: str) -> str:
    """Name the field that keeps which words each question in this language had that the entry answered."""
    return f"{language}_asked"


SCHEMA = schema()


def room_token(room: RoomKey) -> str:
    """Write the room as the `seen_by` field has it."""
    return f"room {room}"


def permitted(audience: Audience, filters: Filters) -> Query:
    """Select what these readers may see and the filters ask for; it adds nothing to a score."""
    return Query.const_score_query(all_of(_selecting(_wanted(audience, filters), filters)), 0.0)


def within(query: Query, audience: Audience, filters: Filters, searcher: Searcher) -> Query:
    """Narrow a query to what `permitted` selects.

    Where that leaves few entries out, they are named instead: it costs by how many are named.
    """
    wanted = _wanted(audience, filters)
    clauses = [(Occur.Must, query)]
    for field in _OF_ALL:
        others = _fewer_others(field, wanted[field], searcher)
        if others is not None:
            wanted[field] = []
        if others:
            clauses.append((Occur.MustNot, Query.term_set_query(SCHEMA, field, others)))
    rest = _selecting(wanted, filters)
    if rest:
        clauses.append((Occur.Must, Query.const_score_query(all_of(rest), 0.0)))
    return Query.boolean_query(clauses) if len(clauses) > 1 else query


_OF_ALL = ("seen_by", "kind")
"""The fields that every entry has."""


def _fewer_others(field: str, wanted: list[str], searcher: Searcher) -> list[str] | None:
    """Return what entries have in a field besides what is wanted, when fewer of them have that."""
    if not wanted:
        return []
    entries = dict(searcher.terms_with_prefix(field, ""))
    others = [value for value in entries if value not in wanted]
    few = sum(entries[value] for value in others) < sum(entries.get(value, 0) for value in wanted)
    return others if few else None


def _wanted(audience: Audience, filters: Filters) -> dict[str, list[str]]:
    seen_by = [str(visibility) for visibility in audience.visibilities if visibility is not Visibility.ROOM]
    seen_by += [room_token(room) for room in audience.rooms]
    return {
        "seen_by": seen_by,
        "kind": [str(kind) for kind in filters.kinds],
        "outcome": [str(outcome) for outcome in filters.outcomes],
        "theme": [str(theme) for theme in filters.themes],
        "role": [str(role) for role in filters.roles],
    }


def _selecting(wanted: dict[str, list[str]], filters: Filters) -> list[Query]:
    queries = [Query.term_set_query(SCHEMA, field, values) for field, values in wanted.items() if values]
    if filters.organisations:
        queries.append(any_of([_named(name, "organisation") for name in filters.organisations]))
    if filters.places:
        queries.append(any_of([_named(name, "organisation", "location") for name in filters.places]))
    if filters.since is not None:
        queries.append(Query.range_query(SCHEMA, "year", FieldType.Unsigned, filters.since, None))
    return queries + [_phrase(phrase) for phrase in filters.phrases]


def _named(name: str, *fields: str) -> Query:
    """Select where every word of a name stands in one of the fields; nothing when it has no words."""
    words = analysis.words(name)
    return any_of([all_of([term(field, word, "basic") for word in words]) for field in fields if words])


def _phrase(phrase: str) -> Query:
    """Select where the content words of a phrase stand side by side, in any forms; all when it has none."""
    words = analysis.content(phrase)
    if not words:
        return Query.all_query()
    return any_of([_side_by_side(words, language) for language in analysis.LANGUAGES])


def _side_by_side(words: tuple[str, ...], language: str) -> Query:
    field, stems = words_field(language), [analysis.stem(word, language) for word in words]
    if len(stems) == 1:
        return term(field, stems[0])
    return Query.phrase_query(SCHEMA, field, list(stems))


def term(field: str, value: str, option: Literal["basic", "freq"] = "freq") -> Query:
    """Score entries by BM25 for one token."""
    return Query.term_query(SCHEMA, field, value, index_option=option)


def all_of(queries: list[Query]) -> Query:
    """Select what every one selects; the scores add up."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: list[Query]) -> Query:
    """Select what one of them selects, nothing when there are none; the scores add up."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
