"""What people do with commands, buttons and forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from adapters.slack.fields import Payload, channel_id, stamp, token, user_id
from adapters.slack.ids import Self, corner, message_id, whose
from adapters.slack.limits import PRIVATE_METADATA
from adapters.slack.mentions import said
from adapters.slack.origins import Ignored, Scene, channel_of, is_direct
from adapters.slack.pictures import pictured
from adapters.slack.wishes import wish
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Click, FormSubmitted, Incoming, Message
from bot.messages.unchecked import listed, mapping, text

_WITHOUT_WORDS = "help"

SHARE, ASK = "deel", "stel een vraag"
"""What could have been typed instead of using the shortcuts, which are known by `share` and `ask`."""

_SHORTCUTS = {"share": SHARE, "ask": ASK}
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")


def typed(payload: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a slash command: what was typed behind it, in the corner of the channel that only its user sees.

    Without words it asks for help. It is no message: nobody else sees it, and it has no thread.
    """
    channel, number = channel_id(payload.get("channel_id")), token(payload.get("trigger_id"))
    if channel is None or number is None or scene.user is None:
        return Ignored("a command without a channel, a user or an id")
    if scene.known.bot:
        return Ignored("from another program")
    direct = channel == scene.around.direct
    thread = None if direct else corner(scene.user)
    origin = scene.origin(channel, f"command {number}", thread=thread, direct=direct)
    if origin is None:
        return Ignored("without an id")
    if scene.known.guest:
        return Message(origin, "", addressed=False)  # none of a guest's words are taken along
    words = said(text(payload.get("text")) or "", scene.me, scene.place).words
    return Message(replace(origin, private=not direct), words or _WITHOUT_WORDS, addressed=True)


