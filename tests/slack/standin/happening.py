"""What happens in the world, and which events the app gets of it, in the shapes of the Events API.

An event only goes where the app is installed, subscribed to it, has the scope for it and, in a channel, is a
member. The posts of the bot itself are events too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.slack.standin.delivering import Delivery, Dispatcher
from tests.slack.standin.pieces import Json
from tests.slack.standin.world import HISTORY, Channel, Install, Message, Team, User, World

_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "user_change": ("users:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
}

_OF_THE_WHOLE = {"app_uninstalled", "tokens_revoked", "team_access_revoked"}
"""Events that name no workspace where the app is installed in an organisation as a whole."""


@dataclass
class Happening:
    """Changes the world and tells the app.

    `names_one`: one of its workspaces is named with what happens to an organisation as a whole.
    """

    world: World
    dispatcher: Dispatcher
    names_one: bool = False

    # What happens to messages.

    def posted(self, channel: Channel, raw: Json, metadata: Json | None = None) -> Message:
        """Let a message stand in a channel; `raw` has no moment yet."""
        raw = {"type": "message", "ts": self.world.number.ts(), **raw}
        message = channel.messages[str(raw["ts"])] = Message(channel, raw, metadata)
        root = channel.messages.get(message.thread or "")
        if root:
            raw.setdefault("parent_user_id", root.user)
            root.raw.setdefault("thread_ts", root.ts)
        extra = {"root": root.raw} if root and raw.get("subtype") == "thread_broadcast" else {}
        self.told(channel, raw | extra)
        return message

    def edited(self, message: Message, changes: Json, by: str | None, *, marked: bool = True) -> None:
        """Change a message; `marked` says whether people see that it was edited."""
        before, ts = dict(message.raw), self.world.number.ts()
        message.raw |= changes
        if marked:
            message.raw["edited"] = {"user": by, "ts": ts}
        for key in [key for key, value in message.raw.items() if value is None]:
            del message.raw[key]
        self._changed(message, before, ts)

    def unfurled(self, message: Message, url: str) -> None:
        """Let Slack show what a link is about, which is an edit by nobody."""
        preview = {"id": 1, "from_url": url, "original_url": url, "fallback": url, "title": "Een pagina"}
        self.edited(message, {"attachments": [preview]}, None, marked=False)

    def deleted(self, message: Message) -> None:
        """Take a message away; what had answers stays as a stone with nothing on it."""
        channel, ts = message.channel, self.world.number.ts()
        if any(each.thread == message.ts for each in channel.messages.values()):
            before = dict(message.raw)
            kept = {key: message.raw[key] for key in ("ts", "thread_ts", "type") if key in message.raw}
            stone = {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT"}
            message.raw.clear()
            message.raw |= kept | stone | {"hidden": True}
            message.metadata = None
            self._changed(message, before, ts)
            return
        del channel.messages[message.ts]
        gone = {"subtype": "message_deleted", "previous_message": message.raw, "deleted_ts": message.ts}
        self.told(channel, {"type": "message", "ts": ts, "hidden": True, **gone})

    def reacted(self, message: Message, user: str, name: str) -> None:
        """Put a reaction on a message."""
        message.reactions.setdefault(name, []).append(user)
        self._reaction("reaction_added", message, user, name)

    def unreacted(self, message: Message, user: str, name: str) -> None:
        """Take a reaction away."""
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        self._reaction("reaction_removed", message, user, name)

    # What happens to channels and people.

    def joined(self, channel: Channel, user: User, by: User | None = None) -> None:
        """Let somebody come in, or be brought in by somebody."""
        channel.members.add(user.id)
        inviter = {"inviter": by.id} if by else {}
        words = f"{user.mention} has joined the channel"
        self._member("member_joined_channel", channel, user, inviter)
        joined = {"subtype": f"{channel.kind}_join", "user": user.id, "text": words, **inviter}
        self.posted(channel, joined)

    def left(self, channel: Channel, user: User) -> None:
        """Let somebody go."""
        install = self.world.install_in(channel)
        channel.members.discard(user.id)
        self._member("member_left_channel", channel, user, {}, install)

    def archived(self, channel: Channel, by: User, *, archived: bool = True) -> None:
        """Close a channel, or open it again."""
        channel.archived = archived
        kind = "group" if channel.kind == "group" else "channel"
        name = f"{kind}_{'archive' if archived else 'unarchive'}"
        event = {"type": name, "channel": channel.id, "user": by.id, "is_moved": 0}
        self.event(self.world.install_in(channel), name, event)

    def renamed(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.name = name
        about = {"id": channel.id, "name": name, "created": int(time.time())}
        event = {"type": "channel_rename", "channel": about}
        self.event(self.world.install_in(channel), "channel_rename", event)

    def uninstalled(self, install: Install) -> None:
        """Let the workspace put the app out: its tokens end and it is told so, both, in either order."""
        install.removed = install.revoked = True
        tokens = {"oauth": [], "bot": [install.bot.id]}
        self.event(install, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
        self.event(install, "app_uninstalled", {"type": "app_uninstalled"})
        for team in install.teams:
            team.install = None

    def revoked(self, install: Install) -> None:
        """Let the bot's token end while the app stays installed."""
        install.revoked = True
        tokens = {"oauth": [], "bot": [install.bot.id]}
        self.event(install, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})

    def shut_out(self, install: Install, *teams: Team) -> None:
        """Let an organisation take the app out of some of its workspaces."""
        ids = [team.id for team in teams]
        self.event(install, "team_access_revoked", {"type": "team_access_revoked", "team_ids": ids})
        install.teams = [team for team in install.teams if team not in teams]
        for team in teams:
            team.install = None

    def flooded(self, install: Install) -> Delivery:
        """Tell the app that it gets too many events: there is no event in it."""
        app = self.world.app
        told = {"minute_rate_limited": int(time.time()) // 60 * 60, "type": "app_rate_limited"}
        told |= {"token": app.verification, "team_id": install.team.id, "api_app_id": app.id}
        return self.dispatcher.send("events_api", told)

    # How the app hears of it.

    def told(self, channel: Channel, raw: Json) -> None:
        """Tell the app of a message, and once more when it is mentioned."""
        install = self.world.install_in(channel)
        kind = HISTORY[channel.kind]
        body = dict(raw)
        here = {"channel": channel.id, "event_ts": raw["ts"]}
        self.event(
            install, f"message.{kind}", body | here | {"channel_type": channel.kind}, (f"{kind}:history",)
        )
        new = raw.get("subtype") in (None, "file_share", "thread_broadcast") and "bot_id" not in raw
        if install and new and channel.kind != "im" and install.bot.mention in raw.get("text", ""):
            mention = {key: value for key, value in body.items() if key not in {"subtype", "root"}}
            self.event(install, "app_mention", mention | here | {"type": "app_mention"})
        self.world.news.stir()

    def event(
        self, install: Install | None, name: str, event: Json, scopes: Iterable[str] | None = None
    ) -> Delivery | None:
        """Give an event to the app, if it is to have it."""
        app = self.world.app
        needed = set(_SCOPES.get(name, ()) if scopes is None else scopes)
        if install is None or name not in app.events or (needed and not needed & install.scopes):
            return None
        channel = event.get("channel")
        place = self.world.channel(channel) if isinstance(channel, str) else None
        team = next((each for each in install.teams if place in each.channels.values()), install.team)
        ts = event.setdefault("event_ts", self.world.number.ts())
        named = None if install.org_wide and name in _OF_THE_WHOLE and not self.names_one else team.id
        authorization = {
            "enterprise_id": team.enterprise,
            "team_id": named,
            "user_id": install.bot.id,
            "is_bot": True,
            "is_enterprise_install": install.org_wide,
        }
        body: Json = {
            "token": app.verification,
            "team_id": named,
            "context_team_id": named,
            "context_enterprise_id": team.enterprise,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.world.number.id("Ev"),
            "event_time": int(float(ts)),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(place and place.shared),
            "event_context": f"4-{ts}",
        }
        if team.enterprise:
            body["enterprise_id"] = team.enterprise
        return self.dispatcher.send("events_api", body)

    def _changed(self, message: Message, before: Json, ts: str) -> None:
        changed = {"subtype": "message_changed", "message": message.raw, "previous_message": before}
        copy = {key: dict(value) if isinstance(value, dict) else value for key, value in changed.items()}
        self.told(message.channel, {"type": "message", "ts": ts, "hidden": True, **copy})

    def _reaction(self, name: str, message: Message, user: str, reaction: str) -> None:
        item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
        event = {"type": name, "user": user, "reaction": reaction, "item": item, "item_user": message.user}
        self.event(self.world.install_in(message.channel), name, event)
        self.world.news.stir()

    def _member(
        self, name: str, channel: Channel, user: User, more: Json, install: Install | None = None
    ) -> None:
        letter = "G" if channel.kind == "group" else "C"
        event = {"type": name, "user": user.id, "channel": channel.id, "channel_type": letter}
        event |= {"team": user.team.id, **more}
        self.event(install or self.world.install_in(channel), name, event)
        self.world.news.stir()
