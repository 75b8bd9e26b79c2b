"""How a question becomes queries: which entries may be seen, which fit, how much of it they cover.

Pure construction of tantivy queries; the index itself, its fields' contents and its files are in
`search_index.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tantivy import Occur, Query, Schema, SchemaBuilder, Searcher

from bot.domain.audience import Audience
from bot.domain.keys import RoomKey
from bot.domain.model import Visibility
from bot.domain.question import Filters
from bot.language import analysis, compounds

WORD_WEIGHT = 0.5
"""What a whole word counts for beside its 4-grams, which share the square root of their number."""

GRAMS_NEEDED = 0.7
"""The part of a word's 4-grams that stands for the word."""

NEARLY = 0.8
"""How much of a word is covered by enough of its 4-grams, or by the parts of the compound it is."""


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


@dataclass(frozen=True)
class Sought:
    """A content word of a question: its weight in this collection (own weight times rarity) and its parts."""

    text: str
    weight: float
    parts: tuple[str, ...]


def sought(text: str, searcher: Searcher) -> tuple[Sought, ...]:
    """Weigh the content words of a question; a word the collection does not know is as rare as can be."""
    known = _known_to(searcher)
    return tuple(
        Sought(word.text, word.weight * _rarity(word.text, searcher), compounds.split(word.text, known))
        for word in analysis.weighed(text)
    )


def _highest_idf(searcher: Searcher) -> float:
    """Return the BM25 inverse document frequency of a word that no entry has: the measure of rarity."""
    return math.log(1 + (searcher.num_docs + 0.5) / 0.5)


def _rarity(word: str, searcher: Searcher) -> float:
    """Return the BM25 inverse document frequency relative to that of an unknown word: (0, 1]."""
    frequencies = (
        searcher.doc_freq(words_field(language), analysis.stem(word, language))
        for language in analysis.LANGUAGES
    )
    found = min(max(frequencies), searcher.num_docs)
    return math.log(1 + (searcher.num_docs - found + 0.5) / (found + 0.5)) / _highest_idf(searcher)


@dataclass(frozen=True)
class Prepared:
    """A question made ready for one state of the collection; asked again with other filters it is reused.

    `whole` is the weight of all its words together, `unit` the rarity of a word that no entry has.
    """

    fitting: Query
    covering: Query
    whole: float
    unit: float


def prepare(text: str, searcher: Searcher) -> Prepared | None:
    """Make a question ready; None when it has no content word."""
    words = sought(text, searcher)
    if not words:
        return None
    whole = sum(word.weight for word in words)
    return Prepared(_fitting(text, searcher), _covering(words), whole, _highest_idf(searcher))


def _known_to(searcher: Searcher) -> compounds.Known:
    """Make the collection itself the dictionary. A stem costs far more than looking a first gram up."""
    words, grams = words_field(analysis.DUTCH), grams_field(analysis.DUTCH)

    def known(word: str) -> bool:
        if not searcher.doc_freq(grams, analysis.grams(word)[0]):
            return False
        return searcher.doc_freq(words, analysis.stem(word, analysis.DUTCH)) > 0

    return known


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
    return Query.const_score_query(_all_of(queries), 0.0)


def _fitting(text: str, searcher: Searcher) -> Query:
    """Score entries by BM25 on words and 4-grams, in whichever language fits best.

    Words typed apart that the collection knows as one are asked for as one as well.
    """
    pairs = compounds.joined(analysis.words(text), _known_to(searcher))
    words = (*analysis.weighed(text), *(analysis.Word(one + two, 1.0) for one, two in pairs))
    return Query.disjunction_max_query(
        [_any_of([_word_score(word, language) for word in words]) for language in analysis.LANGUAGES]
    )


def _word_score(word: analysis.Word, language: str) -> Query:
    grams = analysis.grams(word.text)
    whole = _stem_term(word.text, language)
    parts = [_term(grams_field(language), gram) for gram in grams]
    return _any_of(
        [
            Query.boost_query(whole, WORD_WEIGHT * word.weight),
            Query.boost_query(_any_of(parts), word.weight / math.sqrt(len(grams))),
        ]
    )


def _covering(words: tuple[Sought, ...]) -> Query:
    """Score entries by the summed weight of the words they have: whole, nearly so, or in parts."""
    return Query.disjunction_max_query(
        [_any_of([_word_cover(word, language) for word in words]) for language in analysis.LANGUAGES]
    )


def _word_cover(word: Sought, language: str) -> Query:
    whole = _stem_term(word.text, language)
    grams = [(Occur.Should, _term(grams_field(language), gram)) for gram in set(analysis.grams(word.text))]
    nearly = Query.boolean_query(grams, minimum_number_should_match=math.ceil(GRAMS_NEEDED * len(grams)))
    parts = [
        Query.const_score_query(_stem_term(part, language), NEARLY * word.weight / len(word.parts))
        for part in word.parts
    ]
    return Query.disjunction_max_query(
        [
            Query.const_score_query(whole, word.weight),
            Query.const_score_query(nearly, NEARLY * word.weight),
            _any_of(parts),
        ]
    )


def _stem_term(word: str, language: str) -> Query:
    return _term(words_field(language), analysis.stem(word, language))


def among(entries: list[str]) -> Query:
    """Select the entries with these ids; it adds nothing to a score."""
    return Query.const_score_query(Query.term_set_query(SCHEMA, "entry", entries), 0.0)


def both(first: Query, second: Query) -> Query:
    """Select what both select; the scores add up."""
    return _all_of([first, second])


def _term(field: str, value: str) -> Query:
    return Query.term_query(SCHEMA, field, value, index_option="freq")


def _all_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
