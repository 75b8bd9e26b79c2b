"""What a device owes to others after every synchronisation: keys to begin with, and a look at theirs."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from nio.crypto import Olm

from adapters.matrix.errors import HomeserverAwayError, LoginNeededError
from adapters.matrix.sharing import begin_with
from adapters.matrix.signing import is_own, published
from adapters.matrix.transport import CLIENT, Homeserver, Json

_log = logging.getLogger(__name__)

_ALGORITHM = "signed_curve25519"
_UPLOAD = f"{CLIENT}/keys/upload"


async def keep_up(connection: Homeserver, batch: Json) -> None:
    """Do what a batch of the homeserver asks of our keys. What fails now is done after the next one."""
    olm = connection.olm
    if olm is None:
        return
    try:
        await _give_keys(connection, olm, batch)
        if connection.should_query_keys:
            await connection.keys_query()
        if connection.should_claim_keys:
            await begin_with(connection, connection.get_users_for_key_claiming())
        if connection.outgoing_to_device_messages:
            await connection.send_to_device_messages()
    except Exception as error:  # noqa: BLE001 - whatever others give as keys, the bot goes on hearing
        _log.warning("the upkeep of keys waits: %s", type(error).__name__)


async def give_first_keys(connection: Homeserver) -> None:
    """Give the homeserver the keys of the device when it has none of them.

    Raise LoginNeededError when it has others, HomeserverAwayError.
    """
    olm = connection.olm
    if olm is None:
        return
    there = await published(connection, str(connection.device_id))
    if there and not is_own(there, connection):
        raise LoginNeededError(
            f"Device {connection.device_id} is known by other keys than those in [matrix] store_path. Give "
            "back the folder that belongs to it, or move it away: then the bot is a new device."
        )
    if there and olm.account.shared:
        return
    olm.account.shared = False  # a device that was deleted and made again: the library would not give them
    try:
        await connection.keys_upload()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise HomeserverAwayError(f"keys could not be given ({type(error).__name__})") from None
    if not olm.account.shared:
        raise HomeserverAwayError("the homeserver did not take the keys of the device")


async def _give_keys(connection: Homeserver, olm: Olm, batch: Json) -> None:
    counts = batch.get("device_one_time_keys_count")
    if isinstance(counts, dict):
        left = counts.get(_ALGORITHM, 0)
        if isinstance(left, int):
            olm.uploaded_key_count = left  # the library takes 0 for “not said”, and never gives keys again
    if connection.should_upload_keys:
        await connection.keys_upload()
    unused = batch.get("device_unused_fallback_key_types")
    if isinstance(unused, list) and _ALGORITHM not in unused:
        await _give_fallback_key(connection, olm)


async def _give_fallback_key(connection: Homeserver, olm: Olm) -> None:
    """Give a key that may be used more than once, for when all others are gone; the library has none."""
    account: Any = olm.account._account  # noqa: SLF001 - the only way to the key below it
    if account.one_time_keys:
        return  # they were not taken yet, and marking this one would mark them too
    account.generate_fallback_key()
    keys: Json = {}
    for name, public in account.fallback_key.items():
        key: Json = {"key": public.to_base64(), "fallback": True}
        key["signatures"] = {
            connection.user_id: {f"ed25519:{connection.device_id}": olm.sign_json(dict(key))}
        }
        keys[f"{_ALGORITHM}:{name}"] = key
    olm.save_account()
    await connection.ask("POST", _UPLOAD, {"fallback_keys": keys})
    account.mark_keys_as_published()
    olm.save_account()
