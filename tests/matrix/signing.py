"""Signatures over JSON as Matrix makes them, checked for real, and its base64 without padding."""

from __future__ import annotations

import base64
import json

from vodozemac import Account, Ed25519PublicKey, Ed25519Signature

from tests.matrix.client import Json


def canonical(value: object) -> bytes:
    """Return the one way in which a value is written before it is signed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def signed(value: Json, by: Account, user: str, name: str) -> Json:
    """Return a value with a signature of a key, under the name of it that follows `ed25519:`."""
    signature = by.sign(canonical(_signable(value))).to_base64()
    signatures: Json = dict(value.get("signatures", {}))
    signatures[user] = signatures.get(user, {}) | {f"ed25519:{name}": signature}
    return value | {"signatures": signatures}


def bears_signature(value: Json, user: str, name: str, key: str) -> bool:
    """Say whether a value bears the signature of a public key, under its name."""
    try:
        signature = Ed25519Signature.from_base64(value["signatures"][user][f"ed25519:{name}"])
        Ed25519PublicKey.from_base64(key).verify_signature(canonical(_signable(value)), signature)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def encoded(content: bytes) -> str:
    """Return bytes as base64 without padding."""
    return base64.b64encode(content).decode().rstrip("=")


def decoded(words: str) -> bytes:
    """Return the bytes that base64 without padding stands for."""
    return base64.b64decode(words + "=" * (-len(words) % 4))


def _signable(value: Json) -> Json:
    return {name: part for name, part in value.items() if name not in {"signatures", "unsigned"}}
