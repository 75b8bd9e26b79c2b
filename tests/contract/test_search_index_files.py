"""What the search index on disk promises: it survives restarts, crashes, damage and a second process."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.model import Entry, EntryId, Kind, Project, Status, Text, Visibility
from bot.language import analysis
from bot.ports.search import Document
from storage.search_index import TantivyIndex

DOCUMENT = Document(
    Entry(
        id=EntryId(Kind.PROJECT, 1),
        details=Project(),
        texts=(Text("nl", "Dijkversterking"),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=datetime(2026, 1, 1, tzinfo=UTC),
    )
)


def found(index: TantivyIndex) -> list[str]:
    return [str(hit.entry) for hit in index.search("dijkversterking", Audience(Readership.MIXED))]


def test_entries_and_revision_survive_a_restart(tmp_path: Path) -> None:
    """What was taken in is there when the next process opens the folder."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (5, ["P1"])
    again.close()


def test_two_at_a_time_have_a_subfolder_each(tmp_path: Path) -> None:
    """A folder in use is left alone; once let go of, it is taken up again."""
    first = TantivyIndex.open(tmp_path)
    first.update([DOCUMENT], 5)
    second = TantivyIndex.open(tmp_path)
    assert second.revision == 0
    second.close()
    first.close()
    third = TantivyIndex.open(tmp_path)
    assert third.revision == 5
    third.close()


def test_a_process_that_dies_gives_its_folder_back(tmp_path: Path) -> None:
    """No lock outlives its process, and what was committed is kept."""
    script = (
        "import os, sys; from pathlib import Path; from storage.search_index import TantivyIndex;"
        "index = TantivyIndex.open(Path(sys.argv[1])); index.update([], 5); os._exit(1)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=False)  # noqa: S603 - ours
    index = TantivyIndex.open(tmp_path)
    assert index.revision == 5
    index.close()


def test_a_damaged_index_starts_empty(tmp_path: Path) -> None:
    """Files that cannot be read are replaced, and the revision asks to be fed again."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "lock":
            file.write_bytes(b"not an index")
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (0, [])
    again.update([DOCUMENT], 5)
    assert found(again) == ["P1"]
    again.close()


@pytest.mark.parametrize("suffix", [".store", ".term", ".idx", ".fast", ".fieldnorm", "meta.json"])
def test_one_missing_file_is_damage_enough(tmp_path: Path, suffix: str) -> None:
    """An index that lost a file starts empty instead of failing at a question."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    lost = [file for file in tmp_path.rglob("*") if file.name.endswith(suffix)]
    for file in lost:
        file.unlink()
    again = TantivyIndex.open(tmp_path)
    assert lost
    assert (again.revision, found(again)) == (0, [])
    again.close()


def test_an_index_of_another_analysis_starts_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens of an older program would not meet those of its questions."""
    index = TantivyIndex.open(tmp_path)
    index.update([DOCUMENT], 5)
    index.close()
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    again = TantivyIndex.open(tmp_path)
    assert (again.revision, found(again)) == (0, [])
    again.close()


def test_taking_in_the_same_revision_twice_changes_nothing(tmp_path: Path) -> None:
    """A repetition after a crash is harmless."""
    index = TantivyIndex.open(tmp_path)
    for _ in range(2):
        index.update([DOCUMENT], 3)
    assert (index.revision, found(index)) == (3, ["P1"])
    index.close()
