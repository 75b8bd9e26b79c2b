"""Words and themes that admins teach, and what search does with them at once, in every process."""

from __future__ import annotations

import pytest

from bot.domain.audience import Audience, Readership
from bot.indexing import LiveIndex
from bot.ports.knowledge import Subject
from storage.search.index import TantivyIndex
from tests.dialogs.lotteries import fill
from tests.platforms.plaza import ADMIN, Town

QUESTION = "wie heeft ervaring met hutspotten?"
UNKNOWN = "Dit ken ik nog niet"


async def test_a_synonym_is_used_at_once(empty_town: Town) -> None:
    """Who asks with the new word finds what has the old one; forgotten, that ends."""
    await fill(empty_town)
    assert UNKNOWN in await empty_town.says("bram", QUESTION)
    said = await empty_town.says(ADMIN, "synoniem hutspotten = loting, trekking door het lot")
    assert "Wie een van deze zoekt, vindt voortaan ook de andere: hutspotten = loting" in said
    assert "Loting" in await empty_town.says("bram", QUESTION)
    assert "hutspotten = loting = trekking door het lot" in await empty_town.says(ADMIN, "synoniem")
    assert "Vergeten: hutspotten = loting" in await empty_town.says(ADMIN, "synoniem weg Loting")
    assert UNKNOWN in await empty_town.says("bram", QUESTION)


async def test_another_process_follows(empty_town: Town) -> None:
    """What was taught stands in the feed that every index reads."""
    await fill(empty_town)
    other = LiveIndex(TantivyIndex.in_memory(), empty_town.store)
    await other.current()
    await empty_town.says(ADMIN, "afkorting HTSP = loting")
    index = await other.current()
    assert index.search("wie weet iets van HTSP?", Audience(Readership.MEMBERS))


async def test_groups_that_share_a_word_become_one(empty_town: Town) -> None:
    """What was known stays known."""
    await empty_town.says(ADMIN, "synoniem zwerfafval = zwerfvuil")
    said = await empty_town.says(ADMIN, "synoniem rommel = Zwerfvuil")
    assert "rommel = Zwerfvuil = zwerfafval" in said
    assert "Dat wist ik al" in await empty_town.says(ADMIN, "synoniem zwerfafval, rommel")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("synoniem zwerfafval", "minstens twee woorden"),
        ("synoniem zwerfafval = Zwerfafval", "minstens twee woorden"),
        ("synoniem 🙂 = 🚮", "Met “🙂” vindt niemand iets"),
        ("synoniem de = het", "Met “de” vindt niemand iets"),
        ("synoniem a1 = " + ", ".join(f"b{n}" for n in range(20)), "meer dan 12 woorden"),
        ("synoniem afval = " + "z" * 80, "is te lang"),
        ("synoniem afval = straat gras boom plein bank water", "is te lang"),
        ("synoniem weg zwerfafval", "“zwerfafval” heeft niemand me geleerd"),
        ("afkorting basis registratie = BRP", "Een afkorting is één woord"),
        ("afkorting", "heeft niemand me er nog een geleerd"),
        ("abbreviation base registry = BRP", "An abbreviation is one word"),
        ("synonym litter", "I need two words or more"),
        ("thema maak 🙂", "naam van letters"),
        (f"thema maak {'z' * 80}", "hooguit 60 tekens"),
        ("thema hernoem bestaat niet = iets", "“bestaat niet”"),
        ("thema hernoem inspraak = inspraak", "Zo heet het al."),
        ("thema voeg samen inspraak = participation", "met zichzelf kan ik het niet samenvoegen"),
        ("thema voeg samen inspraak = niets", "“niets”"),
        ("thema maak Inspraak", "Het thema inspraak is er al."),
        ("theme make inspraak", "There is a theme participation already."),
    ],
)
async def test_what_cannot_be_taught_is_said(empty_town: Town, typed: str, said: str) -> None:
    """In one clear sentence, and nothing is changed."""
    await fill(empty_town)
    async with empty_town.store.read() as tx:
        before = await tx.revisions.last()
    assert said in await empty_town.says(ADMIN, typed)
    async with empty_town.store.read() as tx:
        added = await tx.revisions.after(before, 10)
    assert {each.subject for each in added} <= {Subject.PERSON}


async def test_a_theme_is_made_renamed_and_combined(empty_town: Town) -> None:
    """Lists and search use the new name at once; what was in a theme moves along with it."""
    await fill(empty_town)
    assert "Gemaakt: het thema meebeslissen." in await empty_town.says(
        ADMIN, "thema maak meebeslissen = deciding"
    )
    assert "heet nu zeggenschap" in await empty_town.says(ADMIN, "thema hernoem inspraak = zeggenschap")
    assert "Dijkpanel na loting" in await empty_town.says("bram", "thema zeggenschap")
    assert "Dijkpanel na loting" in await empty_town.says("bram", "wie heeft ervaring met zeggenschap?")
    said = await empty_town.says(ADMIN, "thema voeg samen zeggenschap = meebeslissen")
    assert "Het thema zeggenschap hoort nu bij meebeslissen." in said
    assert "Twee lessen, projecten" in said or "twee lessen, projecten" in said
    assert "Dijkpanel na loting" in await empty_town.says("bram", "thema meebeslissen")
    assert "ken ik niet" in await empty_town.says("bram", "thema zeggenschap")


async def test_the_same_in_english(empty_town: Town) -> None:
    """Every word of it."""
    await fill(empty_town)
    assert "Made: the theme housing." in await empty_town.says(ADMIN, "theme make wonen = housing")
    assert "is called say now" in await empty_town.says(ADMIN, "theme rename participation = say")
    assert "The theme say is part of housing now." in await empty_town.says(
        ADMIN, "theme combine say = housing"
    )
    assert "finds the others too: litter = rubbish" in await empty_town.says(
        ADMIN, "synonym litter = rubbish"
    )
    assert "These mean the same" in await empty_town.says(ADMIN, "synonym")
    assert "Forgotten: litter = rubbish." in await empty_town.says(ADMIN, "synonym remove rubbish")
