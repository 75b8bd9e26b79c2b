"""Files of encrypted rooms: encrypted before the homeserver gets them, their key in the event."""

from __future__ import annotations

import base64
import hashlib
import secrets

from Crypto.Cipher import AES

from tests.matrix.client import Json
from tests.matrix.signing import decoded, encoded


def sealed(content: bytes) -> tuple[bytes, Json]:
    """Return a file encrypted, and what the event says of it besides its address."""
    key, start = secrets.token_bytes(32), secrets.token_bytes(8) + bytes(8)
    hidden = AES.new(key, AES.MODE_CTR, nonce=b"", initial_value=start).encrypt(content)
    spelled = base64.urlsafe_b64encode(key).decode().rstrip("=")
    return hidden, {
        "v": "v2",
        "key": {"kty": "oct", "alg": "A256CTR", "ext": True, "k": spelled, "key_ops": ["encrypt", "decrypt"]},
        "iv": encoded(start),
        "hashes": {"sha256": encoded(hashlib.sha256(hidden).digest())},
    }


def opened(hidden: bytes, file: Json) -> bytes:
    """Return what an encrypted file holds; raise ValueError when it is not the one that the event means."""
    if file["v"] != "v2" or encoded(hashlib.sha256(hidden).digest()) != file["hashes"]["sha256"].rstrip("="):
        raise ValueError("That is another file.")
    spelled = file["key"]["k"]
    key = base64.urlsafe_b64decode(spelled + "=" * (-len(spelled) % 4))
    return AES.new(key, AES.MODE_CTR, nonce=b"", initial_value=decoded(file["iv"])).decrypt(hidden)
