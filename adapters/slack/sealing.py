"""Tokens as they are kept: encrypted with a key from the settings, and bound to what they are of."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from typing import Final

from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

_NONCE: Final = 12
_TAG: Final = 16
_LENGTH: Final = 32


class Seal:
    """Encrypts and signs with one key: AES-256-GCM (NIST SP 800-38D), HMAC-SHA-256 (RFC 2104)."""

    def __init__(self, key: str) -> None:
        own = HKDF(key.encode(), 2 * _LENGTH, b"", SHA256, 1, b"voorloper slack")
        self._key, self._signing = own[:_LENGTH], own[_LENGTH:]

    def sealed(self, text: str, about: str) -> str:
        """Return a text encrypted; only who names the same `about` opens it."""
        nonce = secrets.token_bytes(_NONCE)
        cipher = AES.new(self._key, AES.MODE_GCM, nonce=nonce, mac_len=_TAG)
        cipher.update(about.encode())
        hidden, tag = cipher.encrypt_and_digest(text.encode())
        return base64.b64encode(nonce + tag + hidden).decode()

    def opened(self, sealed: str, about: str) -> str | None:
        """Return the text; None when it was sealed with another key, or about something else."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            cipher = AES.new(self._key, AES.MODE_GCM, nonce=raw[:_NONCE], mac_len=_TAG)
            cipher.update(about.encode())
            hidden, tag = raw[_NONCE + _TAG :], raw[_NONCE : _NONCE + _TAG]
            return cipher.decrypt_and_verify(hidden, tag).decode()
        except (ValueError, binascii.Error):
            return None

    def ticket(self, seconds: int) -> str:
        """Return a word that this key knows again for so long."""
        bare = f"{secrets.token_hex(16)}.{int(time.time()) + seconds}"
        return f"{bare}.{self._signature(bare)}"

    def knows(self, ticket: str) -> bool:
        """Say whether a ticket is of this key and not too old."""
        bare, _, signature = ticket.rpartition(".")
        _, _, until = bare.partition(".")
        own = hmac.compare_digest(signature.encode(), self._signature(bare).encode())
        return own and until.isdecimal() and int(until) >= time.time()

    def _signature(self, bare: str) -> str:
        return hmac.new(self._signing, bare.encode(), hashlib.sha256).hexdigest()
