"""The settings as a file that may be kept and shown: everything that counts now, without any secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import BaseModel, SecretStr

from bot.settings import Settings

_LEFT_OUT: Final = "# left out, because it is or may hold a secret: "
_HARMLESS: Final = {"host", "port", "ssl", "sslmode"}
"""What may stand behind the ? of an address; anything else might be a password."""

_USERINFO: Final = re.compile(r"(?<=://).*@", re.DOTALL)
"""Everything up to the last @: a password may hold any sign."""


def written(settings: Settings) -> str:
    """Return the settings that are in force as TOML; secrets are left out, and it says which."""
    return "\n\n".join("\n".join(lines) for lines in _sections("", settings)) + "\n"


def _sections(above: str, model: BaseModel) -> Iterator[list[str]]:
    """Give each section with what is in it, those within it after it."""
    for name in type(model).model_fields:
        section = getattr(model, name)
        if isinstance(section, BaseModel):
            yield [f"[{above}{name}]", *_lines(section)]
            yield from _sections(f"{above}{name}.", section)


def _lines(section: BaseModel) -> Iterator[str]:
    for key in type(section).model_fields:
        value = getattr(section, key)
        if isinstance(value, SecretStr):
            yield from _secret(key, value.get_secret_value())
        elif value is not None and not isinstance(value, BaseModel):
            yield f"{key} = {_toml(value)}"


def _secret(key: str, value: str) -> Iterator[str]:
    yield _LEFT_OUT + (f"the password in {key}" if "://" in value else key)
    if "://" in value:
        yield f"{key} = {_toml(value)}"


def _toml(value: object) -> str:
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    # a JSON string without characters outside ASCII is a TOML string as well, but for the halves of pairs
    quoted = json.dumps(without_password(str(value)), ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")


def without_password(text: str) -> str:
    """Return an address that may be shown: without its password, whatever signs that holds."""
    if "://" not in text:
        return text
    bare = _USERINFO.sub(lambda found: found[0].partition(":")[0].rstrip("@") + "@", text)
    head, mark, _ = bare.partition("?")
    kept = [(key, value) for key, value in parse_qsl(urlsplit(bare).query) if key in _HARMLESS]
    return head + (mark + urlencode(kept, safe="/") if kept else "")
