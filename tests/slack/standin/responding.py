"""The addresses to which the app may respond a few times: to one person, to all, or over a message."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.slack.standin.happening import Happening
from tests.slack.standin.limits import wrong_blocks
from tests.slack.standin.pieces import Json, RefusedError
from tests.slack.standin.shapes import misshapen
from tests.slack.standin.world import Channel, Message, User
from tests.slack.standin.writing import filled, refuse_wrong

TIMES, LASTS = 5, 30 * 60
"""How often, and how many seconds long, an address can be used."""

_KNOWN = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "unfurl_links",
    "unfurl_media",
    "metadata",
    "mrkdwn",
}


@dataclass(eq=False)
class Address:
    """One address: who did something where, and on which message."""

    user: User
    channel: Channel
    message: Message | None
    expires: float
    used: int = 0


class Responding:
    """The addresses that were given, and what is said to them."""

    def __init__(self, happening: Happening) -> None:
        self.origin = ""
        self.given: dict[str, Address] = {}
        self._happening = happening

    def url(self, user: User, channel: Channel, message: Message | None = None) -> str:
        """Return a new address."""
        key = f"{user.team.id}/{len(self.given) + 1}"
        self.given[key] = Address(user, channel, message, time.monotonic() + LASTS)
        return f"{self.origin}/response/{key}"

    def respond(self, key: str, said: Json) -> None:
        """Show what was said to an address. Raise RefusedError when that cannot be."""
        address = self.given.get(key)
        if address is None:
            raise RefusedError("no_hook")
        if address.expires < time.monotonic():
            raise RefusedError("expired_url")
        if address.used >= TIMES:
            raise RefusedError("used_url")
        address.used += 1
        self.show(address, said)

    def show(self, address: Address, said: Json) -> None:
        """Show a response, also the one that an acknowledgement of a command carries."""
        if said.keys() - _KNOWN:
            raise RefusedError("invalid_payload")
        if said.get("delete_original"):
            self._gone(address)
            return
        if not said.get("text") and not said.get("blocks"):
            raise RefusedError("no_text")
        if "blocks" in said:
            refuse_wrong(wrong_blocks(said["blocks"]) + misshapen("Blocks", said["blocks"]), "invalid_blocks")
        install = self._happening.world.install_in(address.channel) or address.user.team.install
        if install is None:
            raise RefusedError("no_hook")
        raw = {"text": said.get("text", ""), "user": install.bot.id, "bot_id": install.bot.bot_id}
        raw |= {"app_id": self._happening.world.app.id, "team": install.team.id}
        if said.get("blocks"):
            raw["blocks"] = filled(said["blocks"], self._happening.world.number)
        if said.get("thread_ts"):
            raw["thread_ts"] = said["thread_ts"]
        self._place(address, raw, said)

    def _place(self, address: Address, raw: Json, said: Json) -> None:
        world = self._happening.world
        if said.get("replace_original") and address.message:
            changes = {"text": raw["text"], "blocks": raw.get("blocks")}
            if address.message.to is None:
                self._happening.edited(address.message, changes, None, marked=False)
            else:
                address.message.raw |= changes
                world.news.stir()
        elif said.get("response_type", "ephemeral") == "in_channel":
            self._happening.posted(address.channel, raw)
        else:
            ts = world.number.ts()
            shown = Message(address.channel, {"type": "message", "ts": ts, **raw}, to=address.user.id)
            address.channel.ephemerals[ts] = shown
            world.news.stir()

    def _gone(self, address: Address) -> None:
        message = address.message
        if message is None:
            raise RefusedError("message_not_found")
        if message.to is None:
            self._happening.deleted(message)
        else:
            message.channel.ephemerals.pop(message.ts, None)
            self._happening.world.news.stir()
