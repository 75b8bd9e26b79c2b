"""The methods about channels and people: conversations.*, users.*, team.info."""

from __future__ import annotations

from tests.slack.standin.calling import Call, method
from tests.slack.standin.pieces import Json, RefusedError, micros
from tests.slack.standin.world import Channel, Message, User

_MOST = 999
_FOR_EVER = 2**62


def _open(call: Call) -> Json:
    if "channel" in call.arguments:
        return {"channel": {"id": call.channel().id}}
    ids = [each for each in str(call.arguments.get("users", "")).split(",") if each]
    if not ids:
        raise RefusedError("users_list_not_supplied")
    call.install.requires("im:write" if len(ids) == 1 else "mpim:write")
    people: list[User] = []
    for user_id in ids:
        call.arguments["user"] = user_id
        person = call.person()
        if person.deleted:
            raise RefusedError("user_disabled")
        if person.bot_id:
            raise RefusedError("cannot_dm_bot")
        people.append(person)
    channel = call.inside.world.direct(call.install, *people)
    opened: Json = {"id": channel.id}
    return {"channel": opened | (_described(call, channel) if call.flag("return_im") else {})}


def _replies(call: Call) -> Json:
    channel = call.channel(inside_only=True)
    call.by_kind(channel, "history")
    root = call.text("ts", "thread_not_found")
    if root not in channel.messages:
        raise RefusedError("thread_not_found")
    if channel.messages[root].thread:  # of a message within a thread, Slack gives that one alone
        return _page(call, [channel.messages[root]])
    thread = channel.thread(root)
    return _page(call, [thread[0], *_within(call, thread[1:])])


def _history(call: Call) -> Json:
    channel = call.channel(inside_only=True)
    call.by_kind(channel, "history")
    top = [
        each
        for each in channel.messages.values()
        if each.thread is None or each.raw.get("subtype") == "thread_broadcast"
    ]
    return _page(call, _within(call, top)[::-1])


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.moment("oldest", 0), call.moment("latest", _FOR_EVER)
    if call.flag("inclusive"):
        oldest, latest = oldest - 1, latest + 1
    return [each for each in messages if oldest < micros(each.ts) < latest]


