"""`/voorloper`: an answer for one person alone, which they can share with the channel."""

from __future__ import annotations

from bot.domain.model import Visibility
from tests.slack.bot import TITLE, Bot, bot
from tests.slack.standin.people import Person
from tests.slack.standin.seeing import buttons
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel

_SHARE = "Deel in kanaal"


async def test_a_command_is_answered_to_one_person(voorloper: Bot, slack: Slack) -> None:
    """Nobody else sees the question or the answer."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    done = await anna.commands(hall, "/voorloper", "wie heeft ervaring met duinen?")
    assert not done.trouble
    await anna.reads_aside(hall, "Dit ken ik nog niet")
    await voorloper.settled()
    assert not anna.sees(hall)


async def test_a_command_without_words_gives_help(voorloper: Bot, slack: Slack) -> None:
    """Whoever only types /voorloper sees what can be typed behind it."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    await anna.commands(hall, "/voorloper")
    await anna.reads_aside(hall, "deel")
    await voorloper.settled()
    assert len(anna.asides(hall)) == 1


async def test_an_answer_is_shared_with_the_channel(voorloper: Bot, slack: Slack) -> None:
    """A button beneath it shows the channel what the channel may see, and says that a member shared it."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    lesson = await voorloper.keeps(Visibility.PUBLIC)
    await anna.commands(hall, "/voorloper", lesson)
    alone = await anna.reads_aside(hall, TITLE)
    await anna.clicks(alone, _SHARE)
    await anna.clicks(alone, _SHARE)  # some click everything twice
    shared = await anna.reads(hall, TITLE)
    assert shared.thread is None
    await voorloper.settled()
    assert len(anna.sees(hall)) == 1


async def test_what_the_channel_may_not_see_is_not_shared(voorloper: Bot, slack: Slack) -> None:
    """A lesson for members only does not go to a channel where others may read, and the person hears why."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    lesson = await voorloper.keeps(Visibility.NETWORK)
    await anna.commands(hall, "/voorloper", lesson)
    alone = await anna.reads_aside(hall, TITLE)
    await anna.clicks(alone, _SHARE)
    await slack.until(lambda: len(anna.asides(hall)) == 2)
    await voorloper.settled()
    assert not anna.sees(hall)


async def test_a_command_in_a_direct_message_is_answered_there(voorloper: Bot, slack: Slack) -> None:
    """In the room with the bot alone there is nothing to hide."""
    anna = slack.person("anna")
    await anna.commands(anna.direct(), "/voorloper", "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”")
    await voorloper.settled()
    assert not anna.asides(anna.direct())


async def test_a_command_where_the_bot_is_not(voorloper: Bot, slack: Slack) -> None:
    """In a channel without the bot, or a direct message of others, the answer comes in the direct room."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna, bot=False)
    await anna.commands(hall, "/voorloper", "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”")
    await voorloper.settled()
    assert not anna.asides(hall)


async def test_two_people_at_once_have_each_their_own_answer(voorloper: Bot, slack: Slack) -> None:
    """What somebody goes on with is their own question, not that of somebody else in the same channel."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    await anna.commands(hall, "/voorloper", "zoek duinen")
    await bert.commands(hall, "/voorloper", "zoek molens")
    await anna.reads_aside(hall, "“duinen”")
    await bert.reads_aside(hall, "“molens”")
    await voorloper.settled()
    assert [len(person.asides(hall)) for person in (anna, bert)] == [1, 1]


async def test_a_guest_is_told_nothing(voorloper: Bot, slack: Slack) -> None:
    """Somebody with a guest account who types a command hears nothing of the base."""
    eve = slack.person("eve", is_restricted=True)
    hall = slack.place("hal", eve)
    await voorloper.keeps(Visibility.PUBLIC)
    await eve.commands(hall, "/voorloper", f"zoek {TITLE}")
    await voorloper.settled()
    assert not [each for each in _seen(eve, hall) if TITLE in each]


def _seen(person: Person, channel: Channel) -> list[str]:
    return [each.text for each in (*person.sees(channel), *person.asides(channel))]


async def test_who_is_admin_is_told_to_one_person(slack: Slack, sqlite_url: str) -> None:
    """By their name in Slack, which would call them among others: so there is nothing to share."""
    anna, cora = slack.person("anna"), slack.person("cora")
    hall = slack.place("hal", anna, cora)
    async with bot(slack, sqlite_url, admins=(cora,)) as running:
        await anna.commands(hall, "/voorloper", "toon hier rollen")
        await anna.commands(hall, "/voorloper", "rollen")
        told = await anna.reads_aside(hall, f"<@{cora.id}>")
        assert _SHARE not in buttons(told)
        anna.says(hall, f"<@{slack.bot.id}> wie zijn de beheerders?")
        await slack.until(lambda: len([each for each in anna.asides(hall) if cora.id in each.text]) > 1)
        await running.settled()
        assert not [each for each in anna.sees(hall) if f"<@{cora.id}>" in each.text]
