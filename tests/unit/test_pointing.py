"""Which lines point at an entry, by its id or by its number in the last answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.querying.pointing import asked_about, pointed


@pytest.mark.parametrize(
    "line",
    [
        *(
            "2",
            "2.",
            "2)",
            "#2",
            "nummer 2",
            "nr. 2",
            "vertel meer over 2",
            "laat 2 zien",
            "en 2?",
            "de tweede",
        ),
        *("meer over nummer 2", "vertel meer over de tweede graag", "nummer twee", "Vertel eens wat over 2"),
        *(
            "number 2",
            "tell me more about 2",
            "show me number 2",
            "the second",
            "more about the second, please",
        ),
    ],
)
def test_lines_that_point_at_a_number(line: str) -> None:
    """In figures and words, with what people say around it, in Dutch and English."""
    assert pointed(line) == (2,)


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("meer over L9", ("L9",)),
        ("vertel over P12", ("P12",)),
        ("wat is L3?", ("L3",)),
        ("kun je meer vertellen over p25?", ("P25",)),
        ("tell me more about (P25)", ("P25",)),
        ("what is V1?", ("V1",)),
        ("leg P25 uit", ("P25",)),
        ("leg eens uit P25", ("P25",)),
        ("explain P25 please", ("P25",)),
        ("L1 P9", ("L1", "P9")),
        ("L1, P9 en V2", ("L1", "P9", "V2")),
        ("show L1 and P9", ("L1", "P9")),
        ("1 en 3", (1, 3)),
    ],
)
def test_lines_that_point_at_ids(line: str, ids: tuple[str | int, ...]) -> None:
    """One or several, however they are joined."""
    assert pointed(line) == ids


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "een",
            "wat is een?",
            "meer",
            "over",
            "de",
            "vertel meer",
            "wat is er?",
            "100",
            "2020",
            "1:2",
            "9:30",
        ),
        *(
            "meer over 2020",
            "meer over artikel 2",
            "wat is fase 2?",
            "vertel meer over chatbots",
            "3 gemeenten",
        ),
        *(
            "wie gebruikt P2000?",
            "wat is co2?",
            "more about web 2",
            "the first municipality with an app",
            "A12",
        ),
        "hoe zit het met de eerste kamer?",
    ],
)
def test_other_lines_point_at_nothing(line: str) -> None:
    """A year, a time, a name with a number in it, or a question."""
    assert pointed(line) == ()


@given(st.text(alphabet="meover 1230LPwat,.#de", max_size=100))
def test_any_line_can_be_judged(line: str) -> None:
    """Never an error; what is pointed at is an id or a number of two figures at most."""
    assert all(isinstance(each, str) or 0 <= each < 100 for each in pointed(line))


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("wat weet je over P1?", ("P1",)),
        ("heb je meer info over p3?", ("P3",)),
        ("kun je P4 laten zien?", ("P4",)),
        ("waar gaat P7 over?", ("P7",)),
        ("wat was het resultaat van L2?", ("L2",)),
        ("wie weet meer van P7 of P8?", ("P7", "P8")),
        ("what do you know about P21?", ("P21",)),
        ("wie gebruikt P2000?", ("P2000",)),
        ("wie was de projectleider van P279?", ("P279",)),
        ("what did the camera cost at P279?", ("P279",)),
        ("wie heeft iets als P279 met water?", ()),
        ("is parkeren duurder in P1 of P2?", ()),
        ("who was the lead of P279?", ("P279",)),
        ("wat is een P1-poort?", ()),
        ("wie heeft ervaring met V2G?", ()),
        ("is L1 nog actueel?", ()),
        ("dank voor L1", ()),
    ],
)
def test_a_question_with_nothing_else_in_it_is_about_the_entry(line: str, ids: tuple[str, ...]) -> None:
    """Small words, words for what any entry has, or whatever is asked of it; else it is to be looked for."""
    assert asked_about(line) == ids


@given(st.text(alphabet="watover 12LP-#(?", max_size=60))
def test_any_question_can_be_judged(line: str) -> None:
    """Never an error, and only ids."""
    assert all(each[0] in "LPV" and each[1:].isdigit() for each in asked_about(f"wat {line}"))
