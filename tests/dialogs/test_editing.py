"""Editing field by field, with a clear sentence for whatever cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import (
    Contact,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    Pioneer,
    Project,
    Source,
    Stage,
    State,
    Status,
    Visibility,
    Years,
)
from bot.domain.tags import Barrier, GovernmentRole
from bot.ports.knowledge import Change
from tests.dialogs.curators import OTHER, keep, lesson, minute, pioneer, stored, two_admins
from tests.platforms.plaza import ADMIN, Town


async def with_themes(here: Town) -> None:
    """Keep a lesson, a project, and two themes."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.entries.save_theme({"nl": "water", "en": "water"}, change)
        await tx.entries.save_theme({"nl": "energie", "en": "energy"}, change)
    project = replace(lesson(here, 1, "Dijkpanel"), id=EntryId(Kind.PROJECT, 1), details=Project())
    await keep(here, lesson(here, 1, "Loting voor een wijkraad"), project)


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        ("titel Loten voor de wijk", "– Titel: “Loting voor een wijkraad” → “Loten voor de wijk”"),
        ('titel: "Loten: hoe dan?"', "– Titel: “Loting voor een wijkraad” → “Loten: hoe dan?”"),
        ("organisatie: Gemeente Ede", "– Organisatie: erbij “Gemeente Ede”"),
        ("thema water", "– Thema's: erbij water"),
        ("title to Drawing lots", "– Titel: “Loting voor een wijkraad” → “Drawing lots”"),
    ],
)
async def test_one_field_needs_no_sign(edit: str, changed: str, empty_town: Town) -> None:
    """As people write it in a hurry."""
    await with_themes(empty_town)
    assert changed in await empty_town.says(ADMIN, f"bewerk L1 {edit}")


@pytest.mark.parametrize(
    ("edit", "title"),
    [
        ('titel Wat is "klaar"', 'Wat is "klaar"'),
        ('titel "Loten voor de wijk".', "Loten voor de wijk"),
        ("titel De plaats van de burger", "De plaats van de burger"),
        ("titel: Loten: hoe dan?", "Loten: hoe dan?"),
        ("titel: Is loten eerlijk?", "Is loten eerlijk?"),
        ('titel "Water, thema van nu"', "Water, thema van nu"),
    ],
)
async def test_a_value_without_a_sign_is_kept_as_it_is(edit: str, title: str, empty_town: Town) -> None:
    """Quotation marks within it are its own."""
    await with_themes(empty_town)
    assert f"→ “{title}”" in await empty_town.says(ADMIN, f"bewerk L1 {edit}")


@pytest.mark.parametrize(
    "edit",
    [
        "titel is te lang",
        "organisatie klopt niet",
        "titel: Loten thema: water",
        "titel Loten, thema water",
        'titel "Loten" thema "water"',
        'titel "Ja" of "nee"',
        "samenvatting Loten. Jaar: 2020",
        "thema - water",
    ],
)
async def test_what_may_mean_more_than_one_field_needs_signs(edit: str, empty_town: Town) -> None:
    """Nothing is changed into what nobody meant."""
    await with_themes(empty_town)
    said = await empty_town.says(ADMIN, f"bewerk L1 {edit}")
    assert said.startswith("Ik kan “")
    assert "Veranderd" not in said


async def test_a_theme_without_a_sign_takes_none_away(empty_town: Town) -> None:
    """It comes beside the others; only a sign replaces them."""
    await with_themes(empty_town)
    await empty_town.says(ADMIN, "bewerk L1 thema=energie")
    said = await empty_town.says(ADMIN, "bewerk L1 thema water")
    assert "erbij water" in said
    assert "eraf" not in said


async def test_fields_of_every_kind_are_changed_at_once(empty_town: Town) -> None:
    """Texts, an outcome, years, themes and tags, a source; what changed is said."""
    await with_themes(empty_town)
    line = (
        'bewerk L1 titel="Loten voor de wijkraad" advies=Begin vroeg. uitkomst=gelukt thema+=water '
        'rol+="netwerkende overheid" jaar=2019-2021 organisatie=Gemeente Ede plaats=\'s-Hertogenbosch '
        "link=https://ede.nl/loting?a=b"
    )
    said = await empty_town.says(ADMIN, line)
    assert "Veranderd in L1:" in said
    assert "– Titel: “Loting voor een wijkraad” → “Loten voor de wijkraad”" in said
    assert "– Advies: erbij “Begin vroeg.”" in said
    assert "– Afloop: “niet gelukt” → “gelukt”" in said
    assert "– Thema's: erbij water" in said
    assert "Niet de bedoeling? `ongedaan`" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.details == Lesson(Outcome.SUCCESS)
    assert entry.happened == Years(2019, 2021)
    assert entry.themes == (1,)
    assert entry.tags.role == (GovernmentRole.NETWORKING,)
    assert (entry.organisation, entry.location) == ("Gemeente Ede", "'s-Hertogenbosch")
    assert entry.source == Source("ede.nl", url="https://ede.nl/loting?a=b")
    assert entry.text("nl").result == "Het regende."


