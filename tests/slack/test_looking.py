"""`voorloper check` on Slack: each thing that is wrong is named, with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.config import Config, OAuth
from adapters.slack.ids import place_key
from adapters.slack.looking import OPTIONAL, REQUIRED, look
from bot.domain.keys import AccountKey
from tests.slack.bot import config
from tests.slack.standin.server import Slack


async def looked(config: Config, *admins: AccountKey) -> list[tuple[str, str]]:
    """Return what is found."""
    return [finding async for finding in look(config, admins)]


def admin(slack: Slack) -> AccountKey:
    """Return somebody who is admin in the workspace."""
    return AccountKey(place_key(slack.workspace.team.id), "U1")


async def test_all_is_in_order(slack: Slack) -> None:
    """Nothing has to be done, and the workspace is named as it is written in the settings."""
    slack.install.scopes |= {scope for scope, _ in (*REQUIRED, *OPTIONAL)}
    found = await looked(config(slack), admin(slack))
    assert [fix for _, fix in found if fix] == []
    assert any(f"slack:{slack.workspace.team.id}" in what for what, _ in found)


@pytest.mark.parametrize("scope", [scope for scope, _ in REQUIRED])
async def test_a_missing_scope_is_named(slack: Slack, scope: str) -> None:
    """With what is lost without it, and where it is added."""
    slack.install.scopes.discard(scope)
    found = await looked(config(slack), admin(slack))
    assert [scope in what and scope in fix for what, fix in found if fix] == [True]


@pytest.mark.parametrize("scope", [scope for scope, _ in OPTIONAL])
async def test_an_optional_scope_is_allowed_to_miss(slack: Slack, scope: str) -> None:
    """It says what is lost, and nothing has to be done."""
    slack.install.scopes.discard(scope)
    found = await looked(config(slack), admin(slack))
    assert [fix for _, fix in found if fix] == []
    assert any(scope in what for what, _ in found)


async def test_nobody_is_admin_there(slack: Slack) -> None:
    """Then the workspace is answered nothing; the line to write is shown."""
    (fix,) = [fix for _, fix in await looked(config(slack)) if fix]
    assert f'admins = ["slack:{slack.workspace.team.id}:U…"]' in fix


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"bot_token": "xoxb-niets"}, "bot_token"),
        ({"app_token": "xapp-niets"}, "app_token"),
        ({"app_token": "{bot}"}, "xapp-"),
        ({"bot_token": "{app}"}, "xoxb-"),
        ({"api_url": "http://127.0.0.1:9/api/"}, "api_url"),
    ],
)
async def test_a_wrong_token_is_named(slack: Slack, wrong: dict[str, Any], word: str) -> None:
    """Which one it is, and where the right one stands; the token itself is never shown."""
    tokens = {"bot": slack.install.token, "app": slack.app.app_token}
    given = {name: value.format(**tokens) for name, value in wrong.items()}
    found = await looked(replace(config(slack), **given), admin(slack))
    (fix,) = [fix for _, fix in found if fix]
    assert word in fix
    assert not [
        token for token in (*tokens.values(), *given.values()) if token in str(found) and "http" not in token
    ]


async def test_who_listens_for_slack_says_where(slack: Slack) -> None:
    """In HTTP mode, and for workspaces that install the app themselves."""
    found = await looked(config(slack, socket=False, port=3000), admin(slack))
    assert any("127.0.0.1 port 3000" in what for what, _ in found)
    alone = replace(config(slack), bot_token=None, oauth=OAuth("1", "2", "3"))
    assert any("/slack/install" in what for what, _ in await looked(alone))
