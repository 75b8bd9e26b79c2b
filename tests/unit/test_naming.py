"""Names behind a filter: of several words, between any marks, with an apostrophe of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import Filters
from bot.language.analysis import words
from bot.querying.reading import Fault, Trouble, read
from tests.unit.test_querying import KNOWN, YEAR, filters, looked_for, reading

UTRECHT = Filters(organisations=frozenset({"Gemeente Utrecht"}))


@pytest.mark.parametrize(
    "name",
    [
        *('"Gemeente Utrecht"', "'Gemeente Utrecht'", "‘Gemeente Utrecht’", "’Gemeente Utrecht’"),
        *(
            "“Gemeente Utrecht”",
            "„Gemeente Utrecht”",
            "„Gemeente Utrecht“",
            "\N{SINGLE LOW-9 QUOTATION MARK}Gemeente Utrecht‘",
        ),
        *(
            "''Gemeente Utrecht''",
            "`Gemeente Utrecht`",
            "\N{ACUTE ACCENT}Gemeente Utrecht\N{ACUTE ACCENT}",
            "'Gemeente  Utrecht'.",
        ),
        *("'Gemeente Utrecht", "Gemeente Utrecht'"),
    ],
)
def test_every_kind_of_marks_is_around_a_name(name: str) -> None:
    """Single, double, typographic, one of them forgotten; the question behind it stays."""
    for gap in ("", " "):
        line = f"organisatie:{gap}{name} wie heeft dit geloot?"
        assert filters(line) == UTRECHT
        assert words(looked_for(line)) == ("wie", "heeft", "dit", "geloot")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("’s-Hertogenbosch", "’s-Hertogenbosch"),
        ("'s-Hertogenbosch heeft foto's", "'s-Hertogenbosch"),
        ("'Gemeente 's-Hertogenbosch' heeft foto's", "Gemeente 's-Hertogenbosch"),
        ("Gemeente 's-Hertogenbosch", "Gemeente 's-Hertogenbosch"),
        ("'Foto's en zo' wie kent het?", "Foto's en zo"),
        ("'t Harde wie loot?", "'t Harde"),
        ("Den Haag wie loot?", "Den Haag"),
        ("den haag wie loot?", "den haag"),
        ("De Ronde Venen De vraag is", "De Ronde Venen"),
        ("Bergen op Zoom", "Bergen op Zoom"),
        ("Alphen aan den Rijn sinds:2020", "Alphen aan den Rijn"),
        ("Utrecht Wie heeft dit geloot?", "Utrecht"),
        ("Utrecht. Den Haag loot ook", "Utrecht"),
        ("Utrecht van wie is dat?", "Utrecht"),
    ],
)
def test_a_name_is_as_long_as_its_words_belong_together(line: str, name: str) -> None:
    """Articles and small words between capitals belong to it, and an apostrophe is no quotation mark."""
    for key, field in (("plaats", "places"), ("organisatie", "organisations")):
        assert getattr(filters(f"{key}:{line}"), field) == {name}


def test_names_are_listed_with_a_comma() -> None:
    """With or without room behind it; a sentence that goes on behind a comma is no name."""
    for line in ("plaats:Utrecht,Ede", "plaats:Utrecht, Ede", "plaats:'Utrecht', 'Ede'"):
        assert filters(line).places == {"Utrecht", "Ede"}
    assert filters("plaats:Den Haag, 's-Hertogenbosch").places == {"Den Haag", "'s-Hertogenbosch"}
    assert filters("plaats:Utrecht, wie loot daar?").places == {"Utrecht"}
    assert filters("plaats:Utrecht, Wie loot daar?").places == {"Utrecht"}


def test_a_value_that_is_chosen_may_stand_between_single_marks() -> None:
    """And a slip in the key says so with the whole name."""
    assert filters("uitkomst:'niet gelukt' thema:‘energie’ sinds:'2020'") == filters(
        'uitkomst:"niet gelukt" thema:energie sinds:2020'
    )
    fault = Fault(Trouble.UNKNOWN_KEY, "organistaie:'Gemeente Ede'", meant='organisatie:"Gemeente Ede"')
    assert reading("organistaie:'Gemeente Ede'").faults == (fault,)


_KEYS = st.sampled_from(
    ["organisatie:", "plaats: ", "uitkomst:", "thema:", "sinds:", "kleur:", "organistaie:"]
)
_SIGNS = "aB s't-’‘\N{SINGLE LOW-9 QUOTATION MARK}„“”\"`\N{ACUTE ACCENT}«»,.;:\n"
_MARKED = st.text(alphabet=_SIGNS, max_size=40) | st.text(max_size=40)


@given(st.lists(st.tuples(_KEYS, _MARKED), max_size=3))
def test_whatever_stands_behind_a_filter_can_be_read(parts: list[tuple[str, str]]) -> None:
    """Any marks, any signs, opened and closed anywhere: never an error."""
    line = " ".join(key + marked for key, marked in parts)
    assert read(line, KNOWN, YEAR) == read(line, KNOWN, YEAR)
