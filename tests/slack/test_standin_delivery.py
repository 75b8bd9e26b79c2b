"""How the stand-in gives events: connections that end or are one too many, tries again, and order."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web
from slack_bolt.async_app import AsyncApp

from tests.slack.bare_app import over_sockets
from tests.slack.standin.delivering import Rhythm
from tests.slack.standin.pieces import Json
from tests.slack.standin.server import Slack
from tests.slack.standin.sockets import MOST_CONNECTIONS


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """Open connections that know nothing of the SDK."""
    async with ClientSession() as session:
        yield session


async def test_connections(slack: Slack, session: ClientSession) -> None:
    """Ten connections are served and the next is not; a ticket is good for one; a disabled app gets none."""
    sockets = [await _connected(slack, session) for _ in range(MOST_CONNECTIONS)]
    greetings = [await _frame(socket) for socket in sockets]
    assert [each["num_connections"] for each in greetings] == list(range(1, MOST_CONNECTIONS + 1))
    assert (await _frame(await _connected(slack, session)))["reason"] == "too_many_websockets"
    used = await _address(slack, session)
    await sockets.pop().close()
    await slack.sockets.connected(MOST_CONNECTIONS - 1)
    sockets.append(await session.ws_connect(used))
    async with session.get(used) as refused:
        assert refused.status == 403
    await slack.sockets.disconnect("link_disabled", grace=0)
    assert (await _frame(sockets[0]))["reason"] == "link_disabled"
    await slack.sockets.connected(0)
    assert (await _frame(await _connected(slack, session)))["reason"] == "link_disabled"
    slack.sockets.enable()
    assert (await _frame(await _connected(slack, session)))["type"] == "hello"


async def test_warned_and_silent(slack: Slack, session: ClientSession) -> None:
    """A connection that was warned still gets events; one that fell silent gets nothing any more."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    socket = await _connected(slack, session)
    assert (await _frame(socket))["type"] == "hello"
    await slack.sockets.disconnect("warning")
    assert (await _frame(socket))["reason"] == "warning"
    anna.says(hall, "een")
    assert (await _frame(socket))["payload"]["event"]["text"] == "een"
    slack.sockets.silence()
    anna.says(hall, "twee")
    with pytest.raises(TimeoutError):
        await socket.receive(timeout=0.1)


async def test_acknowledged_elsewhere(slack: Slack, session: ClientSession) -> None:
    """An acknowledgement counts on the connection of its envelope, once; else the event comes again."""
    slack.dispatcher.rhythm = Rhythm(ack_within=0.3, retries=(0.0, 0.0, 0.0))
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    one, other = await _connected(slack, session), await _connected(slack, session)
    await _frame(one)
    await _frame(other)
    anna.says(hall, "hallo")
    (delivery,) = slack.dispatcher.events()
    await slack.until(lambda: bool(delivery.attempts))
    first = delivery.attempts[0]
    there, elsewhere = (one, other) if first.road == slack.sockets.links[0].id else (other, one)
    envelope = await _frame(there)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    await elsewhere.send_json({"envelope_id": envelope["envelope_id"]})
    await slack.until(lambda: bool(slack.sockets.unclaimed))
    again = await _frame(elsewhere)
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["payload"] == envelope["payload"]
    await elsewhere.send_json({"envelope_id": again["envelope_id"]})
    await slack.dispatcher.settled()
    assert delivery.acked


async def test_order(slack: Slack, app: AsyncApp) -> None:
    """Events can be held and come in another order, and come again although they were acknowledged."""
    anna = slack.person("anna")
    slack.app.events.discard("message.channels")
    hall = slack.place("hal", anna)
    async with over_sockets(slack, app):
        slack.dispatcher.hold()
        asked = [anna.says(hall, "@voorloper wie?") for _ in range(3)]
        slack.dispatcher.release([2, 0, 1])
        await slack.dispatcher.settled()
        began = [each.attempts[0].began for each in slack.dispatcher.events()]
        assert sorted(range(3), key=began.__getitem__) == [2, 0, 1]
        slack.dispatcher.again(slack.dispatcher.events()[0])
        await slack.until(lambda: len(anna.sees(hall, asked[0])) == 3)


async def test_tries_over_http(slack: Slack, session: ClientSession) -> None:
    """What is refused over HTTP comes again with headers that say so, unless the app wants no more."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    heard: list[tuple[str | None, str | None]] = []

    async def refuse(request: web.Request) -> web.Response:
        headers = request.headers
        heard.append((headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=500, headers={"X-Slack-No-Retry": "1"} if len(heard) > 1 else {})

    application = web.Application()
    application.add_routes([web.post("/slack/events", refuse)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    anna.says(hall, "hallo")
    await slack.dispatcher.settled()
    assert heard == [(None, None), ("1", "http_error")]
    await runner.cleanup()
    anna.says(hall, "weg")
    await slack.until(lambda: len(slack.dispatcher.events()[-1].attempts) > 1)
    assert slack.dispatcher.events()[-1].attempts[1].reason == "connection_failed"
    assert not session.closed


async def test_organisation(slack: Slack) -> None:
    """In an organisation one token serves several workspaces, and events say which one they are of."""
    first, second = slack.new_workspace("Rijk A", "E1"), slack.new_workspace("Rijk B", "E1")
    install = first.admit(second.team, org_wide=True)
    anna = second.person("anna")
    anna.says(anna.direct(), "hallo")
    payload = slack.dispatcher.events("message")[0].payload
    assert (payload["enterprise_id"], payload["team_id"]) == ("E1", second.team.id)
    assert payload["authorizations"][0]["is_enterprise_install"]
    assert payload["event"]["channel_type"] == "im"
    bert = second.person("bert")
    bert.says(bert.direct(anna), f"hallo {install.bot.mention}", raw=True)
    assert slack.dispatcher.events("message")[1].payload["event"]["channel_type"] == "mpim"
    assert len(slack.dispatcher.events("app_mention")) == 1
    assert "event" not in slack.happening.flooded(install).payload


async def _address(slack: Slack, session: ClientSession) -> str:
    headers = {"Authorization": f"Bearer {slack.app.app_token}"}
    async with session.post(f"{slack.api_url}apps.connections.open", headers=headers) as answer:
        return str((await answer.json())["url"])


async def _connected(slack: Slack, session: ClientSession) -> ClientWebSocketResponse:
    return await session.ws_connect(await _address(slack, session))


async def _frame(socket: ClientWebSocketResponse) -> Json:
    frame: Json = json.loads(await socket.receive_str(timeout=5))
    return frame
