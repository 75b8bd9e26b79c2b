"""In which characters a text file is written. Old programs do not say, so the bytes have to."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.messages.told import told
from bot.ports.files import UnreadableFileError

NO_TEXT: Final = told("It is not a text file. Save the sheet as CSV in UTF-8, or as .xlsx.")

OLD: Final = "cp1252"
"""How programs of before UTF-8 write our letters: every one of its bytes is a letter by itself."""

_READ_AS_OLD: Final = told(
    "It is read as Windows-1252, because it is not in UTF-8. When letters such as é come out wrong, save it "
    "as UTF-8."
)
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

_WRONG: Final = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of a byte that is no UTF-8
_OF_SEVERAL_BYTES: Final = re.compile("[^\0-\x7f\udc80-\udcff]")


def beginning(path: Path) -> str:
    """Return how a file begins, enough to see what kind it is; what is no text in it becomes a sign.

    White space before it is left out, so nothing is left of a file that is nothing else.
    """
    with path.open(encoding=_told(path) or "utf-8", errors="replace") as file:
        chunks = iter(lambda: file.read(_CHUNK), "")
        return next((begins for chunk in chunks if (begins := chunk.lstrip())), "")


def encoding_of(path: Path, *, old: bool) -> tuple[str, tuple[str, ...]]:
    """Return the encoding of a text file, by its first bytes or else by all of them, and what to say of it.

    `old`: it may also be Windows-1252, when nothing in it is UTF-8. Raise UnreadableFileError when it is no
    text, or one with bytes that do not belong in it: to guess would change letters without a word.
    """
    begins = _told(path)
    if begins is not None and not begins.startswith("utf-8"):
        if not _fits(path, begins):
            raise UnreadableFileError(
                told(
                    "It begins as text in {encoding}, but is damaged further on. Save it anew.",
                    encoding=begins.upper(),
                )
            )
        return begins, ()
    seen = _look(path)
    if seen.wrong is None:
        return begins or "utf-8", ()
    if seen.zeros:
        raise UnreadableFileError(NO_TEXT)
    if begins or seen.several or not old:
        raise UnreadableFileError(
            told(
                "Line {line} holds a letter that is not in UTF-8. Mend it there, or save it all as UTF-8.",
                line=str(seen.wrong),
            )
        )
    if not _fits(path, OLD):
        raise UnreadableFileError(NO_TEXT)
    return OLD, (_READ_AS_OLD,)


def _told(path: Path) -> str | None:
    """Return what the first bytes say; None when they leave it open."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    zeros = [start[side::2].count(0) / max(1, len(start) // 2) for side in (0, 1)]
    if zeros[1] > _MOSTLY and zeros[0] < zeros[1] / 2:
        return "utf-16-le"
    if zeros[0] > _MOSTLY and zeros[1] < zeros[0] / 2:
        return "utf-16-be"
    return None


@dataclass
class _Seen:
    """What a file holds, taken as UTF-8. `wrong` is the first line with a byte that is not."""

    wrong: int | None = None
    several: bool = False
    zeros: bool = False


def _look(path: Path) -> _Seen:
    seen, line, end = _Seen(), 1, False
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while not end:
            chunk = file.read(_CHUNK)
            end = not chunk
            text = decoder.decode(chunk, final=end)
            seen.zeros = seen.zeros or "\0" in text
            if not text.isascii():
                wrong = _WRONG.search(text)
                if wrong and seen.wrong is None:
                    seen.wrong = line + text.count("\n", 0, wrong.start())
                seen.several = seen.several or _OF_SEVERAL_BYTES.search(text) is not None
            line += text.count("\n")
    return seen


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
