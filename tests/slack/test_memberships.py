"""Who was in a channel before the bot: what they may do there, they may from the direct message too."""

from __future__ import annotations

import pytest

from bot.domain.keys import RoomKey
from tests.platforms.waiting import until
from tests.slack.bot import Bot, account, bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel, ChannelKind


@pytest.fixture
def mode() -> str:
    """Return one of the modes: which it is makes no difference here."""
    return "socket"


@pytest.mark.parametrize("kind", ["channel", "group"])
async def test_who_was_there_before_the_bot_is_there(voorloper: Bot, slack: Slack, kind: ChannelKind) -> None:
    """What they propose for its agenda in a direct message, where nobody sees it, is proposed."""
    anna = slack.person("anna")
    hall, other = slack.place("hal", anna, kind=kind), slack.place("zolder", anna, kind=kind, bot=False)
    anna.opens_home()
    await slack.until(lambda: len(_asked(slack)) == 2)
    anna.says(anna.direct(), "over")
    await _in(voorloper, anna, hall)
    anna.says(anna.direct(), "agenda stel voor thuiswerken in #hal")
    await anna.reads(anna.direct(), "“thuiswerken”, met de stem van wie het voorstelde")
    await voorloper.settled()
    assert await _rooms(voorloper, anna) == {RoomKey(voorloper.place, hall.id)}
    assert other.id not in voorloper.remembers()


async def test_who_is_elsewhere_is_not_there(voorloper: Bot, slack: Slack) -> None:
    """Nor a guest, of whom nothing is kept; a command asks as well, and nobody is asked about twice."""
    anna, bert, eve = slack.person("anna"), slack.person("bert"), slack.person("eve", is_restricted=True)
    hall = slack.place("hal", bert, eve)
    for person in (anna, eve, bert):
        for line in ("zoek duinen", "zoek molens"):
            await person.commands(person.direct(), "/voorloper", line)
    await _in(voorloper, bert, hall)
    await voorloper.settled()
    assert await _rooms(voorloper, anna) == set()
    assert eve.id not in voorloper.remembers()
    assert sorted(_asked(slack)) == sorted([anna.id, bert.id] * 2)


async def test_what_slack_does_not_say_now_is_asked_at_the_next_word(slack: Slack, sqlite_url: str) -> None:
    """And the word itself is answered."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    async with bot(slack, sqlite_url) as running:
        anna.says(anna.direct(), "over")
        await _in(running, anna, hall)
        bert = slack.person("bert")
        anna.brings(hall, bert.user)
        bert.leaves(hall)
        hall.members.add(bert.id)  # while nobody looked
        fault = slack.faults.put(Trouble.SERVER_ERROR, "users.conversations")
        bert.says(bert.direct(), "over")
        await slack.faults.met(fault)
        await bert.reads(bert.direct(), "Voorloper")
        await running.settled()
        bert.says(bert.direct(), "privacy")
        await _in(running, bert, hall)
        await running.settled()


def _asked(slack: Slack) -> list[str]:
    """Return about whom Slack was asked, once for each kind of channel."""
    calls = [each.arguments for each in slack.called("users.conversations")]
    return [str(each["user"]) for each in calls if "user" in each]


async def _rooms(running: Bot, person: Person) -> set[RoomKey]:
    async with running.store.read() as tx:
        known = await tx.people.of_account(account(person))
        return set(await tx.rooms.rooms_of(known.id)) if known else set()


async def _in(running: Bot, person: Person, hall: Channel) -> None:
    """Wait until the bot knows that somebody is in a channel."""

    async def there() -> bool:
        return RoomKey(running.place, hall.id) in await _rooms(running, person)

    await until(there)
