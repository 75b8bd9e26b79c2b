"""Importing and exporting as people do it: the program, its output, its exit code."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import REGISTER_FILE
from tests.platforms.program import voorloper

REGISTER = os.environ.get(REGISTER_FILE)
QUESTION = "welke gemeente herkent zwerfafval met camera's?"
SHEET = """\
Titel;Wat gebeurde er?;Uitkomst;Organisatie;Jaar;Link
Deelauto's voor de buitendienst;Tien auto's werden er drie.;gelukt;Gemeente Eik;2021;https://eik.nl/auto
;Er kwam niemand naar het loket op zaterdag.;mislukt;Gemeente Els;2019;https://els.nl/loket
"""
ROWS = 5_000
FLAT = 20 << 20
"""Bytes that a large file may need beyond a small one; it is itself more than twice as large."""


def test_a_sheet_comes_in_and_is_found(settings: dict[str, str], tmp_path: Path) -> None:
    """Look first, then import; a second time changes nothing, and a question finds it."""
    file = tmp_path / "lessen.csv"
    file.write_text(SHEET, encoding="cp1252")
    dry = voorloper(settings, "import", file, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert dry.stdout == "2 new, 0 changed, 0 unchanged.\nThis was a dry run: nothing was written.\n"
    assert "line 3: there is no title; its first sentence is taken" in dry.stderr
    done = voorloper(settings, "import", file)
    assert done.stdout.startswith(
        "2 new, 0 changed, 0 unchanged.\nA bot that is running takes this in by itself"
    )
    assert voorloper(settings, "import", file).stdout == "0 new, 0 changed, 2 unchanged.\n"
    found = voorloper(settings, "ask", "wie heeft ervaring met deelauto's voor de buitendienst?").stdout
    assert "Gemeente Eik" in found


def test_what_is_wrong_is_listed_and_nothing_comes_in(settings: dict[str, str], tmp_path: Path) -> None:
    """Exit 1 with each row, field and reason; `--skip-bad` imports the rest."""
    file = tmp_path / "lessen.csv"
    file.write_text(SHEET.replace("mislukt", "misukt").replace(";Link", ";Lnk"), encoding="utf-8")
    done = voorloper(settings, "import", file)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "line 3, Uitkomst: “misukt” is none of these: gelukt (success)" in done.stderr
    assert "The column “Lnk” is not known. Did you mean “link”?" in done.stderr
    assert "1 of 2 rows cannot be taken. Nothing was imported." in done.stderr
    done = voorloper(settings, "import", file, "--skip-bad", "--draft")
    assert done.returncode == 0
    assert "1 new, 0 changed, 0 unchanged.\n1 left out" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", "weg.csv"), "There is no file weg.csv."),
        (("import", "/"), "It is a folder"),
        (("import", "pyproject.toml", "--mapping", "nergens.toml"), "We ship: algoritmeregister."),
        (("import", "x.csv", "--mapping", "pyproject.toml"), "is no part of a mapping"),
        (("import", "x.csv", "--mapping", "marked.toml"), "There is no file x.csv."),
        (("export", "x.doc"), "let its name end in .jsonl, .csv, .xlsx"),
        (("export", "/nergens/x.csv"), "cannot be written: no such file or directory"),
        (("export", "x.csv", "--all", "--public"), "exclude each other"),
        (("export", "README.md.csv"), "is there already"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    settings: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    """No traceback: a sentence with what to do, and exit 2."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md.csv").write_text("van gisteren")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    (tmp_path / "marked.toml").write_text("[fields]\nNaam = 'title'\n", encoding="utf-8-sig")
    done = voorloper(settings, *arguments)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_base_moves_to_an_empty_one(settings: dict[str, str], tmp_path: Path) -> None:
    """The starter base out and in again, in every kind of file: the export of the copy is the same."""
    voorloper(settings, "ask", "over")
    first = tmp_path / "a.jsonl"
    assert "83 entries are in" in voorloper(settings, "export", first, "--all").stdout
    for ending in ("jsonl", "csv", "xlsx"):
        file, again = tmp_path / f"b.{ending}", tmp_path / f"c-{ending}.jsonl"
        voorloper(settings, "export", file, "--all")
        copy = settings | {"VOORLOPER_DATABASE__URL": f"sqlite:///{tmp_path}/{ending}.db"}
        done = voorloper(copy, "import", file)
        assert "83 new" in done.stdout, done.stderr
        voorloper(copy, "export", again, "--all")
        assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("there", ["nothing", "an empty file", "an empty database"])
