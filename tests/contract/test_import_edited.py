"""What people change in an export of ours before they import it again, and what looks like an entry."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.domain.model import Lesson, Outcome, Source, Text, Years
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, NOW, lesson
from tests.contract.transferring import bring_in, bring_out, everything, text_file

Cells = dict[str, str]


async def fill(store: SqlStore, *others: tuple[str, str]) -> None:
    """Save a lesson with two themes, and a base with those and others."""
    async with store.begin() as tx:
        themes = [
            await tx.entries.save_theme({"nl": dutch, "en": english}, BY_THE_PROGRAM)
            for dutch, english in (("energie", "energy"), ("wonen", "housing"), *others)
        ]
        told = replace(
            lesson(12),
            texts=(Text("nl", "Warmtenet", "Het werd warm."),),
            details=Lesson(Outcome.SUCCESS),
            organisation="Gemeente Eik",
            happened=Years(2019),
            themes=(themes[0].id, themes[1].id),
        )
        await tx.entries.save_all([told, replace(lesson(13), texts=(Text("nl", "Fietsen"),))], BY_THE_PROGRAM)


async def edited(store: SqlStore, folder: Path, change: Callable[[Cells], Cells]) -> Path:
    """Export a table, and return it with what a person made of its rows."""
    file = folder / "uit.csv"
    await bring_out(store, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [change(row) for row in csv.DictReader(opened, delimiter=";")]
    again = folder / "in.csv"
    with again.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return again


async def themes_of(store: SqlStore, number: int = 12) -> list[str]:
    """Return the Dutch names of the themes of a lesson."""
    (entry,) = [each for each in await everything(store) if each.id.number == number]
    async with store.read() as tx:
        names = {theme.id: theme.name("nl") for theme in await tx.entries.themes()}
    return [names[theme] for theme in entry.themes]


def only(name: str, value: str) -> Callable[[Cells], Cells]:
    """Return what changes one cell of the lesson."""
    return lambda row: row | {name: value} if row["id"] == "L12" else row


async def test_a_theme_taken_out_of_an_exported_sheet_stays_out(store: SqlStore, tmp_path: Path) -> None:
    """The names in another language stand in a column beside it, in which nobody looks."""
    await fill(store)
    file = tmp_path / "a.xlsx"
    await bring_out(store, file)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[names.index("id")].value == "L12"]
    row[names.index("themes")].value = "wonen"
    book.save(file)
    told = await bring_in(store, file)
    assert told.result == (0, 1, 1)
    assert await themes_of(store) == ["wonen"]
    assert "themes_en has not as many themes" in told.notes[0].text


async def test_another_theme_in_place_of_one_is_that_theme(store: SqlStore, tmp_path: Path) -> None:
    """The Dutch name decides, also where the English one beside it is still the old one."""
    await fill(store, ("water", "water"))
    file = await edited(store, tmp_path, only("themes", "energie; water"))
    assert (await bring_in(store, file)).result == (0, 1, 1)
    assert await themes_of(store) == ["energie", "water"]
    file = await edited(store, tmp_path, only("themes", "energie; lucht"))
    assert (await bring_in(store, file)).result == (0, 1, 1)
    assert await themes_of(store) == ["energie", "lucht"]
    async with store.read() as tx:
        assert (await tx.entries.themes())[-1].names == (("nl", "lucht"),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("themes", "Energie; WONEN"),
        ("organisation", " Gemeente Eik "),
        ("organisation", " "),
        ("organisation", "n.v.t."),
        ("summary", "Het werd warm.\n"),
        ("summary", " "),
        ("happened_since", " "),
        ("happened_until", "n.v.t."),
        ("outcome", " gelukt"),
        ("external_id", " "),
        ("source_url", " "),
    ],
)
async def test_what_a_hand_adds_to_a_cell_changes_nothing(
    store: SqlStore, tmp_path: Path, name: str, value: str
) -> None:
    """Capitals in a theme, spaces around words, a cell with only a space: the entry stays as it is."""
    await fill(store)
    before = await everything(store)
    told = await bring_in(store, await edited(store, tmp_path, only(name, value)))
    assert (told.bad, told.result) == ([], (0, 0, 2))
    assert await everything(store) == before
    async with store.read() as tx:
        assert len(await tx.entries.themes()) == 2


async def test_words_of_a_hand_are_kept_without_spaces(store: SqlStore, tmp_path: Path) -> None:
    """Another organisation, with a space behind it, is that organisation."""
    await fill(store)
    told = await bring_in(store, await edited(store, tmp_path, only("organisation", "Gemeente Els ")))
    assert told.result == (0, 1, 1)
    assert (await everything(store))[0].organisation == "Gemeente Els"
    told = await bring_in(store, await edited(store, tmp_path, only("title", "?")))
    assert told.wrong == [(2, "title")]


async def test_an_export_without_its_moments_adds_nothing_twice(store: SqlStore, tmp_path: Path) -> None:
    """Where nothing changed it is the same entry; where something did, nobody can tell."""
    await fill(store)

    def without(row: Cells) -> Cells:
        return {name: cell for name, cell in row.items() if name not in {"recorded", "reviewed", "status"}}

    assert (await bring_in(store, await edited(store, tmp_path, without))).result == (0, 0, 2)
    file = await edited(store, tmp_path, lambda row: without(only("organisation", "Gemeente Els")(row)))
    told = await bring_in(store, file)
    assert told.wrong == [(2, "id")]
    assert "Add the column recorded, or leave id out" in told.bad[0].reason
    assert len(await everything(store)) == 2


async def test_a_link_of_several_entries_and_an_id_say_which(store: SqlStore, tmp_path: Path) -> None:
    """What the message about them asks for is enough."""
    source = Source("x.nl", url="https://x.nl")
    async with store.begin() as tx:
        await tx.entries.save_all([replace(lesson(each), source=source) for each in (1, 2)], BY_THE_PROGRAM)
    row = {"id": "L2", "titel": "Anders", "link": "https://x.nl"}
    assert (await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(row)))).result == (0, 1, 0)
    assert (await everything(store))[1].text("nl").title == "Anders"


@pytest.mark.parametrize(
    "url", ["http://eik.nl/auto", "https://eik.nl/auto/", "http://eik.nl/auto/", "HTTPS://eik.nl/auto"]
)
async def test_a_link_written_otherwise_is_the_same_link(store: SqlStore, tmp_path: Path, url: str) -> None:
    """With or without s and slash it is one entry; it gets the link as it is given."""
    first = {"titel": "Auto's", "link": "https://eik.nl/auto"}
    await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(first)))
    again = text_file(tmp_path / "b.jsonl", json.dumps(first | {"link": url}))
    assert (await bring_in(store, again)).result == (0, 1, 0)
    (entry,) = await everything(store)
    assert entry.source is not None
    assert entry.source.url == url
    both = [first | {"link": "https://els.nl"}, first | {"link": "http://els.nl/"}]
    told = await bring_in(store, text_file(tmp_path / "c.jsonl", "\n".join(map(json.dumps, both))))
    assert told.wrong == [(2, "link")]


async def test_the_title_that_is_taken_says_which_entry_it_is(store: SqlStore, tmp_path: Path) -> None:
    """What stands behind the first sentence may change; another first sentence is another entry."""
    row = {"samenvatting": "Er kwam niemand. Het regende.", "jaar": 2019}
    assert (await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(row)))).result == (1, 0, 0)
    for changed, result in (
        ({"samenvatting": "Er kwam niemand. Het was zondag."}, (0, 1, 0)),
        ({"titel": "Er kwam niemand"}, (0, 0, 1)),
        ({"samenvatting": "Er kwam iemand."}, (1, 0, 0)),
    ):
        file = text_file(tmp_path / "b.jsonl", json.dumps({"jaar": 2019} | changed))
        assert (await bring_in(store, file)).result == result
    rows = [{"titel_nl": name, "jaar": 2019} for name in ("Een", "Twee")]
    file = text_file(tmp_path / "c.jsonl", "\n".join(map(json.dumps, rows)))
    assert (await bring_in(store, file)).result == (2, 0, 0)


async def test_a_row_that_looks_like_an_entry_is_said(store: SqlStore, tmp_path: Path) -> None:
    """It comes in beside it all the same: nobody knows that it is the same one."""
    await fill(store)
    rows = [
        {"titel": "Warmtenet", "organisatie": "gemeente eik", "jaar": 2019},
        {"titel": "Warmtenet", "organisatie": "Gemeente Eik", "jaar": 2020},
        {"titel": "Warmtenet", "organisatie": "Gemeente Eik", "jaar": 2019, "kenmerk": "a"},
    ]
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))), now=NOW)
    assert told.result == (3, 0, 0)
    assert [(note.line, note.text) for note in told.notes] == [
        (1, "looks like L12, which came from elsewhere; it comes beside it.")
    ]
