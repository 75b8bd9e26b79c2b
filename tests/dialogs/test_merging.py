"""Merging entries that tell the same."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import EntryId, Kind, Lesson, Outcome, Project, Source, Status, Text, Visibility
from bot.domain.tags import GovernmentRole, Tags
from bot.ports.knowledge import Change
from tests.dialogs.curators import keep, lesson, minute, person, pioneer, stored
from tests.platforms.plaza import ADMIN, Town


async def two_alike(here: Town) -> None:
    """Keep two lessons on the same, each with something that the other does not tell."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        water = await tx.entries.save_theme({"nl": "water"}, change)
        energy = await tx.entries.save_theme({"nl": "energie"}, change)
    texts = (Text("nl", "Loten", action="Wij lootten.", advice="Begin op tijd."), Text("en", "Lottery"))
    old = replace(
        lesson(here, 1, "Loten"),
        texts=texts,
        themes=(water.id, energy.id),
        tags=Tags(role=(GovernmentRole.NETWORKING,)),
        organisation="Gemeente Ede",
        visibility=Visibility.NETWORK,
    )
    new = replace(
        lesson(here, 2, "Loting in de wijk"),
        details=Lesson(Outcome.SUCCESS),
        themes=(water.id,),
        tags=Tags(role=(GovernmentRole.LAWFUL,)),
        visibility=Visibility.PUBLIC,
    )
    await keep(here, old, new)


async def test_all_that_was_told_is_kept_and_the_old_id_leads_on(empty_town: Town) -> None:
    """Texts, themes and tags of both; fewer may see it when fewer might see one of them."""
    await two_alike(empty_town)
    said = await empty_town.says(ADMIN, "voeg samen L1 L2")
    assert "Samengevoegd: L1 is opgegaan in L2. Wie L1 typt, krijgt L2." in said
    assert "– Advies: erbij “Begin op tijd.”" in said
    entry = await stored(empty_town, "L2")
    assert entry
    text = entry.text("nl")
    assert (text.title, text.advice) == ("Loting in de wijk", "Begin op tijd.")
    assert text.action == "Wij deden loting in de wijk.\nWij lootten."
    assert entry.text("en").title == "Lottery"
    assert entry.themes == (1, 2)
    assert entry.tags.role == (GovernmentRole.LAWFUL, GovernmentRole.NETWORKING)
    assert entry.organisation == "Gemeente Ede"
    assert entry.outcome is Outcome.SUCCESS
    assert entry.visibility is Visibility.NETWORK
    said = await empty_town.says("bram", "L1")
    assert said.startswith("L1 is opgegaan in L2:")
    assert "Loting in de wijk (L2)" in said


async def test_what_is_lost_is_said(empty_town: Town) -> None:
    """A failure does not disappear unseen behind a success, nor whose it was and where it was written."""
    await keep(empty_town, *(lesson(empty_town, number, "Loten") for number in (1, 2)))
    failed = replace(
        lesson(empty_town, 3, "Loten zonder uitleg"),
        details=Lesson(Outcome.FAILURE),
        organisation="Gemeente Ede",
        source=Source(title="Terugblik", url="https://example.org/terugblik"),
    )
    worked = replace(
        lesson(empty_town, 4, "Loten met uitleg"),
        organisation="Gemeente Tiel",
        source=Source(title="Verslag", url="https://example.org/verslag"),
    )
    await keep(empty_town, failed, replace(worked, details=Lesson(Outcome.SUCCESS)))
    assert "iets anders" not in await empty_town.says(ADMIN, "voeg samen L1 L2")
    said = await empty_town.says(ADMIN, "voeg samen L3 L4")
    assert "Bij L3 stond iets anders; dat is nu weg:" in said
    assert "– Afloop: “niet gelukt” → “gelukt”" in said
    assert "– Organisatie: “Gemeente Ede” → “Gemeente Tiel”" in said
    assert "“Terugblik” → “Verslag”" in said
    assert "Is het allebei waar? `bewerk L4 uitkomst=deels`" in said
    await empty_town.says(ADMIN, "bewerk L4 uitkomst=deels")
    entry = await stored(empty_town, "L4")
    assert entry
    assert entry.outcome is Outcome.PARTIAL


