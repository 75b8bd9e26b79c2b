"""The manifest makes an app that Slack takes, with no more rights than it uses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from adapters.slack.inbound import EVENTS
from tests.slack.standin.shapes import misshapen

yaml = pytest.importorskip("yaml")

FILE = Path(__file__).parents[3] / "adapters" / "slack" / "manifest.yaml"
WRITTEN = FILE.read_text(encoding="utf-8")


def text(longest: int, shortest: int = 1, **more: object) -> Mapping[str, object]:
    return {"type": "string", "minLength": shortest, "maxLength": longest, **more}


def listing(most: int, item: Mapping[str, object]) -> Mapping[str, object]:
    return {"type": "array", "minItems": 1, "maxItems": most, "uniqueItems": True, "items": item}


def shape(required: str, **properties: object) -> Mapping[str, object]:
    closed = {"type": "object", "additionalProperties": False}
    return {**closed, "required": required.split(), "properties": properties}


YES = {"type": "boolean"}
ADDRESS = text(3000, pattern="^https://")
SCHEMA = shape(
    "display_information features oauth_config settings",
    _metadata=shape("major_version", major_version={"const": 1}),
    display_information=shape(
        "name description", name=text(35), description=text(140), long_description=text(4000, 175)
    ),
    features=shape(
        "bot_user slash_commands",
        app_home=shape(
            "", home_tab_enabled=YES, messages_tab_enabled=YES, messages_tab_read_only_enabled=YES
        ),
        bot_user=shape("display_name", display_name=text(80, pattern="^[a-z0-9._-]+$"), always_online=YES),
        shortcuts=listing(
            10,
            shape(
                "name type callback_id description",
                name=text(24),
                type={"enum": ["message", "global"]},
                callback_id=text(255),
                description=text(150),
            ),
        ),
        slash_commands=listing(
            50,
            shape(
                "command description",
                command=text(32, 2, pattern="^/"),
                description=text(2000),
                usage_hint=text(1000),
                should_escape=YES,
                url=ADDRESS,
            ),
        ),
    ),
    oauth_config=shape(
        "scopes", redirect_urls=listing(1000, ADDRESS), scopes=shape("bot", bot=listing(255, text(50)))
    ),
    settings=shape(
        "event_subscriptions interactivity socket_mode_enabled",
        event_subscriptions=shape("bot_events", bot_events=listing(100, text(50)), request_url=ADDRESS),
        interactivity=shape("is_enabled", is_enabled=YES, request_url=ADDRESS),
        org_deploy_enabled=YES,
        socket_mode_enabled=YES,
        token_rotation_enabled=YES,
    ),
)
"""The lengths and counts of the schema that Slack publishes (github.com/slackapi/manifest-schema, version 1),
for the part that we use, and the characters of a bot's name by its reference of manifests
(docs.slack.dev/reference/app-manifest). Which keys, scopes and events there are is said by Slack's own types.
"""

MINIMUM = frozenset(
    "app_mentions:read chat:write commands users:read im:history channels:history groups:history "
    "mpim:history".split()
)
OPTIONAL = frozenset(
    (
        "channels:read groups:read im:write mpim:write reactions:write reactions:read files:write files:read"
    ).split()
)

NEEDS: Mapping[str, frozenset[str]] = {
    "app_mention": frozenset({"app_mentions:read"}),
    "message.im": frozenset({"im:history"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "channel_rename": frozenset({"channels:read"}),
    "channel_archive": frozenset({"channels:read"}),
    "channel_deleted": frozenset({"channels:read"}),
    "channel_id_changed": frozenset({"channels:read"}),
    "group_rename": frozenset({"groups:read"}),
    "group_archive": frozenset({"groups:read"}),
    "group_deleted": frozenset({"groups:read"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "app_home_opened": frozenset(),
    "app_uninstalled": frozenset(),
    "tokens_revoked": frozenset(),
    "team_access_revoked": frozenset(),
}
"""What an event takes, any one of these scopes, by its page under docs.slack.dev/reference/events."""

NO_EVENT_OF_THE_CORE = {"app_home_opened"}


def read(written: str = WRITTEN) -> dict[str, Any]:
    """Return a manifest, checked against the schema and against Slack's own types."""
    manifest: dict[str, Any] = yaml.safe_load(written)
    jsonschema.Draft7Validator(SCHEMA).validate(manifest)
    assert misshapen("Manifest", manifest) == []
    return manifest


