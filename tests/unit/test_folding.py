"""Copies of one text are one item, and different organisations come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import EntryId, Kind, Outcome
from bot.domain.question import Hit
from bot.folding import COPY, Folded, different_first, fold
from bot.language.analysis import content
from bot.language.likeness import likeness, sketch

SUPPLIED = (
    "De software maakt persoonsgegevens in documenten onleesbaar voordat {who} ze openbaar maakt. Een "
    "medewerker controleert ieder voorstel van de software en besluit zelf wat er zwart wordt gemaakt. Zo "
    "gaat publiceren sneller en blijft de privacy van inwoners en ondernemers beschermd."
)
OWN = (
    "Wij tellen met sensoren hoeveel fietsen er in de stalling bij het station staan, zodat een bord bij de "
    "ingang kan laten zien op welke verdieping nog plek is en niemand voor niets naar boven loopt."
)


def hit(number: int, organisation: str, text: str) -> Hit:
    made = sketch(content(text.format(who=organisation)), without=content(organisation))
    return Hit(EntryId(Kind.PROJECT, number), 10.0 - number, 0.9, organisation, organisation, made)


def heads(items: tuple[Folded, ...]) -> list[int]:
    return [item.hit.entry.number for item in items]


def test_one_suppliers_text_is_one_item() -> None:
    """The same words at other organisations fold into the best hit; other words stay an item."""
    hits = [
        hit(1, "delft", SUPPLIED),
        hit(2, "ede", SUPPLIED),
        hit(3, "delft", OWN),
        hit(4, "zeist", SUPPLIED),
    ]
    items = fold(hits)
    assert heads(items) == [1, 3]
    assert [copy.entry.number for copy in items[0].copies] == [2, 4]


def test_two_entries_of_one_organisation_never_fold() -> None:
    """What one organisation describes twice is not “also at another organisation”."""
    assert heads(fold([hit(1, "delft", SUPPLIED), hit(2, "delft", SUPPLIED)])) == [1, 2]


@pytest.mark.parametrize(
    ("outcomes", "items"),
    [
        ((Outcome.SUCCESS, Outcome.FAILURE), [1, 2]),
        ((Outcome.SUCCESS, Outcome.SUCCESS), [1]),
        ((None, Outcome.FAILURE), [1]),
        ((None, Outcome.SUCCESS, Outcome.FAILURE, Outcome.SUCCESS), [1, 3]),
    ],
)
def test_what_went_otherwise_is_no_copy(outcomes: tuple[Outcome | None, ...], items: list[int]) -> None:
    """However alike they are, a failure is not told as “also at another organisation” of a success."""
    hits = [
        hit(number, f"gemeente{number}", SUPPLIED)._replace(outcome=outcome)
        for number, outcome in enumerate(outcomes, 1)
    ]
    assert heads(fold(hits)) == items


def test_different_organisations_come_first() -> None:
    """The first places go to organisations not seen yet, best first; the rest keeps its order."""
    items = tuple(
        Folded(hit(number, who, OWN)) for number, who in enumerate(["a", "a", "b", "a", "c", "d"], 1)
    )
    assert heads(different_first(items, 3)) == [1, 3, 5, 2, 4, 6]


def test_entries_of_nobody_are_each_of_somebody_else() -> None:
    """A lesson without an organisation is not put back because another one has none either."""
    items = tuple(Folded(hit(number, "", OWN)) for number in (1, 2, 3))
    assert heads(different_first(items, 3)) == [1, 2, 3]


@pytest.mark.parametrize(("one", "other", "copies"), [(SUPPLIED, SUPPLIED, True), (SUPPLIED, OWN, False)])
def test_likeness_tells_copies_from_others(one: str, other: str, copies: bool) -> None:  # noqa: FBT001 - a table
    """The same text with another name in it is a copy, another text is not."""
    a, b = (
        sketch(content(text.format(who=who)), content(who))
        for text, who in ((one, "Gemeente Ede"), (other, "Delft"))
    )
    assert (likeness(a, b) >= COPY) is copies


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    """Whatever the texts: 0–1, the same both ways, 1 with itself unless there is nothing in it."""
    a, b = sketch(content(one)), sketch(content(other))
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == (1 if a else 0)
