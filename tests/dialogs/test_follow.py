"""Following a theme: what is new there is told directly, on Monday mornings, for as long as somebody wants.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey, RoomKey
from bot.domain.model import Lesson, Outcome, Text, Visibility
from bot.domain.people import Role, Room
from bot.domain.rhythm import Rhythm
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.news import subject
from tests.dialogs.curators import keep, person
from tests.dialogs.following import DAY, about, days, themes, told
from tests.platforms.plaza import ADMIN, PLACE, Town, direct

FOLLOWS = (
    "Je volgt het thema Water. Op maandagochtend vertel ik jou, en alleen jou, wat daar nieuw is. "
    "Is er niets nieuws, dan hoor je niets.\n"
    "`volg niet thema Water` stopt dat."
)


async def test_what_is_new_is_told_on_monday(empty_town: Town) -> None:
    """With number and source, only of that theme, once, only to who follows it; nothing when nothing came."""
    here = empty_town
    await themes(here)
    await keep(here, about(here, 1, "Oude sluis", 1))
    here.clock.forward(timedelta(minutes=1))
    assert await here.says("anna", "volg thema water") == FOLLOWS
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 2, "Regenton", 1), about(here, 3, "Zonnedak", 2))
    assert await days(here, 5) == ""
    assert await here.passes(DAY) == (
        "Dit volg je, en het is nieuw sinds 3 maart 2026.\n\n"
        "**Thema Water**\n\n"
        "✓ Gelukt: Regenton (L2)\n"
        "Bron: ingelezen uit een bestand, 3 maart 2026\n\n"
        "Genoeg gehad? `volg niet thema Water`"
    ).replace("**", "")
    assert here.last().conversation == direct("anna")
    assert await days(here, 21) == ""
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 4, "Wadi in de straat", 1))
    assert "Wadi in de straat (L4)" in await days(here, 7)


async def test_who_follows_more_gets_one_message(empty_town: Town) -> None:
    """A thing in two themes comes once; what is theirs does not come."""
    here = empty_town
    await themes(here)
    anna = await person(here, "anna")
    await here.says("anna", "volg thema water")
    await here.says("anna", "volg energie")
    here.clock.forward(timedelta(minutes=1))
    own = replace(about(here, 1, "Mijn eigen les", 1), author=anna)
    await keep(here, own, about(here, 2, "Waterkracht", 1, 2), about(here, 3, "Zonnedak", 2))
    said = await days(here, 6)
    assert len(told(here, "anna")) == 1
    assert said.count("Waterkracht") == 1
    assert "Zonnedak (L3)" in said
    assert "Mijn eigen les" not in said


async def test_what_failed_is_told_with_what_it_taught(empty_town: Town) -> None:
    """And what others call most useful there, when it is not new."""
    here = empty_town
    await themes(here)
    await keep(here, about(here, 1, "Oude sluis", 1), about(here, 2, "Zonnedak", 2))
    here.clock.forward(timedelta(minutes=1))
    await here.says("anna", "volg thema water")
    here.clock.forward(timedelta(minutes=1))
    for voter in ("ben", "carl", "dora"):
        await here.says(voter, "nuttig L1")
        await here.says(voter, "nuttig L2")
    text = Text("nl", "Dijk zonder draagvlak", result="Het liep vast.", advice="Vraag het eerst de buurt.")
    failed = replace(about(here, 3, "", 1), texts=(text,), details=Lesson(Outcome.FAILURE))
    await keep(here, failed, about(here, 4, "Regenton", 1))
    said = await days(here, 6)
    assert "✓ Gelukt: Regenton (L4)" in said
    assert "Dit lukte niet, maar leerde wel iets:\n" in said
    assert "“Vraag het eerst de buurt.”" in said
    assert said.count("(L3)") == 1
    assert "Dit vinden anderen het nuttigst:\n✓ Gelukt: Oude sluis (L1)" in said
    assert "(L2)" not in said


async def test_monthly(empty_town: Town) -> None:
    """On the first Monday of the month, with all of that month; following anew changes how often."""
    here = empty_town
    await themes(here)
    said = await here.says("anna", "volg thema water maandelijks")
    assert "Op de eerste maandag van de maand vertel ik jou, en alleen jou, wat daar nieuw is." in said
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 1, "Regenton", 1))
    assert await days(here, 28) == ""
    await keep(here, about(here, 2, "Wadi in de straat", 1))
    monthly = await days(here, 7)
    assert "(L1)" in monthly
    assert "(L2)" in monthly
    await here.says("anna", "volg thema water")
    await keep(here, about(here, 3, "Gemaal", 1))
    assert "(L3)" in await days(here, 7)
    assert await days(here, 35) == ""


async def test_the_list_and_the_end(empty_town: Town) -> None:
    """Who ends it hears no more; what is not there is said."""
    here = empty_town
    await themes(here)
    assert await here.says("anna", "volg") == (
        "Je volgt geen thema. Typ `volg thema` met de naam erachter om te beginnen; `thema's` toont ze."
    )
    await here.says("anna", "volg thema water")
    await here.says("anna", "volg het thema energie maandelijks")
    assert await here.says("anna", "volg") == (
        "Je volgt:\nWater, op maandagochtend\nEnergie, op de eerste maandag van de maand\n"
        "`volg niet thema Water` stopt dat."
    )
    assert await here.says("anna", "volg niet thema water") == "Je volgt het thema Water niet meer."
    assert "Je volgde het thema Water niet." in await here.says("anna", "volg niet water")
    assert "Het thema “zand” ken ik niet." in await here.says("anna", "volg thema zand")
    assert "Het thema “zand” ken ik niet." in await here.says("anna", "volg niet thema zand")
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 1, "Regenton", 1))
    assert await days(here, 14) == ""
    async with here.store.read() as tx:
        known = await tx.people.of_account(AccountKey(PLACE, "anna"))
        assert known
        assert await tx.due.planned(Work.FOLLOWED, subject(known.id, Rhythm.WEEKLY)) is None


async def test_in_english_and_in_a_room(empty_town: Town) -> None:
    """What somebody follows only they read, also when they type it in a room."""
    here = empty_town
    await themes(here)
    said = await here.says("anna", "follow theme energy monthly", "leren")
    assert said == (
        "You follow the theme Energy. On the first Monday of the month I tell you, and only you, what is new "
        "there; when nothing is, nothing.\n`unfollow theme Energy` ends it."
    )
    assert here.last().only_for == "anna"
    assert "Energy, on the first Monday of the month" in await here.says("anna", "follow")
    await here.says("anna", "taal en")
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 1, "Zonnedak", 2))
    assert "You follow this, and it is new since 3 March 2026." in await days(here, 35)
    assert await here.says("anna", "unfollow theme energy") == "You do not follow the theme Energy any more."


async def test_nobody_hears_what_they_may_not_see(empty_town: Town) -> None:
    """What belongs to a room is told to who is in it; who is no member any more hears nothing."""
    here = empty_town
    await themes(here)
    room = RoomKey(PLACE, "sluis")
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(room), change)
        for who in ("anna", "bram", "chris"):
            await tx.people.add(AccountKey(PLACE, who), Role.MEMBER, change)
        for who in ("anna", "chris"):
            await tx.rooms.join(room, AccountKey(PLACE, who))
    for who in ("anna", "bram", "chris"):
        await here.says(who, "volg thema water")
    async with here.store.begin() as tx:
        chris = await tx.people.of_account(AccountKey(PLACE, "chris"))
        assert chris
        await tx.people.save(replace(chris, role=Role.STRANGER), change)
    here.clock.forward(timedelta(minutes=1))
    await keep(here, replace(about(here, 1, "Regenton", 1), visibility=Visibility.ROOM, room=room))
    await days(here, 6)
    assert [len(told(here, who)) for who in ("anna", "bram", "chris")] == [1, 0, 0]


async def test_a_theme_that_becomes_part_of_another_is_followed_there(empty_town: Town) -> None:
    """Whether or not they followed that one too."""
    here = empty_town
    await themes(here)
    await here.says("anna", "volg thema water")
    for line in ("volg thema water", "volg thema energie"):
        await here.says("bram", line)
    await here.says(ADMIN, "thema voeg samen water = energie")
    for who in ("anna", "bram"):
        assert (await here.says(who, "volg")).splitlines()[1:2] == ["Energie, op maandagochtend"]


async def test_linked_accounts_follow_together(empty_town: Town) -> None:
    """What one of them followed the person follows, and hears once."""
    here = empty_town
    await themes(here)
    await here.says("anna", "volg thema water")
    await here.says("annie", "volg thema energie")
    here.clock.forward(timedelta(minutes=1))
    code = await here.says("annie", "koppel account")
    typed = next(line for line in code.split("`") if line.startswith("koppel account "))
    await here.says("anna", typed)
    assert "Water" in (listed := await here.says("anna", "volg"))
    assert "Energie" in listed
    await keep(here, about(here, 1, "Regenton", 1), about(here, 2, "Zonnedak", 2))
    said = await days(here, 6)
    assert said.count("Dit volg je") == 1
    assert "(L1)" in said
    assert "(L2)" in said


async def test_who_is_forgotten_hears_nothing_and_nothing_is_left(empty_town: Town) -> None:
    """What they follow is in what is held about them, and goes with it."""
    here = empty_town
    await themes(here)
    await here.says("anna", "volg thema water")
    await here.says("anna", "geen echo")
    async with here.store.read() as tx:
        anna = await tx.people.of_account(AccountKey(PLACE, "anna"))
        assert anna
        held = await tx.held(anna.id)
    assert held["themes_you_follow"]
    assert held["no_echo"]
    await here.says("anna", "vergeet mij ja alles")
    async with here.store.read() as tx:
        assert await tx.news.followed(anna.id) == ()
        assert not await tx.echoes.silenced(anna.id)
        assert await tx.due.planned(Work.FOLLOWED, subject(anna.id, Rhythm.WEEKLY)) is None


async def test_what_is_forgotten_is_taken_back(empty_town: Town) -> None:
    """Also out of what was told to who follows a theme."""
    here = empty_town
    await themes(here)
    giver = await person(here, "gijs")
    await here.says("anna", "volg thema water")
    here.clock.forward(timedelta(minutes=1))
    await keep(here, replace(about(here, 1, "Regenton", 1), author=giver))
    assert "Regenton" in await days(here, 6)
    await here.says("gijs", "vergeet mij ja alles")
    assert [shown for shown in here.chat.shown if "Regenton" in shown.text] == []


@pytest.mark.parametrize(
    "line", ["volgt iemand een cursus?", "follow up on that?", "volg je ook een cursus over loting?"]
)
async def test_ordinary_words_are_no_command(empty_town: Town, line: str) -> None:
    """A question that begins like the command is a question."""
    assert "Het thema" not in await empty_town.says("anna", line)
