"""What the tests with processes share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_LINES = 60


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> dict[str, str]:
    """Return the environment of an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VOORLOPER_")}
    return kept | {
        "HOME": str(tmp_path),
        "VOORLOPER_DATABASE__URL": sqlite_url,
        "VOORLOPER_SEARCH__INDEX": str(tmp_path / "index"),
        "VOORLOPER_NETWORK__ADMINS": '["console"]',
    }


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Return the file that processes log to; its end is shown when the test fails."""
    file = tmp_path / "log"
    file.touch()
    yield file
    print("\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES:]))  # noqa: T201 - idem
