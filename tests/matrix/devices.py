"""Devices with their keys, and whether their owner vouches for them: all signatures are checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vodozemac import Account

from tests.matrix.client import Client, Json
from tests.matrix.signing import bears_signature, signed


@dataclass(frozen=True)
class Device:
    """A device whose keys bear its own signature."""

    user: str
    id: str
    ed25519: str
    curve25519: str
    vouched_for: bool
    """Whether its owner's self-signing key signed it, which the owner's master key signed."""


class CrossSigning:
    """The three keys with which somebody vouches for their devices."""

    def __init__(self, user: str) -> None:
        self._user = user
        self._master, self._devices, self._people = Account(), Account(), Account()

    async def publish(self, client: Client, password: str | None = None) -> None:
        """Give the homeserver the public keys; with the password they replace others."""
        master = self._public("master", self._master)
        parts = {"self_signing": self._devices, "user_signing": self._people}
        name = self._master.ed25519_key.to_base64()
        keys = {
            f"{usage}_key": signed(self._public(usage, key), self._master, self._user, name)
            for usage, key in parts.items()
        }
        known = {"type": "m.id.user", "user": self._user}
        proof = {"type": "m.login.password", "identifier": known, "password": password}
        asked = {"master_key": master, **keys} | ({"auth": proof} if password else {})
        await client.ask("POST", "v3/keys/device_signing/upload", asked)

    async def vouch(self, client: Client, device: str) -> None:
        """Sign a device of one's own."""
        answer = await client.ask("POST", "v3/keys/query", {"device_keys": {self._user: []}})
        keys = answer["device_keys"][self._user][device]
        plain = {name: part for name, part in keys.items() if name not in {"signatures", "unsigned"}}
        name = self._devices.ed25519_key.to_base64()
        vouched = {self._user: {device: signed(plain, self._devices, self._user, name)}}
        failures = (await client.ask("POST", "v3/keys/signatures/upload", vouched))["failures"]
        if failures:
            raise ValueError(failures)

    def _public(self, usage: str, key: Account) -> Json:
        public = key.ed25519_key.to_base64()
        return {"user_id": self._user, "usage": [usage], "keys": {f"ed25519:{public}": public}}


async def devices_of(client: Client, users: Collection[str]) -> dict[str, list[Device]]:
    """Return the devices of each of these people, without those whose keys do not bear their signature."""
    answer = await client.ask("POST", "v3/keys/query", {"device_keys": {user: [] for user in users}})
    return {user: read(answer, user) for user in users}


def read(answer: Json, user: str) -> list[Device]:
    """Return somebody's devices in an answer of the homeserver, as above."""
    keys = (answer.get(kind, {}).get(user) for kind in ("master_keys", "self_signing_keys"))
    signer = _signer(user, *keys)
    known: Json = answer["device_keys"].get(user, {})
    devices = (_device(user, name, keys, signer) for name, keys in known.items())
    return [device for device in devices if device]


def _device(user: str, name: str, keys: Json, signer: str | None) -> Device | None:
    try:
        ed25519, curve25519 = (keys["keys"][f"{kind}:{name}"] for kind in ("ed25519", "curve25519"))
    except KeyError:
        return None
    own = (keys.get("user_id"), keys.get("device_id")) == (user, name)
    if not own or not bears_signature(keys, user, name, ed25519):
        return None
    vouched_for = signer is not None and bears_signature(keys, user, signer, signer)
    return Device(user, name, ed25519, curve25519, vouched_for)


def _signer(user: str, master: Json | None, signer: Json | None) -> str | None:
    first, second = _only_key(user, "master", master), _only_key(user, "self_signing", signer)
    if first and second and signer and bears_signature(signer, user, first, first):
        return second
    return None


def _only_key(user: str, usage: str, keys: Mapping[str, object] | None) -> str | None:
    match keys:
        case {"user_id": str(owner), "usage": [str(said)], "keys": {**known}} if (owner, said) == (
            user,
            usage,
        ):
            (key,) = known.values() if len(known) == 1 else ("",)
            return str(key) if f"ed25519:{key}" in known else None
    return None
