"""Codes that open something for who has them, whoever that is; what is kept is only what tells them right."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look like another one."""

_GROUPS: Final = 4
_GROUP: Final = 4
_LENGTH: Final = _GROUPS * _GROUP
_COST: Final = {"n": 2**14, "r": 8, "p": 1}
"""As RFC 7914 advises for what somebody waits for: 16 MB and some 50 ms for each try."""


@dataclass(frozen=True)
class Lock:
    """By what a code is told right. `lookup` is of its first signs, to find the lock; all in hex."""

    lookup: str
    salt: str
    digest: str


def new_code() -> tuple[str, Lock]:
    """Return a random code of 79 bits as people type it, and its lock. It takes some 50 ms."""
    bare = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    salt = secrets.token_hex(16)
    code = "-".join(bare[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
    return code, Lock(lookup_of(code), salt, _digest(bare, salt))


def lookup_of(code: str) -> str:
    """Return by what the lock of a code is found; empty for what is no code."""
    bare = _bare(code)
    fits = len(bare) == _LENGTH and set(bare) <= set(_LETTERS)
    return hashlib.sha256(f"lookup {bare[:_GROUP]}".encode()).hexdigest() if fits else ""


def opens(code: str, lock: Lock) -> bool:
    """Say whether a code fits a lock. It takes some 50 ms."""
    return hmac.compare_digest(_digest(_bare(code), lock.salt), lock.digest)


def _digest(bare: str, salt: str) -> str:
    return hashlib.scrypt(bare.encode(), salt=bytes.fromhex(salt), dklen=32, **_COST).hex()


def _bare(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()
