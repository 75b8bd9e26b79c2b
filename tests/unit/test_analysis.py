"""Words, weights, stems and 4-grams of Dutch and English text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import analysis
from bot.language.stopwords import LIGHT, WEIGHTLESS


def test_words_are_lower_case_without_accents() -> None:
    """Case and accents make no difference between two words."""
    assert analysis.words("Coördinatie van het Café") == analysis.words("coordinatie VAN het cafe")


def test_a_possessive_or_plural_apostrophe_falls_away() -> None:
    """Typographic and straight apostrophes with an s are dropped alike."""
    assert analysis.words("auto's en foto\N{RIGHT SINGLE QUOTATION MARK}s") == ("auto", "en", "foto")


def test_subscript_digits_read_as_digits() -> None:
    """A formula is found whether or not it was typeset."""
    assert analysis.words("CO₂-opslag") == ("co2", "opslag")


@pytest.mark.parametrize(
    "question",
    [
        "Wie heeft hier ervaring mee?",
        "Hoi collega's, weet iemand dit?",
        "Does anyone have experience with this?",
    ],
)
def test_the_frame_of_a_question_has_no_content(question: str) -> None:
    """What only asks, greets or thanks carries no weight."""
    assert analysis.weighed(question) == ()


def test_content_keeps_order_and_repeats() -> None:
    """The words of a text count as often as they stand there."""
    assert analysis.content("De dijk en nog een dijk met gras") == ("dijk", "dijk", "gras")


def test_a_question_asks_for_each_word_once() -> None:
    """Saying a word twice in a question does not make it weigh more."""
    assert analysis.weighed("dijk, dijk, dijk") == (analysis.Word("dijk", 1.0),)


def test_a_word_of_every_day_government_weighs_less() -> None:
    """Municipality says less than dike, and is not nothing."""
    weights = {word.text: word.weight for word in analysis.weighed("gemeente dijk")}
    assert 0 < weights["gemeente"] < weights["dijk"] == 1.0


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("gemeenten", "gemeente", "nl"),
        ("geloot", "loting", "nl"),
        ("gemeten", "meten", "nl"),
        ("huizen", "huis", "nl"),
        ("neighbourhoods", "neighbourhood", "en"),
        ("storing", "stored", "en"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str, language: str) -> None:
    """Inflected and derived forms meet in one stem."""
    assert analysis.stem(one, language) == analysis.stem(other, language)


def test_a_language_without_its_own_analysis_goes_the_dutch_way() -> None:
    """A text in Frisian or German is indexed as Dutch is."""
    assert analysis.stem("gemeenten", "fy") == analysis.stem("gemeenten", "nl")


def test_grams_are_the_runs_of_four_characters() -> None:
    """Grams cover a word from its first to its last character."""
    assert analysis.grams("afval") == ("afva", "fval")


def test_a_short_word_is_its_own_gram() -> None:
    """Words of four characters or fewer stay whole."""
    assert analysis.grams("woo") == ("woo",)


@given(st.text())
def test_every_word_of_any_text_has_tokens(text: str) -> None:
    """Whatever is typed, a token is never empty and never holds white space."""
    tokens = [
        token
        for word in analysis.words(text)
        for token in (*analysis.grams(word), *(analysis.stem(word, name) for name in analysis.LANGUAGES))
    ]
    assert all(token and not any(character.isspace() for character in token) for token in tokens)


def test_a_word_is_no_longer_than_any_in_dutch() -> None:
    """Letters without a space are cut off, so that their tokens stay few."""
    assert analysis.words("a" * 8000) == ("a" * analysis.LONGEST,)


def test_of_a_long_message_the_sentences_that_ask_are_weighed() -> None:
    """Whatever story goes before them; a message that is not that long counts wholly."""
    story = ". ".join(f"De dijk{number} was nat" for number in range(200))
    asked = analysis.weighed(f"Hoi! {story}. Wie heeft ervaring met loting? Groet, Bram.")
    assert [word.text for word in asked] == ["loting"]
    short = analysis.weighed("De dijk was nat. Wie heeft ervaring met loting?")
    assert [word.text for word in short] == ["dijk", "nat", "loting"]


def test_of_a_pasted_document_only_the_first_words_are_weighed() -> None:
    """A question has a bounded number of words, in the order they were asked in."""
    weighed = analysis.weighed(" ".join(f"dijk{number}" for number in range(5000)))
    assert [word.text for word in weighed] == [f"dijk{number}" for number in range(analysis.MOST_WORDS)]


def test_sentences_end_at_a_mark_or_a_line() -> None:
    """A text falls apart where a reader would pause."""
    assert analysis.sentences("Eerst dit. Dan dat!\nEn nu?") == ("Eerst dit.", "Dan dat!", "En nu?")


def test_the_number_of_an_item_stays_with_it() -> None:
    """It would say nothing by itself, nor would what announces a list."""
    told = "Er zijn twee doelen, te weten: 1. Sneller helpen. 2. Minder post. Dat begon in 2021. Het werkt."
    assert analysis.sentences(told) == (
        "Er zijn twee doelen, te weten: 1. Sneller helpen.",
        "2. Minder post.",
        "Dat begon in 2021.",
        "Het werkt.",
    )


@pytest.mark.parametrize(
    ("told", "sentences"),
    [
        ("Dit deden we in groep 8. Ouders hielpen mee.", ("Dit deden we in groep 8.", "Ouders hielpen mee.")),
        ("Het cijfer was een 7. Dat viel mee.", ("Het cijfer was een 7.", "Dat viel mee.")),
        ("Eerst: 1. bellen 2. schrijven. Dan niets.", ("Eerst: 1. bellen 2. schrijven.", "Dan niets.")),
    ],
)
def test_a_sentence_may_end_in_a_number(told: str, sentences: tuple[str, ...]) -> None:
    """It does, unless it counts the items of a list."""
    assert analysis.sentences(told) == sentences


def test_the_word_lists_are_written_as_words_come_out_of_a_text() -> None:
    """A listed word with an accent or a capital would never be met."""
    assert all(analysis.words(word) == (word,) for word in WEIGHTLESS | LIGHT)


def test_no_word_is_both_weightless_and_light() -> None:
    """The second list would be without effect for such a word."""
    assert not WEIGHTLESS & LIGHT