async def test_values_are_added_and_taken_away(empty_town: Town) -> None:
    """`+=` adds to a text or a set, `-=` takes from a set, and an empty value empties."""
    await with_themes(empty_town)
    await empty_town.says(ADMIN, "bewerk L1 thema=water, energie belemmering=unwritten_rules,scepticism")
    said = await empty_town.says(
        ADMIN, 'edit L1 theme-=water barrier-=scepticism result+="Very hard." action=""'
    )
    assert "Changed in L1:" in said
    assert "– Themes: removed water" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.themes == (2,)
    assert entry.tags.barrier == (Barrier.UNWRITTEN_RULES,)
    assert entry.text("nl").result == "Het regende. Very hard."
    assert entry.text("nl").action == ""


async def test_another_language_gets_its_own_text(empty_town: Town) -> None:
    """It needs a title; without one nothing is changed."""
    await with_themes(empty_town)
    said = await empty_town.says(ADMIN, 'bewerk L1 resultaat_en="It rained."')
    assert "Er is nog geen titel in het Engels: schrijf er titel_en=… bij." in said
    await empty_town.says(ADMIN, 'bewerk L1 titel_en="Lottery" resultaat_en="It rained."')
    entry = await stored(empty_town, "L1")
    assert entry
    assert (entry.text("en").title, entry.text("en").result) == ("Lottery", "It rained.")
    assert entry.text("nl").title == "Loting voor een wijkraad"


async def test_a_project_has_its_own_fields(empty_town: Town) -> None:
    """A state and a stage, and no outcome."""
    await with_themes(empty_town)
    await empty_town.says(ADMIN, 'bewerk P1 stand="in gebruik" trede=opgeschaald')
    entry = await stored(empty_town, "P1")
    assert entry
    assert entry.details == Project(State.IN_USE, Stage.SCALED_UP)
    said = await empty_town.says(ADMIN, "bewerk P1 uitkomst=gelukt")
    assert "“Afloop” hoort bij een les, en dat is P1 niet." in said


async def test_how_a_pioneer_is_reached_is_only_theirs(empty_town: Town) -> None:
    """A slip in a name may be mended, nothing that they decided."""
    await pioneer(empty_town)
    for line in ("bewerk V1 contact=direct", "bewerk V1 instemming=given", "stel voor V1 contact=direct"):
        assert "beslist alleen de voorloper zelf" in await empty_town.says(ADMIN, line)
    await empty_town.says(ADMIN, 'bewerk V1 naam="P. van Voorbeeld"')
    entry = await stored(empty_town, "V1")
    assert entry
    assert isinstance(entry.details, Pioneer)
    assert (entry.details.name, entry.details.contact) == ("P. van Voorbeeld", Contact.ASK_FIRST)


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ("titl=x", "Het veld “titl” ken ik niet. Bedoel je “titel”?"),
        ("kleur=rood", "Het veld “kleur” ken ik niet. Met `help bewerk`"),
        ("status=gepubliceerd", "De status verander je met `publiceer L1`"),
        ("soort=project", "kunnen niet in elkaar veranderen"),
        ("id=L9", "“id” kun je zo niet veranderen."),
        ("uitkomst=misschien", "“misschien” kan niet bij “Afloop”. Kies uit: gelukt, deels gelukt,"),
        ("jaar=gisteren", "“gisteren” is geen jaar dat ik kan lezen. Schrijf 2021, of 2019-2021."),
        ("jaar=2021 tot=2019", "Het kan niet in 2019 zijn afgelopen als het in 2021 begon."),
        ("link=ede.nl", "“ede.nl” is geen link; die begint met https://."),
        ("thema+=enrgie", "Het thema “enrgie” ken ik niet. Bedoel je “energie”?"),
        ("thema+=ruimtevaart", "Het thema “ruimtevaart” ken ik niet. `thema's` laat"),
        ("rol=koning", "“koning” kan niet bij “Rol van de overheid”. Kies uit:"),
        ('titel=""', "“Titel” mag niet leeg zijn."),
        ("titel=🙏", "“Titel”: hier zie ik geen woorden in."),
        (f"titel={'x' * 201}", "“Titel” mag hoogstens 200 tekens hebben. Kan het korter?"),
        (f"advies={'x' * 3001}", "“Advies” mag hoogstens 3000 tekens hebben."),
        ("uitkomst+=gelukt", "“Afloop” heeft één waarde: schrijf uitkomst=…"),
        ("titel-=loting", "“Titel” heeft één waarde"),
        ('titel="Loting', "begint met een aanhalingsteken, maar eindigt er niet mee."),
        ("maak hem mooier", "Ik kan “maak hem mooier” niet lezen."),
        ("zichtbaar=kanaal", "Iets voor één kanaal doe je in dat kanaal: typ het daar."),
        ("gepubliceerd=2021", "Een datum alleen is nog geen bron."),
        ("gepubliceerd=ooit bron=x", "“ooit” is geen datum die ik kan lezen."),
        ('titel="Loting voor een wijkraad"', "Dat staat al zo in L1; er valt niets te veranderen."),
    ],
)
async def test_what_is_wrong_is_said_and_changes_nothing(here: Town, edits: str, why: str) -> None:
    """Each with a sentence; of several fields none is changed."""
    entry = lesson(here, 901, "Loting voor een wijkraad")
    await keep(here, entry)
    said = await here.says(ADMIN, f"bewerk L901 {edits}")
    assert why.replace("L1;", "L901;") in said
    assert "Ik heb niets veranderd." in said
    assert await stored(here, "L901") == entry


