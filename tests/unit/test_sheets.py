"""Reading the sheet of a workbook: its cells, and what a spreadsheet keeps beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from adapters.files.opening import open_table
from bot.ports.files import BadRow, Most, Row, TooLargeError
from tests.unit.reading import read, refused, values, workbook


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


def changed(file: Path, change: Callable[[Worksheet], None]) -> Path:
    book = load_workbook(file)
    assert isinstance(book.active, Worksheet)
    change(book.active)
    book.save(file)
    return file


def test_a_merged_cell_over_several_rows_is_a_bad_row_for_each_that_lost_it(tmp_path: Path) -> None:
    """Its value stands in the first row only, and nobody can know for which rows it holds; it is named."""
    rows: list[list[object]] = [["titel", "plaats"], ["a", "Eik"], ["b", None], ["c", None], ["d", "Els"]]
    file = changed(workbook(tmp_path / "a.xlsx", *rows), lambda sheet: sheet.merge_cells("B2:B4"))
    first, second, third, last = read(file)
    assert (first, last) == (Row(2, {"titel": "a", "plaats": "Eik"}), Row(5, {"titel": "d", "plaats": "Els"}))
    for line, bad in ((3, second), (4, third)):
        assert isinstance(bad, BadRow)
        assert (bad.line, bad.field, "Unmerge it" in bad.reason) == (line, "B2:B4", True)


def test_a_merged_cell_over_several_columns_is_a_bad_row(tmp_path: Path) -> None:
    """Such as a heading between the rows: it is no entry."""
    rows: list[list[object]] = [["titel", "plaats"], ["Noord", None], ["a", "Eik"]]
    file = changed(workbook(tmp_path / "a.xlsx", *rows), lambda sheet: sheet.merge_cells("A2:B2"))
    bad, good = read(file)
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (2, "A2:B2")
    assert good == Row(3, {"titel": "a", "plaats": "Eik"})


def test_merged_cells_that_hide_nothing_are_no_trouble(tmp_path: Path) -> None:
    """An entry that is two rows high, an empty merged cell, and one over columns without a name."""

    def merge(sheet: Worksheet) -> None:
        for cells in ("A2:A3", "B2:B3", "B4:B5", "B6:D6"):
            sheet.merge_cells(cells)

    rows: list[list[object]] = [["titel", "plaats"], ["a", "Eik"], [], ["b"], ["c"], ["d", "Els"]]
    file = changed(workbook(tmp_path / "a.xlsx", *rows), merge)
    assert [row.line for row in read(file) if isinstance(row, Row)] == [2, 4, 5, 6]


def test_the_address_behind_a_cell_is_given_beside_its_text(tmp_path: Path) -> None:
    """Also with a place on its page; not where the text is an address itself, or it leads to no page."""

    def link(sheet: Worksheet) -> None:
        for cell, address in (("B2", "https://eik.nl/a"), ("B3", "https://els.nl"), ("B4", "mailto:a@b.nl")):
            sheet[cell].hyperlink = address
        sheet["B2"].hyperlink.location = "kop"

    rows: list[list[object]] = [["titel", "link"], ["a", "Klik hier"], ["b", "https://x.nl"], ["c", "Mail"]]
    file = changed(workbook(tmp_path / "a.xlsx", *rows), link)
    assert read(file) == [
        Row(2, {"titel": "a", "link": "Klik hier"}, {"link": "https://eik.nl/a#kop"}),
        Row(3, {"titel": "b", "link": "https://x.nl"}),
        Row(4, {"titel": "c", "link": "Mail"}),
    ]


def test_a_formula_that_makes_a_link_gives_its_address(tmp_path: Path) -> None:
    """As the value when it was never worked out, and else beside the text that was."""
    formula = '=HYPERLINK("https://eik.nl/a","Klik")'
    file = workbook(tmp_path / "a.xlsx", ["link"], [formula], ['=HYPERLINK(A1&"x","Klik")'])
    good, bad = read(file)
    assert good == Row(2, {"link": "https://eik.nl/a"})
    assert isinstance(bad, BadRow)
    worked_out = tmp_path / "b.xlsx"
    edit(file, worked_out, b'"Klik")</f><v></v>', b'"Klik")</f><v>1</v>', b'"Klik")</f><v />')
    assert read(worked_out)[0] == Row(2, {"link": 1}, {"link": "https://eik.nl/a"})


def test_hidden_rows_are_read_and_that_is_said(tmp_path: Path) -> None:
    """A filter may hide them; those without anything in them do not count."""

    def hide(sheet: Worksheet) -> None:
        for row in (3, 4, 9):
            sheet.row_dimensions[row].hidden = True

    file = changed(workbook(tmp_path / "a.xlsx", ["titel"], ["a"], ["b"], ["c"]), hide)
    assert open_table(file).notes == ("Hidden rows are read too: 2.",)
    assert values(file) == [{"titel": "a"}, {"titel": "b"}, {"titel": "c"}]


def test_an_empty_first_sheet_is_named(tmp_path: Path) -> None:
    """The entries may be in another one, which is not read."""
    book = Workbook()
    book.create_sheet("Lessen").append(["titel"])
    book.save(tmp_path / "a.xlsx")
    assert "Its first sheet, “Sheet”, is empty, and only that one is read." in refused(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        (b'<mergeCells><mergeCell ref="A:A"/></mergeCells>', "damaged"),
        (b'<mergeCells><mergeCell ref="x"/></mergeCells>', "damaged"),
        (b"<mergeCells><mergeCell/></mergeCells>", "damaged"),
        (b"<mergeCells>" + b'<mergeCell ref="A2:A3"/>' * 65_537 + b"</mergeCells>", "more than 65,536"),
        (b"<broken>", "damaged"),
    ],
)
def test_what_is_wrong_beside_the_cells_is_a_sentence(tmp_path: Path, beside: bytes, says: str) -> None:
    """No sheet is read of which it is not known what else is in it."""
    file = workbook(tmp_path / "a.xlsx", ["titel"], ["x"])
    edit(file, tmp_path / "b.xlsx", b"</sheetData>", b"</sheetData>" + beside)
    assert says in refused(tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    ("most", "fits"),
    [
        (Most(rows=3, cells=6, unpacked=1 << 20), True),
        (Most(rows=2, cells=6, unpacked=1 << 20), False),
        (Most(rows=3, cells=5, unpacked=1 << 20), False),
        (Most(rows=3, cells=6, unpacked=1 << 9), False),
    ],
)
def test_no_more_is_read_than_is_asked_for(tmp_path: Path, most: Most, *, fits: bool) -> None:
    """Rows and cells without anything but a format count; the sheet is not even opened."""

    def colour(sheet: Worksheet) -> None:
        for row in (2, 3):
            for column in (1, 2):
                sheet.cell(row, column).font = Font(bold=True)

    file = changed(workbook(tmp_path / "a.xlsx", ["titel", "jaar"], ["x", 2020]), colour)
    if fits:
        assert [*open_table(file, most).rows()] == [Row(2, {"titel": "x", "jaar": 2020})]
    else:
        with pytest.raises(TooLargeError):
            open_table(file, most)


@pytest.mark.parametrize("cell", ["A4", "G2"])
def test_what_a_sheet_skips_counts_too(tmp_path: Path, cell: str) -> None:
    """A row or cell far away makes room for everything before it."""
    file = workbook(tmp_path / "a.xlsx", ["titel"], ["x"])
    far = changed(file, lambda sheet: sheet.__setitem__(cell, "y"))
    most = Most(rows=3, cells=6, unpacked=1 << 20)
    with pytest.raises(TooLargeError):
        [*open_table(far, most).rows()]


def test_a_percentage_is_one_as_it_is_seen(tmp_path: Path) -> None:
    """A sheet keeps a part of one; what people read there is “35%”."""

    def shown(sheet: Worksheet) -> None:
        for cell, form in (("A2", "0%"), ("B2", "0.00%"), ("C2", "0.00")):
            sheet[cell].number_format = form

    file = tmp_path / "a.xlsx"
    workbook(file, ["titel", "aanpak", "resultaat"], [0.35, 0.1234, 0.5])
    changed(file, shown)
    assert values(file) == [{"titel": "35%", "aanpak": "12.34%", "resultaat": 0.5}]


def test_a_formula_worked_out_to_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    """As `=IF(A2="","",A2)` leaves it in a sheet that was saved; saving it once more would not help."""
    file = workbook(tmp_path / "a.xlsx", ["titel", "jaar"], ["x", '=IF(A9="","",A9)'])
    edit(file, tmp_path / "b.xlsx", b'<c r="B2">', b'<c r="B2" t="str">', b'<c r="B2" >')
    assert read(tmp_path / "b.xlsx") == [Row(2, {"titel": "x"})]


def test_a_strict_workbook_is_named_with_what_to_do(tmp_path: Path) -> None:
    """Its sheets are there; only the library does not see them."""
    file = workbook(tmp_path / "a.xlsx", ["titel"], ["x"])
    usual, strict = b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"
    edit(file, tmp_path / "b.xlsx", usual, strict)
    assert "Save it as an ordinary Excel workbook (.xlsx)." in refused(tmp_path / "b.xlsx")
