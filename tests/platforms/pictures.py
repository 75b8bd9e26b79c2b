"""What can be said of a picture without eyes."""

from __future__ import annotations

from struct import unpack

from bot.messages.reply import File

_HEAD = b"\x89PNG\r\n\x1a\n"


def size(picture: File) -> tuple[int, int]:
    """Return the width and height of a PNG, in dots; anything else fails."""
    assert picture.media_type == "image/png"
    assert picture.name.endswith(".png")
    assert picture.content.startswith(_HEAD)
    width, height = unpack(">II", picture.content[16:24])
    return width, height
