"""How facts are put into words: years, dates, enumerations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.model import PartialDate, Years
from bot.messages.i18n import translator
from bot.messages.plaintext import render_plain
from bot.messages.reply import Paragraph, Reply
from bot.wording import day, enumeration, item, partial_date, source_line, years
from tests.contract.examples import lesson

NL = translator("nl")
EN = translator("en")


@pytest.mark.parametrize(
    ("happened", "dutch", "english"),
    [
        (None, "", ""),
        (Years(2011), "2011", "2011"),
        (Years(2011, 2011), "2011", "2011"),
        (Years(2011, 2013), "2011 tot 2013", "2011 to 2013"),
        (Years(None, 2022), "tot 2022", "until 2022"),
    ],
)
def test_years_say_no_more_than_is_known(happened: Years | None, dutch: str, english: str) -> None:
    """An unknown start is not made up from a known end."""
    assert (years(happened, NL), years(happened, EN)) == (dutch, english)


@pytest.mark.parametrize(
    ("known", "dutch", "english"),
    [
        (PartialDate(2011), "2011", "2011"),
        (PartialDate(2011, 12), "december 2011", "December 2011"),
        (PartialDate(2011, 12, 5), "5 december 2011", "5 December 2011"),
    ],
)
def test_dates_are_written_as_people_do(known: PartialDate, dutch: str, english: str) -> None:
    """A date is written as far as it is known."""
    assert (partial_date(known, NL), partial_date(known, EN)) == (dutch, english)


def test_a_moment_has_the_date_of_the_reader() -> None:
    """Just before midnight in UTC it is the next day in Amsterdam."""
    moment = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert day(moment, translator("nl", "Europe/Amsterdam")) == "4 maart 2026"
    assert day(moment, translator("nl", "UTC")) == "3 maart 2026"


def test_an_enumeration_ends_with_and() -> None:
    """One, two and more things in a row."""
    assert enumeration([], NL) == ""
    assert enumeration(["a"], NL) == "a"
    assert enumeration(["a", "b"], NL) == "a en b"
    assert enumeration(["a", "b", "c"], EN) == "a, b and c"


def test_an_overlong_sentence_is_quoted_in_part() -> None:
    """What is left out is marked, no word is cut, and what is quoted stands in the source."""
    told = "Er staat een heel verhaal in één zin zonder punt " * 20
    quoted = render_plain(Reply((item(1, lesson(), told.strip(), NL),))).splitlines()[1].strip()
    assert quoted.startswith("“Er staat")
    assert quoted.endswith("…”")
    assert len(quoted) < 300
    assert f"{quoted[1:-2]} " in told


def test_an_entry_without_source_is_only_a_members_when_it_has_an_author() -> None:
    """What came in from a file without a link is not said to be shared by anybody."""
    for author, dutch, english in (
        (None, "Bron: ingelezen uit een bestand, ", "Source: taken in from a file, "),
        (3, "Bron: gedeeld door een lid, ", "Source: shared by a member, "),
    ):
        told = replace(lesson(), author=author)
        for t, words in ((NL, dutch), (EN, english)):
            assert render_plain(Reply((Paragraph((source_line(told, t),)),))).startswith(words)
