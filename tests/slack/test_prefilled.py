"""What somebody wrote, read back for them when they say yes to keeping it as a lesson."""

from __future__ import annotations

import pytest

from bot.commands.sharing import own_words
from tests.slack.bot import Bot, field_of
from tests.slack.standin.faults import Trouble
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack
from tests.slack.standin.world import Message

_WORDS = "We telden zwaluwen en het waren er veel."
_FILLED = "Wat je in je bericht schreef, heb ik ingevuld zoals het er nu staat."
_NOT_READ = "Ik kan niet (meer) bij wat je in dat bericht schreef."
_REST = {"result": "De gevel blijft staan", "outcome": "success"}


async def asked(slack: Slack, *, in_thread: bool = False) -> tuple[Person, Message, Message]:
    """Let somebody wish that a message is kept; return its author, it, and what the author is asked."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    root = bert.says(hall, "Wat telde jij?") if in_thread else None
    said = anna.says(hall, _WORDS.replace("veel", "weinig"), thread=root)
    anna.says(hall, "Een ander bericht", thread=root)
    await bert.shortcut("share", said)
    return anna, said, await anna.reads(anna.direct(), "Zeg je ja, dan vul ik in wat je schreef")


@pytest.mark.parametrize("in_thread", [False, True], ids=["channel", "thread"])
async def test_its_words_stand_in_the_form(voorloper: Bot, slack: Slack, *, in_thread: bool) -> None:
    """As they are now, wherever the message stands; only what is handed in is kept, and then it is marked."""
    anna, said, offer = await asked(slack, in_thread=in_thread)
    anna.edits(said, _WORDS)
    await anna.clicks(offer, "dit delen")
    view = await anna.gets_view(_FILLED)
    assert field_of(view, "action")["initial_value"] == _WORDS
    await voorloper.settled()
    assert "zwaluwen" not in voorloper.remembers()
    await anna.submits(**_REST)
    await anna.reads(anna.direct(), "We telden zwaluwen en het waren er veel")
    await slack.until(lambda: "white_check_mark" in said.reactions)
    await voorloper.settled()


@pytest.mark.parametrize("why", ["gone", "stone", "no right", "busy"])
async def test_what_cannot_be_read_leaves_the_form_empty(voorloper: Bot, slack: Slack, why: str) -> None:
    """Deleted, with answers or without; without the right to read there; while Slack asks to wait."""
    anna, said, offer = await asked(slack)
    match why:
        case "gone" | "stone":
            if why == "stone":
                anna.says(said.channel, "Echt?", thread=said)
            anna.deletes(said)
        case "no right":
            slack.install.scopes.discard("channels:history")
        case _:
            slack.faults.put(Trouble.SERVER_ERROR, "conversations.replies")
    await anna.clicks(offer, "dit delen")
    view = await anna.gets_view(_NOT_READ)
    assert "initial_value" not in field_of(view, "action")
    await anna.submits(action="We telden mussen", **_REST)
    await anna.reads(anna.direct(), "We telden mussen")
    await voorloper.settled()


async def test_what_does_not_come_is_not_waited_for(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form stands there at once, and says after a while that it stays empty."""
    monkeypatch.setattr(own_words, "_PATIENCE", 1.5)
    anna, _, offer = await asked(slack)
    held = slack.faults.put(Trouble.HANG, "conversations.replies")
    await anna.clicks(offer, "dit delen")
    assert "initial_value" not in field_of(await anna.gets_view(_NOT_READ), "action")
    held.release()
    await voorloper.settled()


async def test_a_typed_yes_is_answered_with_the_words(voorloper: Bot, slack: Slack) -> None:
    """One question at a time, as anywhere; nobody but the author gets them."""
    anna, _, _ = await asked(slack)
    bert = slack.person("bert")
    bert.says(bert.direct(), "deel W1")
    await bert.reads(bert.direct(), _NOT_READ)
    await voorloper.settled()
    assert "zwaluwen" not in voorloper.remembers()
    anna.says(anna.direct(), "deel W1")
    await anna.reads(anna.direct(), "Je schreef: “We telden zwaluwen")
    await voorloper.settled()
