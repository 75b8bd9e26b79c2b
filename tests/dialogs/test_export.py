"""The base as a file, given to an admin directly."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from bot.commands import export
from bot.domain.model import Consent, Status, Visibility
from bot.messages.reply import File
from tests.dialogs.curators import keep, lesson, person, pioneer
from tests.platforms.plaza import ADMIN, Town


async def stocked(here: Town) -> None:
    """Let there be a lesson for everybody, one for members, a draft, and two pioneers of whom one agrees."""
    author = await person(here, "bram")
    await keep(
        here,
        replace(lesson(here, 1, "Warmtenet"), visibility=Visibility.PUBLIC),
        replace(lesson(here, 2, "Loting"), author=author),
        lesson(here, 3, "Buurtbus", Status.DRAFT),
    )
    await pioneer(here, Consent.GIVEN, 1)
    await pioneer(here, Consent.WITHDRAWN, 2)


async def given(here: Town, line: str) -> File:
    """Return the file that an admin gets for a line."""
    await here.says(ADMIN, line)
    return here.chat.given[-1]


def objects(file: File) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.content.decode().splitlines()]


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("exporteer jsonl", {"L1", "L2", "V1"}),
        ("exporteer jsonl openbaar", {"L1"}),
        ("exporteer jsonl alles", {"L1", "L2", "L3", "V1"}),
        ("export json public", {"L1"}),
        ("export JSONL all", {"L1", "L2", "L3", "V1"}),
    ],
)
async def test_it_holds_what_was_asked_for_and_nobody_without_consent(
    empty_town: Town, line: str, held: set[str]
) -> None:
    """As on the command line; who shared what only where everything is asked for."""
    await stocked(empty_town)
    found = objects(await given(empty_town, line))
    assert {each["id"] for each in found} == held
    assert any("author" in each for each in found) == ("L3" in held)


async def test_every_kind_of_file_holds_the_same(empty_town: Town) -> None:
    """Excel unless another is asked for."""
    await stocked(empty_town)
    book = await given(empty_town, "exporteer")
    assert book.name == "kennisbank.xlsx"
    rows = [*load_workbook(io.BytesIO(book.content), read_only=True).active.values]  # type: ignore[union-attr]
    sheet = await given(empty_town, "export csv")
    assert sheet.name == "knowledge-base.csv"
    lines = [*csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";")]
    column = rows[0].index("id")
    assert [row[column] for row in rows] == [line[lines[0].index("id")] for line in lines]
    assert len(rows) == 4


async def test_what_is_in_it_is_said(empty_town: Town) -> None:
    """How many, for whom, and what to mind."""
    await stocked(empty_town)
    said = await empty_town.says(ADMIN, "exporteer csv")
    assert "Het bestand kennisbank.csv bevat drie lessen, projecten en voorlopers." in said
    assert "`exporteer alles`" in said
    said = await empty_town.says(ADMIN, "export csv all")
    assert "Keep it as you keep the base" in said


async def test_what_does_not_fit_is_named_and_nothing_is_cut(empty_town: Town) -> None:
    """With the kind of file that takes it."""
    long = lesson(empty_town, 1, "Warmtenet")
    (text,) = long.texts
    await keep(empty_town, replace(long, texts=(replace(text, result="x" * 40_000),)))
    said = await empty_town.says(ADMIN, "exporteer")
    assert "Dit past niet in zo'n bestand, en ik kap niets af: L1. `exporteer jsonl` neemt alles." in said
    assert empty_town.chat.given == []
    assert len(objects(await given(empty_town, "exporteer jsonl"))) == 1


async def test_a_base_that_is_too_large_is_for_the_command_line(
    empty_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits a minute for an answer in a chat."""
    monkeypatch.setattr(export, "MOST", 4)
    await stocked(empty_town)
    said = await empty_town.says(ADMIN, "exporteer")
    assert "te groot om in de chat te geven" in said
    assert "voorloper export" in said
    assert empty_town.chat.given == []
