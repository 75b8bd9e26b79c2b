"""The files of a search index: whether they are whole, and whether they changed since they were looked at.

Tantivy reads its files as memory, without checking them: what is damaged gives wrong answers or ends the
process. So they are checked before they are opened, and looked at before they are used again.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import IO

_MAGIC = 1337
"""The last number of every file that tantivy closed with a footer."""

_CHUNK = 1 << 20

Look = frozenset[tuple[str, int, int, int]]
"""The files as they were at one moment: name, length, moment of change and place on the disk of each."""


def whole(files: Path) -> bool:
    """Say whether every file that belongs to the index has the checksum that tantivy wrote at its end."""
    try:
        segments = json.loads((files / "meta.json").read_bytes())["segments"]
        names = {str(segment["segment_id"]).replace("-", "") for segment in segments}
        return all(_sound(path) for path in files.iterdir() if path.name.split(".")[0] in names)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _sound(path: Path) -> bool:
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(-8, 2)
        footer, magic = (int.from_bytes(file.read(4), "little") for _ in range(2))
        body = length - 8 - footer
        if magic != _MAGIC or body < 0:
            return False
        file.seek(body)
        written = json.loads(file.read(footer))["crc"]
        return bool(_checksum(file, body) == written)


def _checksum(file: IO[bytes], length: int) -> int:
    file.seek(0)
    checksum = 0
    while length > 0:
        part = file.read(min(_CHUNK, length))
        checksum = zlib.crc32(part, checksum)
        length -= len(part)
        if not part:
            raise OSError("the file became shorter while it was read")
    return checksum


def look(files: Path) -> Look:
    """Return how the files are now; nothing when they are gone. Locks do not count: they come and go."""
    try:
        seen = [(path.name, path.stat()) for path in files.iterdir() if path.suffix != ".lock"]
    except OSError:
        return frozenset()
    return frozenset((name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in seen)
