"""Writing a file where there is no room."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from adapters.files.writing import open_writer
from bot.ports.files import UnwritableFileError
from tests.platforms.trouble import small_disk


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, ending: str) -> None:
    """Nothing is left open either, of which Python would complain after the sentence."""
    with small_disk(tmp_path / "disk") as disk:
        disk.fill()
        file = disk.folder / f"a.{ending}"
        with (
            pytest.raises(UnwritableFileError, match="no room on the disk"),
            open_writer(file, ("title",), private=False) as rows,
        ):
            rows.write({"title": "x" * 9000})
        gc.collect()
        assert [path.name for path in disk.folder.iterdir()] == ["ballast"]
