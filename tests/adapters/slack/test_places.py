"""Workspaces and Grid organisations, and who is a guest in them."""

from __future__ import annotations

import pytest

from adapters.slack.ids import Self, place_key
from adapters.slack.inbound import Ignored, incoming
from adapters.slack.people import Known, doer, known
from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.messages.incoming import Sender
from tests.adapters.slack.payloads import (
    ANNA,
    AROUND,
    BOT,
    ME,
    Json,
    changed,
    click,
    command,
    deleted,
    form,
    happening,
    post,
    reacting,
)

GRID = Self(user=BOT, enterprise="E0GRID")
ON_GRID = place_key("T0EEN", "E0GRID")


@pytest.mark.parametrize("place", [place_key("T0EEN"), ON_GRID])
def test_keys_are_read_back(place: PlaceKey) -> None:
    """People type them in settings and commands, of a Grid workspace as of any other."""
    account, room = AccountKey(place, "U1"), RoomKey(place, "C1")
    assert AccountKey.parse(str(account)) == account
    assert RoomKey.parse(str(room)) == room
    assert PlaceKey.parse(str(place)) == place


def placed(payload: Json, me: Self) -> PlaceKey | None:
    """Return the place that was read of a payload."""
    read = incoming(payload, me, AROUND)
    return None if isinstance(read, Ignored) else read.origin.place


AUTHORIZED: Json = {"enterprise_id": "E0GRID", "team_id": "T0EEN", "is_enterprise_install": True}


@pytest.mark.parametrize(
    "payload",
    [
        {**post("hoi"), "team_id": "T0ANDER", "enterprise_id": "E0ANDER", "authorizations": [AUTHORIZED]},
        {**post("hoi"), "team_id": "T0EEN", "enterprise_id": "E0GRID", "authorizations": []},
        {**post("hoi"), "team_id": "T0EEN", "authorizations": None},
        {
            **post("hoi"),
            "team_id": "T0ANDER",
            "context_team_id": "T0EEN",
            "context_enterprise_id": "E0GRID",
            "authorizations": [{"enterprise_id": "E0GRID", "team_id": None}],
        },
        command(team_id="T0EEN", enterprise_id="E0GRID", is_enterprise_install="true"),
        click(team={"id": "T0EEN", "enterprise_id": "E0GRID"}, enterprise={"id": "E0GRID"}),
        {
            **click(team=None, enterprise={"id": "E0GRID"}),
            "user": {"id": ANNA, "team_id": "T0EEN"},
        },
        {**form({}), "team": {"id": "T0EEN"}, "enterprise": {"id": "E0GRID", "name": "Grid"}},
    ],
)
def test_a_workspace_of_an_organisation_is_found(payload: Json) -> None:
    """Installed for a whole organisation, each kind of payload says where in its own way (pitfall P30)."""
    assert placed(payload, GRID) == ON_GRID


def test_a_payload_may_say_which_organisation_it_is() -> None:
    """Where the installation does not."""
    payload = {**post("hoi"), "team_id": "T0EEN", "enterprise_id": "E0GRID", "authorizations": []}
    assert placed(payload, Self(BOT)) == ON_GRID
    assert placed({**payload, "enterprise_id": None}, Self(BOT)) == place_key("T0EEN")


def test_one_workspace_is_always_the_same_place() -> None:
    """Whatever a payload of a shared channel says, and also where it leaves the organisation out."""
    elsewhere = {**post("hoi"), "team_id": "T0ANDER", "enterprise_id": "E0ANDER", "authorizations": []}
    assert placed(elsewhere, ME) == place_key("T0HOME")
    assert placed(elsewhere, Self(BOT, "T0HOME", "E0GRID")) == place_key("T0HOME", "E0GRID")


def test_without_a_workspace_nothing_is_known() -> None:
    """It is passed over."""
    nowhere = {**post("hoi"), "team_id": None, "authorizations": [{"team_id": "E0GRID"}]}
    read = incoming(nowhere, Self(BOT), AROUND)
    assert read == Ignored("without a workspace")


@pytest.mark.parametrize(
    "payload",
    [
        post("hoi"),
        changed("b", "a"),
        changed("b", "a", {"subtype": "tombstone", "user": "USLACKBOT"}),
        deleted(),
        reacting("one"),
        command(),
        click(),
        form({}),
        happening("member_joined_channel", user=ANNA, channel="C1"),
    ],
)
def test_it_is_known_whom_to_look_up(payload: Json) -> None:
    """Before a payload is read, who did it is asked after: one person each."""
    assert doer(payload) == ANNA


def test_nobody_is_looked_up_for_what_nobody_did() -> None:
    """Slack does not always say who."""
    for payload in (happening("app_uninstalled"), happening("channel_deleted", channel="C1"), {}):
        assert doer(payload) is None


@pytest.mark.parametrize(
    ("user", "me", "guest"),
    [
        ({"team_id": "T0HOME"}, ME, False),
        ({}, ME, True),
        ({"team_id": "E0ANDER"}, ME, True),
        ({"team_id": "E0ANDER", "enterprise_user": {"enterprise_id": "E0ANDER"}}, ME, True),
        ({"team_id": "T0HOME", "is_restricted": True}, ME, True),
        ({"team_id": "T0HOME", "is_ultra_restricted": True}, ME, True),
        ({"team_id": "T0HOME", "is_stranger": True}, ME, True),
        ({"team_id": "T0ANDER"}, ME, True),
        ({"team_id": "T0TWEE", "enterprise_user": {"enterprise_id": "E0GRID"}}, GRID, False),
        ({"team_id": "E0GRID"}, GRID, False),
        ({"team_id": "T0TWEE", "enterprise_user": {"enterprise_id": "E0ANDER"}}, GRID, True),
        ({"team_id": "T0ANDER"}, GRID, True),
    ],
)
def test_who_is_of_elsewhere_is_a_guest(user: Json, me: Self, *, guest: bool) -> None:
    """And who has a guest account; people of another workspace in the same organisation are not."""
    assert known(user, me) == Known(guest)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nl-NL", "nl"), ("en-GB", "en"), ("en-US", None), ("de-DE", None), ("nl", "nl"), ("", None), (7, None)],
)
def test_the_language_of_their_slack(locale: object, language: str | None) -> None:
    """One of ours, unless it is only what Slack gives to whoever chose none."""
    assert known({"team_id": "T0HOME", "locale": locale}, ME) == Known(guest=False, language=language)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "Europe", "", "../etc/passwd", "/etc", 7, None, "\0"])
def test_the_zone_of_their_slack(zone: object) -> None:
    """What is no time zone is none."""
    assert known({"team_id": "T0HOME", "tz": "America/Aruba"}, ME) == Known(guest=False, zone="America/Aruba")
    assert known({"team_id": "T0HOME", "tz": zone}, ME) == Known(guest=False)


def test_of_a_guest_nothing_is_taken_along() -> None:
    """Neither language nor zone."""
    account = AccountKey(place_key("T0HOME"), "U1")
    said = {"team_id": "T0ANDER", "locale": "en-GB", "tz": "America/Aruba"}
    assert known(said, ME).sender(account) == Sender(account, guest=True)


def test_programs_are_known_as_such() -> None:
    """Slack's own, too, which does not say that it is one."""
    assert known({"is_bot": True, "team_id": "T0HOME"}, ME).bot
    assert known({"id": "USLACKBOT", "is_bot": False}, ME).bot
