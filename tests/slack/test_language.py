"""The language and the time zone of somebody's Slack: used with them alone, where nothing else says it."""

from __future__ import annotations

import pytest

from bot.domain.model import EntryId, Visibility
from tests.slack.bot import TITLE, Bot, bot
from tests.slack.standin.server import Slack

_UNKNOWN = {"nl-NL": "ken ik niet", "en-GB": "do not know", "en-US": "ken ik niet", "de-DE": "ken ik niet"}


@pytest.mark.parametrize("locale", _UNKNOWN)
async def test_a_line_without_a_language_is_answered_in_that_of_their_slack(
    voorloper: Bot, slack: Slack, locale: str
) -> None:
    """What nobody chose, or the bot does not speak, is no reason to leave that of the network."""
    anna = slack.person("anna", locale=locale)
    anna.says(anna.direct(), "L99")
    await anna.reads(anna.direct(), _UNKNOWN[locale])
    await voorloper.settled()


async def test_what_somebody_types_and_chooses_goes_first(voorloper: Bot, slack: Slack) -> None:
    """A question is answered in its own language, and after a choice all is in that one."""
    anna = slack.person("anna", locale="en-GB")
    for line, reply in (
        ("L99", "do not know"),
        ("wie heeft ervaring met het tellen van zwaluwen?", "Dit ken ik nog niet"),
        ("taal nl", "Nederlands"),
        ("L98", "ken ik niet"),
    ):
        anna.says(anna.direct(), line)
        await anna.reads(anna.direct(), reply)
        await voorloper.settled()


async def test_a_channel_keeps_the_language_of_the_network(voorloper: Bot, slack: Slack) -> None:
    """Others read along there."""
    anna = slack.person("anna", locale="en-GB")
    hall = slack.place("hal", anna)
    asked = anna.says(hall, "@voorloper L99")
    await anna.reads(hall, "ken ik niet", thread=asked)
    await anna.commands(hall, "/voorloper", "L98")
    await anna.reads_aside(hall, "do not know")
    await voorloper.settled()


async def test_what_is_shared_with_a_channel_is_in_the_language_of_the_network(
    voorloper: Bot, slack: Slack
) -> None:
    """Whatever their Slack speaks who shows it there."""
    lesson = await voorloper.keeps(Visibility.PUBLIC)
    anna = slack.person("anna", locale="en-GB", tz="America/Aruba")
    hall = slack.place("hal", anna)
    await anna.commands(hall, "/voorloper", lesson)
    alone = await anna.reads_aside(hall, TITLE)
    await anna.clicks(alone, "Share in the channel")
    assert "Gedeeld door" in (await anna.reads(hall, TITLE)).text
    await voorloper.settled()


async def test_what_is_kept_is_in_the_language_of_its_words(voorloper: Bot, slack: Slack) -> None:
    """A lesson and an addition of somebody whose Slack speaks another one; that only words the answer."""
    anna = slack.person("anna", locale="en-GB")
    await anna.commands(anna.direct(), "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(action="We telden zwaluwen", result="Het waren er niet veel", outcome="success")
    saved = await anna.reads(anna.direct(), "saved as a draft")
    lesson = EntryId.parse(saved.text.partition("(")[2].partition(")")[0])
    assert lesson is not None
    public = await voorloper.keeps(Visibility.PUBLIC, 9)
    anna.says(anna.direct(), f"addition {public} Zwaluwen geteld")
    await anna.reads(anna.direct(), f"shown under {public} once")
    await voorloper.settled()
    async with voorloper.store.read() as tx:
        entry = (await tx.entries.get([lesson]))[lesson]
        added = await tx.feedback.addition(1)
    assert (entry.original, [text.language for text in entry.texts]) == ("nl", ["nl"])
    assert added is not None
    assert added.language == "nl"


async def test_their_page_is_in_the_language_of_their_slack(voorloper: Bot, slack: Slack) -> None:
    """Also before they said a word."""
    anna = slack.person("anna", locale="en-GB")
    anna.opens_home()
    await anna.gets_home("Your settings")
    await voorloper.settled()


@pytest.mark.parametrize(("zone", "named"), [("Europe/Amsterdam", False), ("America/Aruba", True)])
async def test_a_clock_that_is_not_theirs_is_named(
    mode: str, slack: Slack, sqlite_url: str, zone: str, *, named: bool
) -> None:
    """Who plans from elsewhere reads by which clock the channel hears it."""
    cora = slack.person("cora", tz=zone)
    hall = slack.place("hal", cora)
    async with bot(slack, sqlite_url, socket=mode == "socket", admins=(cora,)):
        await cora.commands(hall, "/voorloper", "prikkel plan elke dag 23:59 check-in")
        draft = await cora.reads_aside(hall, "Klopt dit?")
        assert ("(Europe/Amsterdam)" in draft.text) is named


async def test_the_same_question_is_the_same_in_whatever_language_it_is_answered(
    voorloper: Bot, slack: Slack
) -> None:
    """What somebody's Slack speaks, or what they chose, says nothing of the words of their question."""
    anna, bert = slack.person("anna", locale="en-GB"), slack.person("bert")
    anna.says(anna.direct(), "knotwilgen snoeien langs fietspaden?")
    await anna.reads(anna.direct(), "not know this yet")
    bert.says(bert.direct(), "knotwilgen snoeien langs fietspaden?")
    await bert.reads(bert.direct(), "Iemand anders vroeg dit ook")
    await voorloper.settled()
