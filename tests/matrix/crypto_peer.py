"""A person in a client with end-to-end encryption, which shares nothing with the library that the bot uses.

The person talks through `peer`, in clear and in encrypted rooms; here is what concerns keys.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession

from tests.matrix import attachments
from tests.matrix.client import Client, Json, at
from tests.matrix.devices import CrossSigning, Device, devices_of
from tests.matrix.events import ENCRYPTED, Event
from tests.matrix.megolm import ALGORITHM, Listening, Speaking
from tests.matrix.olm import Olm, Told
from tests.matrix.peer import Peer
from tests.matrix.synapse import Account
from tests.platforms.waiting import meanwhile


class SecretPeer:
    """The person's device with its keys.

    With `only_verified` it gives no keys to devices that their owner does not vouch for, and does not read
    what those say. While `withholding` it gives no keys to anybody. What it sends names the sending device
    as older clients do, unless `names_device` is off.
    """

    def __init__(self, client: Client, account: Account) -> None:
        self.peer = Peer(client, account, self)
        self.olm = Olm(client, account.user_id, account.device_id)
        self.only_verified = False
        self.withholding = False
        self.names_device = True
        self.troubles: list[str] = []
        """Why what devices told this one could not be read."""
        self._client = client
        self._account = account
        self._devices: dict[str, list[Device]] = {}
        self._speaking: dict[str, Speaking] = {}
        self._listening: dict[tuple[str, str], Listening] = {}
        self._opened: dict[str, Event] = {}
        self._renewed: set[str] = set()
        self._one_at_a_time = asyncio.Lock()

    # Being the cipher of the client.

    async def heard(self, answer: Json) -> None:
        """Take note of devices that changed, keys that were given, and keys of its own that were used."""
        changed = set(answer.get("device_lists", {}).get("changed", ())) & self._devices.keys()
        if changed:
            self._devices |= await devices_of(self._client, changed)
        for event in answer.get("to_device", {}).get("events", ()):
            if event["type"] == ENCRYPTED:
                await self._hear(event)
        left = answer.get("device_one_time_keys_count", {}).get("signed_curve25519", 0)
        unused = "signed_curve25519" in answer["device_unused_fallback_key_types"]
        await self.olm.replenish(left, fallback_is_unused=unused)

    async def sealed(self, room: str, kind: str, content: Json) -> Json:
        """Return what says this to everybody in the room, after giving the key to who has none."""
        async with self._one_at_a_time:
            return await self._sealed(room, kind, content)

    def opened(self, seen: Event) -> Event:
        """Return an event decrypted, or as it is when that cannot be done or its device is not trusted."""
        if seen.type != ENCRYPTED:
            return seen
        if seen.id not in self._opened:
            listening = self._listening.get((seen.room, str(seen.content.get("session_id"))))
            if not listening or not self._trusts_source(listening.by):
                return seen
            try:
                self._opened[seen.id] = listening.opened(seen)
            except (ValueError, KeyError) as error:
                self._note(f"{seen.id}: {error}")
                return seen
        return self._opened[seen.id]

    # What concerns keys.

    async def vouch(self) -> CrossSigning:
        """Make keys to vouch for one's devices with, publish them, and vouch for this device."""
        signing = CrossSigning(self.peer.id)
        await signing.publish(self._client)
        await signing.vouch(self._client, self._account.device_id)
        return signing

    def rotate(self, room: str) -> None:
        """Begin a new session in a room with what is said next."""
        self._speaking.pop(room, None)

    async def give_keys(self, room: str) -> None:
        """Give the key of the present session in a room to whom it was withheld, from its beginning."""
        speaking = self._speaking[room]
        told = await self.olm.tell(list(speaking.withheld), "m.room_key", speaking.key(whole=True))
        speaking.told |= told
        speaking.withheld -= told

    async def devices(self, user: str) -> list[Device]:
        """Return the devices of somebody, as the homeserver says now; signatures are checked."""
        self._devices |= await devices_of(self._client, [user])
        return self._devices[user]

    async def upload(self, content: bytes) -> Json:
        """Give an encrypted file to the homeserver; return the `file` of the event that shows it."""
        hidden, file = attachments.sealed(content)
        return file | {"url": await self.peer.upload(hidden)}

    async def download(self, file: Json) -> bytes:
        """Return the content of a `file` of an event; raise ValueError when it was tampered with."""
        return attachments.opened(await self.peer.download(file["url"]), file)

    async def _sealed(self, room: str, kind: str, content: Json) -> Json:
        members = await self.peer.members(room)
        self._devices |= await devices_of(self._client, members)
        others = {device for user in members for device in self._devices[user] if not self._is_own(device)}
        readers = {device for device in others if self._trusts(device)}
        speaking = self._speaking.get(room)
        if not speaking or (speaking.told | speaking.withheld) - readers:
            speaking = self._speaking[room] = self._begun(room)
        new = readers - speaking.told - speaking.withheld
        if self.withholding:
            speaking.withheld |= new
        else:
            speaking.told |= await self.olm.tell(list(new), "m.room_key", speaking.key())
        for device in others - readers - speaking.refused:
            speaking.refused.add(device)
            await self._refuse(device, speaking)
        named = {"sender_key": self.olm.curve25519, "device_id": self._account.device_id}
        return speaking.sealed(kind, content) | (named if self.names_device else {})

    async def _refuse(self, device: Device, speaking: Speaking) -> None:
        """Tell a device that it gets no key, and why, as clients do."""
        content = {
            "algorithm": ALGORITHM,
            "room_id": speaking.room,
            "session_id": speaking.session.session_id,
            "sender_key": self.olm.curve25519,
            "code": "m.unverified",
        }
        await tell_in_clear(self._client, device.user, device.id, "m.room_key.withheld", content)

    async def _hear(self, event: Json) -> None:
        try:
            told = self.olm.hear(event)
            if told.user not in self._devices:
                self._devices |= await devices_of(self._client, [told.user])
            self._take(told)
        except (ValueError, KeyError) as error:
            self._note(f"{event['sender']}: {error}")
            await self._begin_anew(event)

    def _take(self, told: Told) -> None:
        match told.type:
            case "m.room_key":
                self._keep(told)
            case "m.dummy":  # a new session, because that device lost one: it may have lost keys
                for speaking in self._speaking.values():
                    speaking.told = {each for each in speaking.told if each.curve25519 != told.curve25519}

    async def _begin_anew(self, event: Json) -> None:
        """Begin a new session with a device that could not be understood; once, as loops would be easy."""
        sender, key = event["sender"], event["content"].get("sender_key")
        if key in self._renewed:
            return
        self._renewed.add(key)
        for device in await self.devices(sender):
            if device.curve25519 == key:
                await self.olm.renew(device)

    def _note(self, trouble: str) -> None:
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def _keep(self, told: Told) -> None:
        session = Listening(told)
        place = told.content["room_id"], told.content["session_id"]
        known = self._listening.get(place)
        if not known or (session.begins < known.begins and session.by.curve25519 == known.by.curve25519):
            self._listening[place] = session

    def _begun(self, room: str) -> Speaking:
        speaking = Speaking(room)
        own = self.olm
        self._keep(Told(self.peer.id, own.curve25519, own.ed25519, "m.room_key", speaking.key()))
        return speaking

    def _is_own(self, device: Device) -> bool:
        return device.curve25519 == self.olm.curve25519

    def _trusts(self, device: Device) -> bool:
        return device.vouched_for or not self.only_verified

    def _trusts_source(self, told: Told) -> bool:
        if told.curve25519 == self.olm.curve25519:
            return True
        keys = told.curve25519, told.ed25519
        known = [each for each in self._devices[told.user] if (each.curve25519, each.ed25519) == keys]
        return any(map(self._trusts, known)) if known else not self.only_verified


async def use_up_keys(client: Client, user: str, device: str) -> int:
    """Claim the one-time keys of a device until it has none left; return how many there were."""
    asked = {"one_time_keys": {user: {device: "signed_curve25519"}}}
    count = 0
    while True:
        answer = (await client.ask("POST", "v3/keys/claim", asked))["one_time_keys"]
        keys = list(answer.get(user, {}).get(device, {}).values())
        if not keys or keys[0].get("fallback"):
            return count
        count += 1


async def tell_in_clear(client: Client, user: str, device: str, kind: str, content: Json) -> None:
    """Tell a device something that is not encrypted, such as nonsense."""
    path = f"v3/sendToDevice/{at(kind, secrets.token_hex(8))}"
    await client.ask("PUT", path, {"messages": {user: {device: content}}})


@asynccontextmanager
async def secret_person(url: str, account: Account) -> AsyncIterator[SecretPeer]:
    """Let somebody sit at a client with new keys during the block."""
    async with ClientSession() as session:
        secret = SecretPeer(Client(url, account.access_token, session), account)
        await secret.olm.publish()
        async with meanwhile(secret.peer.watch.run()):
            yield secret