def shortcut(payload: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a shortcut: one on no message is a button with a command.

    One on a message only says that it is wanted; none of its words are taken along.
    """
    command, number = _SHORTCUTS.get(text(payload.get("callback_id")) or ""), token(payload.get("trigger_id"))
    if command is None or number is None or scene.user is None or scene.known.bot:
        return Ignored("a shortcut of a kind that is not known")
    message = mapping(payload.get("message"))
    channel, ts, author = channel_of(payload), stamp(payload.get("message_ts")), user_id(message.get("user"))
    if text(payload.get("type")) == "message_action":
        if channel is None or ts is None:
            return Ignored("a shortcut on no message")
        return _wanted(payload, scene, (channel, ts), author)
    direct = scene.around.direct
    origin = scene.origin(direct, f"shortcut {number}", direct=True) if direct else None
    return Click(origin, command) if origin else Ignored("a shortcut of somebody without a direct room")


def _wanted(payload: Payload, scene: Scene, where: tuple[str, str], author: str | None) -> Incoming | Ignored:
    number, program = token(payload.get("trigger_id")), bool(mapping(payload.get("message")).get("bot_id"))
    wanted = wish(scene, f"wanted {number}", where, author, _link(payload, *where), program=program)
    return wanted or Ignored("without an id")


def _link(payload: Payload, channel: str, ts: str) -> str:
    domain = text(mapping(payload.get("team")).get("domain")) or ""
    if not _DOMAIN.fullmatch(domain):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"


def prefilled(payload: Payload, me: Self, place: PlaceKey) -> dict[str, str]:
    """Return what a form that a shortcut opens can begin with: which message it is on, and its words."""
    if text(payload.get("type")) != "message_action":
        return {}
    channel, ts = channel_of(payload), stamp(payload.get("message_ts"))
    message = mapping(payload.get("message"))
    words = text(message.get("text")) or ""
    known = {"message": f"{RoomKey(place, channel)} {message_id(channel, ts)}"} if channel and ts else {}
    told = said(words, me, place, message.get("blocks")).words
    return known | ({"action": told} if told else {})


def clicked(payload: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a click: the value of a button is what could have been typed instead.

    Who may do that is decided later, also of a guest: the words are ours.
    """
    action = next(iter(listed(payload.get("actions"))), {})
    command = text(action.get("value")) or text(mapping(action.get("selected_option")).get("value"))
    number = token(payload.get("trigger_id")) or stamp(action.get("action_ts"))
    if not command or not command.strip():
        return Ignored("a button that is only a link")
    if number is None or scene.user is None or scene.known.bot:
        return Ignored("a click without a user or an id")
    where = _where(payload, scene)
    if where is None:
        return Ignored("a click outside a room")
    channel, thread, ts, direct = where
    seen = replace(scene, at=action.get("action_ts"))
    origin = seen.origin(channel, f"click {number}", thread=thread, direct=direct)
    if origin is None:
        return Ignored("without an id")
    hidden = mapping(payload.get("container")).get("is_ephemeral") is True
    private = not direct and (hidden or whose(origin.conversation.thread) is not None)
    return Click(replace(origin, message=message_id(channel, ts) if ts else None, private=private), command)


def _where(payload: Payload, scene: Scene) -> tuple[str, str | None, str | None, bool] | None:
    """Return the channel, thread and `ts` of the message that was clicked, and whether it is direct."""
    container, message = mapping(payload.get("container")), mapping(payload.get("message"))
    channel = channel_id(container.get("channel_id")) or channel_of(payload)
    direct = scene.around.direct
    if channel is None:
        return (direct, None, None, True) if direct else None
    ts = stamp(container.get("message_ts")) or stamp(message.get("ts"))
    root = stamp(container.get("thread_ts")) or stamp(message.get("thread_ts"))
    private = container.get("is_ephemeral") is True
    if is_direct(channel) and (channel == direct or not private):
        return channel, root if root != ts else None, ts, True
    return channel, root or (corner(scene.user or "") if private else ts), ts, False


def submitted(payload: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a filled form: its `callback_id` says which, its blocks are the fields.

    Where the answer belongs stands in it as `held` has written it; else in the direct room, if that is known.
    """
    view = mapping(payload.get("view"))
    form, number = token(view.get("callback_id")), token(view.get("id")) or token(payload.get("trigger_id"))
    if form is None or number is None or scene.user is None:
        return Ignored("a form without a name, a user or an id")
    if scene.known.bot or scene.known.guest:
        return Ignored("of a guest")
    kept = _kept(text(view.get("private_metadata")))
    where = _held(kept, scene)
    if where is None:
        return Ignored("a form outside a room")
    channel, thread = where
    fields = fields_of(payload)
    event = f"form {number} {_filled(fields)}"  # who corrects it after a late acknowledgement is not lost
    direct = channel == scene.around.direct or (is_direct(channel) and whose(thread) is None)
    origin = scene.origin(channel, event, thread=thread, direct=direct)
    if origin is None:
        return Ignored("without an id")
    values = {str(name): text(value) or "" for name, value in mapping(kept.get("presets")).items()}
    values |= {str(name): _value(mapping(field), scene.place) for name, field in fields.items()}
    private = whose(origin.conversation.thread) is not None
    return FormSubmitted(replace(origin, private=private), form, tuple(values.items()))


def fields_of(payload: Payload) -> Payload:
    """Return the fields of a filled form, each as Slack has it, by their names."""
    return mapping(mapping(mapping(payload.get("view")).get("state")).get("values"))


def _filled(fields: Payload) -> str:
    """Return what tells one filling in of a form from another."""
    return sha256(json.dumps(fields, sort_keys=True, default=str).encode()).hexdigest()[:16]


def held(conversation: ConversationKey, presets: Iterable[tuple[str, str]] = ()) -> str:
    """Return what a form keeps in its `private_metadata`: where it belongs, and values that are not shown."""
    kept = {"channel": conversation.room.id, "thread": conversation.thread, "presets": dict(presets)}
    return json.dumps({name: value for name, value in kept.items() if value}, sort_keys=True)


def _kept(metadata: str | None) -> Payload:
    try:
        return mapping(json.loads(metadata)) if metadata and len(metadata) <= PRIVATE_METADATA else {}
    except (ValueError, RecursionError):
        return {}


def _held(read: Payload, scene: Scene) -> tuple[str, str | None] | None:
    channel = channel_id(read.get("channel"))
    if channel is None:
        return (scene.around.direct, None) if scene.around.direct else None
    thread = text(read.get("thread"))
    return channel, stamp(thread) or (thread if whose(thread) else None)


def _value(field: Payload, place: PlaceKey) -> str:
    """Return what was filled in: words as they are, choices by their value, people and rooms by their key."""
    element = mapping(next(iter(field.values()), None))
    user, channel = user_id(element.get("selected_user")), channel_id(element.get("selected_channel"))
    channel = channel or channel_id(element.get("selected_conversation"))
    if user:
        return f"@{AccountKey(place, user)}"
    if channel:
        return f"#{RoomKey(place, channel)}"
    chosen = [text(option.get("value")) or "" for option in listed(element.get("selected_options"))]
    written = pictured(text(element.get("value")) or "")
    options = [written, mapping(element.get("selected_option")).get("value")]
    moments = [element.get("selected_date"), element.get("selected_time")]
    return next(filter(None, map(text, [*options, *moments])), ", ".join(chosen))
