"""Cross-signing of the bot's own device: clients that leave out unsigned devices can then talk with it.

The library has none. Keys and signatures are as the specification of Matrix says under “Cross-signing”.
"""

from __future__ import annotations

import base64
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from adapters.matrix.config import Config
from adapters.matrix.errors import HomeserverRefusedError
from adapters.matrix.folder import SIGNING, KeyFolder
from adapters.matrix.transport import CLIENT, Homeserver, Json
from bot.messages.unchecked import mapping

_log = logging.getLogger(__name__)

_KEYS = f"{CLIENT}/keys"
_SEED = 32
_ROLES = ("master", "self_signing", "user_signing")
_UNAUTHORIZED = 401


@dataclass(frozen=True)
class Seeds:
    """The private halves of our three cross-signing keys, each 32 bytes."""

    master: bytes
    self_signing: bytes
    user_signing: bytes

    @staticmethod
    def of(folder: KeyFolder) -> Seeds:
        """Return those of the folder, made now when there are none."""
        match folder.read(SIGNING):
            case {"master": str(master), "self_signing": str(own), "user_signing": str(users)}:
                return Seeds(*map(base64.b64decode, (master, own, users)))
            case _:
                seeds = Seeds(*(secrets.token_bytes(_SEED) for _ in _ROLES))
                folder.write(
                    SIGNING, {role: base64.b64encode(getattr(seeds, role)).decode() for role in _ROLES}
                )
                return seeds


async def sign_own_device(connection: Homeserver, config: Config, folder: KeyFolder) -> bool:
    """See that our device is signed by our own keys, and say whether it is. What is so already is left alone.

    Keys of ours that the homeserver has and we do not (another host made them) are replaced, for which it
    asks for the password.
    """
    seeds = Seeds.of(folder)
    known = await _own_keys(connection)
    if _public(known.get("master_keys"), connection.user_id) != public_key(seeds.master):
        if not await _publish(connection, config, seeds):
            return False
        known = await _own_keys(connection)
    device = _device(known, connection, str(connection.device_id))
    if not is_own(device, connection):  # a signature under the keys of another one would vouch for that one
        _log.warning("the homeserver does not have the keys of device %s", connection.device_id)
        return False
    if not is_signed_by(device, connection.user_id, public_key(seeds.self_signing)):
        await _sign(connection, seeds, device)
        _log.info("device %s is cross-signed", connection.device_id)
    return True


async def published(connection: Homeserver, device: str) -> Mapping[str, Any]:
    """Return the keys by which others know a device of ours; empty when it never gave any."""
    return _device(await _own_keys(connection), connection, device)


def is_own(device: Mapping[str, Any], connection: Homeserver) -> bool:
    """Say whether these keys of a device are those that we have."""
    if connection.olm is None:
        return False
    ours = connection.olm.account.identity_keys
    told, name = mapping(device.get("keys")), connection.device_id
    return all(told.get(f"{kind}:{name}") == ours[kind] for kind in ("ed25519", "curve25519"))


def _device(known: Json, connection: Homeserver, device: str) -> Mapping[str, Any]:
    return mapping(mapping(mapping(known.get("device_keys")).get(connection.user_id)).get(device))


async def _publish(connection: Homeserver, config: Config, seeds: Seeds) -> bool:
    """Give the homeserver our cross-signing keys."""
    user = connection.user_id
    master = _key(user, "master", seeds.master)
    keys: Json = {"master_key": master}
    for role in ("self_signing", "user_signing"):
        keys[f"{role}_key"] = signed(_key(user, role, getattr(seeds, role)), user, seeds.master)
    path = f"{_KEYS}/device_signing/upload"
    try:
        await connection.ask("POST", path, keys)
    except HomeserverRefusedError as error:
        if error.status != _UNAUTHORIZED:
            raise
        return await _publish_with_password(connection, config, keys, error.session)
    return True


async def _publish_with_password(
    connection: Homeserver, config: Config, keys: Json, session: str | None
) -> bool:
    if not config.password:
        _log.warning(
            "the device cannot be cross-signed: other keys of this user are on the homeserver, and replacing "
            "them needs its password; give [matrix] password once"
        )
        return False
    identifier = {"type": "m.id.user", "user": config.user_id}
    proof: Json = {"type": "m.login.password", "identifier": identifier, "password": config.password}
    if session:
        proof["session"] = session
    try:
        await connection.ask("POST", f"{_KEYS}/device_signing/upload", {**keys, "auth": proof})
    except HomeserverRefusedError as error:
        _log.warning("the device cannot be cross-signed: %s", error)
        return False
    _log.warning("new cross-signing keys: people who verified the bot before will be asked to do so again")
    return True


async def _sign(connection: Homeserver, seeds: Seeds, device: Mapping[str, Any]) -> None:
    """Sign the device with our self-signing key, and our master key with the device."""
    user, name = connection.user_id, str(connection.device_id)
    master = _key(user, "master", seeds.master)
    olm = connection.olm
    if olm is None:
        return
    by_device = {**master, "signatures": {user: {f"ed25519:{name}": olm.sign_json(dict(master))}}}
    by_us = signed({k: v for k, v in device.items() if k != "unsigned"}, user, seeds.self_signing)
    await connection.ask(
        "POST",
        f"{_KEYS}/signatures/upload",
        {user: {name: by_us, public_key(seeds.master): by_device}},
    )


async def _own_keys(connection: Homeserver) -> Json:
    return await connection.ask("POST", f"{_KEYS}/query", {"device_keys": {connection.user_id: []}})


def _key(user: str, role: str, seed: bytes) -> Json:
    public = public_key(seed)
    return {"user_id": user, "usage": [role], "keys": {f"ed25519:{public}": public}}


def signed(what: Json, user: str, seed: bytes) -> Json:
    """Return the object with a signature of this key added."""
    key = ECC.construct(curve="Ed25519", seed=seed)
    signature = unpadded(eddsa.new(key, "rfc8032").sign(canonical(what)))
    before = mapping(what.get("signatures"))
    ours = {**mapping(before.get(user)), f"ed25519:{public_key(seed)}": signature}
    return {**what, "signatures": {**before, user: ours}}


def is_signed_by(what: Mapping[str, Any], user: str, public: str) -> bool:
    """Say whether an object carries a good signature of this public key of a user."""
    signature = mapping(mapping(what.get("signatures")).get(user)).get(f"ed25519:{public}")
    if not isinstance(signature, str):
        return False
    try:
        key = eddsa.import_public_key(_decoded(public))
        eddsa.new(key, "rfc8032").verify(canonical(what), _decoded(signature))
    except ValueError:
        return False
    return True


def public_of(key: object, user: str) -> str | None:
    """Return the public half of a cross-signing key as the homeserver gives it; None if it is none."""
    told = mapping(key)
    if told.get("user_id") != user:
        return None
    names = [value for value in mapping(told.get("keys")).values() if isinstance(value, str)]
    return names[0] if len(names) == 1 else None


def _public(keys: object, user: str) -> str | None:
    return public_of(mapping(keys).get(user), user)


def public_key(seed: bytes) -> str:
    """Return the public half of a key."""
    key = ECC.construct(curve="Ed25519", seed=seed).public_key()
    return unpadded(key.export_key(format="raw"))


def canonical(what: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: canonical JSON without signatures and what is unsigned."""
    bare = {name: value for name, value in what.items() if name not in {"signatures", "unsigned"}}
    return json.dumps(bare, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def unpadded(raw: bytes) -> str:
    """Return base64 as Matrix writes it."""
    return base64.b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
