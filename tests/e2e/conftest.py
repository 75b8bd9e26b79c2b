"""What the tests with processes share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

_LINES = 60


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Return the file that processes log to; its end is shown when the test fails."""
    file = tmp_path / "log"
    file.touch()
    yield file
    print("\n".join(file.read_text(encoding="utf-8", errors="replace").splitlines()[-_LINES:]))  # noqa: T201 - idem
