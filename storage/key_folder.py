"""Keys of protected dialogues: one file each, in a folder outside the database and its backups.

What is encrypted with them is in `protected.py` and in the mailbox. Without its file nothing of a dialogue
can be read any more, wherever copies of its rows are.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

LIFE: Final = timedelta(hours=24)
"""How long a key exists at most."""

_EARLY: Final = timedelta(hours=1)
"""How far the clocks of two hosts may be apart; a key from later than that is of a clock that was wrong."""

_NONCE: Final = 12
_TAG: Final = 16
_LENGTH: Final = 32
BLOCK: Final = 4096
"""Sealed texts are filled up to so many bytes, for a length could tell whose they are."""

_HANDLE: Final = re.compile(r"[0-9a-f]{32}")

_SEEN: Final = ".seen"
_RECOGNISED: Final = timedelta(hours=1)
"""How long after a dialogue an event of it is recognised that the platform delivers once more."""


@dataclass(frozen=True)
class DialogueKey:
    """The key of one dialogue: AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256 (RFC 2104)."""

    handle: str
    begun: datetime
    secret: bytes = field(repr=False)

    def sealed(self, text: str, about: str, block: int = BLOCK) -> str:
        """Return a text encrypted; only who names the same `about` opens it."""
        nonce, raw = secrets.token_bytes(_NONCE), text.encode()
        filled = len(raw).to_bytes(4) + raw
        filled += bytes(-len(filled) % block)
        cipher = AES.new(self._own(b"seal"), AES.MODE_GCM, nonce=nonce, mac_len=_TAG)
        cipher.update(about.encode())
        hidden, tag = cipher.encrypt_and_digest(filled)
        return base64.b64encode(nonce + tag + hidden).decode()

    def opened(self, sealed: str, about: str) -> str | None:
        """Return the text; None when it was sealed with another key, or about something else."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            cipher = AES.new(self._own(b"seal"), AES.MODE_GCM, nonce=raw[:_NONCE], mac_len=_TAG)
            cipher.update(about.encode())
            hidden, tag = raw[_NONCE + _TAG :], raw[_NONCE : _NONCE + _TAG]
            filled = cipher.decrypt_and_verify(hidden, tag)
        except (ValueError, binascii.Error):
            return None
        return filled[4 : 4 + int.from_bytes(filled[:4])].decode()

    def digest(self, text: str) -> str:
        """Return what stands for a text and says nothing of it without this key."""
        return hmac.new(self._own(b"mark"), text.encode(), "sha256").hexdigest()

    def event_mark(self, event: str) -> str:
        """Return what stands for an event, also told by `KeyFolder.marks` soon after the key is gone."""
        return _mark(self.recogniser, event)

    @property
    def recogniser(self) -> bytes:
        """What tells events of this dialogue, and opens nothing."""
        return self._own(b"event")

    def _own(self, purpose: bytes) -> bytes:
        own = HKDF(self.secret, _LENGTH, b"", SHA256, 1, b"voorloper protected " + purpose)
        if not isinstance(own, bytes):
            raise TypeError
        return own


def _mark(recogniser: bytes, event: str) -> str:
    return hmac.new(recogniser, event.encode(), "sha256").hexdigest()


class KeyFolder:
    """The folder with the keys; every process that serves the same database has the same one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, now: datetime) -> DialogueKey:
        """Make a key; raise OSError when the folder cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = DialogueKey(secrets.token_hex(16), now.replace(microsecond=0), secrets.token_bytes(_LENGTH))
        _write(self._path(key.handle), key.begun, key.secret)
        return key

    def get(self, handle: str, now: datetime | None) -> DialogueKey | None:
        """Return a key; None when it is gone, cannot be read, or, once a time is told, is too old."""
        if not _HANDLE.fullmatch(handle):
            return None
        read = _read(self._path(handle))
        if read is None:
            return None
        begun, secret = read
        alive = now is None or -_EARLY <= now - begun < LIFE
        return DialogueKey(handle, begun, secret) if alive else None

    def all(self, now: datetime | None) -> tuple[DialogueKey, ...]:
        """Return every key that can be used."""
        found = (self.get(handle, now) for handle in self._handles())
        return tuple(key for key in found if key)

    def remove(self, handle: str) -> None:
        """Remove a key, written over first; harmless when it is gone."""
        _wipe(self._path(handle))

    def retire(self, handle: str, now: datetime) -> None:
        """Remove a key of which nothing is needed but to recognise, for an hour, what comes once more."""
        key = self.get(handle, None)
        if key:
            with suppress(OSError):
                _write(self._path(f"{handle}{_SEEN}"), now, key.recogniser)
        self.remove(handle)

    def marks(self, event: str, now: datetime) -> tuple[str, ...]:
        """Return what stood for an event in each dialogue that ended lately; remove what is too old."""
        marks = []
        for path in self._named(rf"{_HANDLE.pattern}{re.escape(_SEEN)}"):
            read = _read(path)
            if read and -_EARLY <= now - read[0] < _RECOGNISED:
                marks.append(_mark(read[1], event))
            else:
                _wipe(path)
        return tuple(marks)

    def expired(self, now: datetime) -> tuple[str, ...]:
        """Return the keys that are too old, or that nobody can read."""
        return tuple(handle for handle in self._handles() if self.get(handle, now) is None)

    def _handles(self) -> Iterator[str]:
        return (path.name for path in self._named(_HANDLE.pattern))

    def _named(self, pattern: str) -> tuple[Path, ...]:
        try:
            return tuple(sorted(path for path in self._folder.iterdir() if re.fullmatch(pattern, path.name)))
        except OSError:
            return ()

    def _path(self, handle: str) -> Path:
        return self._folder / handle


def _write(path: Path, at: datetime, secret: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as written:
        written.write(int(at.timestamp()).to_bytes(8) + secret)
        written.flush()
        os.fsync(written.fileno())


def _read(path: Path) -> tuple[datetime, bytes] | None:
    """Return what a file holds; None when it is gone or damaged."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    return (
        (datetime.fromtimestamp(int.from_bytes(raw[:8]), UTC), raw[8:]) if len(raw) == 8 + _LENGTH else None
    )


def _wipe(path: Path) -> None:
    """Remove a file, written over first; harmless when it is gone."""
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(8 + _LENGTH))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
