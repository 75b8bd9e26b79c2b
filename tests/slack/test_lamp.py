"""A 💡 under a message in Slack, where a coordinator turned that on: its author is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.slack.bot import Bot, bot
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Channel

LAMP = "bulb"
WORDS = "We telden zwaluwen en het waren er veel."


@pytest.fixture
def cora(slack: Slack) -> Person:
    """Return somebody who may turn it on."""
    return slack.person("cora")


@pytest.fixture
async def voorloper(slack: Slack, sqlite_url: str, cora: Person, mode: str) -> AsyncIterator[Bot]:
    """Run the bot, over each of the two modes in turn."""
    async with bot(slack, sqlite_url, socket=mode == "socket", admins=(cora,)) as running:
        yield running


async def turned_on(slack: Slack, cora: Person, *others: Person) -> Channel:
    """Return a channel in which the lamp is on."""
    hall = slack.place("hal", cora, *others)
    line = cora.says(hall, "@voorloper kanaal lamp aan")
    await cora.reads(hall, "Vanaf nu kun je hier een", thread=line)
    return hall


async def test_whoever_wrote_it_is_asked_once(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """In private and with the link; a second person doubles nothing, and no word of it is kept."""
    anna, bert, eva = slack.person("anna"), slack.person("bert"), slack.person("eva")
    hall = await turned_on(slack, cora, anna, bert, eva)
    said = anna.says(hall, WORDS)
    bert.reacts(said, LAMP)
    asked = await anna.reads(anna.direct(), "`deel W1`")
    assert f"/archives/{hall.id}/p{said.ts.replace('.', '')}" in str(asked.raw)
    await bert.reads_aside(hall, "gevraagd")
    eva.reacts(said, LAMP)
    await eva.reads_aside(hall, "gevraagd")
    bert.unreacts(said, LAMP)
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 1
    assert slack.install.bot.id in said.reactions[LAMP]
    assert "zwaluwen" not in voorloper.remembers()


async def test_without_a_link_it_is_asked_all_the_same(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """When Slack does not give one at that moment."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = await turned_on(slack, cora, anna, bert)
    fault = slack.faults.put(Trouble.SERVER_ERROR, "chat.getPermalink")
    bert.reacts(anna.says(hall, WORDS), LAMP)
    await anna.reads(anna.direct(), "een bericht van jou")
    await slack.faults.met(fault)
    await voorloper.settled()


async def test_for_a_link_nobody_waits_long(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """One that does not come makes Slack give nothing twice."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = await turned_on(slack, cora, anna, bert)
    fault = slack.faults.put(Trouble.HANG, "chat.getPermalink")
    bert.reacts(anna.says(hall, WORDS), LAMP)
    await anna.reads(anna.direct(), "een bericht van jou")
    fault.release()
    await voorloper.settled()
    assert {len(each.attempts) for each in slack.dispatcher.events("reaction_added")} == {1}


async def test_where_it_is_off_it_is_nothing(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """Nobody is asked, told or known; what comes after it is answered."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", cora, anna, bert)
    said = anna.says(hall, WORDS)
    bert.reacts(said, LAMP)
    line = cora.says(hall, "@voorloper kanaal lamp aan")
    await cora.reads(hall, "Vanaf nu kun je hier een", thread=line)
    await voorloper.settled()
    assert (anna.sees(anna.direct()), bert.asides(hall)) == ([], [])
    assert bert.id not in voorloper.remembers()


async def test_for_what_is_nothing_nobody_is_looked_up(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """A 💡 where it is off, another reaction, and one that is taken away: Slack is asked for nobody (P26)."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", cora, anna, bert, bot=False)
    said = anna.says(hall, WORDS)  # before the bot came, which has looked up nobody
    cora.brings(hall, slack.bot)
    for name in (LAMP, "tada"):
        bert.reacts(said, name)
    bert.unreacts(said, LAMP)
    await slack.until(lambda: len(slack.dispatcher.events("reaction_added")) == 2)
    await slack.until(lambda: all(each.done for each in slack.dispatcher.events()))
    await voorloper.settled()
    assert not slack.called("users.info")
    assert not slack.called("chat.getPermalink")


async def test_who_wrote_it_themselves_is_asked_too(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """In the direct message; the button there opens the form, and what is shared is marked."""
    anna = slack.person("anna")
    hall = await turned_on(slack, cora, anna)
    said = anna.says(hall, WORDS)
    anna.reacts(said, LAMP)
    asked = await anna.reads(anna.direct(), "Wil je dat anderen kunnen vinden")
    await anna.clicks(asked, "dit delen")
    await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(action="We telden zwaluwen", result="Het waren er veel", outcome="success")
    await anna.reads(anna.direct(), "bewaard als concept")
    await slack.until(lambda: "white_check_mark" in said.reactions)
    await voorloper.settled()


async def test_what_guests_and_programs_wrote_is_nobodys_to_keep(
    voorloper: Bot, slack: Slack, cora: Person
) -> None:
    """They are not asked, and whoever wished it hears so; what a guest puts there is nothing."""
    eve, weather = slack.person("eve", is_restricted=True), slack.workspace.other_bot("weerbot")
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = await turned_on(slack, cora, eve, weather, anna, bert)
    eve.reacts(anna.says(hall, WORDS), LAMP)
    for number, author in enumerate((eve, weather), start=1):
        bert.reacts(author.says(hall, "Het regent."), LAMP)
        await slack.until(lambda number=number: len(bert.asides(hall)) == number)  # type: ignore[misc] # mypy cannot infer it
    await voorloper.settled()
    assert (eve.sees(eve.direct()), anna.sees(anna.direct())) == ([], [])


async def test_who_left_is_not_said_to_be_asked(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """Slack lets nobody write to them: whoever wishes to keep their words hears that they were not asked."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = await turned_on(slack, cora, anna, bert)
    bert.user.deleted = True  # who is looked up when they say something is known for a while
    said = bert.says(hall, WORDS)
    await anna.shortcut("share", said)
    told = await anna.reads_aside(hall, "niet gevraagd")
    assert "Dank je wel" not in told.text
    anna.reacts(said, LAMP)
    await slack.until(lambda: len(anna.asides(hall)) == 2)
    assert anna.asides(hall)[1].text == told.text
    await voorloper.settled()


async def test_what_the_bot_wrote_is_kept_already(voorloper: Bot, slack: Slack, cora: Person) -> None:
    """Whoever wishes its own answer to be kept, by the shortcut or the sign, hears that; nobody is asked."""
    anna = slack.person("anna")
    hall = await turned_on(slack, cora, anna)
    asked = anna.says(hall, "@voorloper zoek zwaluwen")
    answer = await anna.reads(hall, "“zwaluwen”", thread=asked)
    await anna.shortcut("share", answer)
    told = await anna.reads_aside(hall, "Dit schreef ik zelf")
    assert "geen lid" not in told.text
    anna.reacts(answer, LAMP)
    await slack.until(lambda: len(anna.asides(hall)) == 2)
    assert anna.asides(hall)[1].text == told.text
    await voorloper.settled()