async def test_an_id_leads_on_however_often_it_was_merged(empty_town: Town) -> None:
    """To the end of the way, which is never a circle."""
    await two_alike(empty_town)
    await keep(empty_town, lesson(empty_town, 3, "Loten en stemmen"))
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    await empty_town.says(ADMIN, "merge L2 into L3")
    assert "L1 is opgegaan in L3:" in await empty_town.says("bram", "L1")
    said = await empty_town.says(ADMIN, "voeg samen L3 L1")
    assert "L1 is al opgegaan in `L3`." in said
    assert "L2 is al opgegaan in `L3`." in await empty_town.says(ADMIN, "voeg samen L2 L3")
    assert "Ga met die verder." in await empty_town.says(ADMIN, "voeg samen L1 L2")


async def test_what_cannot_be_merged_is_refused(empty_town: Town) -> None:
    """With itself, another kind, what is archived or unknown, a draft that would hide what is published."""
    await two_alike(empty_town)
    project = replace(lesson(empty_town, 1, "Plan"), id=EntryId(Kind.PROJECT, 1), details=Project())
    draft, gone = (
        lesson(empty_town, 4, "Concept", Status.DRAFT),
        lesson(empty_town, 5, "Weg", Status.ARCHIVED),
    )
    await keep(empty_town, project, draft, gone)
    await pioneer(empty_town)
    await pioneer(empty_town, number=2)
    assert "Dat is een en dezelfde" in await empty_town.says(ADMIN, "voeg samen L1 L1")
    assert "niet van dezelfde soort" in await empty_town.says(ADMIN, "voeg samen L1 P1")
    assert "L9 ken ik niet" in await empty_town.says(ADMIN, "voeg samen L1 L9")
    assert "Doe eerst `publiceer L4`" in await empty_town.says(ADMIN, "voeg samen L1 L4")
    assert "Alleen wat in de kennisbank staat" in await empty_town.says(ADMIN, "voeg samen L5 L1")
    assert "zijn twee verschillende mensen" in await empty_town.says(ADMIN, "voeg samen V1 V2")
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.status is Status.PUBLISHED


async def test_what_one_channel_may_see_is_not_merged_into_what_others_see(empty_town: Town) -> None:
    """Nobody sees more by a merge than before."""
    await two_alike(empty_town)
    await empty_town.says(ADMIN, "kanaal meelezers leden", "groen")
    await empty_town.says(ADMIN, "bewerk L1 zichtbaar=kanaal", "groen")
    said = await empty_town.says(ADMIN, "voeg samen L1 L2")
    assert "mogen niet door dezelfde mensen gezien worden. Doe eerst `bewerk L1 zichtbaar=netwerk`" in said


async def test_a_merge_is_taken_back_as_one(empty_town: Town) -> None:
    """Both are what they were, and the old id leads nowhere else."""
    await two_alike(empty_town)
    before = [await stored(empty_town, name) for name in ("L1", "L2")]
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    for line in ("bewerk L1 titel=x", "publiceer L1", "archiveer L1", "herstel L1 1"):
        assert "L1 is opgegaan in `L2`. Ga met die verder." in await empty_town.says(ADMIN, line)
    await empty_town.says(ADMIN, "ongedaan")
    assert [await stored(empty_town, name) for name in ("L1", "L2")] == before
    assert "opgegaan" not in await empty_town.says("bram", "L1")


