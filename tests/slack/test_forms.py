"""Forms as modals: opened at once, filled in, with faults at the field they belong to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.slack.limits import length
from bot.domain.errors import StoreUnavailableError
from bot.messages.form import FormView
from bot.messages.incoming import Origin
from tests.slack.bot import Bot, field_of
from tests.slack.standin.people import Person
from tests.slack.standin.server import Slack

_SHARED = {"action": "We telden zwaluwen", "result": "Het waren er veel", "outcome": "success"}


async def test_a_command_opens_a_form(voorloper: Bot, slack: Slack) -> None:
    """What is filled in becomes a draft, and its author hears so where only they read it."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    done = await anna.commands(hall, "/voorloper", "deel")
    assert not done.trouble
    view = await anna.gets_view("Wat probeerden jullie?")
    assert view["callback_id"] == "lesson"
    assert not (await anna.submits(**_SHARED)).errors
    assert anna.view is None
    await anna.reads_aside(hall, "bewaard als concept")
    await voorloper.settled()
    assert not anna.sees(hall)


async def test_faults_stand_at_their_field(voorloper: Bot, slack: Slack) -> None:
    """Nothing is saved, and everything that was filled in stays (P25)."""
    anna = slack.person("anna")
    await anna.commands(anna.direct(), "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    done = await anna.submits(**(_SHARED | {"action": "!!!"}))
    assert [label for label, _ in done.errors] == ["Wat probeerden jullie?"]
    assert anna.view is not None
    await voorloper.settled()
    assert not anna.sees(anna.direct())
    assert not (await anna.submits(**_SHARED)).errors
    await anna.reads(anna.direct(), "bewaard als concept")


async def test_a_failure_is_shared_without_being_asked_how_it_went(voorloper: Bot, slack: Slack) -> None:
    """What the command fixed is not asked, and kept."""
    anna = slack.person("anna")
    await anna.commands(anna.direct(), "/voorloper", "deel mislukking")
    view = await anna.gets_view("Wat probeerden jullie?")
    assert "outcome" not in {block.get("block_id") for block in view["blocks"]}
    await anna.submits(action="We telden zwaluwen", result="Het waren er geen")
    saved = await anna.reads(anna.direct(), "bewaard als concept")
    anna.says(anna.direct(), saved.text.partition("(")[2].partition(")")[0])
    await anna.reads(anna.direct(), "Niet gelukt")
    await voorloper.settled()


async def test_a_button_opens_a_form(voorloper: Bot, slack: Slack) -> None:
    """A button whose command opens a form does so at once, for whoever clicks."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    asked = anna.says(hall, "@voorloper wie weet iets van duinen?")
    answer = await anna.reads(hall, "Dit ken ik nog niet", thread=asked)
    await bert.clicks(answer, "deel je eigen ervaring")
    await bert.gets_view("Wat probeerden jullie?")
    assert anna.view is None
    await voorloper.settled()
    assert len(anna.sees(hall, asked)) == 2


async def test_a_trigger_that_is_used_up(voorloper: Bot, slack: Slack) -> None:
    """When Slack does not let a form be opened any more, its questions are asked one by one (P24)."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    slack.inside.triggers.lasts = -1
    await anna.commands(hall, "/voorloper", "deel")
    await anna.reads(anna.direct(), "Wat probeerden jullie?")
    await voorloper.settled()
    assert anna.view is None


async def test_a_form_that_takes_a_while(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something stands there at once, as Slack waits for three seconds; the form comes in its place (P24)."""
    monkeypatch.setattr("adapters.slack.surfaces._AT_ONCE", 0.0)
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    form = voorloper.program.form

    async def slowly(origin: Origin, line: str, values: Mapping[str, str] | None = None) -> FormView | None:
        await slack.until(lambda: bool(slack.called("views.open")))
        return await form(origin, line, values)

    monkeypatch.setattr(voorloper.program, "form", slowly)
    await anna.commands(hall, "/voorloper", "deel")
    await anna.gets_view("Wat probeerden jullie?")
    (opened,) = slack.called("views.open")
    assert "Een ogenblik" in str(opened.arguments["view"])
    assert len(slack.called("views.update")) == 1
    assert not (await anna.submits(**_SHARED)).errors
    await anna.reads_aside(hall, "bewaard als concept")
    await voorloper.settled()


@pytest.mark.parametrize("error", [StoreUnavailableError("away"), RuntimeError("a mistake of ours")])
async def test_a_form_that_took_a_while_and_does_not_come(
    voorloper: Bot, slack: Slack, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What stands there meanwhile does not stay: whoever waits reads that it does not come (P24)."""
    monkeypatch.setattr("adapters.slack.surfaces._AT_ONCE", 0.0)
    anna = slack.person("anna")

    async def never(origin: Origin, line: str, values: Mapping[str, str] | None = None) -> FormView | None:
        del origin, line, values
        await slack.until(lambda: bool(slack.called("views.open")))
        raise error

    monkeypatch.setattr(voorloper.program, "form", never)
    await anna.commands(anna.direct(), "/voorloper", "deel")
    await anna.gets_view("Probeer het zo nog eens")


async def test_what_was_begun_by_talking_stands_in_the_form(voorloper: Bot, slack: Slack) -> None:
    """And what is handed in ends the talking: the next message is a message again."""
    anna = slack.person("anna")
    anna.says(anna.direct(), "deel")
    await anna.reads(anna.direct(), "Wat probeerden jullie?")
    await voorloper.settled()
    anna.says(anna.direct(), "We telden zwaluwen")
    await anna.reads(anna.direct(), "Wat kwam ervan?")
    await anna.commands(anna.direct(), "/voorloper", "deel")
    view = await anna.gets_view("Wat probeerden jullie?")
    assert field_of(view, "action")["initial_value"] == "We telden zwaluwen"
    await anna.submits(result="Het waren er veel", outcome="success")
    await anna.reads(anna.direct(), "bewaard als concept")
    anna.says(anna.direct(), "zoek duinen")
    await anna.reads(anna.direct(), "“duinen”")


async def test_the_global_shortcut_asks_a_question(voorloper: Bot, slack: Slack) -> None:
    """From anywhere in Slack: one field, and the answer in the direct room."""
    anna = slack.person("anna")
    assert not (await anna.shortcut("ask")).trouble
    await anna.gets_view("vraag")
    await _answers(anna, "wie weet iets van duinen?")
    await anna.reads(anna.direct(), "Dit ken ik nog niet")
    await voorloper.settled()


async def test_ones_own_message_is_kept_by_a_form(voorloper: Bot, slack: Slack) -> None:
    """The shortcut on a message of one's own opens the form with its words in it; nothing is kept before."""
    anna = slack.person("anna")
    hall = slack.place("hal", anna)
    said = anna.says(hall, "We telden zwaluwen en het waren er veel.")
    await anna.shortcut("share", said)
    view = await anna.gets_view("Wat probeerden jullie?")
    assert field_of(view, "action")["initial_value"] == "We telden zwaluwen en het waren er veel."
    await voorloper.settled()
    assert "zwaluwen" not in voorloper.remembers()
    assert said.reactions == {}


async def test_a_long_message_with_emoji_fits_in_its_field(voorloper: Bot, slack: Slack) -> None:
    """Slack may count an emoji as two characters, and refuses what is longer than the field."""
    anna = slack.person("anna")
    said = anna.says(slack.place("hal", anna), "🙏" * 10 + " We telden zwaluwen." * 60)
    await anna.shortcut("share", said)
    field = field_of(await anna.gets_view("Wat probeerden jullie?"), "action")
    assert length(field["initial_value"]) <= field["max_length"]
    await voorloper.settled()


async def test_ones_own_message_is_marked_once_the_form_is_handed_in(voorloper: Bot, slack: Slack) -> None:
    """As being saved and as saved; nobody lets its author be asked, and `ongedaan` takes the second off."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    said = anna.says(hall, "We telden zwaluwen en het waren er veel.")
    await anna.shortcut("share", said)
    await anna.gets_view("Wat probeerden jullie?")
    await anna.submits(result="De gevel blijft staan", outcome="success")
    await anna.reads_aside(hall, "bewaard als concept")
    await slack.until(lambda: {"bulb", "white_check_mark"} <= said.reactions.keys())
    await bert.shortcut("share", said)
    await bert.reads_aside(hall, "gevraagd")
    await voorloper.settled()
    assert not anna.sees(anna.direct())
    anna.says(anna.direct(), "ongedaan")
    await anna.reads(anna.direct(), "niet meer gemarkeerd als bewaard")
    await slack.until(lambda: not said.reactions.get("white_check_mark"))
    await voorloper.settled()
    assert said.reactions["bulb"] == [slack.install.bot.id]


async def test_where_no_window_opens_its_author_is_asked_one_thing_at_a_time(
    voorloper: Bot, slack: Slack
) -> None:
    """In the direct message, with the words read back, and marked as being saved from then on."""
    anna = slack.person("anna")
    said = anna.says(slack.place("hal", anna), "We telden zwaluwen en het waren er veel.")
    slack.inside.triggers.lasts = -1
    await anna.shortcut("share", said)
    await anna.reads(anna.direct(), "Je schreef: “We telden zwaluwen")
    await slack.until(lambda: "bulb" in said.reactions)
    lines = (("ok", "2 van 4"), ("Blijft", "3 van 4"), ("overslaan", "4 van 4"), ("gelukt", "klaar"))
    for line, then in lines:
        anna.says(anna.direct(), line)
        await anna.reads(anna.direct(), then)
    anna.says(anna.direct(), "klaar")
    await anna.reads(anna.direct(), "bewaard als concept")
    await slack.until(lambda: "white_check_mark" in said.reactions)
    await voorloper.settled()
    assert anna.view is None


async def test_the_author_of_somebody_elses_message_is_asked(voorloper: Bot, slack: Slack) -> None:
    """Once, in private, with nothing of it kept; whoever wanted it hears that they were asked."""
    anna, bert = slack.person("anna"), slack.person("bert")
    hall = slack.place("hal", anna, bert)
    said = anna.says(hall, "We telden zwaluwen en het waren er veel.")
    for _ in range(2):
        await bert.shortcut("share", said)
    await anna.reads(anna.direct(), "deel")
    await bert.reads_aside(hall, "gevraagd")
    await voorloper.settled()
    assert len(anna.sees(anna.direct())) == 1
    assert bert.view is None
    assert "zwaluwen" not in voorloper.remembers()


async def test_a_message_of_a_guest_or_a_bot_is_nobodys_to_keep(voorloper: Bot, slack: Slack) -> None:
    """They are not asked, and whoever wanted it hears so."""
    eve, weather = slack.person("eve", is_restricted=True), slack.workspace.other_bot("weerbot")
    bert = slack.person("bert")
    hall = slack.place("hal", eve, weather, bert)
    for number, author in enumerate((eve, weather), start=1):
        await bert.shortcut("share", author.says(hall, "Het regent."))
        await slack.until(lambda number=number: len(bert.asides(hall)) == number)  # type: ignore[misc] # idem
    await voorloper.settled()
    assert not eve.sees(eve.direct())


async def _answers(person: Person, question: str) -> None:
    assert person.view
    (name,) = [block["block_id"] for block in person.view["blocks"] if block["type"] == "input"]
    await person.submits(**{name: question})
