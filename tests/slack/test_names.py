"""How channels are called: people read their names and can type them, wherever the bot was before."""

from __future__ import annotations

import pytest

from adapters.slack import names
from adapters.slack.ids import place_key
from bot.domain.keys import PlaceKey, RoomKey
from tests.platforms.waiting import until
from tests.slack.bot import Bot, bot
from tests.slack.browsing import Browser
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel, ChannelKind

pytestmark = pytest.mark.one_mode


@pytest.mark.parametrize("kind", ["channel", "group"])
async def test_a_channel_goes_by_its_name(slack: Slack, sqlite_url: str, kind: ChannelKind) -> None:
    """In a form it can be typed, and what comes of that says it as people know it."""
    cora = slack.person("cora")
    hall = slack.place("hal", cora, kind=kind)
    async with bot(slack, sqlite_url, admins=(cora,)) as running:
        cora.says(cora.direct(), "over")
        await _is_called(running, hall, "hal")
        await cora.commands(cora.direct(), "/voorloper", "prikkel plan")
        await cora.gets_view("In welk kanaal?")
        await cora.submits(when="elke dinsdag om 9:30", room="#hal", kind="success")
        await cora.reads(cora.direct(), "om 9:30 in #hal:")
        await running.settled()


async def test_a_channel_that_it_comes_into_later_is_asked_about(voorloper: Bot, slack: Slack) -> None:
    """The others are known by then, and not asked about again."""
    anna = slack.person("anna")
    await _talked(voorloper, slack, anna)
    hall = slack.place("hal", anna, bot=False)
    anna.brings(hall, slack.bot)
    await _is_called(voorloper, hall, "hal")
    assert len(slack.called("users.conversations")) == 2
    assert len(slack.called("conversations.info")) == 1


@pytest.mark.parametrize("lost", ["channels:read", "groups:read"])
async def test_without_a_right_the_other_kind_is_known(voorloper: Bot, slack: Slack, lost: str) -> None:
    """Each kind of channel has a right of its own, and people are answered without either."""
    slack.install.scopes.discard(lost)
    anna = slack.person("anna")
    public, private = slack.place("hal", anna), slack.place("kelder", anna, kind="group")
    await _talked(voorloper, slack, anna)
    known, unknown = (private, public) if lost == "channels:read" else (public, private)
    await _is_called(voorloper, known, known.name)
    assert await _name(voorloper, unknown) is None


async def test_what_slack_does_not_say_at_first_is_asked_again(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while, when something happens."""
    monkeypatch.setattr(names, "SOON", 0.0)
    fault = slack.faults.put(Trouble.SERVER_ERROR, "users.conversations")
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    anna.says(anna.direct(), "over")
    await slack.faults.met(fault)
    await voorloper.settled()
    anna.says(anna.direct(), "privacy")
    await _is_called(voorloper, hall, "hal")


async def test_many_channels_come_in_pages(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are known (P26)."""
    monkeypatch.setattr(names, "_PAGE", 3)
    anna = slack.person("anna")
    halls = [slack.place(f"hal-{number}", anna) for number in range(7)]
    await _talked(voorloper, slack, anna)
    for hall in halls:
        await _is_called(voorloper, hall, hall.name)


async def test_of_an_organisation_each_workspace_is_asked_about(
    host: Bot, browser: Browser, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the token of all of it Slack wants to hear of which (P30); once it is admitted they are known."""
    monkeypatch.setattr(names, "FRESH", 0.0)
    first, second = slack.new_workspace("Noord", "E0RIJK"), slack.new_workspace("Zuid", "E0RIJK")
    await browser.installs(first.code(second.team, org_wide=True))
    ada = host.people["ada"]
    for each, called in ((first, "hal"), (second, "kelder")):
        place = place_key(each.team.id, "E0RIJK")
        bert = each.person(f"bert-{called}")
        hall = each.place(called, bert)
        bert.says(bert.direct(), "over")
        await ada.reads(ada.direct(), str(place))
        ada.says(ada.direct(), f"plaats toelaten {place}")
        await ada.reads(ada.direct(), f"{place} hoort nu bij het netwerk")
        bert.says(bert.direct(), "over")
        await _is_called(host, hall, called, place)
    await host.settled()


async def _talked(running: Bot, slack: Slack, person: Person) -> None:
    """Let somebody say something to the bot, so that it asks around."""
    person.says(person.direct(), "over")
    await person.reads(person.direct(), "Voorloper")
    await slack.until(lambda: len(slack.called("users.conversations")) >= 2)
    await running.settled()


async def _is_called(running: Bot, hall: Channel, name: str, place: PlaceKey | None = None) -> None:
    """Wait until the bot knows how a channel is called."""

    async def known() -> bool:
        return await _name(running, hall, place) == name

    await until(known)


async def _name(running: Bot, hall: Channel, place: PlaceKey | None = None) -> str | None:
    async with running.store.read() as tx:
        room = await tx.rooms.get(RoomKey(place or running.place, hall.id))
    return room.name if room else None
