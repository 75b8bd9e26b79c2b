"""The key that tokens of other workspaces are encrypted with is changed, or lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import ClientSession, DummyCookieJar

from adapters.slack.config import OAuth
from tests.slack.bot import bot
from tests.slack.browsing import KEY, Browser, hosting
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN


async def test_a_changed_key(
    slack: Slack,
    sqlite_url: str,
    caplog: pytest.LogCaptureFixture,
    mode: str,
) -> None:
    """Other workspaces stay admitted, and are answered as each installs the app anew; the own one goes on."""
    buren, verre = slack.new_workspace("Buren"), slack.new_workspace("Verre")
    bert, carla = buren.person("bert"), verre.person("carla")
    oauth = OAuth(slack.app.client_id, slack.app.client_secret, KEY)
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        async with hosting(slack, sqlite_url, socket=mode == "socket") as host:
            ada, browser = host.people["ada"], Browser(session, f"http://127.0.0.1:{host.chat.port}")
            for other in (buren, verre):
                assert (await browser.installs(other.code())).status == 200
                await ada.reads(ada.direct(), f"slack:{other.team.id} wil meedoen")
                ada.says(ada.direct(), f"plaats toelaten slack:{other.team.id}")
                await ada.reads(ada.direct(), "hoort nu bij het netwerk")
                await host.settled()
            bert.says(bert.direct(), KNOWN)
            await bert.reads(bert.direct(), "Dit ken ik nog niet")
        changed = replace(oauth, key=f"{KEY} changed")
        async with bot(
            slack, sqlite_url, socket=mode == "socket", admins=[ada], more={"oauth": changed}
        ) as host:
            carla.says(carla.direct(), KNOWN)
            held = slack.dispatcher.events()[-1]
            await slack.until(lambda: len(held.attempts) > 0)
            ada.says(ada.direct(), KNOWN)
            await ada.reads(ada.direct(), "Dit ken ik nog niet")
            browser = Browser(session, f"http://127.0.0.1:{host.chat.port}")
            assert (await browser.installs(buren.code())).status == 200
            bert.says(bert.direct(), "zoek duinen")
            await bert.reads(bert.direct(), "“duinen”")
            assert not held.acked
    assert "encryption_key opens no token" in caplog.text
