"""Grid organisations that install the app as a whole: their workspaces come in, and go, one by one or all."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from adapters.slack import taking
from adapters.slack.ids import place_key
from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Place, Role
from bot.domain.prompt import Prompt, PromptState
from bot.domain.schedule import Schedule, Workdays
from tests.contract.examples import BY_THE_PROGRAM
from tests.platforms.assembly import utc_now
from tests.slack.bot import Bot, account
from tests.slack.browsing import Browser
from tests.slack.standin.places import Workspace
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN


async def test_an_organisation_comes_in_as_a_whole(host: Bot, browser: Browser, slack: Slack) -> None:
    """Each of its workspaces is a place of its own (P30); the token is that of the organisation."""
    first, second = slack.new_workspace("Noord", "E0RIJK"), slack.new_workspace("Zuid", "E0RIJK")
    await browser.installs(first.code(second.team, org_wide=True))
    ada = host.people["ada"]
    for each in (first, second):
        person = each.person(f"bert-{each.team.name.lower()}")
        person.says(person.direct(), KNOWN)
        await ada.reads(ada.direct(), f"slack:E0RIJK-{each.team.id}")
        ada.says(ada.direct(), f"plaats toelaten slack:E0RIJK-{each.team.id}")
        await ada.reads(ada.direct(), f"slack:E0RIJK-{each.team.id} hoort nu bij het netwerk")
        person.says(person.direct(), KNOWN)
        await person.reads(person.direct(), "Dit ken ik nog niet")


async def test_an_organisation_that_goes_stops_its_prompts(host: Bot, browser: Browser, slack: Slack) -> None:
    """Slack names no workspace then; each of them is left, and nothing of others is (P31)."""
    first, second = await _organisation(host, browser, slack)
    prompts = [await _prompt(host, each) for each in (first, second, slack.workspace)]
    first.put_out()
    await _all_done(slack)
    await host.program.settled(_place(first))
    await host.program.settled(_place(second))
    assert await host.program.cursor("slack installation E0RIJK") == ""
    assert [await _state(host, each) for each in prompts] == ["paused", "paused", "active"]
    async with host.store.read() as tx:
        places = [await tx.rooms.place(_place(each)) for each in (first, second, slack.workspace)]
    assert [place and place.admitted for place in places] == [False, False, True]


async def test_an_organisation_that_comes_back_is_asked_about(
    host: Bot, browser: Browser, slack: Slack
) -> None:
    """For each of its workspaces that was there before, as for one that comes back by itself."""
    first, second = await _organisation(host, browser, slack)
    first.put_out()
    await _all_done(slack)
    for each in (first, second):
        await host.program.settled(_place(each))
    await browser.installs(first.code(second.team, org_wide=True))
    ada = host.people["ada"]
    for each in (first, second):
        await ada.reads(ada.direct(), f"{_place(each)} wil meedoen")


async def test_an_organisation_that_takes_long_to_be_stored_goes_all_the_same(
    host: Bot, browser: Browser, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only finding out who goes has to be done in time, however many workspaces that are."""
    monkeypatch.setattr(taking, "_IN_TIME", 1.0)
    first, _ = await _organisation(host, browser, slack)
    async with host.store.begin() as tx:
        await tx.hold()  # nothing else is stored now
        first.put_out()
        with pytest.raises(TimeoutError):
            await slack.until(lambda: any(each.done for each in slack.dispatcher.events()), 1.8)
    await _all_done(slack)
    assert {len(each.attempts) for each in slack.dispatcher.events()} == {1}
    assert await host.program.cursor("slack installation E0RIJK") == ""


async def test_a_workspace_that_installed_the_app_itself_stays(
    host: Bot, browser: Browser, slack: Slack
) -> None:
    """The organisation that goes, and names just this one, takes nothing of it along."""
    first, second = await _organisation(host, browser, slack)
    prompts = [await _prompt(host, each) for each in (first, second)]
    whole = first.team.install
    assert whole
    await browser.installs(first.code(first.team))
    await _all_done(slack)
    await host.program.settled(_place(first))
    slack.inside.happening.names_one = True
    slack.inside.happening.uninstalled(whole)
    await _all_done(slack)
    await host.program.settled(_place(second))
    own = f"slack installation E0RIJK-{first.team.id}"
    assert await host.program.cursor("slack installation E0RIJK") == ""
    assert await host.program.cursor(own)
    assert [await _state(host, each) for each in prompts] == ["active", "paused"]


async def test_an_organisation_that_takes_back_the_token_stops_its_prompts(
    host: Bot, browser: Browser, slack: Slack
) -> None:
    """The app stays installed, but the bot can do nothing there any more."""
    first, second = await _organisation(host, browser, slack)
    prompt = await _prompt(host, second)
    first.revoke()
    await _all_done(slack)
    await host.program.settled(_place(second))
    assert await host.program.cursor("slack installation E0RIJK") == ""
    assert await _state(host, prompt) == "paused"


async def test_an_organisation_that_goes_from_one_workspace(
    host: Bot, browser: Browser, slack: Slack
) -> None:
    """Stops its prompts there; in the others the bot goes on."""
    first, second = await _organisation(host, browser, slack)
    prompts = [await _prompt(host, each) for each in (first, second)]
    second.shut_out()
    await _all_done(slack)
    await host.program.settled(_place(second))
    assert [await _state(host, each) for each in prompts] == ["active", "paused"]
    bert = first.person("bert")
    bert.says(bert.direct(), KNOWN)
    await bert.reads(bert.direct(), "Dit ken ik nog niet")


async def _organisation(host: Bot, browser: Browser, slack: Slack) -> tuple[Workspace, Workspace]:
    """Let an organisation install the app as a whole, and admit two of its workspaces."""
    first, second = slack.new_workspace("Noord", "E0RIJK"), slack.new_workspace("Zuid", "E0RIJK")
    await browser.installs(first.code(second.team, org_wide=True))
    async with host.store.begin() as tx:
        for each in (first, second):
            await tx.rooms.save_place(Place(_place(each), admitted=True), BY_THE_PROGRAM)
    return first, second


def _place(workspace: Workspace) -> PlaceKey:
    return place_key(workspace.team.id, workspace.team.enterprise)


async def _prompt(host: Bot, workspace: Workspace) -> int:
    """Let a prompt run in a workspace; return its number."""
    cora = workspace.person("cora")
    room = RoomKey(_place(workspace), workspace.place("hal", cora).id)
    schedule = Schedule(Workdays(), time(11))
    async with host.store.begin() as tx:
        owner = await tx.people.add(account(cora), Role.COORDINATOR, BY_THE_PROGRAM)
        draft = Prompt(0, room, owner.id, "free", schedule, "Europe/Amsterdam", utc_now(), "hoi")
        prompt = replace(await tx.prompts.add(draft), state=PromptState.ACTIVE)
        await tx.prompts.save(prompt, BY_THE_PROGRAM)
    return prompt.id


async def _state(host: Bot, number: int) -> str:
    async with host.store.read() as tx:
        prompt = await tx.prompts.get(number)
    assert prompt
    return prompt.state.value


async def _all_done(slack: Slack) -> None:
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