def without_optional() -> dict[str, Any]:
    """Return the manifest without every line that says it is optional."""
    return read("\n".join(line for line in WRITTEN.splitlines() if "# optional" not in line))


def scopes(manifest: Mapping[str, Any]) -> set[str]:
    return set(manifest["oauth_config"]["scopes"]["bot"])


def events(manifest: Mapping[str, Any]) -> set[str]:
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


def test_slack_takes_it() -> None:
    """It has the shape and the lengths of Slack's own schema; a fault would be seen."""
    assert read()["settings"]["socket_mode_enabled"]
    for right, wrong in (("/voorloper\n", "voorloper\n"), ("  name: Voorloper\n", ""), ("is_enabled", "on")):
        with pytest.raises(jsonschema.ValidationError):
            read(WRITTEN.replace(right, wrong))


def test_slacks_types_know_all_of_it() -> None:
    """A scope, an event or a key that was made up or mistyped would be seen, and where."""
    manifest = read()
    manifest["oauth_config"]["scopes"]["bot"].append("chat:shout")
    manifest["settings"]["event_subscriptions"]["bot_events"].append("message.everywhere")
    manifest["settings"]["socket_mode"] = True
    wrong = misshapen("Manifest", manifest)
    for place in ("/oauth_config/scopes/bot/", "/settings/event_subscriptions/bot_events/", "[/settings]"):
        assert any(place in each for each in wrong)
    assert len(wrong) == 3


def test_it_asks_no_more_than_is_explained() -> None:
    """Every scope is one of ours, and those that can be missed are marked; people's own tokens get none."""
    assert scopes(read()) <= MINIMUM | OPTIONAL
    assert scopes(without_optional()) == MINIMUM


def test_every_event_has_its_scope() -> None:
    """With and without what is optional, no event is asked for that the scopes do not give."""
    for manifest in (read(), without_optional()):
        asked = events(manifest)
        assert asked <= set(NEEDS)
        assert {name for name in asked if NEEDS[name] and not NEEDS[name] & scopes(manifest)} == set()


def test_events_are_those_that_are_read() -> None:
    """What the parser reads is subscribed to, and nothing else but what opens the home of the bot."""
    asked = {name.partition(".")[0] for name in events(read())}
    assert asked - NO_EVENT_OF_THE_CORE == set(EVENTS)


def test_it_can_be_turned_to_http() -> None:
    """Taking away the marks, as it explains, gives an app that Slack calls: all three addresses are there."""
    over_http = WRITTEN.replace("# HTTP: ", "").replace(
        "socket_mode_enabled: true", "socket_mode_enabled: false"
    )
    manifest = read(over_http.replace("# OAUTH: ", "").replace("`# ", "`"))
    settings, (command,) = manifest["settings"], manifest["features"]["slash_commands"]
    addresses = {
        command["url"],
        settings["interactivity"]["request_url"],
        settings["event_subscriptions"]["request_url"],
    }
    assert addresses == {"https://voorloper.example.org/slack/events"}
    assert manifest["oauth_config"]["redirect_urls"]
    assert not settings["socket_mode_enabled"]


def test_mentions_in_commands_come_as_ids() -> None:
    """Otherwise nobody knows who is meant by a name."""
    (command,) = read()["features"]["slash_commands"]
    assert command["should_escape"]


def test_tokens_do_not_expire() -> None:
    """The bot renews none, so the app it makes has none that must be (P29)."""
    assert read()["settings"]["token_rotation_enabled"] is False
