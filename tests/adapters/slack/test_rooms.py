"""Channels, who is in them, and the installation."""

from __future__ import annotations

import pytest

from bot.domain.keys import AccountKey, RoomKey
from bot.messages.incoming import MemberJoined, RoomChanged, Uninstalled
from tests.adapters.slack.payloads import (
    ANNA,
    BOT,
    CHANNEL,
    GUEST,
    HOME,
    ROBOT,
    ROOM,
    Json,
    envelope,
    happening,
    heard,
    ignored,
    thread,
)


def member(kind: str, user: object = ANNA, **more: object) -> Json:
    return happening(
        f"member_{kind}_channel", user=user, channel=CHANNEL, channel_type="C", team="T0HOME", **more
    )


def test_somebody_comes_and_goes() -> None:
    """In the channel itself, not in a thread."""
    joined = heard(member("joined", inviter="U0EVA"))
    assert isinstance(joined, MemberJoined)
    assert (joined.me, joined.origin.conversation) == (False, thread(None))
    left = heard(member("left"))
    assert isinstance(left, RoomChanged)
    assert (left.left, left.origin.sender.account) == (True, AccountKey(HOME, ANNA))


def test_the_bot_comes_into_a_channel() -> None:
    """Its own coming in is said; that it was put out shows when it cannot write there."""
    joined = heard(member("joined", BOT))
    assert isinstance(joined, MemberJoined)
    assert joined.me
    assert ignored(member("left", BOT)) == "the bot itself was put out"


def test_guests_come_in_as_guests_and_programs_not_at_all() -> None:
    """So that the core knows which people read along."""
    assert heard(member("joined", GUEST)).origin.sender.guest
    assert ignored(member("joined", ROBOT)) == "nobody came or went"
    assert ignored(member("joined", None)) == "nobody came or went"


@pytest.mark.parametrize("kind", ["channel_rename", "group_rename"])
def test_a_channel_gets_a_name(kind: str) -> None:
    """Names that are none are passed over."""
    named = heard(happening(kind, channel={"id": CHANNEL, "name": "leren", "created": 1360782804}))
    assert isinstance(named, RoomChanged)
    assert (named.name, named.origin.room) == ("leren", ROOM)
    for name in (None, 3, "", " "):
        assert ignored(happening(kind, channel={"id": CHANNEL, "name": name}))


@pytest.mark.parametrize("kind", ["channel_archive", "channel_deleted", "group_archive", "group_deleted"])
@pytest.mark.parametrize("user", [ANNA, None])
def test_a_channel_is_closed(kind: str, user: object) -> None:
    """Whether or not Slack says by whom."""
    closed = heard(happening(kind, channel=CHANNEL, user=user))
    assert isinstance(closed, RoomChanged)
    assert closed.closed
    assert closed.origin.sender.account.id == (user or BOT)


def test_a_channel_gets_another_id() -> None:
    """It is replaced by itself: its settings go along."""
    moved = heard(happening("channel_id_changed", old_channel_id=CHANNEL, new_channel_id="C0NIEUW"))
    assert isinstance(moved, RoomChanged)
    assert (moved.origin.room, moved.replaced_by) == (ROOM, RoomKey(HOME, "C0NIEUW"))
    assert not moved.closed


@pytest.mark.parametrize(
    "payload",
    [
        happening("app_uninstalled"),
        happening("tokens_revoked", tokens={"oauth": [], "bot": [BOT]}),
    ],
)
def test_the_bot_is_removed(payload: Json) -> None:
    """From the whole workspace (pitfall P31)."""
    read = heard(payload)
    assert isinstance(read, Uninstalled)
    assert read.origin.place == HOME


def test_the_bot_is_shut_out_of_some_workspaces() -> None:
    """Of an organisation that keeps it in others."""
    assert isinstance(heard(happening("team_access_revoked", team_ids=["T0ANDER", HOME.id])), Uninstalled)
    for others in (["T0ANDER"], [], None, HOME.id):
        assert ignored(happening("team_access_revoked", team_ids=others))


def test_tokens_of_people_are_not_the_bots() -> None:
    """Only when its own is taken back it is out."""
    assert ignored(happening("tokens_revoked", tokens={"oauth": [ANNA], "bot": []}))


@pytest.mark.parametrize(
    "payload",
    [
        happening("channel_created", channel={"id": CHANNEL, "name": "x"}),
        happening("channel_unarchive", channel=CHANNEL, user=ANNA),
        happening("channel_left", channel=CHANNEL),
        happening("user_change", user={"id": ANNA}),
        happening("app_home_opened", user=ANNA, channel="D0ANNA", tab="home"),
        happening("assistant_thread_started", assistant_thread={}),
        happening("file_shared", file_id="F0", user_id=ANNA),
        {"type": "app_rate_limited", "team_id": "T0HOME", "minute_rate_limited": 1772443799},
        {"type": "url_verification", "challenge": "abc", "token": "x"},
        {"type": "view_closed", "team": {"id": "T0HOME"}, "user": {"id": ANNA}},
        {"type": "block_suggestion", "team": {"id": "T0HOME"}, "user": {"id": ANNA}},
        {"type": "interactive_message", "team": {"id": "T0HOME"}, "user": {"id": ANNA}},
        envelope(None),
        {},
    ],
)
def test_other_payloads_are_passed_over(payload: Json) -> None:
    """What is not ours to handle, and what there is no word for yet."""
    assert ignored(payload) == "of a kind that does not concern the bot"
