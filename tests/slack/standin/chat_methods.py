"""The methods with which the app writes: chat.*, and reactions."""

from __future__ import annotations

from tests.slack.standin.calling import Call, method
from tests.slack.standin.pieces import Json, RefusedError
from tests.slack.standin.world import Channel, Message
from tests.slack.standin.writing import content, metadata


def _post(call: Call) -> Json:
    channel = _addressed(call)
    writable(channel)
    raw = by_bot(call) | content(call.arguments, call.inside.world.number)
    if "thread_ts" in call.arguments:
        raw |= in_thread(call, channel)
    if "text" not in call.arguments:
        call.warnings.append("missing_text_in_message")
    given = metadata(call.arguments)
    call.inside.rates.posted(channel.id)
    message = call.inside.happening.posted(channel, raw, given)
    shown = message.raw | ({"metadata": given} if given else {})
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    writable(message.channel)
    given = call.arguments
    if "text" not in given and "blocks" not in given:
        raise RefusedError("no_text")
    kept = {"blocks": message.blocks} if "blocks" not in given and "text" not in given else {}
    written = content({"text": message.text} | given | kept, call.inside.world.number)
    if "metadata" in given:
        message.metadata = metadata(given) if given["metadata"] else None
    changes = {"text": written["text"], "blocks": written.get("blocks")}
    call.inside.happening.edited(message, changes, call.install.bot.id, marked=not written.get("blocks"))
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.raw}


def _delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    call.inside.happening.deleted(message)
    return {"channel": message.channel.id, "ts": message.ts}


def _post_ephemeral(call: Call) -> Json:
    channel = call.channel(inside_only=True)
    writable(channel)
    user = call.person()
    if user.id not in channel.members:
        raise RefusedError("user_not_in_channel")
    raw = by_bot(call) | content(call.arguments, call.inside.world.number)
    if "thread_ts" in call.arguments:
        raw |= in_thread(call, channel)
        raw["begun"] = len(channel.thread(call.text("thread_ts"))) > 1
    ts = call.inside.world.number.ts()
    shown = Message(channel, {"type": "message", "ts": ts, **raw}, to=user.id)
    channel.ephemerals[ts] = shown
    call.inside.world.news.stir()
    return {"message_ts": ts}


def _permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.text("message_ts", "message_not_found")
    if ts not in channel.messages:
        raise RefusedError("message_not_found")
    place = f"https://{channel.team.domain}.slack.com/archives/{channel.id}"
    return {"channel": channel.id, "permalink": f"{place}/p{ts.replace('.', '')}"}


def _react(call: Call) -> Json:
    message, name = _reacted(call)
    if call.install.bot.id in message.reactions.get(name, ()):
        raise RefusedError("already_reacted")
    call.inside.happening.reacted(message, call.install.bot.id, name)
    return {}


def _unreact(call: Call) -> Json:
    message, name = _reacted(call)
    if call.install.bot.id not in message.reactions.get(name, ()):
        raise RefusedError("no_reaction")
    call.inside.happening.unreacted(message, call.install.bot.id, name)
    return {}


def _addressed(call: Call) -> Channel:
    """Return where to post: a channel, or the direct message with the person whose id it is."""
    to = call.text("channel", "channel_not_found")
    if to.startswith(("U", "W")):
        person = call.inside.world.user(to)
        if person is None or person.bot_id:
            raise RefusedError("channel_not_found")
        call.arguments["user"] = to
        return call.inside.world.direct(call.install, call.person())
    public = "chat:write.public" in call.install.scopes
    return call.channel(inside_only=not public)


def writable(channel: Channel) -> None:
    """Raise RefusedError for a channel in which nothing can be written."""
    if channel.archived:
        raise RefusedError("is_archived")
    if channel.read_only:
        raise RefusedError("restricted_action")


def by_bot(call: Call) -> Json:
    """Return what says in a message that the app wrote it."""
    install, app = call.install, call.inside.world.app
    profile = {"id": install.bot.bot_id, "app_id": app.id, "name": app.name, "team_id": install.team.id}
    return {
        "user": install.bot.id,
        "bot_id": install.bot.bot_id,
        "app_id": app.id,
        "team": install.team.id,
        "bot_profile": profile | {"deleted": False, "updated": 0, "icons": {}},
    }


def in_thread(call: Call, channel: Channel) -> Json:
    """Return what puts a message in a thread: only what stands there and is no answer itself begins one."""
    root = channel.messages.get(call.text("thread_ts"))
    if root is None or root.thread:
        raise RefusedError("thread_not_found")
    wide = {"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {}
    return {"thread_ts": root.ts, **wide}


def _own(call: Call, error: str) -> Message:
    """Return the message of the app that a call is about."""
    message = _standing(call, call.channel(inside_only=True), call.text("ts", "message_not_found"))
    if message.user != call.install.bot.id:
        raise RefusedError(error)
    return message


def _standing(call: Call, channel: Channel, ts: str) -> Message:
    del call
    message = channel.messages.get(ts)
    if message is None or message.raw.get("subtype") == "tombstone":
        raise RefusedError("message_not_found")
    return message


def _reacted(call: Call) -> tuple[Message, str]:
    message = _standing(call, call.channel(inside_only=True), call.text("timestamp", "no_item_specified"))
    name = call.text("name", "invalid_name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise RefusedError("invalid_name")
    return message, name


_WRITTEN = "channel text blocks attachments thread_ts link_names parse"
_SHOWN = "unfurl_links unfurl_media mrkdwn username icon_emoji icon_url metadata reply_broadcast"

METHODS = (
    method("chat.postMessage", _post, f"{_WRITTEN} {_SHOWN}", json=True, scope="chat:write"),
    method("chat.update", _update, f"{_WRITTEN} ts metadata", json=True, scope="chat:write"),
    method("chat.delete", _delete, "channel ts", json=True, scope="chat:write"),
    method("chat.postEphemeral", _post_ephemeral, f"{_WRITTEN} user", json=True, scope="chat:write"),
    method("chat.getPermalink", _permalink, "channel message_ts"),
    method("reactions.add", _react, "channel timestamp name", json=True, scope="reactions:write"),
    method("reactions.remove", _unreact, "channel timestamp name", json=True, scope="reactions:write"),
)
