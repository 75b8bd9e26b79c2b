"""Reading files with entries: whatever people keep, and a sentence for what cannot be read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.files.cells import escape, guard, unescape, unguard
from adapters.files.opening import open_table
from bot.ports.files import BadRow, Row
from tests.unit.reading import read, refused, values, workbook

SHEET = "titel;plaats\nCafé “Één”;Súdwest-Fryslân\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_every_usual_encoding_is_recognised(tmp_path: Path, encoding: str, mark: bytes) -> None:
    """With a mark at the beginning or without: the letters are the right ones."""
    file = tmp_path / "a.csv"
    file.write_bytes(mark + SHEET.encode(encoding))
    assert values(file) == [{"titel": "Café “Één”", "plaats": "Súdwest-Fryslân"}]
    lines = tmp_path / "a.jsonl"
    lines.write_bytes(mark + json.dumps({"titel": "Café"}, ensure_ascii=False).encode(encoding))
    assert values(lines) == [{"titel": "Café"}]


def test_a_late_letter_of_another_encoding_is_found(tmp_path: Path) -> None:
    """The whole file is looked at before it is taken for UTF-8, and what it is read as is said."""
    file = tmp_path / "a.csv"
    file.write_bytes(b"titel\n" + b"x\n" * 200_000 + "é".encode("cp1252") + b"\n")
    assert values(file)[-1] == {"titel": "é"}
    assert ["read as Windows-1252" in note for note in open_table(file).notes] == [True]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", b"titel\ncaf\xc3\xa9\nna\xefef\n", 3),
        ("a.csv", b"titel\nna\xefef\ncaf\xc3\xa9\n", 2),
        ("a.csv", b"\xef\xbb\xbftitel\nx\nna\xefef\n", 3),
        ("a.csv", b"titel\n" + b"x\n" * 200_000 + b"caf\xc3\xa9 \xe2\x82", 200_002),
        ("a.jsonl", b'{"titel": "x"}\n{"titel": "na\xefef"}\n', 2),
        ("a.json", b'[\n{"titel": "na\xefef"}]', 2),
    ],
)
def test_one_wrong_byte_does_not_change_all_other_letters(
    tmp_path: Path, name: str, content: bytes, line: int
) -> None:
    """JSON is in UTF-8, and so is a sheet with letters in UTF-8: the line that is not is named."""
    file = tmp_path / name
    file.write_bytes(content)
    assert f"Line {line} holds a letter that is not in UTF-8" in refused(file)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str) -> None:
    """Whatever is between the names, also when a name holds another sign between quotes."""
    file = tmp_path / "a.csv"
    file.write_text(
        f'titel{delimiter}"a; b, c"{delimiter}jaar\nx{delimiter}y{delimiter}2020\n', encoding="utf-8"
    )
    assert values(file) == [{"titel": "x", "a; b, c": "y", "jaar": "2020"}]
    told = tmp_path / "b.csv"
    told.write_text(f"sep={delimiter}\ntitel{delimiter}jaar\nx{delimiter}2020\n", encoding="utf-8")
    assert values(told) == [{"titel": "x", "jaar": "2020"}]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """A row is where people find it, also after cells of several lines and empty rows."""
    file = tmp_path / "a.csv"
    file.write_text('titel;jaar\n"een\ntwee";2020\n;\n\nx;2021\n', encoding="utf-8", newline="")
    assert [row.line for row in read(file)] == [2, 6]


def test_ragged_rows_are_bad_rows(tmp_path: Path) -> None:
    """With a cell too many or too few nobody knows which belongs where; empty ones at the end are fine."""
    file = tmp_path / "a.csv"
    file.write_text("titel;jaar\na;2020;;\nb\nc;2020;x\n", encoding="utf-8")
    found = read(file)
    assert isinstance(found[0], Row)
    assert [(row.line, row.reason) for row in found if isinstance(row, BadRow)] == [
        (3, "has 1 cell, and there are 2 columns."),
        (4, "has 3 cells, and there are 2 columns."),
    ]
    file.write_text("titel\na;2020\n", encoding="utf-8")
    assert read(file) == [BadRow(2, None, "has 2 cells, and there is 1 column.")]


def test_a_column_without_a_name_is_left_out_when_it_is_empty(tmp_path: Path) -> None:
    """It is no column that anybody has to know; something in it is a bad row."""
    file = tmp_path / "a.csv"
    file.write_text("titel;;jaar\na;;2020\nb; ;2021\nc;x;2022\n", encoding="utf-8")
    rows: list[list[object]] = [["titel", None, "jaar"], ["a", None, "2020"], ["b", " ", "2021"]]
    sheet = workbook(tmp_path / "a.xlsx", *rows, ["c", "x", "2022"])
    for each in (file, sheet):
        assert open_table(each).columns == ("titel", "jaar")
        *good, bad = read(each)
        assert good == [Row(2, {"titel": "a", "jaar": "2020"}), Row(3, {"titel": "b", "jaar": "2021"})]
        assert bad == BadRow(4, None, "has something in the 2nd column, which has no name.")


def test_a_cell_may_be_as_long_as_a_line(tmp_path: Path) -> None:
    """How long a text may be is said of its field, not taken for a quotation mark that does not close."""
    file = tmp_path / "a.csv"
    file.write_text(f"titel;samenvatting\na;{'x' * 200_000}\n", encoding="utf-8")
    assert read(file) == [Row(2, {"titel": "a", "samenvatting": "x" * 200_000})]


def test_a_row_of_white_space_is_empty(tmp_path: Path) -> None:
    """Nobody can see it, so it is no row, and above the names of the columns no header."""
    file = tmp_path / "a.csv"
    file.write_text(" ; \ntitel;jaar\n \u00a0;\t\na;2020; \n \n", encoding="utf-8")
    rows: list[list[object]] = [[" "], ["titel", "jaar"], [" ", "\u00a0"], ["a", "2020", " "], [" "]]
    for each in (file, workbook(tmp_path / "a.xlsx", *rows)):
        assert open_table(each).header == 2
        assert read(each) == [Row(4, {"titel": "a", "jaar": "2020"})]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n;;\n", "names the columns"),
        *((name, b"\n \n\n", "It has 0 rows") for name in ("a.csv", "a.jsonl", "a.json")),
        ("a.jsonl", b"\xef\xbb\xbf\n", "It has 0 rows"),
        ("a.json", b"\n" * 70_000 + b"[ ]", "There are no entries in it: the list holds"),
        ("a.csv", b"titel;titel\nx;y\n", "Two columns are called"),
        ("a.csv", b'titel;jaar\n"x;2020\ny;2021\n', "does not close"),
        ("a.csv", b'titel\n"x"y\n', "does not close"),
        ("a.csv", b'titel\n"' + b"x" * 200_000 + b"\n", "does not close"),
        ("a.csv", b"x" * 4_100_000, "does not end"),
        ("a.csv", b"PK\x03\x04" + b"\0" * 50, "what is in it is an Excel file"),
        ("a.csv", b'{"titel": "x"}\n', "what is in it is a JSON file"),
        ("a.csv", b"<html><table></table>", "web page"),
        ("a.csv", b"titel\n\x81\x8d\x8f", "not a text file"),
        ("a.xlsx", b"titel;jaar\nx;2020\n", "what is in it is a CSV file"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 50, "damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 50, "old Excel file"),
        ("a.jsonl", b"titel;jaar\nx;2020\n", "what is in it is a CSV file"),
        ("a.jsonl", b'// uitleg\n{"titel": "x"}\n', "does not begin with { or ["),
        ("a.json", b'[{"titel": "x"}, {"titel"', "After item 1 it is not whole JSON"),
        ("a.json", b"[" * 100_000, "After item 0 it is not whole JSON"),
        ("a.json", b'[{"titel": "x"}] []', "After item 1 a ] ends the list"),
        ("a.json", b"[ ]", 'There are no entries in it: the list holds one for each, such as [{"titel"'),
        ("a.jsonl", b"{}\n{}\n", "There are no entries in it: each line holds one"),
        ("a.csv", b"titel;link\n;\n\n", "There are no entries in it: the first row names the columns"),
        ("a.jsonl", b'\n{\n  "titel": "x"\n}\n', "Put [ before the first object"),
        ("a.json", b'{"titel": "x",\n "jaar": 2020}', "Put [ before the first object"),
        ("a.pdf", b"%PDF-1.4", "It is a PDF"),
        ("a.gz", b"\x1f\x8b" + b"\0" * 50, "Unpack it"),
        ("a.csv", "titel\néé\n".encode("utf-16") + b"\x00\xd8\x00", "damaged further on"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Whatever a file is: it says which file, what is wrong and what to do."""
    file = tmp_path / name
    file.write_bytes(content)
    said = refused(file)
    assert says in said
    assert name in said


def test_a_file_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    """Each has its own sentence."""
    assert "There is no file" in refused(tmp_path / "weg.csv")
    assert "It is a folder" in refused(tmp_path)
    os.mkfifo(tmp_path / "pijp.csv")
    assert "pijp.csv cannot be imported. It is no file that can be read twice" in refused(
        tmp_path / "pijp.csv"
    )


@given(st.text() | st.from_regex(r"'*[=+\-@\t\r\n]?_x[0-9A-F]{4}_.*", fullmatch=True))
def test_the_guard_comes_off_again(text: str) -> None:
    """For any text: guarding and escaping and back changes nothing, and no cell begins with a formula."""
    assert unguard(guard(text)) == text
    assert unescape(escape(text)) == text
    assert guard(text)[:1] not in set("=+-@\t\r\n")


@pytest.mark.parametrize("text", ["'s-Gravenhage", "''citaat''", "gewoon", "'"])
def test_what_people_write_keeps_its_apostrophe(text: str) -> None:
    """Only an apostrophe before a sign that a spreadsheet would run is taken for a guard."""
    assert unguard(text) == text
    assert guard(text) == text
