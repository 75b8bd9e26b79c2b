"""What an export holds and what it refuses, and what an import takes back of people."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.model import Consent, Kind, Pioneer, Status, Text, Visibility
from bot.domain.people import Person, Role, Room
from bot.transfer.exporting import EntriesDoNotFitError
from storage.store import SqlStore
from tests.contract.examples import ANNA, BY_THE_PROGRAM, FULL_LESSON, FULL_PROJECT, ROOM, entry, lesson
from tests.contract.transferring import bring_in, bring_out, bytes_of, everything, private, text_file

MEMBERS = Audience(Readership.MEMBERS)
MIXED = Audience(Readership.MIXED)
BEN_ELSEWHERE = 40


async def fill(store: SqlStore) -> None:
    async with store.begin() as tx:
        await tx.rooms.save(Room(ROOM, name="algemeen"), BY_THE_PROGRAM)
        await tx.people.restore(Person(BEN_ELSEWHERE), BY_THE_PROGRAM)
        pioneers = [
            replace(entry(Kind.PIONEER, number), details=Pioneer(BEN_ELSEWHERE, "Ben", consent))
            for number, consent in enumerate(Consent, 1)
        ]
        shared = [
            replace(FULL_LESSON, author=BEN_ELSEWHERE),
            lesson(1),
            replace(lesson(2), status=Status.DRAFT),
            replace(lesson(3), status=Status.ARCHIVED, visibility=Visibility.PUBLIC),
            FULL_PROJECT,
        ]
        await tx.entries.save_all([*shared, *pioneers], BY_THE_PROGRAM)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ids(file: Path) -> set[str]:
    return {json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()}


async def test_an_export_holds_what_its_asker_may_see(store: SqlStore, tmp_path: Path) -> None:
    """Members: public and network. Everybody: public. All: everything. Nobody without consent in any."""
    await fill(store)
    file = tmp_path / "a.jsonl"
    for audience, expected in (
        (MEMBERS, {"L12", "L1", "V1"}),
        (MIXED, {"L12"}),
        (Audience(Readership.DIRECT, frozenset({ROOM})), {"L12", "L1", "V1", "P4"}),
        (None, {"L12", "L1", "L2", "L3", "P4", "V1"}),
    ):
        assert await bring_out(store, file, audience) == len(expected)
        assert ids(file) == expected


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
async def test_who_shared_it_is_only_in_a_full_export(store: SqlStore, tmp_path: Path, ending: str) -> None:
    """Numbers of persons, and with them who shared a failure, leave the base only with everything else."""
    await fill(store)
    file = tmp_path / f"a.{ending}"
    await bring_out(store, file, MEMBERS)
    if ending != "xlsx":
        text = bytes_of(file).decode()
        assert "author" not in text.replace("source_author", "")
        assert '"person"' not in text
        assert ";person;" not in text
    told = await bring_in(store, file)
    assert told.result == (0, 0, 3)
    assert not private(file)
    await bring_out(store, file)
    assert private(file)


async def test_what_does_not_fit_is_refused_with_its_id(store: SqlStore, tmp_path: Path) -> None:
    """Nothing is cut, nothing is written, what was there stays; JSON Lines takes it."""
    long = replace(lesson(7), texts=(Text("nl", "Lang", summary="x" * 40_000),))
    blank = replace(lesson(8), organisation="")
    async with store.begin() as tx:
        await tx.entries.save_all([long, blank, lesson(1)], BY_THE_PROGRAM)
    for ending, refused in (("xlsx", {"L7", "L8"}), ("csv", {"L8"})):
        file = text_file(tmp_path / f"a.{ending}", "van gisteren")
        with pytest.raises(EntriesDoNotFitError) as error:
            await bring_out(store, file)
        assert {str(fault[0]) for fault in error.value.faults} == refused
        assert "L8, organisation" in str(error.value)
        assert bytes_of(file) == b"van gisteren"
    assert await bring_out(store, tmp_path / "a.jsonl") == 3
    assert names(tmp_path) == {"a.jsonl", "a.csv", "a.xlsx"}


async def test_nobody_becomes_a_pioneer_through_a_file(store: SqlStore, tmp_path: Path) -> None:
    """Where the number is somebody's, a pioneer of another base is refused, and so is a made-up one."""
    async with store.begin() as tx:
        anna = (await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)).id
    row = {
        "id": "V1",
        "kind": "pioneer",
        "recorded": "2026-03-02T09:00:00+00:00",
        "person": anna,
        "name": "Ben",
        "consent": "given",
        "texts": {"nl": {"title": "Weet van loting"}},
    }
    for given in (
        row,
        *({k: v for k, v in row.items() if k != name} for name in ("person", "recorded", "consent")),
    ):
        told = await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(given)))
        assert "declares themselves" in told.bad[0].reason
    assert await everything(store) == ()


