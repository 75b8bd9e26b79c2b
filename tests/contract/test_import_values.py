"""What an import makes of the years, dates and words for nothing that people write in a sheet."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import pytest

from bot.domain.model import Lesson, Source, Text, Years
from bot.querying.values import CHOSEN_FROM, vocabulary
from bot.transfer.dates import read_when
from bot.transfer.fields import nearest
from bot.transfer.mapping import MappingError, read_mapping
from bot.transfer.words import read_choice
from storage.store import SqlStore
from tests.contract.transferring import bring_in, everything, text_file


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019-2021", "2019", "2021"),
        ("2019–2021", "2019", "2021"),
        ("2018/2019", "2018", "2019"),
        ("2019 t/m 2021", "2019", "2021"),
        ("ca. 2018", "2018", None),
        ("circa 2018", "2018", None),
        ("± 2018", "2018", None),
        ("ca. 2018-2020", "2018", "2020"),
        ("1-1-2019 0:00", "2019-01-01", None),
        ("2019-01-01 00:00:00", "2019-01-01", None),
        ("2019-01-01T00:00:00", "2019-01-01", None),
        ("01-01-2019", "2019-01-01", None),
        ("dec-11", "2011-12", None),
        ("mrt-98", "1998-03", None),
        ("5 december 2011", "2011-12-05", None),
        ("Mei 2011", "2011-05", None),
        ("2011.0", "2011", None),
    ],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(
    written: str, first: str, last: str | None
) -> None:
    """A period has two ends; what is not plain is said in a remark."""
    found = read_when(written)
    assert (str(found.first), found.last and str(found.last)) == (first, last)
    assert bool(found.remark) == (written[0] in "c±dm")


@pytest.mark.parametrize(
    "written",
    [
        "11-dec",
        "1-2-11",
        "dex-11",
        "31 februari 2011",
        "2019-3021",
        "0000-2019",
        "2019-",
        "2011-00",
        "13-13-2011",
        "ca.",
    ],
)
def test_dates_that_may_mean_several_things_are_refused(written: str) -> None:
    """No year is guessed."""
    with pytest.raises(ValueError, match="is no"):
        read_when(written)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        *(
            (f"{when} 2021", "2021", None)
            for when in ("voorjaar", "Eind", "medio", "begin", "Q3", "3e kwartaal")
        ),
        *((f"{since} 2019", "2019", None) for since in ("sinds", "vanaf", "since")),
        *((f"2019 {to}", "2019", None) for to in ("- heden", "– nu", "t/m heden", "tot nu", "to present")),
        ("2021/22", "2021", "2022"),
        ("1999/00", "1999", "2000"),
    ],
)
def test_a_date_that_is_only_about_when_is_taken_with_a_remark(
    written: str, first: str, last: str | None
) -> None:
    """A season, a quarter, a school year, something that still lasts: the years in it, and it is said."""
    found = read_when(written)
    assert (str(found.first), found.last and str(found.last)) == (first, last)
    assert found.remark
    assert written in found.remark


@pytest.mark.parametrize("written", ["2021/23", "voorjaar", "Q5 2021", "zomer 21"])
def test_what_only_looks_like_it_is_refused(written: str) -> None:
    """No year is made of what holds none, or two that do not follow each other."""
    with pytest.raises(ValueError, match="is no date"):
        read_when(written)


@pytest.mark.parametrize("choice", CHOSEN_FROM.values())
def test_what_can_be_filtered_by_can_be_imported(choice: type[StrEnum]) -> None:
    """The words that people use behind a filter say the same in a sheet."""
    key = next(key for key, kind in CHOSEN_FROM.items() if kind is choice)
    for words, meant in vocabulary().values(key).items():
        assert read_choice(choice, words) is meant


async def test_a_period_in_the_column_of_the_year_is_a_period(store: SqlStore, tmp_path: Path) -> None:
    """It fills both ends, where no other column says otherwise."""
    file = text_file(tmp_path / "a.csv", "titel;jaar;kenmerk\nA;2019–2021;a\nB;ca. 2018;b\nC;2018/2019;c\n")
    told = await bring_in(store, file)
    assert told.bad == []
    assert [each.happened for each in await everything(store)] == [
        Years(2019, 2021),
        Years(2018),
        Years(2018, 2019),
    ]
    assert [(note.line, note.text) for note in told.notes] == [
        (3, "jaar: “ca. 2018” is only about when; 2018 is taken.")
    ]
    other = text_file(
        tmp_path / "b.csv", "titel;jaar;tot\nA;2019-2021;2022\nB;2021-2019;\nC;2019-2021;2021\n"
    )
    told = await bring_in(store, other)
    assert told.wrong == [(2, "jaar"), (3, "jaar")]
    assert "“tot” says otherwise" in told.bad[0].reason
    published = text_file(tmp_path / "c.csv", "titel;gepubliceerd\nA;2019-2021\n")
    assert "is a period" in (await bring_in(store, published)).bad[0].reason


@pytest.mark.parametrize(
    "word", ["n.v.t.", "NVT", "n/a", "?", "-", "–", "onbekend", "Unknown", "geen", " - "]
)
async def test_a_word_for_nothing_counts_as_empty(store: SqlStore, tmp_path: Path, word: str) -> None:
    """In every optional field, said once for each column; a title has to be one."""
    names = ("organisatie", "jaar", "link", "uitkomst", "advies", "thema", "title_en", "gepubliceerd")
    rows = [dict.fromkeys(names, word) | {"titel": f"Les {number}", "bron": "Boek"} for number in (1, 2)]
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert told.bad == []
    first, _ = await everything(store)
    assert first.texts == (Text("nl", "Les 1"),)
    assert (first.organisation, first.happened, first.details, first.themes) == (None, None, Lesson(), ())
    assert first.source == Source("Boek")
    assert [note.line for note in told.notes] == [1] * len(names)
    assert {note.text.partition(":")[0] for note in told.notes} == set(names)
    bad = text_file(tmp_path / "b.jsonl", json.dumps({"titel": word, "samenvatting": "Het ging."}))
    told = await bring_in(store, bad)
    assert told.wrong == [(1, "titel")]
    assert "is no title" in told.bad[0].reason


def test_nobody_is_pointed_to_what_only_a_full_export_holds() -> None:
    """A column with a name is no reason to speak of pioneers or of numbers of persons."""
    for column in ("Naam", "naam", "names", "auhtor", "contakt", "consnt", "persoon"):
        assert nearest(column) not in {"author", "person", "name", "consent", "contact"}
    assert nearest("uitkmst") == "uitkomst"


async def test_a_number_of_thousands_of_digits_is_refused_in_our_words(
    store: SqlStore, tmp_path: Path
) -> None:
    """How Python could be told to read it is of no use to who has the file."""
    digits = "9" * 5000
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", f'{{"titel": "a", "jaar": {digits}}}'))
    assert told.result is None
    assert "digits" in told.bad[0].reason
    assert "sys." not in told.bad[0].reason
    with pytest.raises(MappingError, match="far too long"):
        read_mapping(f"[constants]\nhappened_since = {digits}")


async def test_a_sheet_may_name_its_columns_as_people_do(store: SqlStore, tmp_path: Path) -> None:
    """A name is a title; recommendations are advice."""
    file = text_file(tmp_path / "a.csv", "Naam;Korte omschrijving;Resultaten;Aanbevelingen\nA;B;C;D\n")
    await bring_in(store, file)
    (entry,) = await everything(store)
    text = entry.text("nl")
    assert (text.title, text.summary, text.result, text.advice) == ("A", "B", "C", "D")


async def test_what_nobody_sees_in_a_cell_is_left_out(store: SqlStore, tmp_path: Path) -> None:
    """As text processors leave it: it would part words, or be an organisation without a name."""
    rows = [
        {"titel": "Burger\xadparticipatie\u200b  in\nhet\xa0dorp", "organisatie": "Gemeente\xa0 Ede \n"},
        {"titel": "Lo\xadting", "organisatie": "\u200b", "aanpak": "Wij loot\xadten.\n\nTwee keer."},
    ]
    file = text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert (await bring_in(store, file)).result == (2, 0, 0)
    first, second = await everything(store)
    assert (first.texts, first.organisation) == (
        (Text("nl", "Burgerparticipatie in het dorp"),),
        "Gemeente Ede",
    )
    assert second.texts == (Text("nl", "Loting", action="Wij lootten.\n\nTwee keer."),)
    assert second.organisation is None
    assert (await bring_in(store, file)).result == (0, 0, 2)
