"""What the index keeps of entries is remembered as long as it is true, and of so many only."""

from __future__ import annotations

import pytest

from bot.ports.search import Document
from storage.search import narrowing
from storage.search.index import TantivyIndex
from tests.contract.test_search_index import EVERYBODY, entry, fill, found

_MANY = 12


@pytest.mark.parametrize("remembered", [1, 5, 4096])
def test_the_same_is_found_however_few_are_remembered(
    monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    """And when it is asked again."""
    monkeypatch.setattr(narrowing, "_ENTRIES", remembered)
    index = TantivyIndex.in_memory()
    fill(index, *[entry(number, f"Loten in wijk {number}") for number in range(1, _MANY)])
    for _ in range(2):
        assert len(found(index, "loten in de wijk", EVERYBODY)) == _MANY - 1
        assert found(index, "loten in wijk 7", EVERYBODY)[0] == "P7"


def test_what_changed_is_known_as_it_is_now() -> None:
    """The entry of a number is another one after it was edited."""
    index = TantivyIndex.in_memory()
    fill(index, entry(1, "Loten", organisation="Gemeente Utrecht"))
    (before,) = index.search("loten", EVERYBODY)
    index.update([Document(entry(1, "Loten", organisation="Gemeente Ede"))], revision=2)
    (after,) = index.search("loten", EVERYBODY)
    assert (before.organisation, after.organisation) == ("Gemeente Utrecht", "Gemeente Ede")
