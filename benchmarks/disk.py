"""How long the disk takes to make something durable: what a commit waits for."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

_PAGES = bytes(8 * 1024)


def durable_writes(folder: Path, count: int) -> list[float]:
    """Return the seconds that each of so many writes takes, one after another, in a file that grows."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(count):
            began = time.perf_counter()
            file.write(_PAGES)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return taken
