"""Reading files with entries: whatever people keep, and a sentence for what cannot be read."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from adapters.files.cells import escape, guard, unescape, unguard
from adapters.files.opening import open_table
from bot.ports.files import BadRow, Row, UnreadableFileError

SHEET = "titel;plaats\nCafé “Één”;Súdwest-Fryslân\n"


def read(file: Path) -> list[Row | BadRow]:
    return list(open_table(file).rows())


def values(file: Path) -> list[dict[str, object]]:
    return [dict(row.values) for row in read(file) if isinstance(row, Row)]


def refused(file: Path) -> str:
    with pytest.raises(UnreadableFileError) as error:
        read(file)
    return str(error.value)


def workbook(file: Path, *rows: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("cp1252", b""),
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
    """The whole file is looked at before it is taken for UTF-8."""
    file = tmp_path / "a.csv"
    file.write_bytes(b"titel\n" + b"x\n" * 200_000 + "é".encode("cp1252") + b"\n")
    assert values(file)[-1] == {"titel": "é"}


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
        (3, "has 1 cells, and there are 2 columns."),
        (4, "has 3 cells, and there are 2 columns."),
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n;;\n", "names the columns"),
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
        ("a.json", b'[{"titel": "x"}, {"titel"', "After item 1 it is not whole JSON"),
        ("a.json", b"[" * 100_000, "objects in objects"),
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


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"titel": "x"', "is not whole JSON"),
        ('["titel"]', "is not an object"),
        ('{"titel": "x", "titel": "y"}', "“titel” twice"),
        ('{"jaar": NaN}', "NaN, which is no number"),
        ('{"a": ' * 100_000, "without end"),
        ('{"titel": "' + "x" * 4_000_000 + '"}', "longer than 4,000,000"),
    ],
)
def test_a_broken_line_is_a_bad_row_and_the_next_is_read(tmp_path: Path, line: str, says: str) -> None:
    """A line that was cut off does not take the others along."""
    file = tmp_path / "a.jsonl"
    file.write_text(f'{{"titel": "een"}}\n{line}\n\n{{"titel": "twee"}}\n', encoding="utf-8")
    first, bad, last = read(file)
    assert isinstance(bad, BadRow)
    assert (bad.line, says in bad.reason) == (2, True), bad
    assert (first, last) == (Row(1, {"titel": "een"}), Row(4, {"titel": "twee"}))


def test_a_json_list_is_read_item_by_item(tmp_path: Path) -> None:
    """Also in another encoding; what is no object is a bad row with its place."""
    file = tmp_path / "a.json"
    file.write_bytes('[{"titel": "é", "jaar": 2020.0}, 3, {"titel": "x"}]'.encode("utf-16"))
    first, bad, last = read(file)
    assert first == Row(1, {"titel": "é", "jaar": 2020.0})
    assert isinstance(bad, BadRow)
    assert (bad.line, last.line) == (2, 3)


def test_cells_of_a_sheet_become_what_people_mean(tmp_path: Path) -> None:
    """Whole numbers without a fraction, dates without a time, rows by their number in the sheet."""
    file = workbook(
        tmp_path / "a.xlsx",
        [],
        ["titel", "jaar", "op", "om", "aantal", "ja"],
        ["x", 2020.0, datetime(2020, 5, 1), datetime(2020, 5, 1, 9, 30), 2.5, True],  # noqa: DTZ001 - a sheet has none
        [],
        ["'s-Hertogenbosch", None, date(2021, 1, 2), time(9, 30)],
    )
    first, last = read(file)
    assert first == Row(
        3,
        {
            "titel": "x",
            "jaar": 2020,
            "op": "2020-05-01",
            "om": "2020-05-01T09:30:00",
            "aantal": 2.5,
            "ja": True,
        },
    )
    assert last == Row(5, {"titel": "'s-Hertogenbosch", "op": "2021-01-02", "om": "09:30:00"})


def test_a_formula_that_was_never_worked_out_is_a_bad_row(tmp_path: Path) -> None:
    """With its cell named; what a spreadsheet worked out and stored is used."""
    file = workbook(tmp_path / "a.xlsx", ["titel", "jaar"], ["x", "=1+1"], ["y", 2020], ["=1/0", 2021])
    bad, good, other = read(file)
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (2, "B2")
    assert "never worked out" in bad.reason
    assert good == Row(3, {"titel": "y", "jaar": 2020})
    assert isinstance(other, BadRow)
    worked_out = tmp_path / "b.xlsx"
    edit(
        file,
        worked_out,
        b"<f>1+1</f><v></v>",
        b"<f>1+1</f><v>2022</v>",
        b"<f>1+1</f><v />",
        b"<f>1/0</f><v></v>",
    )
    assert read(worked_out)[0] == Row(2, {"titel": "x", "jaar": 2022})


def edit(source: Path, to: Path, old: bytes, new: bytes, *others: bytes) -> None:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            for each in (old, *others[:1]):
                content = content.replace(each, new)
            after.writestr(part.filename, content)


def test_an_error_in_a_cell_is_a_bad_row(tmp_path: Path) -> None:
    """`#N/A` is no title."""
    (bad,) = read(workbook(tmp_path / "a.xlsx", ["titel"], ["#N/A"]))
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (2, "A2")


def test_only_the_first_visible_sheet_is_read_and_that_is_said(tmp_path: Path) -> None:
    """A workbook may hold more; nobody should think that was imported."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["titel"])
    book.active.append(["x"])
    book.create_sheet("Oud").append(["titel"])
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert table.notes == ("Only the first sheet is read: “Sheet”.",)
    assert [row.line for row in table.rows()] == [2]


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    """What would unpack to far more than a sheet ever is, is refused by its list of contents."""
    bomb = tmp_path / "a.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    assert bomb.stat().st_size < 1 << 20
    assert "unpack to 64 MB" in refused(bomb)


def test_a_document_packed_like_a_sheet_is_refused(tmp_path: Path) -> None:
    """A .docx is a zip file too."""
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "not an Excel file" in refused(file)


def test_entities_that_swell_are_refused(tmp_path: Path) -> None:
    """XML that explains itself in terms of itself is not worked out."""
    file = workbook(tmp_path / "a.xlsx", ["titel"], ["x"])
    evil = tmp_path / "b.xlsx"
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(evil, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename.startswith("xl/worksheets"):
                content = bomb + content
            after.writestr(part.filename, content)
    assert "damaged" in refused(evil)


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
