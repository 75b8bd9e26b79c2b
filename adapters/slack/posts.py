"""Messages: written, changed, deleted, reacted to, and the files in them."""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.slack.fields import Payload, stamp, token, user_id
from adapters.slack.ids import message_id
from adapters.slack.mentions import said
from adapters.slack.origins import Ignored, Scene, about, channel_of, is_direct
from adapters.slack.signs import number_of
from adapters.slack.wishes import SIGN, wish
from bot.messages.cleaning import clean, shortened
from bot.messages.incoming import (
    Deleted,
    Edited,
    FileShared,
    Incoming,
    Message,
    Origin,
    Reaction,
    wishes_to_import,
)
from bot.messages.unchecked import listed, mapping, text, whole

WORDS = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""Subtypes of messages that hold what somebody wrote; all others are notices of Slack or of programs."""

_NAME, _SIGN = 120, 40
_LARGEST = 2**53 - 1
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_UNKNOWN = "application/octet-stream"


def post(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a `message` or an `app_mention`; of a post that mentions the bot both come, and read alike."""
    match text(event.get("subtype")):
        case "message_changed":
            return _changed(event, scene)
        case "message_deleted":
            return _deleted(event, scene)
        case subtype if subtype not in WORDS:
            return Ignored("a notice, not somebody's words")
        case _ if event.get("edited") and event.get("type") == "app_mention":
            return _edited(event, event, scene)
        case _:
            return _written(event, scene)


def reaction(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read a reaction that was put on a message or taken off."""
    item = mapping(event.get("item"))
    channel, ts = channel_of(item), stamp(item.get("ts"))
    name = text(event.get("reaction")) or ""
    if scene.mine or scene.known.bot or scene.known.guest:
        return Ignored("a reaction of a program or a guest")
    origin = scene.origin(channel) if channel else None
    if item.get("type") != "message" or channel is None or ts is None or origin is None or not name:
        return Ignored("a reaction to something else than a message")
    number = number_of(name)
    sign = shortened(clean(name), _SIGN) if number is None else str(number)
    by = user_id(event.get("item_user"))
    wanted = wish(scene, scene.event, (channel, ts), by, scene.around.link) if name == SIGN else None
    added = event.get("type") == "reaction_added"
    return Reaction(about(origin, ts, None), sign, added, wanted and replace(wanted, lamp=True))


def _written(event: Payload, scene: Scene) -> Incoming | Ignored:
    channel, ts = channel_of(event), stamp(event.get("ts"))
    reason = _not_of_people(event, scene)
    if reason or channel is None or ts is None:
        return Ignored(reason or "without a channel or a moment")
    here = scene.origin(
        channel, message_id(channel, ts), direct=is_direct(channel, event.get("channel_type"))
    )
    if here is None:
        return Ignored("without an id")
    origin = about(here, ts, stamp(event.get("thread_ts")))
    raw = text(event.get("text")) or ""
    if event.get("files") and (not raw.strip() or wishes_to_import(raw)):
        return _file(event, origin)
    if scene.known.guest:
        return Message(origin, "", addressed=False)  # none of a guest's words are taken along
    words = said(raw, scene.me, scene.place, event.get("blocks"))
    return Message(origin, words.words, origin.direct or words.called or event.get("type") == "app_mention")


def _changed(event: Payload, scene: Scene) -> Incoming | Ignored:
    """Read `message_changed`, which also tells of previews of links and of counters of threads."""
    now, before = mapping(event.get("message")), mapping(event.get("previous_message"))
    if text(now.get("subtype")) == "tombstone":
        return _gone(event, now.get("ts"), before or now, scene)
    if text(now.get("subtype")) not in WORDS:
        return Ignored("a change of what nobody wrote")
    was = text(before.get("text"))
    changed = bool(now.get("edited")) if was is None else was != now.get("text")
    if not changed:
        return Ignored("a change that is not of words")
    return _edited(event, now, scene)


def _edited(event: Payload, now: Payload, scene: Scene) -> Incoming | Ignored:
    channel, ts, words = channel_of(event), stamp(now.get("ts")), text(now.get("text"))
    reason = _not_of_people(now, scene)
    if reason or channel is None or ts is None or words is None:
        return Ignored(reason or "a change of nothing")
    if scene.known.guest:
        return Ignored("of a guest")
    at = stamp(mapping(now.get("edited")).get("ts"))
    direct = is_direct(channel, event.get("channel_type"))
    # a change that adds a mention is told twice, as new posts are
    number = f"{message_id(channel, ts)} {at}" if at else None
    here = replace(scene, at=at or scene.at).origin(channel, number, direct=direct)
    if here is None:
        return Ignored("without an id")
    origin = about(here, ts, stamp(now.get("thread_ts")))
    read = said(words, scene.me, scene.place, now.get("blocks"))
    mention = read.called or event.get("type") == "app_mention"
    return Edited(origin, read.words, addressed=direct or mention)


def _deleted(event: Payload, scene: Scene) -> Incoming | Ignored:
    return _gone(event, event.get("deleted_ts"), mapping(event.get("previous_message")), scene)


def _gone(event: Payload, gone: object, before: Payload, scene: Scene) -> Incoming | Ignored:
    """Read that a message is gone; whoever took it away, Slack let them."""
    channel, ts = channel_of(event), stamp(gone)
    if scene.mine or before.get("bot_id"):
        return Ignored("a message of a program is gone")
    direct = channel is not None and is_direct(channel, event.get("channel_type"))
    here = scene.origin(channel, direct=direct) if channel else None
    if here is None or ts is None:
        return Ignored("a deletion of nothing")
    return Deleted(about(here, ts, stamp(before.get("thread_ts"))))


def _file(event: Payload, origin: Origin) -> Incoming | Ignored:
    """Read the first file of a message without words."""
    file = next(iter(listed(event.get("files"))), {})
    number = token(file.get("id"))
    if number is None or file.get("mode") in {"tombstone", "hidden_by_limit"}:
        return Ignored("a file that cannot be fetched")
    if origin.sender.guest:
        return Ignored("of a guest")
    media_type = (text(file.get("mimetype")) or "").lower()
    size = whole(file.get("size")) or 0
    return FileShared(
        origin,
        number,
        shortened(re.split(r"[/\\]", clean(text(file.get("name")) or ""))[-1], _NAME),
        media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNKNOWN,
        size if 0 <= size <= _LARGEST else 0,
    )


def _not_of_people(said: Payload, scene: Scene) -> str:
    if scene.user is None:
        return "without a sender"
    if scene.mine:
        return "from the bot itself"
    return "from another program" if said.get("bot_id") or scene.known.bot else ""
