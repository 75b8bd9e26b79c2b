"""What readers say of a lesson: how useful it was, what is wrong with it, and what they would add."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.model import EntryId, Kind
from tests.dialogs.test_share import share
from tests.platforms.plaza import ADMIN, Town, direct

QUESTION = "wie heeft ervaring met een bijenhotel?"
L1 = EntryId(Kind.LESSON, 1)


async def lesson(here: Town, title: str = "Een bijenhotel op het stadhuis", number: int = 1) -> None:
    """Let a lesson of Bram be there for everybody."""
    await share(here, "bram", "deel", title, "Het zat binnen een week vol", "overslaan", "gelukt", "klaar")
    await here.says(ADMIN, f"publiceer L{number} openbaar")


async def test_votes_are_shown_from_three_on(empty_town: Town) -> None:
    """One a person: who votes again changes theirs. Only who votes hears of it, in a channel too."""
    await lesson(empty_town)
    said = await empty_town.says("chris", "nuttig L1", "leren")
    assert said.startswith("Genoteerd: Een bijenhotel op het stadhuis (L1) was voor jou nuttig.")
    assert "`nuttig L1 5` (heel nuttig)" in said
    assert empty_town.last().only_for == "chris"
    await empty_town.says("chris", "nuttig L1 5")
    await empty_town.says("dana", "nuttig l1 4")
    assert "Nuttig:" not in await empty_town.says("dana", "L1")
    await empty_town.says("eva", "nuttig 1 2")
    assert "Nuttig: 3,7 van 5, uit 3 stemmen" in await empty_town.says("dana", "L1")


async def test_search_learns_how_who_found_it_useful_asked(empty_town: Town) -> None:
    """They see which words, without a greeting; once, and for what they asked here last only."""
    await lesson(empty_town)
    asked = "wie heeft ervaring met een bijenhotel?"
    await empty_town.says("chris", f"Hallo allemaal, {asked}", "leren", thread="t1")
    assert "voortaan" not in await empty_town.says("chris", "nuttig L1 3", "leren", thread="t1")
    assert "voortaan" not in await empty_town.says("chris", "nuttig L1")
    assert "voortaan" not in await empty_town.says("dana", "nuttig L1", "leren", thread="t1")
    said = await empty_town.says("chris", "nuttig L1 5", "leren", thread="t1")
    assert f"Wie het zo vraagt, vindt voortaan ook L1: “{asked}”" in said
    assert "Liever niet? Vraag een beheerder om het weg te halen, met `ook gevraagd L1`." in said
    assert empty_town.last().only_for == "chris"
    assert "voortaan" not in await empty_town.says("chris", "nuttig L1", "leren", thread="t1")
    assert f"1. “{asked}”" in await empty_town.says(ADMIN, "ook gevraagd L1")
    await empty_town.says("chris", "vergeet mij ja alles")
    assert asked not in await empty_town.says(ADMIN, "ook gevraagd L1")


async def test_search_learns_it_in_english_while_it_is_remembered(empty_town: Town) -> None:
    """Not from a question of long ago."""
    await lesson(empty_town)
    await empty_town.says("bea", "language english")
    await empty_town.says("bea", "who knows something about a bijenhotel?")
    await empty_town.passes(timedelta(hours=1))
    assert "From now on" not in await empty_town.says("bea", "useful L1")
    await empty_town.says("bea", "who knows something about a bijenhotel?")
    said = await empty_town.says("bea", "useful L1")
    assert "From now on L1 is also found by who asks like this: “who knows something about a" in said
    assert "Rather not? Ask an admin to take it away, with `also asked L1`." in said


async def test_whose_it_is_and_what_is_not_there_gets_no_vote(empty_town: Town) -> None:
    """Nor does anything that may not be seen here."""
    await lesson(empty_town)
    assert "L1 is van jou" in await empty_town.says("bram", "nuttig L1")
    for line in ("nuttig L9", "meld L9 privacy", "aanvulling L9 Bij ons ook"):
        assert "L9 ken ik niet" in await empty_town.says("chris", line)
    assert "L12 ken ik niet" in (said := await empty_town.says("chris", "nuttig L12"))
    assert "`L1`" in said
    assert "nuttig <nummer>" in await empty_town.says("chris", "nuttig L1 9")


async def test_privacy_is_hidden_first_and_asked_later(empty_town: Town) -> None:
    """It leaves the answers, also those that stand already; who must know hears it; it can come back."""
    await lesson(empty_town)
    await empty_town.says("chris", QUESTION, "leren")
    answer = empty_town.last()
    assert "(L1)" in answer.text
    said = await empty_town.says("dana", "meld L1 privacy", "groen")
    assert "L1 is nu verborgen, ook waar ik het eerder liet zien." in said
    (changed,) = (shown for shown in empty_town.chat.shown if shown.id == answer.id)
    assert changed.text.startswith("Wat hier stond is verborgen")
    assert "Gemeld als privacy: Een bijenhotel op het stadhuis (L1)." in said
    assert "Iemand denkt dat in je “Een bijenhotel op het stadhuis” (L1) iets over een persoon staat." in said
    assert "dana" not in said
    assert "Dit ken ik nog niet" in await empty_town.says("eva", QUESTION)
    assert "L1 ken ik niet" in await empty_town.says("eva", "meld L1 onjuist")
    said = await empty_town.says(ADMIN, "afgehandeld L1 tonen")
    assert "Het is weer te zien." in said
    assert said.count("Een beheerder heeft bekeken wat over L1 is gemeld.") == 2
    (back,) = (shown for shown in empty_town.chat.shown if shown.id == answer.id)
    assert back.text == answer.text
    assert "(L1)" in await empty_town.says("eva", QUESTION, "leren")
    assert "staat geen melding open" in await empty_town.says(ADMIN, "afgehandeld L1")


async def test_what_names_it_in_a_channel_is_hidden_too(empty_town: Town) -> None:
    """An admin published it there, and everybody read its title until somebody saw that it names a person."""
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    await share(empty_town, "bram", "deel", "Jansen koos de molen", "Hij", "overslaan", "gelukt", "klaar")
    assert "Jansen" in await empty_town.says(ADMIN, "publiceer L1", "leren")
    await empty_town.says("chris", "meld L1 privacy")
    openly = [each.text for each in empty_town.chat.shown if "leren" in each.conversation.room.id]
    assert "verborgen" in str(openly)
    assert "Jansen" not in str(openly)


async def test_publishing_does_not_show_what_is_hidden(empty_town: Town) -> None:
    """Neither by itself nor among several, which leave what is archived alone too."""
    await lesson(empty_town)
    await lesson(empty_town, "Een wormenhotel in de tuin", 2)
    await empty_town.says("chris", "meld L1 privacy")
    await empty_town.says(ADMIN, "archiveer L2")
    await share(empty_town, "bram", "deel", "Een egelhuis", "Het staat leeg", "overslaan", "3", "klaar")
    said = await empty_town.says(ADMIN, "publiceer L1-L3")
    assert "Verborgen om een melding: L1. Met `afgehandeld L1 tonen` komt het terug." in said
    assert "Gearchiveerd: L2. Met" in said
    assert "Gepubliceerd: “Een egelhuis” (L3)." in said
    assert "Verborgen om een melding: L1" in await empty_town.says(ADMIN, "publiceer L1")
    assert "L1 staat niet" in await empty_town.says("chris", "L1")
    assert "Gepubliceerd: “Een wormenhotel in de tuin” (L2)" in await empty_town.says(ADMIN, "publiceer L2")


async def test_other_reports_wait_for_an_admin(empty_town: Town) -> None:
    """What is outdated, incorrect or unsafe stays; the same is not reported twice; the queue can list it."""
    await lesson(empty_town)
    said = await empty_town.says("chris", "meld L1 verouderd")
    assert "Een beheerder bekijkt L1" in said
    assert "Gemeld als verouderd" in said
    assert "Dat meldde je al" in await empty_town.says("chris", "meld L1 verouderd")
    await empty_town.says("chris", "meld L1 onveilig")
    assert "(L1)" in await empty_town.says("dana", QUESTION)
    async with empty_town.store.read() as tx:
        assert [report.complaint for report in await tx.feedback.open_reports(9)] == ["outdated", "unsafe"]
    said = await empty_town.says(ADMIN, "afgehandeld L1")
    assert said.count("Een beheerder heeft bekeken") == 1
    async with empty_town.store.read() as tx:
        assert await tx.feedback.open_reports(9) == ()


async def test_after_three_in_a_week_an_admin_looks_first(empty_town: Town) -> None:
    """One person cannot empty the base; a week later they are believed at once again."""
    for number, title in enumerate(
        ("Een bijenhotel", "Loting voor de raad", "Staand vergaderen", "Autovrij plein"), 1
    ):
        await lesson(empty_town, title, number)
    for number in (1, 2, 3):
        assert f"L{number} is nu verborgen" in await empty_town.says("chris", f"meld L{number} privacy")
    said = await empty_town.says("chris", "meld L4 privacy")
    assert "Een beheerder bekijkt L4" in said
    assert "Autovrij plein" in await empty_town.says("dana", "L4")
    empty_town.clock.forward(timedelta(days=8))
    await empty_town.says("chris", "meld L4 onjuist")
    assert "L4 is nu verborgen" in await empty_town.says("dana", "meld L4 privacy")


async def test_an_addition_is_shown_once_its_author_agrees(empty_town: Town) -> None:
    """Whoever shared the lesson, or an admin, decides; who proposed it hears what came of it."""
    await lesson(empty_town)
    said = await empty_town.says("chris", "aanvulling L1 Bij ons werkte het ook, op een school.")
    assert "Het komt onder L1 te staan als de maker of een beheerder het goedvindt" in said
    assert said.count("“Bij ons werkte het ook, op een school.”") == 2
    assert "werkte het ook" not in await empty_town.says("dana", "L1")
    assert "geen aanvulling A1" in await empty_town.says("dana", "neem op A1")
    said = await empty_town.says("bram", "neem op A1")
    assert "De aanvulling staat nu onder L1." in said
    assert "Je aanvulling staat nu onder L1." in said
    assert "Aanvulling van 3 maart 2026: Bij ons werkte het ook, op een school." in await empty_town.says(
        "dana", "L1"
    )
    assert "Daar is al over beslist." in await empty_town.says(ADMIN, "neem op A1")
    assert "De aanvulling blijft weg." in await empty_town.says(ADMIN, "laat weg A1")
    assert "Aanvulling" not in await empty_town.says("dana", "L1")


async def test_an_addition_needs_words(empty_town: Town) -> None:
    """Emoji only, or far too many words, are refused; what an admin adds is there at once."""
    await lesson(empty_town)
    assert "geen woorden" in await empty_town.says("chris", "aanvulling L1 🙏")
    assert "langer dan 1000 tekens" in await empty_town.says("chris", f"aanvulling L1 {'x' * 1001}")
    assert "aanvulling <nummer> <tekst>" in await empty_town.says("chris", "aanvulling L1")
    assert "Toegevoegd aan L1." in await empty_town.says(ADMIN, "aanvulling L1: Ook op de bibliotheek")
    assert "Ook op de bibliotheek" in await empty_town.says("dana", "L1")


async def test_the_same_in_english(empty_town: Town) -> None:
    """Who chose English does it in English."""
    await lesson(empty_town)
    await empty_town.says("bea", "language en")
    assert "L1) was useful to you." in await empty_town.says("bea", "useful L1")
    assert "once its author or an admin agrees" in await empty_town.says("bea", "addition L1 With us too")
    assert "L1 is hidden now" in await empty_town.says("bea", "report L1 privacy")
    await empty_town.says(ADMIN, "language en")
    assert "Settled: L1." in await empty_town.says(ADMIN, "settled L1")
    told = [shown for shown in empty_town.chat.shown if shown.conversation == direct("bea")]
    assert told[-1].text == "An admin looked at what was reported about L1. Thank you."


async def test_votes_of_accounts_that_become_one_person_are_one(empty_town: Town) -> None:
    """Of two votes on one lesson, that of who stays counts."""
    await lesson(empty_town)
    for who in ("chris", "dana", "eva"):
        await empty_town.says(who, "nuttig L1")
    code = (await empty_town.says("chris", "koppel account")).partition("koppel account ")[2][:10]
    await empty_town.says("dana", f"koppel account {code}")
    async with empty_town.store.read() as tx:
        assert (await tx.feedback.usefulness(L1)).votes == 2
