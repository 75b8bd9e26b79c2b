"""What tests of single modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave nothing around but what the test sets: no environment, no settings.toml in this folder."""
    for name in tuple(os.environ):
        if name.upper().startswith("VOORLOPER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
