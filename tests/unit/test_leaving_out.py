"""A filter with a word before it that asks for its opposite: said, and never taken for the filter itself."""

from __future__ import annotations

import pytest

from bot.language.analysis import words
from bot.querying.reading import Fault, Trouble
from tests.unit.test_querying import filters, looked_for, reading


@pytest.mark.parametrize(
    "typed",
    [
        *("niet plaats:Utrecht", "geen soort:project", "zonder thema:energie", "niet in plaats:Ede"),
        *("behalve organisatie:'Gemeente Ede'", "niet uitkomst:mislukt", "Niet sinds:2020"),
        *("not place:Ede", "except kind:project", "without theme:energy", "no outcome:failed"),
    ],
)
def test_leaving_out_by_a_word_is_told(typed: str) -> None:
    """As with a minus before it: what is left is looked for without the filter."""
    told = reading(f"wie heeft geloot {typed}")
    assert told.faults == (Fault(Trouble.LEAVING_OUT, typed),)
    assert not told.query.filters.narrow
    assert words(told.query.words) == ("wie", "heeft", "geloot")


@pytest.mark.parametrize(
    "line",
    [
        "geen idee: wie weet dit?",
        "wij hebben geen rol: dat is lastig",
        "ik ken geen organisatie: wie wel?",
        "zonder iets: loting",
        "dat lukte niet",
    ],
)
def test_running_text_keeps_its_words(line: str) -> None:
    """A colon in a sentence makes no filter of it, with or without such a word before it."""
    assert looked_for(line) == line
    assert not filters(line).narrow


def test_a_value_that_begins_with_such_a_word_is_a_value() -> None:
    """`uitkomst:niet gelukt` asks for what did not work."""
    assert filters("uitkomst:niet gelukt") == filters("uitkomst:mislukt")