async def test_several_faults_are_all_named(empty_town: Town) -> None:
    """So that nobody has to try again and again."""
    await with_themes(empty_town)
    said = await empty_town.says(ADMIN, "edit L1 outcome=perhaps year=never title=Fine")
    assert "“perhaps” is no value of “Outcome”." in said
    assert "“never” is no year that I can read." in said
    assert "I have changed nothing." in said
    assert "I do not know L9." in await empty_town.says(ADMIN, "edit L9 title=Fine")


async def test_who_may_see_it_is_changed_as_well(empty_town: Town) -> None:
    """For everybody, or in a channel for that channel; who typed it there reads alone what changed."""
    await with_themes(empty_town)
    await empty_town.says(ADMIN, "bewerk L1 zichtbaar=openbaar")
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.visibility is Visibility.PUBLIC
    await empty_town.says(ADMIN, "kanaal meelezers leden", "groen")
    await empty_town.says(ADMIN, "bewerk L1 zichtbaar=kanaal", "groen")
    assert empty_town.last().only_for == ADMIN
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.room
    assert entry.room.id == "groen"


async def test_what_another_admin_changed_meanwhile_is_told_first(empty_town: Town) -> None:
    """The same field: nothing happens until they know it. Another field: both stay."""
    await two_admins(empty_town)
    await with_themes(empty_town)
    await empty_town.says(ADMIN, "L1")
    minute(empty_town)
    await empty_town.says(OTHER, 'bewerk L1 titel="Van Otto"')
    minute(empty_town)
    said = await empty_town.says(ADMIN, 'bewerk L1 titel="Van Ada"')
    assert "L1 is intussen veranderd, dus ik heb nog niets gedaan:" in said
    assert "een beheerder:" in said
    assert "– Titel: “Loting voor een wijkraad” → “Van Otto”" in said
    minute(empty_town)
    assert "Veranderd in L1:" in await empty_town.says(ADMIN, 'bewerk L1 titel="Van Ada"')
    minute(empty_town)
    said = await empty_town.says(OTHER, "bewerk L1 advies=Loot")
    assert "Veranderd in L1:" in said
    assert "Wat anderen intussen veranderden, blijft staan:" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert (entry.text("nl").title, entry.text("nl").advice) == ("Van Ada", "Loot")


async def test_a_draft_can_be_edited_and_stays_a_draft(empty_town: Town) -> None:
    """Editing publishes nothing."""
    await keep(empty_town, lesson(empty_town, 1, "Proef", Status.DRAFT))
    await empty_town.says(ADMIN, "bewerk L1 titel=Proefje")
    entry = await stored(empty_town, "L1")
    assert entry
    assert (entry.text("nl").title, entry.status) == ("Proefje", Status.DRAFT)
