"""The base as a file, given to an admin directly."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from bot.commands.network import export
from bot.domain.model import Consent, Status, Visibility
from bot.messages.reply import File
from storage.payloads import OUTGOING
from tests.contract.everything import rows
from tests.dialogs.curators import keep, lesson, person, pioneer
from tests.dialogs.pioneering import is_found
from tests.platforms.plaza import ADMIN, Town, direct_message


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


@pytest.mark.parametrize("line", ["vindbaar uit", "vindbaar pauze tot 17 mei", "vergeet mij ja alles"])
async def test_a_file_that_waited_does_not_go_out_without_consent(empty_town: Town, line: str) -> None:
    """What is in it may not be shown any more: its asker hears that it can be asked for again."""
    await is_found(empty_town, "pia")
    empty_town.chat.down = True
    for who, said in ((ADMIN, "exporteer csv"), ("pia", line)):
        await empty_town.program.accept([direct_message(who, said, empty_town.clock())])
        await empty_town.handled()
    empty_town.chat.down = False
    await empty_town.later()
    assert empty_town.chat.given == []
    assert "intussen veranderd" in " ".join(shown.text for shown in empty_town.chat.shown)
    assert b"P. Voorbeeld" not in (await given(empty_town, "exporteer csv")).content


async def test_a_file_that_waited_holds_nothing_of_who_was_forgotten(
    empty_town: Town, database_url: str
) -> None:
    """Not a draft either; with nothing of it left in the database."""
    for line in ("deel", "Een dorpsmolen van riet", "De buurt bouwde mee", "overslaan", "gelukt", "klaar"):
        await empty_town.says("bram", line)
    empty_town.chat.down = True
    for who, line in ((ADMIN, "exporteer jsonl alles"), ("bram", "vergeet mij ja alles")):
        await empty_town.program.accept([direct_message(who, line, empty_town.clock())])
        await empty_town.handled()
    said = (await rows(database_url))["outbox"]
    waiting = [str(each) for row in said for each in row if '"type": "upload"' in str(each)]
    assert [OUTGOING.read(each).file.content for each in waiting] == [b""]  # type: ignore[union-attr]
    empty_town.chat.down = False
    await empty_town.later()
    assert empty_town.chat.given == []
    assert "intussen veranderd" in " ".join(shown.text for shown in empty_town.chat.shown)


async def test_a_file_that_waited_goes_out_when_all_still_agree(empty_town: Town) -> None:
    """Drafts and the archive in it are what was asked for."""
    await stocked(empty_town)
    await keep(empty_town, lesson(empty_town, 4, "Deelauto", Status.ARCHIVED))
    empty_town.chat.down = True
    await empty_town.program.accept([direct_message(ADMIN, "exporteer jsonl alles", empty_town.clock())])
    await empty_town.handled()
    empty_town.chat.down = False
    await empty_town.later()
    assert {each["id"] for each in objects(empty_town.chat.given[-1])} == {"L1", "L2", "L3", "L4", "V1"}
