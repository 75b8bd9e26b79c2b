"""What people call the columns of their sheet, and the field of ours that it is."""

from __future__ import annotations

import pytest

from bot.transfer.fields import Target, target


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Wat deden we?", "action"),
        ("Wat hebben we gedaan", "action"),
        ("Wat was het resultaat?", "result"),
        ("Wat hebben we geleerd?", "advice"),
        ("  PROJECTNAAM ", "title"),
    ],
)
def test_a_column_may_be_a_question_of_whoever_fills_it_in(column: str, field: str) -> None:
    """Capitals, spaces and signs make no difference."""
    assert target(column) == Target(field)