async def test_what_is_said_of_the_old_id_is_said_of_the_new_one(empty_town: Town) -> None:
    """Votes, additions, proposals, questions: by the old id, or from before the merge, they count there."""
    await two_alike(empty_town)
    await empty_town.says("bram", "wie heeft ervaring met een dobbelsteen?")
    await empty_town.says("bram", "koppel Q1 L1")
    for who, line in (("bram", "nuttig L1 5"), ("chris", "nuttig L1 5"), ("chris", "nuttig L2 2")):
        await empty_town.says(who, line)
        minute(empty_town)
    await empty_town.says("chris", "aanvulling L1 Ook in een dorp")
    await empty_town.says("chris", "stel voor L1 locatie=Ede")
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    assert "(L2) was voor jou nuttig" in await empty_town.says("dana", "nuttig L1")
    assert "A1 bij Loting in de wijk (L2)" in (queue := await empty_town.says(ADMIN, "wachtrij"))
    assert "`W1` voor Loting in de wijk (L2)" in queue
    assert "staat nu onder L2" in await empty_town.says(ADMIN, "neem op A1")
    assert "Veranderd in L2" in await empty_town.says(ADMIN, "neem over W1")
    said = await empty_town.says("eva", "L1")
    assert "Ook in een dorp" in said
    assert "Nuttig: 3,7 van 5, uit 3 stemmen" in said
    assert "Loting in de wijk (L2)" in await empty_town.says("eva", "wie heeft ervaring met een dobbelsteen?")
    assert "– Titel: “Loting in de wijk” → “Loterij”" in await empty_town.says(
        "eva", "stel voor L1 titel=Loterij"
    )
    assert "Het komt onder L2 te staan" in await empty_town.says("eva", "aanvulling L1 Bij ons ook")
    await empty_town.says("eva", "wie heeft ervaring met een kaartspel?")
    assert "(L2)" in await empty_town.says("eva", "koppel Q3 L1")
    assert "Loting in de wijk (L2)" in await empty_town.says("fien", "wie heeft ervaring met een kaartspel?")
    said = await empty_town.says(ADMIN, "ook gevraagd L1")
    assert "dobbelsteen" in said
    await empty_town.says(ADMIN, "ook gevraagd L2 weg 1")
    assert "dobbelsteen" not in await empty_town.says(ADMIN, "ook gevraagd L2")


async def test_what_was_said_goes_back_with_an_undo(empty_town: Town) -> None:
    """A merge that is taken back takes votes and learned questions back to where they were."""
    await two_alike(empty_town)
    await empty_town.says("bram", "wie heeft ervaring met een dobbelsteen?")
    await empty_town.says("bram", "koppel Q1 L1")
    await empty_town.says(ADMIN, "aanvulling L1 Ook in een dorp")
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    await empty_town.says(ADMIN, "ongedaan")
    assert "Ook in een dorp" not in await empty_town.says("bram", "L2")
    assert "Ook in een dorp" in await empty_town.says("bram", "L1")
    said = await empty_town.says("eva", "wie heeft ervaring met een dobbelsteen?")
    assert "(L1)" in said
    assert "(L2)" not in said


async def test_a_report_by_any_id_hides_what_it_leads_to(empty_town: Town) -> None:
    """Also in what stands already, whichever of the ids was shown there."""
    await two_alike(empty_town)
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    await empty_town.says("bram", "L1", "leren")
    answer = empty_town.last()
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    assert "L2 is nu verborgen" in await empty_town.says("chris", "meld L1 privacy")
    (changed,) = (shown for shown in empty_town.chat.shown if shown.id == answer.id)
    assert changed.text.startswith("Wat hier stond is verborgen")
    assert "Het is weer te zien" in await empty_town.says(ADMIN, "afgehandeld L1 tonen")


async def test_a_question_to_the_author_can_be_answered_after_a_merge(empty_town: Town) -> None:
    """By the number that they know; whoever asked hears it."""
    author = await person(empty_town, "bram")
    await keep(
        empty_town,
        replace(lesson(empty_town, 1, "Loten"), author=author),
        lesson(empty_town, 2, "Loting in de wijk"),
    )
    await empty_town.says(ADMIN, "vraag door L1 Hoeveel mensen deden mee?")
    await empty_town.says(ADMIN, "voeg samen L1 L2")
    said = await empty_town.says("bram", "licht toe L1 Er deden vijftig mensen mee.")
    assert "Ik heb je antwoord doorgegeven." in said
    assert "Er deden vijftig mensen mee." in said
