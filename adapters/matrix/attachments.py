"""What a message says about its file: where it is kept, its name and its size. Fetching it is elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.matrix.fields import SERVER, Event
from bot.messages.cleaning import clean, shortened
from bot.messages.unchecked import mapping, text, whole

KINDS = frozenset({"m.file", "m.image", "m.audio", "m.video"})

_NAME = 120
_LARGEST = 2**53 - 1  # what JSON of Matrix can hold
_UNKNOWN = "application/octet-stream"
_KEPT = re.compile(rf"mxc://{SERVER}/[A-Za-z0-9_-]{{1,255}}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_SECRET = re.compile(r"[A-Za-z0-9+/_-]{1,64}={0,2}")


@dataclass(frozen=True)
class Attachment:
    """A file; `kept` is JSON: `url`, or for an encrypted one `file` with `url`, `key`, `iv` and `hashes`."""

    kept: str
    name: str
    media_type: str
    size: int


def attachment(content: Event) -> Attachment | None:
    """Return the file of a message, None when it cannot be fetched or read. A size that is not told is 0."""
    kept = _encrypted(mapping(content["file"])) if "file" in content else _clear(content.get("url"))
    if kept is None:
        return None
    info = mapping(content.get("info"))
    media_type = (text(info.get("mimetype")) or "").lower()
    size = whole(info.get("size")) or 0
    return Attachment(
        json.dumps(kept, sort_keys=True),
        _name(text(content.get("filename")) or text(content.get("body")) or ""),
        media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNKNOWN,
        size if 0 <= size <= _LARGEST else 0,
    )


def _name(told: str) -> str:
    """Return the last part of what may be a path on somebody's computer."""
    return shortened(re.split(r"[/\\]", clean(told))[-1], _NAME)


def _clear(url: object) -> Mapping[str, object] | None:
    return {"url": url} if isinstance(url, str) and _KEPT.fullmatch(url) else None


def _encrypted(file: Event) -> Mapping[str, object] | None:
    key = mapping(file.get("key"))
    secrets = (key.get("k"), file.get("iv"), mapping(file.get("hashes")).get("sha256"))
    told = all(isinstance(secret, str) and _SECRET.fullmatch(secret) for secret in secrets)
    clear = _clear(file.get("url"))
    if clear is None or not told or file.get("v") != "v2" or key.get("alg") != "A256CTR":
        return None
    k, iv, sha256 = secrets
    return {"file": {**clear, "key": {"k": k}, "iv": iv, "hashes": {"sha256": sha256}}}