def _page(call: Call, messages: list[Message]) -> Json:
    start, stop, cursor = _bounds(call, len(messages))
    everything = call.flag("include_all_metadata")
    shown = [_shown(each, everything) for each in messages[start:stop]]
    return {"messages": shown, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def _bounds(call: Call, total: int) -> tuple[int, int, str]:
    """Return which part of a list a call asks for, and the cursor of the next part."""
    limit = call.whole("limit", 100)
    if not 1 <= limit <= _MOST:
        raise RefusedError("invalid_limit")
    cursor = str(call.arguments.get("cursor") or "next:0")
    if not cursor.removeprefix("next:").isdigit():
        raise RefusedError("invalid_cursor")
    start = int(cursor.removeprefix("next:"))
    stop = start + limit
    return start, stop, f"next:{stop}" if stop < total else ""


def _shown(message: Message, with_metadata: bool) -> Json:  # noqa: FBT001 - it is what the argument is
    raw = dict(message.raw)
    if raw.get("thread_ts") == message.ts:
        replies = message.channel.thread(message.ts)[1:]
        raw |= {
            "reply_count": len(replies),
            "reply_users": sorted({each.user for each in replies}),
            "reply_users_count": len({each.user for each in replies}),
            "latest_reply": replies[-1].ts if replies else message.ts,
            "is_locked": False,
            "subscribed": False,
        }
    if message.reactions:
        raw["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    return raw | ({"metadata": message.metadata} if with_metadata and message.metadata else {})


def _info(call: Call) -> Json:
    channel = call.channel()
    call.by_kind(channel, "read")
    described = _described(call, channel)
    if call.flag("include_num_members"):
        described["num_members"] = len(channel.members)
    return {"channel": described}


def _members(call: Call) -> Json:
    channel = call.channel()
    call.by_kind(channel, "read")
    members = sorted(channel.members)
    start, stop, cursor = _bounds(call, len(members))
    return {"members": members[start:stop], "response_metadata": {"next_cursor": cursor}}


def _of_bot(call: Call) -> Json:
    """Return the channels that the bot is in."""
    kinds = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
    asked = str(call.arguments.get("types") or "public_channel").split(",")
    if not set(asked) <= kinds.keys():
        raise RefusedError("invalid_types")
    wanted = {kinds[each] for each in asked}
    if call.install.org_wide and "team_id" not in call.arguments:
        raise RefusedError("missing_argument")
    within = [
        team
        for team in call.install.teams
        if not call.install.org_wide or team.id == call.arguments["team_id"]
    ]
    channels = [
        channel
        for team in within
        for channel in team.channels.values()
        if channel.kind in wanted and call.install.bot.id in channel.members
        if not (channel.archived and call.flag("exclude_archived"))
    ]
    for channel in channels:
        call.by_kind(channel, "read")
    start, stop, cursor = _bounds(call, len(channels))
    found = [_described(call, channel) for channel in channels[start:stop]]
    return {"channels": found, "response_metadata": {"next_cursor": cursor}}


def _leave(call: Call) -> Json:
    channel = call.channel(inside_only=True)
    call.inside.happening.left(channel, call.install.bot)
    return {}


def _described(call: Call, channel: Channel) -> Json:
    described: Json = {
        "id": channel.id,
        "created": 1_700_000_000,
        "is_archived": channel.archived,
        "is_im": channel.kind == "im",
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_org_shared": False,
        "context_team_id": call.install.team.id,
    }
    if channel.kind == "im":
        other = next(each for each in channel.members if each != call.install.bot.id)
        return described | {"user": other, "is_user_deleted": False, "priority": 0}
    return described | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": False,
        "is_member": call.install.bot.id in channel.members,
        "is_shared": bool(channel.shared),
        "is_ext_shared": bool(channel.shared),
        "is_pending_ext_shared": False,
        "is_read_only": channel.read_only,
        "shared_team_ids": [team.id for team in call.inside.world.teams_of(channel)],
        "creator": "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _user(call: Call) -> Json:
    user = call.person()
    stranger = user.team not in call.install.teams
    about: Json = {
        "id": user.id,
        "team_id": user.team.id,
        "name": user.name,
        "real_name": user.name.capitalize(),
        "deleted": user.deleted,
        "is_bot": user.bot_id is not None,
        "is_app_user": False,
        "updated": 1_700_000_000,
        "profile": {
            "real_name": user.name.capitalize(),
            "display_name": user.name,
            "team": user.team.id,
            **({"bot_id": user.bot_id} if user.bot_id else {}),
        },
        "tz": user.tz,
    }
    if user.deleted:
        return {"user": about}
    if not stranger:  # `is_stranger` is said only of whom the app meets in no channel
        about |= {"is_admin": user.is_admin, "is_owner": False, "is_primary_owner": False}
    about |= {"is_restricted": user.is_restricted, "is_ultra_restricted": user.is_ultra_restricted}
    about |= {"tz_label": user.tz, "tz_offset": 3600}
    if user.team.enterprise:
        about["enterprise_user"] = {
            "id": user.id,
            "enterprise_id": user.team.enterprise,
            "teams": [user.team.id],
        }
    if call.flag("include_locale"):
        about["locale"] = user.locale
    return {"user": about}


_PAGE = "channel cursor limit"
_TIME = "oldest latest inclusive include_all_metadata"

METHODS = (
    method("conversations.open", _open, "channel users return_im prevent_creation", json=True),
    method("conversations.replies", _replies, f"{_PAGE} {_TIME} ts"),
    method("conversations.history", _history, f"{_PAGE} {_TIME}"),
    method("conversations.info", _info, "channel include_locale include_num_members"),
    method("conversations.members", _members, _PAGE),
    method("conversations.leave", _leave, "channel", json=True),
    method("users.conversations", _of_bot, "cursor limit types exclude_archived user team_id"),
    method("users.info", _user, "user include_locale", scope="users:read"),
)
