"""The Web API of the stand-in, asked by the real SDK: what it refuses, and how, and what it remembers."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest
from aiohttp import ClientConnectionError, ClientSession
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from tests.slack.bare_app import BUTTON, FORM, over_sockets
from tests.slack.standin.faults import Trouble
from tests.slack.standin.server import Slack


async def test_limits_honoured(slack: Slack, app: AsyncApp) -> None:
    """A post too soon after another in its channel is refused with how long to wait, and comes later."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.rates.post_per_second = True
    await app.client.chat_postMessage(channel=hall.id, text="een")
    await app.client.chat_postMessage(channel=hall.id, text="twee")
    assert [message.text for message in anna.sees(hall)] == ["een", "twee"]
    assert [each.error for each in slack.called("chat.postMessage")] == [None, "ratelimited", None]
    slack.rates.storm("users.info", 1, seconds=30)
    app.client.retry_handlers.clear()
    with pytest.raises(SlackApiError) as limited:
        await app.client.users_info(user=anna.id)
    assert limited.value.response.headers["Retry-After"] == "30"


async def test_triggers(slack: Slack, app: AsyncApp) -> None:
    """A trigger is good for three seconds and one view, and a view changes only for who knows how it is."""
    anna = slack.person("anna")
    async with over_sockets(slack, app):
        trigger = (await anna.shortcut("niets")).payload["trigger_id"]
        view = (await app.client.views_open(trigger_id=trigger, view=FORM))["view"]
        assert await _error(app.client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"
        trigger = (await anna.shortcut("niets")).payload["trigger_id"]
        slack.inside.triggers.expire()
        assert await _error(app.client.views_open(trigger_id=trigger, view=FORM)) == "expired_trigger_id"
        changed = {"view_id": view["id"], "view": FORM, "hash": view["hash"]}
        await app.client.views_update(**changed)
        assert await _error(app.client.views_update(**changed)) == "hash_conflict"
        await anna.closes()
        assert await _error(app.client.views_update(view_id=view["id"], view=FORM)) == "not_found"


async def test_refusals(slack: Slack, app: AsyncApp) -> None:
    """What Slack refuses is refused with its own error."""
    anna, client = slack.person("anna"), app.client
    hall, closed = slack.place("hal", anna), slack.place("dicht", anna)
    elsewhere = slack.place("elders", anna, bot=False)
    hidden = slack.place("verborgen", anna, bot=False, kind="group")
    closed.archived = True
    post = client.chat_postMessage
    assert await _error(post(channel="C1", text="x")) == "channel_not_found"
    assert await _error(post(channel=hidden.id, text="x")) == "channel_not_found"
    assert await _error(post(channel=elsewhere.id, text="x")) == "not_in_channel"
    assert await _error(post(channel=closed.id, text="x")) == "is_archived"
    assert await _error(post(channel=hall.id, text="x" * 40_001)) == "msg_too_long"
    assert await _error(post(channel=hall.id, text="x", thread_ts="1.000001")) == "thread_not_found"
    twice = [BUTTON, BUTTON]
    assert await _error(post(channel=hall.id, text="x", blocks=twice)) == "invalid_blocks"
    assert await _error(client.api_call("chat.postMessage", json={"chanel": hall.id})) == "invalid_arguments"
    assert await _error(client.api_call("chat.shout")) == "unknown_method"
    assert await _error(client.api_call("users.info", json={"user": anna.id})) == "invalid_post_type"
    assert await _error(client.auth_test(token="xoxb-wrong")) == "invalid_auth"
    assert (
        await _error(client.apps_connections_open(app_token=slack.install.token)) == "not_allowed_token_type"
    )
    said = anna.says(hall, "x")
    await client.reactions_add(channel=hall.id, timestamp=said.ts, name="eyes")
    again = client.reactions_add(channel=hall.id, timestamp=said.ts, name="eyes")
    assert await _error(again) == "already_reacted"
    slack.install.scopes -= {"channels:history"}
    with pytest.raises(SlackApiError) as missing:
        await client.conversations_history(channel=hall.id)
    assert missing.value.response["needed"] == "channels:history"
    slack.workspace.put_out()
    assert await _error(client.auth_test()) == "account_inactive"


async def test_looking_back(slack: Slack, app: AsyncApp) -> None:
    """A post whose answer was lost stands there, and is found by its metadata."""
    anna, client = slack.person("anna"), app.client
    hall = slack.place("hal", anna)
    said = anna.says(hall, "vraag")
    slack.faults.put(Trouble.LOST, "chat.postMessage", 2)
    client.retry_handlers.clear()
    mark = {"event_type": "post", "event_payload": {"token": "t1"}}
    with pytest.raises(ClientConnectionError, match="disconnected"):
        await client.chat_postMessage(channel=hall.id, text="a", metadata=mark, thread_ts=said.ts)
    with pytest.raises(ClientConnectionError, match="disconnected"):
        await client.chat_postMessage(channel=hall.id, text="b", metadata=mark)
    asked = {"channel": hall.id, "include_all_metadata": "true", "oldest": said.ts}
    thread = await client.api_call("conversations.replies", params=asked | {"ts": said.ts})
    assert [each.get("metadata") for each in thread["messages"]] == [None, mark]
    within = await client.api_call(
        "conversations.replies", params=asked | {"ts": thread["messages"][1]["ts"]}
    )
    assert [each["text"] for each in within["messages"]] == ["a"]
    top = await client.api_call("conversations.history", params=asked | {"limit": 1})
    assert [each["text"] for each in top["messages"]] == ["b"]
    assert top["has_more"] is False
    async with slack.closed():
        with pytest.raises(ClientConnectionError):
            await client.auth_test()
    assert (await client.auth_test())["user_id"] == slack.bot.id


async def test_files(slack: Slack, app: AsyncApp) -> None:
    """Files are uploaded in three steps, and fetched with a token only."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await app.client.files_upload_v2(channel=hall.id, filename="les.txt", content="tekst")
    (shared,) = anna.sees(hall)
    given = anna.shares(hall, "blad.txt", b"inhoud")
    address = given.raw["files"][0]["url_private_download"]
    async with ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.install.token}"}
        async with session.get(address, headers=headers) as answer:
            assert await answer.read() == b"inhoud"
        async with session.get(shared.raw["files"][0]["url_private"]) as answer:
            assert answer.content_type == "text/html"


async def test_people_and_installs(slack: Slack, app: AsyncApp) -> None:
    """Guests, strangers and bots are told apart; a second workspace installs the app by OAuth."""
    client, other = app.client, slack.new_workspace("Provincie", enterprise="E1")
    guest, stranger = slack.person("gast", is_restricted=True), other.person("vreemd")
    hidden = other.person("elders")
    slack.place("samen", guest, stranger, shared=other.team)
    about = (await client.users_info(user=guest.id, include_locale=True))["user"]
    assert (about["is_restricted"], about["locale"], about["tz"]) == (True, "nl-NL", "Europe/Amsterdam")
    met = (await client.users_info(user=stranger.id))["user"]
    assert (met["team_id"], met.get("is_stranger", False)) == (other.team.id, False)
    assert await _error(client.users_info(user=hidden.id)) == "user_not_visible"
    who = {"client_id": slack.app.client_id, "client_secret": slack.app.client_secret}
    access = {"code": other.code(), **who}
    installed = await client.api_call("oauth.v2.access", data=access)
    assert (installed["team"]["id"], installed["enterprise"]["id"]) == (other.team.id, "E1")
    assert await _error(client.api_call("oauth.v2.access", data=access)) == "invalid_code"
    assert (await client.auth_test(token=installed["access_token"]))["enterprise_id"] == "E1"
    other.put_out()
    assert [each.payload["event"]["type"] for each in slack.dispatcher.events()][-2:] == [
        "tokens_revoked",
        "app_uninstalled",
    ]


async def _error(call: Awaitable[object]) -> str:
    """Return the error of a call that is refused."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
