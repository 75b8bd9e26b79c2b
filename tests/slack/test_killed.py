"""A bot that is killed, at whatever moment: every question is answered once when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack.ids import place_key
from tests.slack.bot import config
from tests.slack.killable import Installation
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.test_asking import KNOWN

_LATE = 60
_NOT_KNOWN = "Dit ken ik nog niet"


@pytest.fixture
def installation(slack: Slack, sqlite_url: str, tmp_path: Path) -> Installation:
    """Return a bot in the workspace of the test."""
    return Installation(sqlite_url, config(slack), place_key(slack.workspace.team.id), tmp_path / "log")


@pytest.mark.parametrize("trouble", [Trouble.SLOW, Trouble.HANG])
async def test_a_kill_while_an_answer_is_posted(
    installation: Installation, slack: Slack, trouble: Trouble
) -> None:
    """Whether Slack has it or not nobody knows; it stands there once in the end."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    fault = slack.faults.put(trouble, "chat.postMessage")
    async with installation.process():
        asked = anna.says(hall, f"@voorloper {KNOWN}")
        await slack.faults.met(fault, seconds=_LATE)
    slack.faults.clear()
    async with installation.process():
        await anna.reads(hall, _NOT_KNOWN, thread=asked, seconds=_LATE)
        after = anna.says(hall, "@voorloper zoek duinen", thread=asked)
        await anna.reads(hall, "“duinen”", thread=asked, seconds=_LATE)
    assert after.thread == asked.ts
    assert len(anna.sees(hall, asked)) == 4


async def test_a_kill_while_a_private_answer_is_said(installation: Installation, slack: Slack) -> None:
    """Slack does not tell whether it arrived: it is said in the direct room then, and not lost."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    fault = slack.faults.put(Trouble.CUT, "chat.postEphemeral", times=100)
    async with installation.process():
        await slack.sockets.connected(2, seconds=_LATE)
        await anna.commands(hall, "/voorloper", "zoek duinen")
        await slack.faults.met(fault, seconds=_LATE)
    slack.faults.clear()
    async with installation.process():
        await anna.reads(anna.direct(), "“duinen”", seconds=_LATE)
    assert not anna.asides(hall)


async def test_kills_in_the_midst_of_it(installation: Installation, slack: Slack) -> None:
    """Forty questions and two kills: each is answered once. What three kills interrupt is given up."""
    people = [slack.person(f"persoon{number}") for number in range(40)]
    for half in (people[:20], people[20:]):
        async with installation.process() as process:
            await slack.sockets.connected(2, seconds=_LATE)
            posted = len(slack.called("chat.postMessage"))
            for person in half:
                person.says(person.direct(), KNOWN)
            await slack.until(lambda posted=posted: len(slack.called("chat.postMessage")) > posted + 3, _LATE)  # type: ignore[misc] # bound at once
            await process.kill()
        await slack.sockets.connected(0, seconds=_LATE)
    async with installation.process():
        for person in people:
            await person.reads(person.direct(), _NOT_KNOWN, seconds=_LATE)
        last = people[0]
        last.says(last.direct(), "zoek duinen")
        await last.reads(last.direct(), "“duinen”", seconds=_LATE)
    assert {len(_answers(person)) for person in people[1:]} == {1}


def _answers(person: Person) -> list[str]:
    return [each.text for each in person.sees(person.direct()) if "bot_id" in each.raw]
