"""Who shared something hears once a week what came of it: numbers only, and not when they do not want to.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Text
from bot.domain.people import Readers, Room
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.curators import draft_of, keep, lesson, person
from tests.dialogs.prompting import LEREN
from tests.platforms.plaza import ADMIN, Shown, Town, direct, town

OPENING = "Anderen hebben iets aan wat jij deelde. Dit kwam ervan sinds vorige week:"
CLOSING = "Ik tel alleen; wie het was, hoort niemand. Wil je dit liever niet horen? `geen echo`"


async def shared(
    here: Town, who: str = "gijs", number: int = 1, title: str = "Snoeien door de buurt"
) -> None:
    """Let a lesson of somebody be in the base; what came of it begins from here."""
    giver = await person(here, who)
    text = Text("nl", title, action="De buurt snoeit de bomen.", result="Het werkt.")
    await keep(here, replace(lesson(here, number, title), author=giver, texts=(text,)))
    await here.says(who, "help")
    await here.program.tick()
    here.clock.forward(timedelta(minutes=1))


async def days(here: Town, number: int) -> str:
    """Let days go by, with all that is said going out each day; return what is shown."""
    return "".join([await here.passes(timedelta(days=1)) for _ in range(number)])


def echoes(here: Town, who: str = "gijs") -> list[Shown]:
    """Return what somebody was told of what came of theirs."""
    return [shown for shown in here.chat.shown if shown.conversation == direct(who) and OPENING in shown.text]


async def test_the_giver_hears_how_often_it_was_shown(empty_town: Town) -> None:
    """Counted by what was said, without what they and the admins looked at themselves; once a week."""
    here = empty_town
    await shared(here)
    for who, line in (("anna", "L1"), ("bram", "wie snoeit bomen?"), ("gijs", "L1"), (ADMIN, "L1")):
        assert "L1" in await here.says(who, line)
    said = await days(here, 6)
    assert said == f"{OPENING}\nSnoeien door de buurt (L1) · twee keer getoond\n{CLOSING}"
    assert here.last().conversation == direct("gijs")
    assert await days(here, 14) == ""
    await here.says("chris", "L1")
    assert "een keer getoond" in await days(here, 7)


async def test_it_hears_of_use_as_an_answer(empty_town: Town) -> None:
    """Every question that was linked to it, once; not one of their own."""
    here = empty_town
    await shared(here)
    await here.says("anna", "wie heeft ervaring met knotwilgen?")
    await here.says("gijs", "wie bouwt er een vogelhuis?")
    for line in ("koppel Q1 L1", "koppel Q1 L1", "koppel Q2 L1"):
        assert "Gekoppeld" in await here.says(ADMIN, line)
    said = await days(here, 6)
    assert "Snoeien door de buurt (L1) · " in said
    assert "het antwoord op een vraag" in said
    assert "anna" not in said.casefold()
    assert "knotwilg" not in said
    assert await days(here, 7) == ""


async def test_it_hears_that_it_was_called_useful(empty_town: Town) -> None:
    """From three votes on, as everywhere, and only when they are good."""
    here = empty_town
    await shared(here)
    await shared(here, "karin", 2, "Kort gras")
    for who in ("anna", "bram"):
        await here.says(who, "nuttig L1")
    assert await days(here, 6) == ""
    await here.says("chris", "nuttig L1")
    for who in ("anna", "bram", "chris"):
        await here.says(who, "nuttig L2 1")
    said = await days(here, 7)
    assert "Snoeien door de buurt (L1) · Nuttig: 4 van 5, uit 3 stemmen" in said
    assert echoes(here, "karin") == []


async def test_who_does_not_want_it_hears_nothing(empty_town: Town) -> None:
    """Until they say otherwise; in both languages."""
    here = empty_town
    await shared(here)
    assert await here.says("gijs", "geen echo") == (
        "Ik vertel je niet meer hoe vaak wat jij deelde is getoond of gebruikt. "
        "Met `weer echo` doe ik dat weer wel."
    )
    await here.says("anna", "L1")
    assert await days(here, 6) == ""
    assert await here.says("gijs", "echo again") == (
        "I tell you once a week how often what you shared was shown and used, when it was. "
        "`no echo` ends that."
    )
    await here.says("gijs", "taal en")
    await here.says("anna", "L1")
    said = await days(here, 7)
    assert "What you shared is of use to others." in said
    assert "shown one time" in said
    assert "I do not tell you any more" in await here.says("gijs", "no echo")


async def test_nothing_is_said_of_what_is_no_longer_there(empty_town: Town) -> None:
    """What was archived since, or of which nobody is known who shared it."""
    here = empty_town
    await shared(here)
    await keep(here, lesson(here, 2, "Kort gras"))
    for line in ("L1", "L2"):
        await here.says("anna", line)
    await here.says(ADMIN, "archiveer L1")
    assert await days(here, 6) == ""


async def test_what_was_shared_and_shown_in_a_room(store: SqlStore) -> None:
    """The whole way, over each database: shared, published, asked for in a room, heard of."""
    async with town(store) as here:
        async with store.begin() as tx:
            room = Room(LEREN, name="leren", readers=Readers.MEMBERS)
            await tx.rooms.save(room, Change(None, here.clock()))
        await here.program.tick()
        await draft_of(here, "gijs", "Een dorpsmolen van riet")
        await here.says(ADMIN, "publiceer L1")
        here.clock.forward(timedelta(minutes=1))
        assert "L1" in await here.says("anna", "L1", "leren")
        await days(here, 14)
        (echo,) = echoes(here)
        assert "Een dorpsmolen van riet (L1) · een keer getoond" in echo.text
