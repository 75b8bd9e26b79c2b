"""An earlier question that an entry answered says what else to look for to who asks the same."""

from __future__ import annotations

import pytest

from bot.domain.model import Entry, Visibility
from bot.domain.vocabulary import Phrasing
from bot.ports.search import Document
from storage.search.index import TantivyIndex
from tests.contract.test_search_index import EVERYBODY, MEMBERS, entry, found

EARLIER = "Wie snoeit knotwilgen langs de sloot?"
SAME = "Onze knotwilgen langs de sloot hangen scheef"
PRUNED = entry(2, "De buurt gaat snoeien")


def taught(linked: Entry, *others: Entry, asked: str = EARLIER, language: str = "nl") -> TantivyIndex:
    index = TantivyIndex.in_memory()
    filler = [entry(number, f"Zwembad {number}") for number in range(10, 30)]
    known = Document(linked, asked=(Phrasing(language, asked),))
    index.update([known, *(Document(other) for other in (*others, *filler))], revision=1)
    return index


def test_what_an_earlier_question_says_besides_is_looked_for() -> None:
    """The question has no word of the second entry; the earlier one has."""
    assert found(taught(entry(1, "Bomenrij"), PRUNED), SAME) == ["P1", "P2"]
    assert found(taught(entry(1, "Bomenrij"), PRUNED, asked="Wie weet iets van bomen?"), SAME) == []


def test_english_questions_are_learned_from_too() -> None:
    """An earlier question is compared in its own language."""
    pruned = entry(2, "The neighbours went pruning", language="en")
    asked = "Who does pruning of willows along ditches?"
    index = taught(entry(1, "Trees"), pruned, asked=asked, language="en")
    assert found(index, "Our willows lean over their ditches") == ["P1", "P2"]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Wat kosten knotwilgen per hectare?", id="one word in common"),
        pytest.param("Zijn er knotwilgen?", id="nothing but that word"),
    ],
)
def test_one_word_in_common_may_be_about_anything(question: str) -> None:
    """Only the entry that has the word itself is found."""
    assert found(taught(entry(1, "Bomenrij"), PRUNED), question) == ["P1"]


def test_little_of_a_long_question_in_common_is_chance() -> None:
    """Two words of many do not make it the same question."""
    long = f"{EARLIER} Liefst met schapen, zaagmachines, tractoren, aanhangwagens, hoogwerkers en ladders."
    assert found(taught(entry(1, "Bomenrij"), PRUNED, asked=long), SAME) == ["P1"]


def test_who_uses_the_words_of_an_entry_needs_no_others() -> None:
    """All that is asked stands in one entry, so an earlier question has nothing to add."""
    told = entry(3, "Knotwilgen hangen scheef langs de sloot")
    assert found(taught(entry(1, "Bomenrij"), PRUNED, told), SAME) == ["P3", "P1"]


def test_what_may_not_be_seen_teaches_nothing() -> None:
    """A question linked to an entry for members helps members only."""
    index = taught(entry(1, "Bomenrij", visibility=Visibility.NETWORK), PRUNED)
    assert found(index, SAME, MEMBERS) == ["P1", "P2"]
    assert found(index, SAME, EVERYBODY) == []


def test_it_makes_what_was_linked_come_first() -> None:
    """Beside entries that have a chance word of the question, the one that answered the earlier one wins."""
    chance = [entry(number, "Scheef hangen") for number in (4, 5)]
    assert found(taught(entry(1, "Bomenrij"), PRUNED, *chance), SAME)[0] == "P1"
