"""Reading JSON, a line or an item at a time: what is wrong in one of them stays there."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.files.cutting import items
from bot.ports.files import BadRow, Row
from tests.unit.reading import read, values

BROKEN = pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"titel": "x" "y"}', "is not whole JSON: expecting ',' delimiter at character 15."),
        ('{"titel": "\t"}', "is not whole JSON: invalid control character at character 12."),
        ('["titel"]', "is not an object"),
        ('{"jaar": ' + "1" * 5_000 + "}", "has a number of 5,000 digits."),
        ('{"jaar": 1e999}', "has 1e999, which is no number."),
        ('{"a": [1}]', "is not whole JSON"),
        ('{"titel": "x", "titel": "y"}', "“titel” twice"),
        ('{"jaar": NaN}', "NaN, which is no number"),
        ('{"a": ' * 100_000 + "1" + "}" * 100_000, "without end"),
        ('{"titel": "' + "x" * 4_000_000 + '"}', "longer than 4,000,000"),
    ],
)


@BROKEN
def test_a_broken_line_is_a_bad_row_and_the_next_is_read(tmp_path: Path, line: str, says: str) -> None:
    """A line that was cut off does not take the others along."""
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"titel": "een"}}\n{line}\n\n{{"titel": "twee"}}\n', encoding="utf-8")
    first, bad, last = read(file)
    assert isinstance(bad, BadRow)
    assert (bad.line, says in bad.reason) == (2, True), bad
    assert (first, last) == (Row(1, {"titel": "een"}), Row(4, {"titel": "twee"}))


@BROKEN
def test_a_broken_item_is_as_bad_as_a_broken_line(tmp_path: Path, line: str, says: str) -> None:
    """A list is read by the rules of lines: what is wrong in one item is a bad row, and the next is read."""
    file = tmp_path / "a.json"
    file.write_text(f'[{{"titel": "een"}},\n{line}, {{"titel": "twee"}}]', encoding="utf-8")
    first, bad, last = read(file)
    assert isinstance(bad, BadRow)
    assert (bad.line, says in bad.reason) == (2, True), bad
    assert (first, last) == (Row(1, {"titel": "een"}), Row(3, {"titel": "twee"}))


def test_half_a_letter_is_read_as_it_stands(tmp_path: Path) -> None:
    """In a list as on a line: nothing is put in its place, so that the import can refuse it."""
    file = tmp_path / "a.json"
    file.write_text('[{"titel": "a\\ud800b"}]', encoding="utf-8")
    assert values(file) == [{"titel": "a\ud800b"}]


def test_a_line_that_was_cut_off_does_not_take_the_next_along(tmp_path: Path) -> None:
    """Also when it is the first: the others are whole objects."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"titel": "x"\n{"titel": "twee"}\n', encoding="utf-8")
    bad, good = read(file)
    assert isinstance(bad, BadRow)
    assert good == Row(2, {"titel": "twee"})


class Chunked(StringIO):
    """A file of which little is read at a time."""

    def __init__(self, text: str, chunk: int) -> None:
        super().__init__(text)
        self._chunk = chunk

    def read(self, size: int | None = -1) -> str:
        """Return the next few characters."""
        del size
        return super().read(self._chunk)


@given(
    st.lists(
        st.recursive(
            st.none() | st.text() | st.sampled_from(["a\\", '"', "]", "},{", '\\"', '[\\\\"']),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=5,
        )
    ),
    st.integers(1, 40),
    st.sampled_from([None, 1]),
)
def test_a_list_is_cut_where_its_items_end(content: list[object], chunk: int, indent: int | None) -> None:
    """Whatever is in the texts and wherever the reading of the file is cut, each item is what was written."""
    file = Chunked(json.dumps(content, ensure_ascii=False, indent=indent), chunk)
    assert [json.loads(item or "") for item in items(file)] == content


def test_commas_too_many_are_bad_rows(tmp_path: Path) -> None:
    """Each is an item of which nobody knows whether something was lost."""
    file = tmp_path / "a.json"
    file.write_text('[{"titel": "x"},,{"titel": "y"},]', encoding="utf-8")
    found = read(file)
    assert [row.line for row in found if isinstance(row, Row)] == [1, 3]
    bad = [row.reason for row in found if isinstance(row, BadRow)]
    assert bad == ["is empty: there is a comma too many beside it."] * 2


def test_a_json_list_is_read_item_by_item(tmp_path: Path) -> None:
    """Also in another encoding; what is no object is a bad row with its place."""
    file = tmp_path / "a.json"
    file.write_bytes('[{"titel": "é", "jaar": 2020.0}, 3, {"titel": "x"}]'.encode("utf-16"))
    first, bad, last = read(file)
    assert first == Row(1, {"titel": "é", "jaar": 2020.0})
    assert isinstance(bad, BadRow)
    assert (bad.line, last.line) == (2, 3)
