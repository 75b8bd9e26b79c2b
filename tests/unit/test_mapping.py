"""What is wrong in a mapping is said with its part, and what would be right."""

from __future__ import annotations

import pytest

from bot.transfer.fields import Target
from bot.transfer.importing import check_constants
from bot.transfer.mapping import MappingError, read_mapping


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (
            "[values.uitkomst]\ngelukt = 'failure'",
            "“uitkomst” in the mapping is none of our fields. Did you mean outcome?",
        ),
        ("keep = ['titel']", "Did you mean title?"),
        ("[fields]\nNaam = 'titl_en'", "Did you mean title?"),
        ("[fields]\nNaam = 'qqq'", "docs/data.md lists them."),
        ("[values]\noutcome = 'x'", "values.outcome in the mapping is a part of its own: [values.outcome]"),
        ("[constants]\nkind = 'projekt'", "[constants] in the mapping, kind: “projekt” is none of these"),
        (
            "[constants]\nhappened_since = 2020-01-01",
            "[constants] in the mapping, happened_since: is not text.",
        ),
    ],
)
def test_a_mistake_is_said_with_where_it_stands_and_what_is_right(written: str, says: str) -> None:
    """What the sentence proposes can be written as it stands there."""
    with pytest.raises(MappingError) as error:
        check_constants(read_mapping(written))
    assert says in str(error.value)


def test_a_field_named_twice_for_one_column_is_filled_once() -> None:
    """It says the same, so nothing is wrong with any row."""
    assert read_mapping("[fields]\nNaam = ['title', 'title']").targets("naam") == (Target("title"),)
