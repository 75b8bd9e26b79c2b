"""What an entry is known not to have, without looking: it never changes what is found of a question in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import EntryId, Kind
from bot.language import analysis
from storage.search.coverage import ANY, Coverage, Told
from storage.search.kept import Kept
from storage.search.question import Concept, Sought

WORDS = (
    "zwerfafval", "afval", "camera", "camera's", "herkennen", "herkent", "bag", "woo", "wijkbudget",
    "buurtbudget", "parkeren", "benchmarking", "toeslagen", "subsidie", "subsidies", "é", "ijs",
)  # fmt: skip
words = st.sampled_from(WORDS)


def concept(word: str, parts: Sequence[str], others: Sequence[str]) -> Concept:
    """Return a word of a question, with its parts and with other words for the same."""
    sought = Sought(analysis.Word(word, 1.0), 0.5, tuple(parts))
    return Concept((sought,), tuple(tuple(other.split()) for other in others))


concepts = st.builds(
    concept, words, st.lists(words, max_size=2), st.lists(words | st.just("open data"), max_size=2)
)


@pytest.mark.parametrize("language", analysis.LANGUAGES)
@given(st.lists(words, max_size=12), st.lists(concepts, min_size=1, max_size=6))
def test_same_with_and_without(language: str, text: Sequence[str], asked: Sequence[Concept]) -> None:
    """What is there of a question is the same whether the marks are looked at first or not."""
    marked, coverage = Told.of(text, language), Coverage(asked)
    plain = marked._replace(marks=ANY)
    assert coverage.of({language: marked}) == coverage.of({language: plain})
    assert coverage.each(marked, language) == coverage.each(plain, language)


def test_marks_leave_out() -> None:
    """A text without a word is known not to have it; one with other forms of it may have it."""
    marks = Told.of(["zwerfafval", "camera's"], analysis.DUTCH).marks
    assert (
        marks & Told.of(["zwerfafval"], analysis.DUTCH).marks == Told.of(["zwerfafval"], analysis.DUTCH).marks
    )
    assert (
        marks & Told.of(["benchmarking"], analysis.DUTCH).marks
        != Told.of(["benchmarking"], analysis.DUTCH).marks
    )


@given(st.dictionaries(st.sampled_from(analysis.LANGUAGES), st.lists(words, max_size=8)))
def test_kept_and_read(told: dict[str, list[str]]) -> None:
    """What the index keeps of an entry is read as it was written, marks included."""
    has = {language: Told.of(text, language) for language, text in told.items()}
    for sketch in ((), tuple(range(32))):
        kept = Kept(EntryId(Kind.LESSON, 12), None, "Gemeente Utrecht", "utrecht", sketch, has)
        assert Kept.read(kept.written()) == kept._replace(earlier=[])


def test_what_is_cut_off_is_not_read() -> None:
    """An entry of which the index holds a part is not judged by that part."""
    written = Kept(EntryId(Kind.LESSON, 12), None, "", "", tuple(range(32)), {}).written()
    with pytest.raises(ValueError, match="cut off"):
        Kept.read(written[:-1])
