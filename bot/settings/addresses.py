"""Addresses in the settings."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_BLANK: Final = re.compile(r"\s")


def web_address(text: str, otherwise: str) -> str:
    """Return an address of something on the web, without the slash at its end.

    Raise ValueError, with this explanation, for anything else.
    """
    try:
        address = urlsplit(text)
        known = address.scheme in {"http", "https"} and bool((address.hostname or "").encode("idna"))
        more = address.port == 0 or address.username or address.query or address.fragment
    except (ValueError, UnicodeError):
        known, more = False, None
    if not known or more or _BLANK.search(text):
        raise ValueError(otherwise)
    return text.rstrip("/")
