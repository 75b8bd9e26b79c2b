"""Folders that hold a whole base for a moment do not stay behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.copies.scratch import MAKING, RESTORING, _held, scratch
from tests.contract.everything import backup, put_back

KILLED = """
import sys
from pathlib import Path
from storage.copies.scratch import scratch

with scratch(sys.argv[1], Path(sys.argv[2])) as folder:
    (folder / "voorloper.db").write_text("everything people said")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a place for temporary folders that is ours."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def working(prefix: str, place: Path) -> subprocess.Popen[str]:
    """Start a process that has such a folder, and wait until it has."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", KILLED, prefix, str(place)]
    process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    assert process.stdout
    assert process.stdout.readline().startswith(str(place))
    return process


def there(place: Path) -> set[Path]:
    """Return what is in a folder."""
    return set(place.iterdir())


def killed(process: subprocess.Popen[str]) -> None:
    """Kill it, and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


async def test_what_a_killed_restore_unpacked_is_removed_by_the_next(
    sqlite_url: str, tmp_path: Path, place: Path
) -> None:
    """Also by a backup; what a process that still works uses, and what is not ours, stays."""
    at_work = working(RESTORING, place)
    (place / "voorloper-other").mkdir()
    stays = there(place)
    killed(working(RESTORING, place))
    assert len(there(place)) == 3
    file = await backup(sqlite_url, tmp_path)
    assert there(place) == stays
    killed(working(RESTORING, place))
    await put_back(file, sqlite_url)
    assert there(place) == stays
    killed(at_work)
    await put_back(file, sqlite_url, replace=True)
    assert there(place) == {place / "voorloper-other"}


async def test_what_a_killed_backup_left_beside_its_file_is_removed_by_the_next(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The folder of the backups holds backups only."""
    folder = tmp_path / "backups"
    folder.mkdir()
    killed(working(MAKING, folder))
    assert len(list(there(folder))) == 1
    await backup(sqlite_url, folder)
    assert [path.name for path in there(folder)] == ["made.zip"]


def test_a_folder_that_is_cleared_while_it_is_made_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever clears at the same moment may take a new folder for one that was left."""
    taken: list[Path] = []

    def first_too_late(folder: Path) -> int | None:
        if not taken:
            taken.append(folder)
            folder.rmdir()
        return _held(folder)

    monkeypatch.setattr("storage.copies.scratch._held", first_too_late)
    with scratch(RESTORING) as folder:
        assert folder not in taken
        assert [*place.iterdir()] == [folder]
    assert [*place.iterdir()] == []
