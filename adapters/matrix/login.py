"""Being somebody on the homeserver: the device that is known, or a new one when that is gone."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import peewee
from vodozemac import LibolmPickleException, PickleException

from adapters.matrix.config import Config, Encryption
from adapters.matrix.errors import HomeserverRefusedError, LoginNeededError
from adapters.matrix.folder import DEVICE, KeyFolder
from adapters.matrix.signing import published
from adapters.matrix.transport import CLIENT, Homeserver, Json

_log = logging.getLogger(__name__)

_REFUSED = 403
_ENDED = "The access token is not valid (any more)"
_LOST = "The keys of the device are not in [matrix] store_path"


@dataclass(frozen=True)
class Device:
    """A device of ours and the token it speaks with."""

    id: str
    token: str


async def connect(config: Config, folder: KeyFolder) -> Homeserver:
    """Return a connection on which the homeserver knows us, with the keys of the device loaded.

    Raise LoginNeededError when an operator must do something first, HomeserverAwayError if it is not there.
    """
    device, why = _known(config, folder), None
    if device and not _has_keys(config, folder, device):
        why = await _why_not(config, device)
    soft = False
    if device and not why:
        connection = _opened(config, folder, device)
        try:
            return await _welcomed(connection, config, folder)
        except HomeserverRefusedError as error:
            await connection.close()
            if not error.logged_out:
                raise
            soft, why = error.soft, _ENDED
        except BaseException:
            await connection.close()
            raise
    made = await log_in(config, device.id if device and soft else None, why or _ENDED)
    _keep(config, folder, made)
    connection = _opened(config, folder, made)
    kind = "the same" if soft else "a new"
    _log.warning("%slogged in on %s device: %s", f"{why}: " if why else "", kind, made.id)
    folder.close_to_others()
    return connection


async def log_in(config: Config, device: str | None, why: str) -> Device:
    """Log in with the password, on a device that is there or a new one; `why` that must be.

    Raise LoginNeededError.
    """
    if not config.password:
        raise LoginNeededError(
            f"{why}, and there is no password. Put the [matrix] access_token of a new device with its "
            "device_id in the settings, or a password."
        )
    asked: Json = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": config.user_id},
        "password": config.password,
        "initial_device_display_name": "Voorloper",
    }
    if device:
        asked["device_id"] = device
    connection = Homeserver(config.homeserver, config.user_id, None, "", "")
    try:
        answer = await connection.ask("POST", f"{CLIENT}/login", asked)
    except HomeserverRefusedError as error:
        if error.status == _REFUSED:
            raise LoginNeededError(
                "The homeserver does not take this user and password. See [matrix] user_id and password."
            ) from None
        raise
    finally:
        await connection.close()
    user, made, token = answer.get("user_id"), answer.get("device_id"), answer.get("access_token")
    if user != config.user_id or not (isinstance(made, str) and isinstance(token, str)):
        raise LoginNeededError("The homeserver logged in somebody else. See [matrix] user_id.")
    return Device(made, token)


def _known(config: Config, folder: KeyFolder) -> Device | None:
    """Return the device that the settings give, or the one of last time."""
    if config.access_token and config.device_id:
        given = Device(config.device_id, config.access_token)
        kept = _kept(config, folder)
        # after a logout the token in the settings is the old one
        return kept if kept and config.password and kept.id != given.id else given
    return _kept(config, folder)


def _kept(config: Config, folder: KeyFolder) -> Device | None:
    match folder.read(DEVICE):
        case {"user_id": config.user_id, "device_id": str(device), "access_token": str(token)}:
            return Device(device, token)
        case _:
            return None


def _keep(config: Config, folder: KeyFolder, device: Device) -> None:
    folder.write(DEVICE, {"user_id": config.user_id, "device_id": device.id, "access_token": device.token})


def _has_keys(config: Config, folder: KeyFolder, device: Device) -> bool:
    """Say whether the keys of the device are here, as far as they are needed."""
    return config.encryption is Encryption.OFF or folder.holds(config.user_id, device.id)


async def _why_not(config: Config, device: Device) -> str | None:
    """Return why a device of which the keys are not here cannot be used; None when it never had any."""
    connection = Homeserver(config.homeserver, config.user_id, None, "", "")
    connection.user_id, connection.access_token = config.user_id, device.token
    try:
        return _LOST if await published(connection, device.id) else None
    except HomeserverRefusedError as error:
        if not error.logged_out:
            raise
        return _ENDED
    finally:
        await connection.close()


def _opened(config: Config, folder: KeyFolder, device: Device) -> Homeserver:
    store = "" if config.encryption is Encryption.OFF else str(folder.path)
    key = folder.pickle_key(config.pickle_key)
    connection = Homeserver(config.homeserver, config.user_id, device.id, store, key)
    try:
        connection.restore_login(config.user_id, device.id, device.token)
    except (PickleException, LibolmPickleException, peewee.DatabaseError):
        raise LoginNeededError(
            "The keys of the device cannot be read. Give back the [matrix] pickle_key that they were made "
            "with, or move [matrix] store_path away: then the bot is a new device."
        ) from None
    folder.close_to_others()
    return connection


async def _welcomed(connection: Homeserver, config: Config, folder: KeyFolder) -> Homeserver:
    """See that the token is that of our user and device."""
    answer = await connection.ask("GET", f"{CLIENT}/account/whoami")
    if answer.get("user_id") != config.user_id:
        raise LoginNeededError("The access token belongs to somebody else. See [matrix] user_id.")
    if answer.get("device_id", connection.device_id) != connection.device_id:
        raise LoginNeededError("The access token belongs to another device. See [matrix] device_id.")
    device = Device(str(connection.device_id), connection.access_token)
    if device != _kept(config, folder):
        _keep(config, folder, device)
    return connection