def test_without_a_database_nothing_is_read_or_made(
    settings: dict[str, str], tmp_path: Path, there: str
) -> None:
    """A wrong url must not write an export over with nothing, nor leave a database behind."""
    folder = tmp_path / "base"
    folder.mkdir()
    database, export, sheet = folder / "weg.db", tmp_path / "a.jsonl", tmp_path / "a.csv"
    export.write_text("van gisteren")
    sheet.write_text(SHEET)
    if there == "an empty file":
        database.touch()
    if there == "an empty database":
        with closing(sqlite3.connect(database)) as made:
            made.execute("PRAGMA user_version = 1")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    wrong = settings | {"VOORLOPER_DATABASE__URL": f"sqlite:///{database}"}
    for arguments in (("export", export, "--replace"), ("import", sheet, "--dry-run")):
        done = voorloper(wrong, *arguments)
        assert done.returncode == 2, done.stdout
        assert "There is no database where [database] url says, or it is empty." in done.stderr
    assert export.read_text() == "van gisteren"
    assert before.keys() == {path.name for path in folder.iterdir()}
    if there == "an empty file":
        assert database.read_bytes() == b""


def test_who_only_reads_does_not_wait_for_who_writes(settings: dict[str, str], tmp_path: Path) -> None:
    """While an import holds the database, an export and a dry run give what was there before it."""
    voorloper(settings, "ask", "over")
    sheet = tmp_path / "a.csv"
    sheet.write_text(SHEET)
    file = settings["VOORLOPER_DATABASE__URL"].partition(":///")[2]
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM entry_text")
        exported = voorloper(settings, "export", tmp_path / "a.jsonl")
        looked = voorloper(settings, "import", sheet, "--dry-run")
        writer.execute("ROLLBACK")
    assert "83 entries are in" in exported.stdout, exported.stderr
    assert looked.stdout.startswith("2 new, 0 changed"), looked.stderr


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_a_full_disk_leaves_nothing_half_written(
    settings: dict[str, str], tmp_path: Path, ending: str
) -> None:
    """Where no more can be written, what was there is still there, and no part of the new file is."""
    voorloper(settings, "ask", "over")
    folder = tmp_path / "uit"
    folder.mkdir()
    file = folder / f"a.{ending}"
    file.write_text("van gisteren")
    done = voorloper(settings, "export", file, "--replace", most_written=33_000)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "There is no room on the disk" in done.stderr
    assert [path.name for path in folder.iterdir()] == [f"a.{ending}"]
    assert file.read_text() == "van gisteren"


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv"])
def test_a_large_file_needs_little_memory(settings: dict[str, str], tmp_path: Path, ending: str) -> None:
    """A file many times as long needs hardly more memory: it is read as a stream, twice."""
    small, large = tmp_path / f"small.{ending}", tmp_path / f"large.{ending}"
    _write(small, 10)
    _write(large, ROWS)
    script = (
        "import resource, sys; from bot.__main__ import app\n"
        "for file in sys.argv[1:]:\n"
        "    try: app(['import', file, '--dry-run'])\n"
        "    except SystemExit as end: assert not end.code\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script, str(small), str(large)],
        env=settings,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert "10 new" in done.stdout
    assert f"{ROWS:,} new" in done.stdout
    before, most = map(int, done.stderr.split())
    assert large.stat().st_size > 2 * FLAT
    assert most - before < FLAT


def _write(file: Path, rows: int) -> None:
    told = "Zo ging het. " * 700
    with file.open("w", encoding="utf-8") as out:
        if file.suffix == ".csv":
            out.write("titel;samenvatting;link\n")
        if file.suffix == ".json":
            out.write("[\n")
        for number in range(rows):
            row = {"titel": f"Les {number}", "samenvatting": told, "link": f"https://x.nl/{number}"}
            if file.suffix == ".csv":
                out.write(";".join(row.values()) + "\n")
            else:
                comma = "," if file.suffix == ".json" and number < rows - 1 else ""
                out.write(json.dumps(row) + comma + "\n")
        if file.suffix == ".json":
            out.write("]\n")


@pytest.mark.skipif(
    not REGISTER,
    reason=f"the file of the algorithm register is not here; {REGISTER_FILE} says where it is",
)
def test_the_whole_register_comes_in(settings: dict[str, str]) -> None:
    """All 1,530; the 66 that come with the program are recognised, and the base answers from it."""
    ours = settings | {REGISTER_FILE: str(REGISTER)}
    command = ("import", REGISTER, "--mapping", "algoritmeregister")
    assert voorloper(ours, "ask", "over").returncode == 0
    done = voorloper(ours, *command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1,464 new, 0 changed, 66 unchanged.")
    assert voorloper(ours, *command).stdout.startswith("0 new, 0 changed, 1,530 unchanged.")
    assert "Gemeente Rotterdam" in voorloper(ours, "ask", QUESTION).stdout


def test_one_of_anything_is_said_as_one(settings: dict[str, str], tmp_path: Path) -> None:
    """One row, one theme, one entry."""
    file = tmp_path / "a.csv"
    file.write_text("titel;thema;jaar\nLoting in het dorp;wonen;misschien\n")
    assert "1 of 1 row cannot be taken." in voorloper(settings, "import", file).stderr
    file.write_text("titel;thema\nLoting in het dorp;wonen\n")
    assert "1 theme added." in voorloper(settings, "import", file).stdout
    assert "1 entry is in" in voorloper(settings, "export", tmp_path / "b.jsonl").stdout
