"""What a file that an admin shares may not bring: people who did not say so themselves, or too much."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from bot.domain.model import Consent, Entry, EntryId, Kind, Pioneer
from tests.dialogs.curators import OTHER, keep, lesson, person
from tests.dialogs.test_import import L1, L2, shares, waits
from tests.platforms.plaza import ADMIN, Town

V1 = EntryId(Kind.PIONEER, 1)


def lines(rows: int, columns: int) -> bytes:
    """Return a file with rows that have something in every column."""
    names = ";".join(["titel", *(f"k{n}" for n in range(1, columns))])
    return "\n".join([names, *[";".join(["x"] * columns)] * rows]).encode()


def formatted(rows: int, columns: int) -> bytes:
    """Return a sheet with one lesson and, under it, rows of cells that have a format and nothing in them."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Lessen")
    sheet.append(["titel", "uitkomst"])
    sheet.append(["Loting", "gelukt"])
    empty = WriteOnlyCell(sheet)
    empty.font = Font(bold=True)
    for _ in range(rows):
        sheet.append([empty] * columns)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (formatted(20_000, 1), "lessen.xlsx"),
        (formatted(60, 2_000), "lessen.xlsx"),
        (lines(2, 60_000), "lessen.csv"),
        (lines(4_000, 30), "lessen.csv"),
    ],
)
async def test_a_file_with_too_many_cells_is_too_large(empty_town: Town, content: bytes, name: str) -> None:
    """Also where they are empty: what only has a format makes a sheet as large."""
    said = await shares(empty_town, ADMIN, content, name)
    assert said.startswith(f"{name} is hier te groot voor mij")
    assert not await waits(empty_town)


async def test_a_sheet_with_some_formatted_rows_is_read(empty_town: Town) -> None:
    """People colour more rows than they fill."""
    said = await shares(empty_town, ADMIN, formatted(1_000, 10), "lessen.xlsx")
    assert said.startswith("lessen.xlsx zou brengen: een nieuw.")


async def test_words_of_who_was_forgotten_do_not_come_back_by_an_older_export(empty_town: Town) -> None:
    """Neither what they shared nor whom they were found as; the rest comes in, and the newest is taken."""
    number = await person(empty_town, OTHER)
    theirs = replace(lesson(empty_town, 1, "Loting met Otto"), author=number)
    found = Pioneer(number, "Otto Voorbeeld", Consent.GIVEN)
    await keep(empty_town, theirs, replace(theirs, id=V1, details=found), lesson(empty_town, 2, "Water"))
    older = await exported(empty_town)
    assert b"Otto Voorbeeld" in older
    await empty_town.says(OTHER, "vergeet mij ja alles")
    forgotten = await whole(empty_town)
    said = await shares(empty_town, ADMIN, older.replace(b"Water", b"Water in de kelder"), "oud.jsonl")
    assert said.startswith("oud.jsonl zou brengen: een veranderd en een hetzelfde als nu.")
    assert "een van de 3 rijen kan zo niet mee:\n· regel 1, id: L1 is hier gewist omdat iemand dat" in said
    await empty_town.says(ADMIN, "importeer ja zonder fouten")
    left = await whole(empty_town)
    assert {each: left[each] for each in (L1, V1)} == {each: forgotten[each] for each in (L1, V1)}
    assert left[L2].texts[0].title == "Water in de kelder"
    newest = await exported(empty_town)
    assert "zou brengen: twee hetzelfde als nu." in await shares(empty_town, ADMIN, newest, "nieuw.jsonl")


async def test_nobody_becomes_a_pioneer_by_a_file(empty_town: Town) -> None:
    """A row that looks like one of a full export, with consent of nobody, is refused; the rest is not."""
    row = (
        b'{"kind": "pioneer", "id": "V1", "name": "Pia Voorbeeld", "consent": "given", "person": 999, '
        b'"recorded": "2026-01-01T00:00:00+00:00", "texts": {"nl": {"title": "Windmolens"}}}\n'
        b'{"titel": "Loting", "uitkomst": "gelukt"}\n'
    )
    said = await shares(empty_town, ADMIN, row, "voorlopers.jsonl")
    assert "een van de 2 rijen kan zo niet mee:\n· regel 1, kind: Een voorloper meldt zichzelf aan" in said
    await empty_town.says(ADMIN, "importeer ja zonder fouten")
    assert [*await whole(empty_town)] == [L1]


async def exported(here: Town) -> bytes:
    """Return a full export."""
    await here.says(ADMIN, "exporteer jsonl alles")
    return here.chat.given[-1].content


async def whole(here: Town) -> Mapping[EntryId, Entry]:
    """Return the entries of the base."""
    async with here.store.read() as tx:
        return {each.id: each for each in await tx.entries.following(None, None, 99)}
