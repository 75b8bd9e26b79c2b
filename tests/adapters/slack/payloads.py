"""Payloads as Slack sends them, for tests of how they are read."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.slack.inbound import Around, Ignored, Self, incoming
from adapters.slack.people import Known
from bot.domain.keys import ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Incoming, Message

Json = dict[str, object]

HOME = PlaceKey("slack", "T0HOME")
BOT, ANNA, EVA, GUEST, ROBOT = "U0BOT", "U0ANNA", "U0EVA", "U0GUEST", "U0ROBOT"
ME = Self(user=BOT, team="T0HOME")
CHANNEL, DIRECT = "C0PLEIN", "D0ANNA"
TS, ROOT, EDIT = "1772443799.500000", "1772440000.000100", "1772443799.000000"
SENT = datetime(2026, 3, 2, 9, 29, 59, 500_000, tzinfo=UTC)
HEARD = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PEOPLE = {
    ANNA: Known(guest=False),
    EVA: Known(guest=False),
    GUEST: Known(guest=True),
    ROBOT: Known(guest=False, bot=True),
}
AROUND = Around(HEARD, PEOPLE, direct=DIRECT)
ROOM = RoomKey(HOME, CHANNEL)
TRIGGER = "13345224609.738474920.8088930838d88f008e0"


def envelope(event: object, **more: object) -> Json:
    """Return what the Events API sends around an event."""
    plain: Json = {
        "token": "verification",
        "team_id": "T0HOME",
        "api_app_id": "A0APP",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0001",
        "event_time": 1772443799,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T0HOME",
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
    }
    return {**plain, **more}


def post(text: object, user: object = ANNA, **more: object) -> Json:
    """Return a message in a channel."""
    plain: Json = {
        "client_msg_id": "ab5ae5ce-5f8c-4b5f-9c6b-3f7d0a1e5d2c",
        "type": "message",
        "text": text,
        "user": user,
        "ts": TS,
        "team": "T0HOME",
        "blocks": [{"type": "rich_text", "block_id": "x", "elements": []}],
        "channel": CHANNEL,
        "event_ts": TS,
        "channel_type": "channel",
    }
    return envelope({**plain, **more})


def direct(text: object, user: object = ANNA, **more: object) -> Json:
    """Return a direct message."""
    return post(text, user, **{"channel": DIRECT, "channel_type": "im", **more})


def mention(text: object, user: object = ANNA, **more: object) -> Json:
    """Return the second telling of a message that mentions the bot."""
    event: Json = {
        "type": "app_mention",
        "user": user,
        "text": text,
        "ts": TS,
        "channel": CHANNEL,
        "event_ts": TS,
    }
    return envelope({**event, **more}, event_id="Ev0002")


def changed(text: object, before: object, inner: Json | None = None, **more: object) -> Json:
    """Return that Anna's message reads otherwise."""
    now: Json = {
        "type": "message",
        "user": ANNA,
        "text": text,
        "ts": ROOT,
        "edited": {"user": ANNA, "ts": EDIT},
        **(inner or {}),
    }
    event: Json = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": CHANNEL,
        "channel_type": "channel",
        "ts": TS,
        "event_ts": TS,
        "message": now,
        "previous_message": {"type": "message", "user": ANNA, "text": before, "ts": ROOT},
    }
    return envelope({**event, **more})


def deleted(**more: object) -> Json:
    """Return that Anna's message is gone."""
    event: Json = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": CHANNEL,
        "channel_type": "channel",
        "ts": TS,
        "event_ts": TS,
        "deleted_ts": ROOT,
        "previous_message": {"type": "message", "user": ANNA, "text": "weg", "ts": ROOT},
    }
    return envelope({**event, **more})


def reacting(
    name: object, user: object = ANNA, kind: str = "reaction_added", by: object = BOT, **item: object
) -> Json:
    """Return a reaction to a message, of the bot if nobody else is said."""
    about: Json = {"type": "message", "channel": CHANNEL, "ts": ROOT, **item}
    event: Json = {"type": kind, "user": user, "reaction": name, "item": about, "item_user": by}
    return envelope({**event, "event_ts": TS})


def happening(kind: str, **more: object) -> Json:
    """Return any other event."""
    return envelope({"type": kind, "event_ts": TS, **more})


def command(text: object = "zoek loting", user: object = ANNA, **more: object) -> Json:
    """Return a slash command."""
    plain: Json = {
        "token": "verification",
        "team_id": "T0HOME",
        "team_domain": "voorbeeld",
        "channel_id": CHANNEL,
        "channel_name": "plein",
        "user_id": user,
        "user_name": "anna",
        "command": "/voorloper",
        "text": text,
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0HOME/1/abc",
        "trigger_id": TRIGGER,
    }
    return {**plain, **more}


def click(value: object = "P12", user: str = ANNA, container: Json | None = None, **more: object) -> Json:
    """Return a click on a button of an answer in a thread."""
    where: Json = {
        "type": "message",
        "message_ts": TS,
        "channel_id": CHANNEL,
        "thread_ts": ROOT,
        "is_ephemeral": False,
        "is_app_unfurl": False,
    }
    plain: Json = {
        "type": "block_actions",
        "user": {"id": user, "username": "anna", "name": "anna", "team_id": "T0HOME"},
        "api_app_id": "A0APP",
        "token": "verification",
        "container": where if container is None else container,
        "trigger_id": TRIGGER,
        "team": {"id": "T0HOME", "domain": "voorbeeld"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "plein"},
        "message": {"type": "message", "bot_id": "B0BOT", "user": BOT, "text": "…", "ts": TS},
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T0HOME/1/abc",
        "actions": [
            {
                "action_id": "choice-1",
                "block_id": "choices-1",
                "text": {"type": "plain_text", "text": "Meer", "emoji": False},
                "value": value,
                "type": "button",
                "action_ts": TS,
            }
        ],
    }
    return {**plain, **more}


def form(values: object, metadata: object = "", user: str = ANNA, **view: object) -> Json:
    """Return a filled form."""
    plain: Json = {
        "id": "V0FORM",
        "team_id": "T0HOME",
        "type": "modal",
        "blocks": [],
        "private_metadata": metadata,
        "callback_id": "share",
        "state": {"values": values},
        "hash": "1772443799.abc",
        "root_view_id": "V0FORM",
        "app_id": "A0APP",
        "external_id": "",
        "bot_id": "B0BOT",
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0HOME", "domain": "voorbeeld"},
        "user": {"id": user, "username": "anna", "name": "anna", "team_id": "T0HOME"},
        "api_app_id": "A0APP",
        "token": "verification",
        "trigger_id": TRIGGER,
        "view": {**plain, **view},
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def thread(root: str | None) -> ConversationKey:
    """Return a conversation in the channel."""
    return ConversationKey(ROOM, root)


def heard(payload: Json, me: Self = ME, around: Around = AROUND) -> Incoming:
    """Return what was read of a payload that is not ignored."""
    read = incoming(payload, me, around)
    assert not isinstance(read, Ignored), read.reason
    return read


def message(payload: Json, me: Self = ME) -> Message:
    """Return the message that was read of a payload."""
    read = heard(payload, me)
    assert isinstance(read, Message)
    return read


def ignored(payload: Json, around: Around = AROUND) -> str:
    """Return why a payload was ignored."""
    read = incoming(payload, ME, around)
    assert isinstance(read, Ignored), read
    return read.reason
