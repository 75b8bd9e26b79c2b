"""What `voorloper check` says of Matrix: whether the bot can log in, and how its device is known."""

from __future__ import annotations

from collections.abc import AsyncIterator

from adapters.matrix.config import Config, Encryption
from adapters.matrix.errors import (
    HomeserverAwayError,
    HomeserverRefusedError,
    LoginNeededError,
    StoreInUseError,
)
from adapters.matrix.folder import DEVICE, KeyFolder, held
from adapters.matrix.link import prepared
from adapters.matrix.login import connect
from adapters.matrix.transport import Homeserver
from bot.messages.unchecked import mapping, text

_ADDRESS = "See that [matrix] homeserver is its address and can be reached from here."
_PAIR = 4
_VERSIONS = "/_matrix/client/versions"


async def look(config: Config) -> AsyncIterator[tuple[str, str]]:
    """Give what was found, and how to mend it, empty when it is in order. Logs in, and readies the device.

    While the bot runs, the folder is its own, and only what can be seen without it is said.
    """
    connection = Homeserver(config.homeserver, config.user_id, None, "", "")
    try:
        if not isinstance((await connection.ask("GET", _VERSIONS)).get("versions"), list):
            yield "matrix: what answers is no homeserver of Matrix", _ADDRESS
            return
    except (HomeserverAwayError, HomeserverRefusedError) as error:
        yield f"matrix: {error}", _ADDRESS
        return
    finally:
        await connection.close()
    try:
        with held(config.store_path) as folder:
            async for finding in _logged_in(config, folder):
                yield finding
    except StoreInUseError:
        yield f"matrix: the bot runs ({_device(KeyFolder(config.store_path))})", ""
    except OSError as error:
        fix = "Give [matrix] store_path a folder that this user can read and write."
        yield f"matrix: {config.store_path} cannot be used ({error.strerror or type(error).__name__})", fix


async def _logged_in(config: Config, folder: KeyFolder) -> AsyncIterator[tuple[str, str]]:
    try:
        connection = await connect(config, folder)
    except LoginNeededError as error:
        yield "matrix: the bot cannot log in", str(error)
        return
    except (HomeserverAwayError, HomeserverRefusedError) as error:
        yield (
            f"matrix: the bot cannot log in: {error}",
            "Try again; if it stays so, ask who runs the homeserver.",
        )
        return
    try:
        yield f"matrix: logged in as {config.user_id} ({_device(folder)})", ""
        if config.encryption is Encryption.OFF:
            yield "matrix: encrypted rooms are neither read nor written in", ""
            return
        signed = await prepared(connection, config, folder)
        yield f"matrix: fingerprint of the device: {fingerprint(connection)}", ""
        fix = "Give [matrix] password: it is needed to sign the device, so that every client talks with it."
        yield (
            f"matrix: the device is {'' if signed else 'not '}signed by its owner",
            "" if signed else fix,
        )
    except LoginNeededError as error:
        yield "matrix: the keys of the device are not right", str(error)
    except (HomeserverAwayError, HomeserverRefusedError) as error:
        yield f"matrix: the keys of the device: {error}", "Try again in a while."
    finally:
        await connection.close()


def fingerprint(connection: Homeserver) -> str:
    """Return the fingerprint of our device as clients show it: in groups of four."""
    key = str(connection.olm.account.identity_keys["ed25519"])
    return " ".join(key[start : start + _PAIR] for start in range(0, len(key), _PAIR))


def _device(folder: KeyFolder) -> str:
    known = text(mapping(folder.read(DEVICE)).get("device_id"))
    return f"device {known}" if known else "a device that is not known yet"
