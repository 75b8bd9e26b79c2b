"""Workspaces that install the app: admitted by an admin, with tokens that are encrypted and forgotten."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack.sealing import Seal
from tests.platforms.outage import inbox_away
from tests.slack.bot import Bot
from tests.slack.browsing import KEY, Browser
from tests.slack.standin.people import Person
from tests.slack.standin.places import Workspace
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN


async def test_a_workspace_comes_in(host: Bot, browser: Browser, slack: Slack) -> None:
    """It waits until an admin admits it; then it is answered, with a token that nobody can read (P28)."""
    ada, other = host.people["ada"], slack.new_workspace("Buren")
    where, _ = await browser.begins()
    assert where.startswith("https://slack.com/oauth/v2/authorize?")
    asked_for = parse_qs(urlsplit(where).query)
    assert "chat:write" in asked_for["scope"][0].split(",")
    assert asked_for["client_id"] == [slack.app.client_id]
    done = await browser.installs(other.code())
    told = await done.text()
    assert (done.status, "geïnstalleerd in Buren" in told) == (200, True)
    assert told.count(f"slack:{other.team.id}") == 2  # in two languages; admins know it by no other name
    await ada.reads(ada.direct(), f"slack:{other.team.id} wil meedoen")
    bert = other.person("bert")
    bert.says(bert.direct(), KNOWN)
    await _all_done(slack)
    await host.settled()
    assert len(bert.sees(bert.direct())) == 1
    ada.says(ada.direct(), f"plaats toelaten slack:{other.team.id}")
    await ada.reads(ada.direct(), "hoort nu bij het netwerk")
    bert.says(bert.direct(), KNOWN)
    await bert.reads(bert.direct(), "Dit ken ik nog niet")
    assert other.team.install
    assert other.team.install.token not in host.remembers()


async def test_a_workspace_that_goes_is_forgotten(host: Bot, browser: Browser, slack: Slack) -> None:
    """Its token is no longer kept (P31), and it has to be admitted anew when it comes back."""
    ada, other = host.people["ada"], slack.new_workspace("Buren")
    bert = await _admitted(host, browser, slack, other)
    assert other.team.install
    sealed = Seal(KEY)
    before = await host.program.cursor(f"slack installation {other.team.id}")
    assert sealed.opened(before or "", f"slack installation {other.team.id}")
    other.put_out()
    await _all_done(slack)
    assert await host.program.cursor(f"slack installation {other.team.id}") == ""
    await browser.installs(other.code())
    await slack.until(
        lambda: len([each for each in ada.sees(ada.direct()) if "wil meedoen" in each.text]) == 2
    )
    bert.says(bert.direct(), KNOWN)
    await _all_done(slack)
    await host.settled()
    assert not [each for each in bert.sees(bert.direct()) if "bot_id" in each.raw]


async def test_a_workspace_that_installs_it_once_more_stays_admitted(
    host: Bot, browser: Browser, slack: Slack
) -> None:
    """Whoever does so is not told that the bot waits for an admin, and the admins are not asked again."""
    ada, other = host.people["ada"], slack.new_workspace("Buren")
    bert = await _admitted(host, browser, slack, other)
    done = await (await browser.installs(other.code())).text()
    assert "Is je werkruimte nieuw" in done
    assert "Is your workspace new" in done
    bert.says(bert.direct(), KNOWN)
    await bert.reads(bert.direct(), "Dit ken ik nog niet")
    await host.settled()
    assert len([each for each in ada.sees(ada.direct()) if "wil meedoen" in each.text]) == 1


async def test_its_own_workspace_may_install_it_once_more(host: Bot, browser: Browser, slack: Slack) -> None:
    """After the token in the settings is taken back the one of the installation goes on."""
    ada = host.people["ada"]
    slack.workspace.put_out()
    await _all_done(slack)
    await host.settled()
    await browser.installs(slack.workspace.code())
    ada.says(ada.direct(), KNOWN)
    await ada.reads(ada.direct(), "Dit ken ik nog niet")
    await host.settled()


async def test_tokens_that_expire_are_not_taken(host: Bot, browser: Browser, slack: Slack) -> None:
    """Nobody would renew them: whoever installs the app hears so, instead of a bot that stops (P29)."""
    slack.app.rotates = True
    other = slack.new_workspace("Buren")
    answer = await browser.installs(other.code())
    assert (answer.status, "niet geïnstalleerd" in await answer.text()) == (500, True)
    assert not await host.program.cursor(f"slack installation {other.team.id}")


async def test_an_installation_that_cannot_be_stored(
    host: Bot, browser: Browser, slack: Slack, sqlite_url: str
) -> None:
    """Is not there, and whoever installs the app is told to begin again."""
    other = slack.new_workspace("Buren")
    _, state = await browser.begins()
    async with inbox_away(sqlite_url):
        answer = await browser.comes_back(other.code(), state, state)
    assert (answer.status, "Begin opnieuw" in await answer.text()) == (500, True)
    assert (await browser.installs(other.code())).status == 200
    assert await host.program.cursor(f"slack installation {other.team.id}")


@pytest.mark.parametrize("how", ["another browser", "a made up state", "a used code"])
async def test_only_who_began_can_install(host: Bot, browser: Browser, slack: Slack, how: str) -> None:
    """A code that somebody else sends along installs nothing."""
    other = slack.new_workspace("Buren")
    _, state = await browser.begins()
    _, theirs = await browser.begins()
    made_up = Seal("somebody else's key, just as long as ours").ticket(600)
    match how:
        case "another browser":
            answer = await browser.comes_back(other.code(), state, theirs)
        case "a made up state":
            answer = await browser.comes_back(other.code(), made_up, made_up)
        case _:
            code = other.code()
            await browser.installs(code)
            answer = await browser.installs(code)
    assert answer.status in {400, 401}
    told = await answer.text()
    assert "niet geïnstalleerd" in told
    assert told.count("invalid_") == told.count("/slack/install") == 2  # in two languages
    await host.settled()
    kept = await host.program.cursor(f"slack installation {other.team.id}")
    assert bool(kept) == (how == "a used code")


def test_a_seal_is_of_one_key_and_one_thing() -> None:
    """What is sealed differs each time, and is opened by nobody else, nor in another place."""
    seal = Seal(KEY)
    first, second = seal.sealed("geheim", "a"), seal.sealed("geheim", "a")
    assert first != second
    assert seal.opened(first, "a") == "geheim"
    assert seal.opened(first, "b") is None
    assert Seal(f"{KEY}!").opened(first, "a") is None
    for broken in ("", "!", first[:-4], first[4:], "AAAA" + first[4:]):
        assert seal.opened(broken, "a") is None


def test_a_ticket_does_not_last() -> None:
    """It is known for as long as was said, by this key alone."""
    seal = Seal(KEY)
    ticket = seal.ticket(60)
    assert seal.knows(ticket)
    assert not Seal(f"{KEY}!").knows(ticket)
    assert not seal.knows(seal.ticket(-1))
    nonce, until, signature = ticket.split(".")
    assert not seal.knows(f"{nonce}.{int(until) + 600}.{signature}")
    assert not any(map(seal.knows, ("", ".", "..", "é.1.é")))


async def _admitted(host: Bot, browser: Browser, slack: Slack, other: Workspace) -> Person:
    """Let a workspace in; return somebody of it, who was answered once."""
    ada, bert = host.people["ada"], other.person("bert")
    await browser.installs(other.code())
    await ada.reads(ada.direct(), "wil meedoen")
    ada.says(ada.direct(), f"plaats toelaten slack:{other.team.id}")
    await ada.reads(ada.direct(), "hoort nu bij het netwerk")
    bert.says(bert.direct(), KNOWN)
    await bert.reads(bert.direct(), "Dit ken ik nog niet")
    await _all_done(slack)
    return bert


async def _all_done(slack: Slack) -> None:
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
