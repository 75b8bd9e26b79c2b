"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.days import read_day

TODAY = date(2026, 11, 28)  # a Saturday


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 maart", date(2027, 3, 1)),
        ("1 maart 2028", date(2028, 3, 1)),
        ("1 mrt. 2027", date(2027, 3, 1)),
        ("29 november", date(2026, 11, 29)),
        ("28 november", date(2027, 11, 28)),
        ("29 februari", date(2028, 2, 29)),
        ("maart", date(2027, 3, 1)),
        ("januari 2028", date(2028, 1, 1)),
        ("1-3-2027", date(2027, 3, 1)),
        ("1/3/27", date(2027, 3, 1)),
        ("1.3", date(2027, 3, 1)),
        ("2027-03-01", date(2027, 3, 1)),
        ("1 March", date(2027, 3, 1)),
        ("March 1st, 2027", date(2027, 3, 1)),
        ("1st of March", date(2027, 3, 1)),
        ("maandag 30 november", date(2026, 11, 30)),
        ("maandag", date(2026, 11, 30)),
        ("zaterdag", date(2026, 12, 5)),
        ("morgen", date(2026, 11, 29)),
        ("volgende week", date(2026, 12, 5)),
        ("over twee weken", date(2026, 12, 12)),
        ("in 10 days", date(2026, 12, 8)),
        ("over drie maanden", date(2027, 2, 28)),
        ("over een jaar", date(2027, 11, 28)),
    ],
)
def test_a_day_is_read(written: str, day: date) -> None:
    """Dutch and English, words and figures, with and without a year."""
    assert read_day(written, TODAY) == day


@pytest.mark.parametrize(
    "written",
    ["", "30 februari", "31-11-2027", "0-0-0", "13-13", "ooit", "1 foo", "🙏", "over veel weken", "99 maart"],
)
def test_what_is_no_day_is_none(written: str) -> None:
    """A day that does not exist, or something else, is no day."""
    assert read_day(written, TODAY) is None
