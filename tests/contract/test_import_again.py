"""Which entry a row is about: importing again, rows that are the same, ids that are taken."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.model import Status, Text, Visibility, Years
from bot.transfer.entries import Defaults
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, NOW, lesson
from tests.contract.test_import import SHEET
from tests.contract.transferring import bring_in, everything, text_file


async def test_importing_twice_changes_nothing(store: SqlStore, tmp_path: Path) -> None:
    """By link, by external id, and for a row with neither by what it says; not a revision is added."""
    rows = SHEET + "Zonder link;Het ging.;deels;Gemeente Es;2020;\n"
    file = text_file(tmp_path / "lessen.csv", rows)
    assert (await bring_in(store, file)).result == (3, 0, 0)
    before = await everything(store)
    async with store.read() as tx:
        last = await tx.revisions.last()
    later = NOW + timedelta(days=3)
    assert (await bring_in(store, file, now=later)).result == (0, 0, 3)
    assert await everything(store) == before
    async with store.read() as tx:
        assert await tx.revisions.last() == last


async def test_a_known_entry_gets_only_what_the_row_gives(store: SqlStore, tmp_path: Path) -> None:
    """Nothing else of it changes: what an admin archived stays archived."""
    await bring_in(store, text_file(tmp_path / "a.csv", SHEET))
    first, second = await everything(store)
    archived = replace(
        first,
        status=Status.ARCHIVED,
        visibility=Visibility.PUBLIC,
        location="Eik",
        texts=(*first.texts, Text("en", "Shared cars")),
    )
    async with store.begin() as tx:
        await tx.entries.save(archived, BY_THE_PROGRAM)
    changed = SHEET.replace("2021", "2022").replace("werden er drie", "werden er vier")
    told = await bring_in(
        store, text_file(tmp_path / "b.csv", changed), defaults=Defaults(status=Status.DRAFT)
    )
    assert told.result == (0, 1, 1)
    assert await everything(store) == (
        replace(
            archived,
            happened=Years(2022),
            texts=(replace(first.texts[0], summary="Tien auto's werden er vier."), archived.texts[1]),
        ),
        second,
    )


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({"kenmerk": "a"}, {"kenmerk": "a"}, "kenmerk"),
        ({"link": "https://x.nl"}, {"link": "https://x.nl"}, "link"),
        ({"link": "https://x.nl", "kenmerk": "a"}, {"link": "https://x.nl"}, "link"),
        ({"link": "https://x.nl"}, {"link": "https://x.nl", "kenmerk": "a"}, "link"),
        ({"id": "L4", "kenmerk": "a"}, {"id": "L4", "kenmerk": "b"}, "id"),
        ({}, {}, "titel"),
    ],
)
async def test_the_same_entry_twice_in_a_file_names_the_other_line(
    store: SqlStore, tmp_path: Path, first: dict[str, str], second: dict[str, str], field: str
) -> None:
    """Two rows for one entry: the second is bad, and says which line the first is on."""
    rows = [{"titel": "Iets"} | first, {"titel": "Nog iets", "kenmerk": "z"}, {"titel": "Iets"} | second]
    file = text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    told = await bring_in(store, file)
    assert told.wrong == [(3, field)]
    assert "line 1" in told.bad[0].reason


async def test_entries_with_their_own_ids_may_share_a_source(store: SqlStore, tmp_path: Path) -> None:
    """Several lessons from one article are several entries when each has an external id."""
    rows = [{"titel": "Iets", "link": "https://x.nl", "kenmerk": name} for name in "abc"]
    file = text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert (await bring_in(store, file)).result == (3, 0, 0)
    unclear = text_file(tmp_path / "b.jsonl", json.dumps({"titel": "Iets", "link": "https://x.nl"}))
    told = await bring_in(store, unclear)
    assert told.wrong == [(1, "link")]
    assert "L1, L2, L3" in told.bad[0].reason


async def test_a_taken_id_becomes_a_new_one_and_that_is_said(store: SqlStore, tmp_path: Path) -> None:
    """An id that is free is kept; new ids come after those that the file brings along."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(2), BY_THE_PROGRAM)
    rows = [
        {"titel": "Nieuw", "kenmerk": "a"},
        {"titel": "Bezet", "kenmerk": "b", "id": "L2"},
        {"titel": "Vrij", "kenmerk": "c", "id": "L7"},
    ]
    file = text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    told = await bring_in(store, file)
    titles = {each.text("nl").title: each.id.number for each in await everything(store)}
    assert titles["Titel 2"] == 2
    assert titles["Vrij"] == 7
    assert {titles["Nieuw"], titles["Bezet"]} == {8, 9}
    assert told.notes[0].line == 2
    assert f"L2 is another entry here; this one became L{titles['Bezet']}" in told.notes[0].text
    assert (await bring_in(store, file)).result == (0, 0, 3)
