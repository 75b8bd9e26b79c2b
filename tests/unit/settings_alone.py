"""Settings that a test writes, with nothing else around."""

from __future__ import annotations

from pathlib import Path


def written(tmp_path: Path, text: str) -> Path:
    """Write a settings file and return it."""
    file = tmp_path / "network.toml"
    file.write_text(text, encoding="utf-8")
    return file
