"""Asking the author of an entry, and their answer."""

from __future__ import annotations

from tests.dialogs.curators import MEMBER, OTHER, draft_of, keep, lesson, two_admins
from tests.platforms.plaza import ADMIN, Town, direct


def heard(here: Town, who: str) -> str:
    """Return what somebody was told last, directly."""
    return [shown.text for shown in here.chat.shown if shown.conversation == direct(who)][-1]


async def test_the_answer_of_an_author_comes_back_to_who_asked(empty_town: Town) -> None:
    """Neither learns who the other is; the queue shows how it stands."""
    await two_admins(empty_town)
    await draft_of(empty_town, MEMBER, "Een buurtfeest")
    said = await empty_town.says(OTHER, "vraag door L1 Hoeveel mensen deden mee?")
    assert "Ik heb het gevraagd aan wie L1 deelde." in said
    asked = heard(empty_town, MEMBER)
    assert "“Een buurtfeest” (L1): “Hoeveel mensen deden mee?”" in asked
    assert "`licht toe L1`" in asked
    assert OTHER not in asked
    assert "de maker is iets gevraagd" in await empty_town.says(ADMIN, "wachtrij")
    assert "Ik heb je antwoord doorgegeven." in await empty_town.says(MEMBER, "licht toe L1 Vijftig mensen")
    told = heard(empty_town, OTHER)
    assert "vroeg je: “Hoeveel mensen deden mee?”" in told
    assert "“Vijftig mensen”" in told
    assert MEMBER not in told
    assert "de maker antwoordde: “Vijftig mensen”" in await empty_town.says(ADMIN, "wachtrij")
    assert "Niemand wacht op een antwoord" in await empty_town.says(MEMBER, "licht toe L1 Of zestig")


async def test_who_asked_and_is_no_admin_any_more_hears_nothing(empty_town: Town) -> None:
    """The admins there are hear the answer."""
    await two_admins(empty_town)
    await draft_of(empty_town, MEMBER, "Een buurtfeest")
    await empty_town.says(OTHER, "inquire L1 How many people took part?")
    await empty_town.says(ADMIN, f"rol @plaza:town:{OTHER} lid")
    await empty_town.says(MEMBER, "explain L1 Fifty people")
    assert "“Fifty people”" in heard(empty_town, ADMIN)
    assert "Fifty" not in heard(empty_town, OTHER)


async def test_what_cannot_be_asked_or_answered_is_said(empty_town: Town) -> None:
    """No author, one's own, nothing asked, no words, too long; another's entry stays another's."""
    await two_admins(empty_town)
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    await draft_of(empty_town, ADMIN, "Een proef")
    await draft_of(empty_town, MEMBER, "Een buurtfeest")
    assert "Niemand uit het netwerk heeft L1 gedeeld" in await empty_town.says(ADMIN, "vraag door L1 wat?")
    assert "L2 is van jou" in await empty_town.says(ADMIN, "vraag door L2 wat?")
    assert "L9 ken ik niet" in await empty_town.says(ADMIN, "vraag door L9 wat?")
    assert "geen woorden" in await empty_town.says(ADMIN, "vraag door L3 ???")
    assert "langer dan 1000 tekens" in await empty_town.says(ADMIN, f"vraag door L3 {'x' * 1001}")
    assert "Niemand wacht op een antwoord" in await empty_town.says(MEMBER, "licht toe L3 Zomaar")
    await empty_town.says(ADMIN, "vraag door L3 Wie kwamen er?")
    assert "Niemand wacht op een antwoord" in await empty_town.says("chris", "licht toe L3 Ik weet het")
    assert "vraag door <nummer> <vraag>" in await empty_town.says(ADMIN, "vraag door")
