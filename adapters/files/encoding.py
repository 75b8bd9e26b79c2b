"""In which characters a text file is written. Old programs do not say, so the bytes have to."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from bot.ports.files import UnreadableFileError

_CHUNK: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOSTLY: Final = 0.4
"""What part of every second byte is zero in UTF-16 of our alphabet; in other text none is."""


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file: by its first bytes, or else the first that fits all of it.

    Raise UnreadableFileError when it is no text.
    """
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return _checked(path, name)
    zeros = [start[side::2].count(0) / max(1, len(start) // 2) for side in (0, 1)]
    if zeros[1] > _MOSTLY and zeros[0] < zeros[1] / 2:
        return _checked(path, "utf-16-le")
    if zeros[0] > _MOSTLY and zeros[1] < zeros[0] / 2:
        return _checked(path, "utf-16-be")
    for name in ("utf-8", "cp1252"):
        if _fits(path, name):
            return name
    raise UnreadableFileError(NO_TEXT)


NO_TEXT: Final = "It is not a text file. Save the sheet as CSV in UTF-8, or as .xlsx."


def _checked(path: Path, name: str) -> str:
    if not _fits(path, name):
        raise UnreadableFileError(
            f"It begins as text in {name.upper()}, but is damaged further on. Save it anew."
        )
    return name


def _fits(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True
