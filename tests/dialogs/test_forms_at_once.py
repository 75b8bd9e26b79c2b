"""A form that a platform shows at once: what stands in it, what is wrong with it, and handing it in."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.domain.people import Role, Room
from bot.messages.form import FormView
from bot.messages.incoming import FormSubmitted, Origin
from bot.ports.knowledge import Change
from tests.platforms.plaza import PLACE, Town

FILLED = {"action": "Een buurtapp", "result": "Niemand gebruikte hem", "advice": "", "outcome": "failure"}


async def opened(town: Town, line: str, origin: Origin | None = None, **values: str) -> FormView:
    """Return the form that somebody opens."""
    view = await town.program.form(origin or town.origin("bram", None), line, values)
    assert view
    return view


def values(view: FormView) -> dict[str, str]:
    """Return what stands in a form."""
    return {field.name: field.value for field in view.fields}


async def handed_in(town: Town, form: str, filled: dict[str, str], origin: Origin | None = None) -> str:
    """Let somebody hand in a form and return what is shown because of it."""
    return await town.happens(FormSubmitted(origin or town.origin("bram", None), form, tuple(filled.items())))


async def test_a_form_in_the_words_of_who_opens_it(empty_town: Town) -> None:
    """Everything that is written on it, in their language and that of the room."""
    view = await opened(empty_town, "deel")
    assert (view.name, view.title, view.submit, view.close) == (
        "lesson",
        "Deel een les",
        "Bewaar",
        "Annuleer",
    )
    assert "Een beheerder leest het eerst" in view.intro
    action, _, advice, outcome = view.fields[:4]
    assert not any(field.required for field in view.fields[4:])
    assert (action.name, action.label) == ("action", "Wat probeerden jullie?")
    assert (action.required, action.longest, action.choices) == (True, 1000, ())
    assert not advice.required
    assert [(choice.value, choice.label) for choice in outcome.choices][2] == ("failure", "niet gelukt")
    assert (await opened(empty_town, "share")).title == "Share a lesson"
    change = Change(None, empty_town.clock())
    async with empty_town.store.begin() as tx:
        await tx.rooms.save(Room(RoomKey(PLACE, "leren"), language="en"), change)
    there = empty_town.origin("bram", "leren")
    assert (await opened(empty_town, "deel", there)).title == "Share a lesson"


async def test_whom_a_message_mentions_is_not_named_in_it(empty_town: Town) -> None:
    """What a shortcut on one's own message fills in is read by others later."""
    view = await opened(empty_town, "deel", action="Met @slack:T1:U1 uit #slack:T1:C1 geteld")
    assert values(view)["action"] == "Met iemand uit een kanaal geteld"


async def test_what_was_begun_by_talking_stands_in_it(empty_town: Town) -> None:
    """Unless something comes along, which begins anew: known fields only, as long as they may be."""
    await empty_town.says("bram", "deel")
    await empty_town.says("bram", "Een buurtapp")
    await empty_town.says("bram", "stop")
    assert values(await opened(empty_town, "deel"))["action"] == "Een buurtapp"
    assert values(await opened(empty_town, "deel opnieuw"))["action"] == ""
    view = await opened(empty_town, "deel", action="x" * 5000, outcome="mislukt", strange="y")
    filled = {name: value for name, value in values(view).items() if value}
    assert filled == {"action": "x" * 1000, "outcome": "failure"}
    other = await opened(empty_town, "deel", result="Iets anders")
    assert {name: value for name, value in values(other).items() if value} == {"result": "Iets anders"}
    assert "We gaan verder" not in other.intro
    assert values(await opened(empty_town, "deel", outcome="geen idee"))["outcome"] == ""
    async with empty_town.store.read() as tx:
        kept = await tx.dialogues.get(AccountKey(PLACE, "bram"))
    assert kept
    assert dict(kept.values) == {"action": "Een buurtapp"}


async def test_what_the_line_fixed_is_handed_back(empty_town: Town) -> None:
    """It is not asked, and counts when the form is handed in."""
    view = await opened(empty_town, "deel mislukking")
    assert view.presets == (("outcome", "failure"),)
    assert [field.name for field in view.fields[:4]] == ["action", "result", "advice", "organisation"]
    filled = {name: FILLED.get(name, "") for name in values(view)} | dict(view.presets)
    assert "bewaard als concept" in await handed_in(empty_town, view.name, filled)
    assert "✗ Niet gelukt" in await empty_town.says("bram", "L1")


async def test_a_line_that_opens_no_form(empty_town: Town) -> None:
    """Another command, a question, a guest, or a place that nobody admitted."""
    town = empty_town
    for line in ("help", "wie heeft ervaring met drones?", "deel iets", "vraag Q1", ""):
        assert await town.program.form(town.origin("bram", None), line) is None
    assert await town.program.form(town.origin("gijs", "leren", guest=True), "deel") is None
    origin = town.origin("bram", "leren")
    elsewhere = RoomKey(PlaceKey("plaza", "elders"), "leren")
    strange = replace(origin, conversation=replace(origin.conversation, room=elsewhere))
    assert await town.program.form(strange, "deel") is None
    stranger = AccountKey(PLACE, "vera")
    async with town.store.begin() as tx:
        await tx.people.add(stranger, Role.STRANGER, Change(None, town.clock()))
    assert await town.program.form(town.origin("vera", None), "deel") is None


async def test_nobody_is_introduced_by_looking(empty_town: Town) -> None:
    """Who is not known yet may open a form, and is somebody once they hand it in."""
    await opened(empty_town, "deel")
    async with empty_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, "bram")) is None
    assert "bewaard als concept" in await handed_in(empty_town, "lesson", FILLED)


async def test_what_is_wrong_is_said_by_field(empty_town: Town) -> None:
    """In sentences; nothing when all is well, and nothing is written."""
    origin = empty_town.origin("bram", None)
    wrong = await empty_town.program.faults(origin, "lesson", FILLED | {"action": " ", "outcome": "rood"})
    assert wrong["action"] == "Dit antwoord heb ik nodig. Eén zin is genoeg."
    assert wrong["outcome"].startswith("Kies een van")
    assert set(wrong) == {"action", "outcome"}
    assert await empty_town.program.faults(origin, "lesson", FILLED) == {}
    assert await empty_town.program.faults(origin, "gone", {}) == {}


async def test_a_dialogue_is_done_with_when_its_form_is_handed_in(empty_town: Town) -> None:
    """One of another form goes on."""
    await empty_town.says("bram", "deel")
    await empty_town.says("bram", "Een buurtapp")
    await handed_in(empty_town, "question", {"question": "wie heeft ervaring met een buurtapp?"})
    assert values(await opened(empty_town, "deel"))["action"] == "Een buurtapp"
    await handed_in(empty_town, "lesson", FILLED)
    assert values(await opened(empty_town, "deel"))["action"] == ""
    assert "Dit ken ik nog niet" in await empty_town.says("bram", "wie heeft ervaring met een maanbasis?")
