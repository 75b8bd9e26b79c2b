"""With whose devices the bot shares keys, when only devices that their owner signed count.

The first master key of somebody is remembered; another one after it is not trusted until an operator takes
the remembered one away.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from adapters.matrix.folder import PINS, KeyFolder
from adapters.matrix.signing import is_signed_by, public_of
from adapters.matrix.transport import CLIENT, Homeserver, Json
from bot.messages.unchecked import mapping

_log = logging.getLogger(__name__)

_QUERY = f"{CLIENT}/keys/query"


class Trust:
    """Which devices are signed by their owner, as far as we have looked."""

    def __init__(self, connection: Homeserver, folder: KeyFolder) -> None:
        self._connection = connection
        self._folder = folder
        kept = folder.read(PINS)
        pins = mapping(kept).items()
        self._pins = {str(user): pin for user, pin in pins if isinstance(pin, str)}

    def let_all(self) -> None:
        """Leave no device out any more: the policy was another one before."""
        store = self._connection.device_store
        for device in [each for user in store.users for each in store.active_user_devices(user)]:
            if device.blacklisted:
                self._connection.unblacklist_device(device)

    async def look_at(self, users: Collection[str]) -> None:
        """Mark the devices of these people: verified when they are signed by their owner, else left out."""
        if self._connection.should_query_keys:
            await self._connection.keys_query()
        asked: Json = {"device_keys": {user: [] for user in sorted(users)}}
        told = await self._connection.ask("POST", _QUERY, asked)
        for user in sorted(users):
            self._mark(user, self._self_signing(user, told), told)

    async def vouches(self, user: str, identity: str, signing: str) -> bool:
        """Say whether the device with these keys is one of somebody, and signed by them."""
        if not self._known(user, identity, signing):
            await self.look_at({user})
        return self._known(user, identity, signing)

    def _known(self, user: str, identity: str, signing: str) -> bool:
        return any(
            device.verified and (device.curve25519, device.ed25519) == (identity, signing)
            for device in self._connection.device_store.active_user_devices(user)
        )

    def _mark(self, user: str, key: str | None, told: Json) -> None:
        devices = mapping(mapping(told.get("device_keys")).get(user))
        for device in self._connection.device_store.active_user_devices(user):
            signed = key is not None and is_signed_by(mapping(devices.get(device.id)), user, key)
            if signed and not device.verified:
                self._connection.verify_device(device)
            elif not signed and not device.blacklisted:
                _log.warning("a device that its owner did not sign is left out")
                self._connection.blacklist_device(device)

    def _self_signing(self, user: str, told: Json) -> str | None:
        """Return the key that signs the devices of somebody, when it is the one that was pinned."""
        master = public_of(mapping(told.get("master_keys")).get(user), user)
        signing = mapping(mapping(told.get("self_signing_keys")).get(user))
        if master is None or not is_signed_by(signing, user, master):
            return None
        if self._pins.setdefault(user, master) != master:
            _log.warning("somebody has another master key than before; see pins.json in the store")
            return None
        self._folder.write(PINS, self._pins)
        return public_of(signing, user)
