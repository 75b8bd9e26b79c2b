"""What an import makes of the rows of a file, over both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.domain.model import (
    EntryId,
    Kind,
    Lesson,
    Outcome,
    PartialDate,
    Project,
    Source,
    Stage,
    State,
    Status,
    Text,
    Visibility,
    Years,
)
from bot.domain.tags import Barrier, Initiative, Tags
from bot.ports.files import UnreadableFileError
from bot.transfer.mapping import read_mapping
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, NOW
from tests.contract.transferring import bring_in, everything, text_file

SHEET = """\
Titel;Wat gebeurde er?;Uitkomst;Organisatie;Jaar;Link
Deelauto's voor de buitendienst;Tien auto's werden er drie.;Gelukt;Gemeente Eik;2021;https://eik.nl/auto
Loket op zaterdag;Er kwam niemand.;MISLUKT;Gemeente Els;2019;https://els.nl/loket
"""


async def test_a_plain_sheet_of_a_coordinator_just_works(store: SqlStore, tmp_path: Path) -> None:
    """Dutch names in any capitals, Dutch values, nothing else: published lessons for the network."""
    told = await bring_in(store, text_file(tmp_path / "lessen.csv", SHEET))
    assert told.result == (2, 0, 0)
    first, second = await everything(store)
    assert first.id == EntryId(Kind.LESSON, 1)
    assert first.texts == (Text("nl", "Deelauto's voor de buitendienst", "Tien auto's werden er drie."),)
    assert (first.details, second.details) == (Lesson(Outcome.SUCCESS), Lesson(Outcome.FAILURE))
    assert (first.status, first.visibility, first.recorded) == (Status.PUBLISHED, Visibility.NETWORK, NOW)
    assert (first.organisation, first.happened) == ("Gemeente Eik", Years(2021))
    assert first.source == Source("eik.nl", url="https://eik.nl/auto")


async def test_english_names_and_every_field_work_too(store: SqlStore, tmp_path: Path) -> None:
    """A sheet may give everything an entry has, also in another language and with several values."""
    row = {
        "Type": "Project",
        "title": "Heat grid",
        "Title (nl)": "Warmtenet",
        "Samenvatting_nl": "Een net.",
        "LANGUAGE": "English",
        "state": "in use",
        "trede": "opgeschaald",
        "where": "Delft",
        "since": "2019",
        "until": "5-12-2021",
        "thema's": "energie, wonen",
        "belemmering": "risk_aversion; Ongeschreven regels en gewoonten",
        "initiatief": "van onderop",
        "source": "Report",
        "uitgever": "PBL",
        "published": "2021-06",
    }
    file = text_file(tmp_path / "a.jsonl", json.dumps(row))
    told = await bring_in(store, file)
    assert told.bad == []
    (made,) = await everything(store)
    assert made.id == EntryId(Kind.PROJECT, 1)
    assert made.texts == (Text("en", "Heat grid"), Text("nl", "Warmtenet", "Een net."))
    assert made.details == Project(State.IN_USE, Stage.SCALED_UP)
    assert made.happened == Years(2019, 2021)
    assert made.tags == Tags(
        barrier=(Barrier.RISK_AVERSION, Barrier.UNWRITTEN_RULES), initiative=(Initiative.BOTTOM_UP,)
    )
    assert made.source == Source("Report", None, "PBL", PartialDate(2021, 6))
    async with store.read() as tx:
        names = {theme.id: theme.name("nl") for theme in await tx.entries.themes()}
    assert [names[theme] for theme in made.themes] == ["energie", "wonen"]


async def test_an_empty_title_takes_the_first_sentence_and_says_so(store: SqlStore, tmp_path: Path) -> None:
    """The coordinator hears which row had none, and what it is called now."""
    file = text_file(tmp_path / "a.csv", "titel;samenvatting\n;we begonnen klein. Het groeide.\n")
    told = await bring_in(store, file)
    assert [note.line for note in told.notes] == [2]
    assert "“We begonnen klein”" in told.notes[0].text
    assert (await everything(store))[0].text("nl").title == "We begonnen klein"


async def test_all_or_nothing_unless_the_bad_are_skipped(store: SqlStore, tmp_path: Path) -> None:
    """One bad row keeps all of it out; with `skip_bad` the good ones come in."""
    file = text_file(tmp_path / "a.csv", SHEET + "Derde;x;geslagd;;20221;\n")
    told = await bring_in(store, file)
    assert told.result is None
    assert told.wrong == [(4, "Uitkomst"), (4, "Jaar")]
    assert "gelukt (success), deels gelukt (partial), niet gelukt (failure)" in told.bad[0].reason
    assert await everything(store) == ()
    assert (await bring_in(store, file, skip_bad=True)).result == (2, 0, 0)
    assert len(await everything(store)) == 2


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("uitkomst", "misschien", "niet gelukt (failure)"),
        ("soort", "verhaal", "les (lesson), project (project)"),
        ("stand", "x", "in gebruik (in_use)"),
        ("status", "in gebruik", "concept (draft)"),
        ("zichtbaarheid", "geheim", "openbaar (public)"),
        ("belemmering", "regen", "risk_aversion"),
        ("jaar", "31-02-2020", "no date that exists"),
        ("jaar", "0021", "no possible year"),
        ("jaar", "vorig jaar", "no date that exists"),
        ("published", "2020-13", "no date that exists"),
        ("recorded", "2020-02-30T10:00:00", "no moment that exists"),
        ("link", "www.eik.nl", "https://"),
        ("link", "https://x.nl/" + "a" * 3000, "2,000 is the most"),
        ("titel", "x" * 2001, "2,000 is the most"),
        ("samenvatting", "x" * 100_001, "100,000 is the most"),
        ("samenvatting", "a\x1b[2Jb", "U+001B"),
        ("samenvatting", "a\u0000b", "U+0000"),
        ("samenvatting", {"a": 1}, "is not known"),
        ("kenmerk", "x" * 201, "200 is the most"),
        ("id", "X12", "L12, P4 or V7"),
        ("id", "L999999999", "above"),
        ("taal", "klingon", "write nl or en"),
        ("room", "algemeen", "our own export"),
        ("author", "Jan", "not a whole number"),
        ("texts", {"nl": "titel"}, "only title"),
        ("texts", {"nl": {"kop": "titel"}}, "only title"),
        ("soort", "voorloper", "A pioneer declares themselves"),
        ("stand", "in gebruik", "belongs to a project"),
        ("tot", "2001", "before"),
        ("zichtbaarheid", "kanaal", "needs the other"),
    ],
)
async def test_what_is_wrong_is_said_with_the_field(
    store: SqlStore, tmp_path: Path, column: str, value: object, says: str
) -> None:
    """The reason names what can be written instead; nothing is saved."""
    row = {"titel": "Iets", "vanaf": "2015"} | {column: value}
    if column == "jaar":
        row.pop("vanaf")
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(row)))
    said = [f"{bad.field}: {bad.reason}" for bad in told.bad] + [
        f"{name} is not known" for name in told.plan.unknown
    ]
    assert told.result is None
    assert any(says in line for line in said), said
    assert await everything(store) == ()


async def test_columns_that_mean_nothing_are_named_with_the_nearest(store: SqlStore, tmp_path: Path) -> None:
    """A typing error must not lose a column; left out only when that is asked for."""
    file = text_file(tmp_path / "a.csv", "titel;uitkmst;interne notitie\nIets;gelukt;x\n")
    told = await bring_in(store, file)
    assert told.result is None
    assert told.plan.unknown == {"uitkmst": "uitkomst", "interne notitie": None}
    assert (await bring_in(store, file, skip_bad=True)).result == (1, 0, 0)
    assert (await everything(store))[0].details == Lesson()


async def test_columns_that_say_the_same_are_refused(store: SqlStore, tmp_path: Path) -> None:
    """Which of the two counts cannot be known."""
    file = text_file(tmp_path / "a.csv", "titel;title\nIets;Something\n")
    with pytest.raises(UnreadableFileError, match="both say title"):
        await bring_in(store, file)
    lines = text_file(tmp_path / "a.jsonl", json.dumps({"titel": "a", "title": "b"}))
    assert (await bring_in(store, lines)).wrong == [(1, "title")]


async def test_a_sheet_without_names_of_columns_is_explained(store: SqlStore, tmp_path: Path) -> None:
    """Somebody forgot the first row: the sentence says how to name the columns."""
    file = text_file(tmp_path / "a.csv", "Fietsen;2020\nBussen;2021\n")
    with pytest.raises(UnreadableFileError, match="Name them like titel"):
        await bring_in(store, file)


async def test_themes_are_found_in_either_language_and_made_when_missing(
    store: SqlStore, tmp_path: Path
) -> None:
    """A theme is not made twice because somebody writes it otherwise."""
    async with store.begin() as tx:
        energy = await tx.entries.save_theme({"nl": "energie", "en": "energy"}, BY_THE_PROGRAM)
    file = text_file(tmp_path / "a.csv", "titel;thema's\nA;Energy, Nieuw thema\nB;nieuw  thema\n")
    told = await bring_in(store, file)
    assert told.counts is not None
    assert told.counts.themes == 1
    async with store.read() as tx:
        _, new = await tx.entries.themes()
    assert new.names == (("nl", "Nieuw thema"),)
    assert [each.themes for each in await everything(store)] == [(energy.id, new.id), (new.id,)]


async def test_a_mapping_names_fields_constants_and_values(store: SqlStore, tmp_path: Path) -> None:
    """A source with other words: a field may fill two of ours, and reach into objects."""
    mapping = read_mapping("""
        ignore = ["intern"]
        [constants]
        kind = "project"
        source_publisher = "De bron"
        [fields]
        naam = ["title", "source_title"]
        "bron.adres" = "source_url"
        nr = "external_id"
        fase = "state"
        [prefixes]
        external_id = "bron:"
        [values.state]
        live = "in_use"
        """)
    row = {"naam": "Iets", "bron": {"adres": "https://x.nl"}, "nr": 7, "fase": "LIVE", "intern": "x"}
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(row)), mapping=mapping)
    assert told.bad == []
    (made,) = await everything(store)
    assert made.details == Project(State.IN_USE)
    assert made.source == Source("Iets", None, "De bron", None, "https://x.nl")
    assert made.external_id == "bron:7"


async def test_a_dry_plan_writes_nothing(store: SqlStore, tmp_path: Path) -> None:
    """The first pass counts what would happen, themes included."""
    file = text_file(tmp_path / "a.csv", "titel;thema\nA;x\nB;x, y\nC;geen;te veel\n")
    told = await bring_in(store, file)
    assert (told.plan.counts.new, told.plan.counts.themes, told.plan.counts.bad) == (2, 2, 1)
    async with store.read() as tx:
        assert await tx.revisions.last() == 0


async def test_a_file_without_entries_is_said(store: SqlStore, tmp_path: Path) -> None:
    """Only names of columns, or only empty rows: no entry, and no silence."""
    with pytest.raises(UnreadableFileError, match=r"a\.csv cannot be imported\. There are no entries"):
        await bring_in(store, text_file(tmp_path / "a.csv", "titel;link\n;\n\n"))
    with pytest.raises(UnreadableFileError, match=r"a\.json cannot be imported\. There are no entries"):
        await bring_in(store, text_file(tmp_path / "a.json", "[]"))


async def test_what_was_taken_for_the_names_of_columns_is_said(store: SqlStore, tmp_path: Path) -> None:
    """A title above them, or another sheet before it: the sentence says where to look."""
    titled = text_file(tmp_path / "a.csv", "\nOverzicht van alle lessen;\ntitel;jaar\nFietsen;2020\n")
    with pytest.raises(UnreadableFileError, match=r"taken from line 2: .* remove what is above them"):
        await bring_in(store, titled)
    book = Workbook()
    book.create_sheet("Lessen").append(["titel"])
    assert book.active is not None
    book.active.append(["Toelichting"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFileError, match=r"row 1: .* Only the first sheet is read: “Sheet”\."):
        await bring_in(store, tmp_path / "a.xlsx")


async def test_an_address_behind_the_text_of_a_link_is_taken(store: SqlStore, tmp_path: Path) -> None:
    """Only of the link: a title with an address behind it stays a title, and that is said once."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["titel", None, "link"])
    book.active.append(["Fietsen", None, "Klik hier"])
    book.active.append(["Bussen"])
    for cell in ("A2", "A3", "C2"):
        book.active[cell].hyperlink = f"https://eik.nl/{cell}"
    book.save(tmp_path / "a.xlsx")
    told = await bring_in(store, tmp_path / "a.xlsx")
    assert told.result == (2, 0, 0)
    (said,) = told.notes
    assert "titel: the address behind the text is left out, in every row" in said.text
    made, _ = await everything(store)
    assert made.texts[0].title == "Fietsen"
    assert made.source == Source("eik.nl", url="https://eik.nl/C2")


async def test_half_a_letter_in_a_list_is_a_bad_row(store: SqlStore, tmp_path: Path) -> None:
    """As on a line of its own; nothing is put in its place."""
    told = await bring_in(store, text_file(tmp_path / "a.json", '[{"titel": "a\\ud800b"}]'))
    assert told.wrong == [(1, "titel")]
    assert "U+D800" in told.bad[0].reason
