"""The payloads of what people do with what the app shows them: commands, shortcuts, clicks and views."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.slack.standin.limits import elements
from tests.slack.standin.pieces import Json, RefusedError
from tests.slack.standin.responding import Responding
from tests.slack.standin.world import Channel, Install, Message, Team, User, World

TRIGGER_LASTS = 3.0
"""Seconds in which a trigger can be exchanged, once."""

_NAMES = {"group": "privategroup", "im": "directmessage"}


@dataclass(eq=False)
class Trigger:
    """What lets the app open a view for somebody."""

    user: User
    install: Install
    view_id: str | None
    expires: float
    used: bool = False


class Triggers:
    """The triggers that were given."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._given: dict[str, Trigger] = {}
        self.lasts = TRIGGER_LASTS

    def give(self, user: User, install: Install, view_id: str | None = None) -> str:
        """Return a new one."""
        trigger = f"{len(self._given) + 1}.{self._world.number.ts()}".replace("..", ".")
        self._given[trigger] = Trigger(user, install, view_id, time.monotonic() + self.lasts)
        return trigger

    def exchange(self, trigger_id: str, install: Install) -> Trigger:
        """Use one up. Raise RefusedError when that cannot be done."""
        trigger = self._given.get(trigger_id)
        if trigger is None or trigger.install is not install:
            raise RefusedError("invalid_trigger_id")
        if trigger.used:
            raise RefusedError("exchanged_trigger_id")
        if trigger.expires < time.monotonic():
            raise RefusedError("expired_trigger_id")
        trigger.used = True
        return trigger

    def expire(self) -> None:
        """Let three seconds pass for all that were given."""
        for trigger in self._given.values():
            trigger.expires = 0


@dataclass
class Payloads:
    """Makes payloads, with a new trigger and a new address for responses in each."""

    world: World
    triggers: Triggers
    responding: Responding

    def command(self, user: User, install: Install, channel: Channel, name: str, text: str) -> Json:
        """Return what a slash command sends: flat, all strings."""
        team, app = user.team, self.world.app
        sent = {
            "token": app.verification,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": _name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text,
            "api_app_id": app.id,
            "is_enterprise_install": str(install.org_wide).lower(),
            "response_url": self.responding.url(user, channel),
            "trigger_id": self.triggers.give(user, install),
        }
        if team.enterprise:
            sent |= {"enterprise_id": team.enterprise, "enterprise_name": "Rijk"}
        return sent

    def shortcut(self, user: User, install: Install, callback_id: str) -> Json:
        """Return what a global shortcut sends."""
        payload = self._common("shortcut", user, install)
        return payload | {"callback_id": callback_id, "action_ts": self.world.number.ts()}

    def message_action(self, user: User, install: Install, message: Message, callback_id: str) -> Json:
        """Return what a shortcut on a message sends."""
        payload = self._common("message_action", user, install)
        payload |= {"callback_id": callback_id, "action_ts": self.world.number.ts()}
        payload |= {
            "message_ts": message.ts,
            "message": dict(message.raw),
            "channel": _about(message.channel),
        }
        return payload | {"response_url": self.responding.url(user, message.channel, message)}

    def block_action(
        self, user: User, install: Install, shown: Message | Json, block: Json, element: Json, chosen: Json
    ) -> Json:
        """Return what a click sends, in a message as it is now or in a view; `chosen` is what was picked."""
        payload = self._common("block_actions", user, install)
        action: Json = {
            key: element[key] for key in ("type", "action_id", "text", "value", "style") if key in element
        }
        action |= {"block_id": block["block_id"], "action_ts": self.world.number.ts(), **chosen}
        payload["actions"] = [action]
        if isinstance(shown, Message):
            return payload | self._in_message(user, shown)
        payload["trigger_id"] = self.triggers.give(user, install, shown["id"])
        return payload | {"container": {"type": "view", "view_id": shown["id"]}, "view": dict(shown)}

    def view(self, kind: str, user: User, install: Install, view: Json) -> Json:
        """Return what submitting or closing a view sends."""
        payload = self._common(kind, user, install) | {"view": dict(view)}
        if kind == "view_submission":
            payload["trigger_id"] = self.triggers.give(user, install, view["id"])
            return payload | {"response_urls": []}
        del payload["trigger_id"]
        return payload | {"is_cleared": False}

    def _in_message(self, user: User, message: Message) -> Json:
        hidden = message.to is not None
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel.id,
            "is_ephemeral": hidden,
        }
        if "thread_ts" in message.raw:
            container["thread_ts"] = message.raw["thread_ts"]
        inside: Json = {
            "container": container,
            "channel": _about(message.channel),
            "response_url": self.responding.url(user, message.channel, message),
            "state": {"values": {}},
        }
        return inside if hidden else inside | {"message": dict(message.raw)}

    def _common(self, kind: str, user: User, install: Install) -> Json:
        return {
            "type": kind,
            "token": self.world.app.verification,
            "api_app_id": self.world.app.id,
            "team": _team(user.team),
            "enterprise": {"id": user.team.enterprise, "name": "Rijk"} if user.team.enterprise else None,
            "is_enterprise_install": install.org_wide,
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team.id},
            "trigger_id": self.triggers.give(user, install),
        }


def found(blocks: list[Json], wanted: str) -> tuple[Json, Json]:
    """Return the block and the element in it with this action, or else with this text on it.

    Raise LookupError when there is none: nobody can click what is not there.
    """
    every = [(block, element) for block in blocks for element in elements(block)]
    for block, element in every:
        if element.get("action_id") == wanted:
            return block, element
    for block, element in every:
        if element.get("text", {}).get("text") == wanted:
            return block, element
    there = [element.get("text", {}).get("text", element.get("action_id")) for _, element in every]
    raise LookupError(f"nothing to click is called {wanted}; there is {there}")


def _about(channel: Channel) -> Json:
    return {"id": channel.id, "name": _name(channel)}


def _name(channel: Channel) -> str:
    return _NAMES.get(channel.kind, channel.name)


def _team(team: Team) -> Json:
    about: Json = {"id": team.id, "domain": team.domain}
    if team.enterprise:
        about |= {"enterprise_id": team.enterprise, "enterprise_name": "Rijk"}
    return about
