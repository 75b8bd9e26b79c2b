"""Giving the key of a room to all who may read in it, each device by itself.

The library gives up on all devices when it fails on the keys of one, which anybody can bring about.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from uuid import uuid4

import aiohttp

from adapters.matrix.errors import HomeserverAwayError
from adapters.matrix.transport import CLIENT, Homeserver, room_path
from bot.messages.unchecked import listed, mapping

_log = logging.getLogger(__name__)

_TO_DEVICE = f"{CLIENT}/sendToDevice/m.room.encrypted/"

Devices = Mapping[str, Sequence[str]]
"""Devices by their user."""


async def learn_members(connection: Homeserver, room: str) -> None:
    """Have the library know who is in a room and who is invited: they may read what is said from now on.

    Raise as `Homeserver.ask`.
    """
    there = await connection.ask("GET", f"{room_path(room, 'members')}?not_membership=leave")
    known = connection.rooms[room]
    members = {
        str(event.get("state_key")): mapping(event.get("content")).get("membership")
        for event in listed(there["chunk"])
    }
    for user in {*known.users, *members}:
        if members.get(user) in {"join", "invite"}:
            known.add_member(user, None, None, members[user] == "invite")
        else:
            known.remove_member(user)
    known.members_synced = True
    connection.olm.update_tracked_users(known)


async def begin_with(connection: Homeserver, devices: Devices) -> None:
    """Claim a key of each device to begin with; those whose keys are none are left out.

    Raise HomeserverAwayError.
    """
    if not devices or await _claimed(connection, devices):
        return
    for user, names in devices.items():
        for name in names:
            if not await _claimed(connection, {user: [name]}):
                _log.warning("a device whose keys are none is left out")
                _forget_wedged(connection, user, name)


async def share_key(connection: Homeserver, room: str) -> None:
    """Give the key of a room to every device in it that we can reach. Raise as `Homeserver.ask`."""
    await begin_with(connection, connection.get_missing_sessions(room))
    olm, users = connection.olm, list(connection.rooms[room].users)
    for devices, message in olm.share_group_session_parallel(room, users, ignore_unverified_devices=True):
        await connection.ask("PUT", _TO_DEVICE + uuid4().hex, message)
        olm.outbound_group_sessions[room].users_shared_with.update(devices)
    olm.outbound_group_sessions[room].shared = True


async def _claimed(connection: Homeserver, devices: Devices) -> bool:
    try:
        await connection.keys_claim({user: list(names) for user, names in devices.items()})
    except (aiohttp.ClientError, TimeoutError) as error:
        raise HomeserverAwayError(f"keys could not be claimed ({type(error).__name__})") from None
    except Exception as error:  # noqa: BLE001 - keys are made by anybody
        _log.debug("the library fails on claimed keys: %s", type(error).__name__)
        return False
    return True


def _forget_wedged(connection: Homeserver, user: str, name: str) -> None:
    """Try no more to begin anew with a device, until it sends something again."""
    olm = connection.olm
    olm.wedged_devices = [each for each in olm.wedged_devices if (each.user_id, each.id) != (user, name)]
    olm.key_request_devices_no_session = [
        each for each in olm.key_request_devices_no_session if (each.user_id, each.id) != (user, name)
    ]
