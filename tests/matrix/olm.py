"""Secrets from device to device: the keys that a device publishes, and what it tells others with Olm."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from vodozemac import Account, AnyOlmMessage, Curve25519PublicKey, Session

from tests.matrix.client import Client, Json, at
from tests.matrix.devices import Device
from tests.matrix.signing import bears_signature, decoded, encoded, signed

ALGORITHM = "m.olm.v1.curve25519-aes-sha2"
_ALGORITHMS = [ALGORITHM, "m.megolm.v1.aes-sha2"]
_STOCK = 50
_ENOUGH = 25
_PRE_KEY = 0


@dataclass(frozen=True)
class Told:
    """What a device was told in secret, and by which other one: the keys prove it, not the homeserver."""

    user: str
    curve25519: str
    ed25519: str
    type: str
    content: Json


class Olm:
    """The keys of one device, and its sessions with others."""

    def __init__(self, client: Client, user: str, device: str) -> None:
        self._client = client
        self._user = user
        self._device = device
        self._account = Account()
        self._sessions: dict[str, list[Session]] = defaultdict(list)
        self.curve25519 = self._account.curve25519_key.to_base64()
        self.ed25519 = self._account.ed25519_key.to_base64()

    @property
    def keys(self) -> Json:
        """The public keys of this device, signed by itself."""
        keys = {
            "user_id": self._user,
            "device_id": self._device,
            "algorithms": _ALGORITHMS,
            "keys": {f"curve25519:{self._device}": self.curve25519, f"ed25519:{self._device}": self.ed25519},
        }
        return signed(keys, self._account, self._user, self._device)

    async def publish(self) -> None:
        """Give the homeserver the keys of this device."""
        await self._client.ask("POST", "v3/keys/upload", {"device_keys": self.keys})
        await self.replenish(0, fallback_is_unused=False)

    async def replenish(self, left: int, *, fallback_is_unused: bool) -> None:
        """Give the homeserver new keys with which others may begin, where it has few or none left."""
        asked: Json = {}
        if left < _ENOUGH:
            self._account.generate_one_time_keys(_STOCK - left)
            asked["one_time_keys"] = self._offered(self._account.one_time_keys, {})
        if not fallback_is_unused:
            self._account.generate_fallback_key()  # type: ignore[attr-defined] # its types leave it out
            last = self._account.fallback_key  # type: ignore[attr-defined] # idem
            asked["fallback_keys"] = self._offered(last, {"fallback": True})
        if asked:
            await self._client.ask("POST", "v3/keys/upload", asked)
            self._account.mark_keys_as_published()

    async def publish_nonsense(self) -> None:
        """Give the homeserver this device, and to begin with it what is no key at all, but well signed."""
        signature = signed({"key": "AAAA"}, self._account, self._user, self._device)
        offered = {f"signed_curve25519:none{number}": signature for number in range(_STOCK)}
        await self._client.ask("POST", "v3/keys/upload", {"device_keys": self.keys, "one_time_keys": offered})

    async def renew(self, device: Device) -> None:
        """Begin a new session with a device that does not share the last one any more, and say so."""
        await self._begin([device])
        await self.tell([device], "m.dummy", {})

    async def tell(self, devices: Sequence[Device], kind: str, content: Json) -> set[Device]:
        """Tell devices something in secret; return those that were told: the others had no key left."""
        await self._begin([device for device in devices if not self._sessions[device.curve25519]])
        told = {device for device in devices if self._sessions[device.curve25519]}
        messages: Json = defaultdict(dict)
        for device in told:
            messages[device.user][device.id] = self._sealed(device, kind, content)
        if told:
            path = f"v3/sendToDevice/{at('m.room.encrypted', secrets.token_hex(8))}"
            await self._client.ask("PUT", path, {"messages": messages})
        return told

    def hear(self, event: Json) -> Told:
        """Return what an encrypted event tells this device; raise ValueError or KeyError."""
        content = event["content"]
        sender, mine = content["sender_key"], content["ciphertext"][self.curve25519]
        payload = json.loads(self._decrypted(sender, mine["type"], decoded(mine["body"])))
        to = (payload["recipient"], payload["recipient_keys"]["ed25519"])
        if payload["sender"] != event["sender"] or to != (self._user, self.ed25519):
            raise ValueError("It is from somebody else, or for somebody else.")
        return Told(
            payload["sender"], sender, payload["keys"]["ed25519"], payload["type"], payload["content"]
        )

    def _offered(self, keys: dict[str, Curve25519PublicKey], more: Json) -> Json:
        return {
            f"signed_curve25519:{name}": signed(
                {"key": key.to_base64(), **more}, self._account, self._user, self._device
            )
            for name, key in keys.items()
        }

    async def _begin(self, devices: Sequence[Device]) -> None:
        if not devices:
            return
        asked: Json = defaultdict(dict)
        for device in devices:
            asked[device.user][device.id] = "signed_curve25519"
        claimed = (await self._client.ask("POST", "v3/keys/claim", {"one_time_keys": asked}))["one_time_keys"]
        for device in devices:
            for key in claimed.get(device.user, {}).get(device.id, {}).values():
                if not bears_signature(key, device.user, device.id, device.ed25519):
                    raise ValueError(f"Key of {device.id} without its signature")
                session = self._account.create_outbound_session(
                    Curve25519PublicKey.from_base64(device.curve25519),
                    Curve25519PublicKey.from_base64(key["key"]),
                )
                self._sessions[device.curve25519].append(session)

    def _sealed(self, device: Device, kind: str, content: Json) -> Json:
        payload = {
            "type": kind,
            "content": content,
            "sender": self._user,
            "recipient": device.user,
            "recipient_keys": {"ed25519": device.ed25519},
            "keys": {"ed25519": self.ed25519},
            "sender_device_keys": self.keys,
        }
        message = self._sessions[device.curve25519][-1].encrypt(json.dumps(payload).encode())
        number, body = message.to_parts()
        return {
            "algorithm": ALGORITHM,
            "sender_key": self.curve25519,
            "ciphertext": {device.curve25519: {"type": number, "body": encoded(body)}},
        }

    def _decrypted(self, sender: str, number: int, body: bytes) -> bytes:
        message = AnyOlmMessage.from_parts(number, body)
        known = self._sessions[sender]
        first = message.to_pre_key() if number == _PRE_KEY else None
        if first and not any(session.session_matches(first) for session in known):
            key = Curve25519PublicKey.from_base64(sender)
            session, words = self._account.create_inbound_session(key, first)
            known.append(session)
            return words
        for session in reversed(known):
            try:
                words = session.decrypt(message)
            except ValueError:
                continue
            known.remove(session)
            known.append(session)  # the one that was heard last is the one to speak in
            return words
        raise ValueError("There is no session for it.")