@pytest.mark.parametrize("role", [None, Role.MEMBER, Role.ADMIN])
async def test_a_pioneer_comes_back_only_where_the_bot_did_not_run(
    store: SqlStore, tmp_path: Path, role: Role | None
) -> None:
    """In a base with an admin people can say themselves that they agree, so a row that says so is refused."""
    pioneer = replace(entry(Kind.PIONEER, 1), details=Pioneer(BEN_ELSEWHERE, "Ben", Consent.GIVEN))
    row = {"id": "V1", "kind": "pioneer", "recorded": pioneer.recorded.isoformat(), "person": BEN_ELSEWHERE}
    row |= {"name": "Ben", "consent": "given", "texts": {"nl": {"title": "Weet van loting"}}}
    if role:
        async with store.begin() as tx:
            await tx.people.add(ANNA, role, BY_THE_PROGRAM)
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", json.dumps(row)))
    refused = role is Role.ADMIN
    assert ["into a base that has no admin yet" in each.reason for each in told.bad] == [True] * refused
    assert [each.details for each in await everything(store)] == [pioneer.details] * (not refused)


async def test_an_import_never_changes_a_pioneer(store: SqlStore, tmp_path: Path) -> None:
    """Who withdrew since the export stays withdrawn: only the person changes what stands about them."""
    await fill(store)
    file = tmp_path / "a.jsonl"
    await bring_out(store, file)
    (given,) = [each for each in await everything(store) if str(each.id) == "V1"]
    withdrawn = replace(given, details=Pioneer(BEN_ELSEWHERE, "Ben", Consent.WITHDRAWN))
    async with store.begin() as tx:
        await tx.entries.save(withdrawn, BY_THE_PROGRAM)
    assert (await bring_in(store, file)).result == (0, 0, 6)
    assert withdrawn in await everything(store)


async def test_an_author_is_left_out_where_the_number_is_somebody_elses(
    store: SqlStore, tmp_path: Path
) -> None:
    """Kept only where nobody has that number; otherwise left out and counted."""
    async with store.begin() as tx:
        anna = (await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)).id
    rows = [
        {"titel": "Van een ander", "kenmerk": "a", "author": anna},
        {"titel": "Van niemand hier", "kenmerk": "b", "author": anna + 5},
        {"titel": "Nog een", "kenmerk": "c", "author": anna + 5},
    ]
    told = await bring_in(store, text_file(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert told.counts is not None
    assert told.counts.authors == 1
    assert [each.author for each in await everything(store)] == [None, anna + 5, anna + 5]
    async with store.read() as tx:
        assert await tx.people.get(anna + 5) == Person(anna + 5, Role.MEMBER)
        assert await tx.people.accounts(anna + 5) == ()


async def test_entries_of_another_base_come_in_beside_ours_once(store: SqlStore, tmp_path: Path) -> None:
    """They get new ids here; a second time they are recognised by where they came from."""
    theirs = tmp_path / "a.jsonl"
    await fill(store)
    await bring_out(store, theirs, MEMBERS)
    rows = [json.loads(line) for line in theirs.read_text(encoding="utf-8").splitlines()]
    moved = [row | {"recorded": "2020-01-01T00:00:00+00:00"} for row in rows if row["id"] == "L1"]
    file = text_file(tmp_path / "b.jsonl", "\n".join(map(json.dumps, moved)))
    assert (await bring_in(store, file)).result == (1, 0, 0)
    assert (await bring_in(store, file)).result == (0, 0, 1)
    (new,) = [each for each in await everything(store) if each.external_id == "L1@2020-01-01T00:00:00+00:00"]
    assert str(new.id) == "L13"
