"""A query that is written as a line, to be typed again."""

from __future__ import annotations

import pytest

from bot.language.analysis import words
from bot.messages.i18n import LANGUAGES
from bot.querying.typing import typed
from tests.unit.test_querying import DEMOCRACY, ENERGY, reading


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line",
    [
        "wie heeft ervaring met loting?",
        "wie deed dit? uitkomst:mislukt,gestopt soort:les,project rol:netwerkend sinds:2020",
        'loting thema:energie,"bestuur en democratie" plaats:"Den Haag",Tiel organisatie:"Gemeente Utrecht"',
        'wie sprak over "open data" in de zorg?',
        "soort:project",
    ],
)
def test_a_query_can_be_typed_again(line: str, language: str) -> None:
    """What is written of it is read as the same."""
    asked = reading(line).query
    again = reading(typed(asked, (ENERGY, DEMOCRACY), language))
    assert again.faults == ()
    assert again.query.filters == asked.filters
    assert sorted(words(again.query.words)) == sorted(words(asked.words))
