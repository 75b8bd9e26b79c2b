"""Sharing more than the first questions: what may be skipped, ending at once, going on, the whole story."""

from __future__ import annotations

from bot.messages.incoming import FormSubmitted
from storage.store import SqlStore
from tests.dialogs.test_share import share
from tests.platforms.plaza import ADMIN, Town, town

CORE = ("Een bijenhotel op het stadhuis", "Het zat binnen een week vol", "overslaan", "gelukt")


async def test_everything_else_is_asked_and_kept(here: Town) -> None:
    """Theme, organisation, year, link, project, barrier and role stand in the lesson."""
    said = await share(here, "bram", "deel", *CORE)
    assert "Meer heb ik niet nodig: `klaar` bewaart het." in said
    assert "Welke organisatie was het?" in said
    assert "(extra, 1 van 7 · " in said
    for line in (
        "Gemeente Proefdorp",
        "2022 tot 2024",
        "Energie",
        "www.proefdorp.nl/bijen",
        "P1",
        "2",
        "netwerkend",
    ):
        said = await here.says("bram", line)
    assert "bewaard als concept" in said
    number = said.partition("(L")[2].partition(")")[0]
    shown = await here.says("bram", f"L{number}")
    assert "Organisatie: Gemeente Proefdorp" in shown
    assert "Wanneer: 2022 tot 2024" in shown
    assert "Thema's: energie" in shown
    assert "Belemmering: risico-aversie en afrekencultuur" in shown
    assert "Rol van de overheid: netwerkende overheid" in shown
    assert "Onderdeel van het project: " in shown
    assert "(P1)" in shown
    assert "proefdorp.nl" in shown
    assert "gedeeld door een lid" in shown


async def test_it_can_end_at_every_question_that_may_stay_open(here: Town) -> None:
    """`klaar` saves what there is; before that is enough, it asks for what is missing."""
    await share(here, "bram", "deel", "Een bijenhotel op het stadhuis")
    said = await here.says("bram", "klaar")
    assert said.startswith("Deze heb ik nog nodig.")
    assert "Wat kwam ervan?" in said
    await share(here, "bram", "Het zat binnen een week vol")
    assert "Hoe liep het?" in await here.says("bram", "klaar")
    await share(here, "bram", "gelukt", "Gemeente Proefdorp", "overslaan")
    assert "bewaard als concept" in await here.says("bram", "klaar")


async def test_what_cannot_be_read_is_asked_again(here: Town) -> None:
    """A theme, a year or a link that is none is not kept; it says what one looks like."""
    await share(here, "bram", "deel", *CORE)
    await here.says("bram", "overslaan")
    for wrong in ("ooit", "2024-2022", "99999"):
        assert "Hier kan ik geen jaar in lezen." in await here.says("bram", wrong)
    await here.says("bram", "2024")
    assert "Kies een van: burgerparticipatie, " in await here.says("bram", "iets anders")
    await here.says("bram", "burgerparticipatie")
    for wrong in ("javascript:alert(1)", "ergens op intranet"):
        assert "Dit is geen adres van een pagina." in await here.says("bram", wrong)
    assert "Bij welk thema hoort het?" in await here.says("bram", "terug")


async def test_extras_go_on_after_a_restart(store: SqlStore) -> None:
    """What was answered or skipped is not asked again, also by another process."""
    async with town(store) as before:
        await share(before, "bram", "deel", *CORE, "Gemeente Proefdorp", "overslaan", "stop")
    async with town(store) as after:
        said = await after.says("bram", "deel")
        assert "We gaan verder met wat je al schreef." in said
        assert "Is er een pagina met meer hierover?" in said
        assert "(L1)" in await after.says("bram", "klaar")
        assert "Organisatie: Gemeente Proefdorp" in await after.says("bram", "L1")


STORY = (
    "We wilden minder regels voor buurtfeesten",
    "Bewoners vroegen nog steeds drie vergunningen aan",
    "De brandweer hoorde het te laat",
    "De kaart houden we, de volgorde niet",
    "Buurten vroegen ruimte, de verordening gaf die niet",
    "ongeschreven regels",
    "3",
    "De evenementenverordening",
    "deels",
)


async def test_the_whole_story(empty_town: Town) -> None:
    """`deel uitgebreid` asks for each part, and each part stands in the lesson."""
    said = await empty_town.says("bram", "deel uitgebreid")
    assert "Wat wilden jullie bereiken? Eén of twee zinnen is genoeg. (1 van 9" in said
    said = await share(empty_town, "bram", *STORY, "klaar")
    assert "bewaard als concept: “We wilden minder regels voor buurtfeesten” (L1)" in said
    shown = await empty_town.says("bram", "L1")
    for told in (*STORY[:5], STORY[7], "Belemmering: ongeschreven regels", "netwerkende overheid", "± Deels"):
        assert told in shown
    await empty_town.says(ADMIN, "publiceer L1")
    assert "L1" in await empty_town.says("chris", "wie heeft ervaring met regels voor buurtfeesten?")


async def test_a_story_goes_on_as_a_story(empty_town: Town) -> None:
    """Whoever stopped goes on with `deel` where they were; a lesson begun besides begins anew."""
    await share(empty_town, "bram", "deel uitgebreid", STORY[0], "stop")
    assert "Wat gebeurde er?" in await empty_town.says("bram", "deel")
    await empty_town.says("bram", "stop")
    assert "Wat probeerden jullie?" in await empty_town.says("bram", "deel opnieuw")


async def test_the_whole_story_in_english(empty_town: Town) -> None:
    """Who chose English tells it in English."""
    await empty_town.says("bea", "language en")
    assert "What did you want to reach?" in await empty_town.says("bea", "share in full")
    said = await share(empty_town, "bea", "A map", "Nobody came", *["skip"] * 6, "worked", "done")
    assert "It is saved as a draft: “A map” (L1)." in said


async def test_forms_at_once_hold_everything(here: Town) -> None:
    """A window for the short form has the themes to choose from; `deel uitgebreid` opens the other one."""
    view = await here.program.form(here.origin("bram", None), "deel", {})
    assert view
    theme = next(field for field in view.fields if field.name == "theme")
    assert theme.choices[0].label == "burgerparticipatie"
    filled = {
        "action": "Een bijenhotel",
        "result": "Vol",
        "outcome": "success",
        "theme": theme.choices[0].value,
        "when": "2024",
        "link": "proefdorp.nl",
    }
    said = await here.happens(FormSubmitted(here.origin("bram", None), "lesson", tuple(filled.items())))
    assert "bewaard als concept" in said
    wrong = await here.program.faults(
        here.origin("bram", None), "lesson", filled | {"when": "ooit", "theme": "x"}
    )
    assert set(wrong) == {"when", "theme"}
    story = await here.program.form(here.origin("bram", None), "deel uitgebreid", {})
    assert story
    assert story.name == "story"


async def test_the_number_of_a_theme_is_the_one_that_is_shown(empty_town: Town) -> None:
    """Also when the base has numbered them otherwise, as after two of them became one."""
    for name in ("water", "bodem", "lucht", "geluid"):
        await empty_town.says(ADMIN, f"thema maak {name}")
    await empty_town.says(ADMIN, "thema voeg samen water = bodem")
    told = ("deel", "Een meetnet", "Het werkt", "overslaan", "gelukt", "overslaan", "overslaan")
    said = await share(empty_town, "bram", *told)
    assert "`2` (lucht)" in said
    await empty_town.says("bram", "2")
    await empty_town.says("bram", "klaar")
    assert "Thema's: lucht" in await empty_town.says("bram", "L1")


async def test_a_button_of_before_is_no_answer(empty_town: Town) -> None:
    """Who presses one twice, or one of another message, has not told that; choices go on as ever."""
    await share(empty_town, "bram", "deel")
    for pressed in ("L1", "meer"):
        said = await empty_town.clicks("bram", pressed)
        assert said.startswith("Die knop hoort ergens anders bij")
        assert "Wat probeerden jullie?" in said
    await share(empty_town, "bram", "Een meetnet", "Het werkt", "overslaan")
    await empty_town.presses("bram", "1", empty_town.last())
    assert "Welke organisatie was het?" in await empty_town.clicks("bram", "1")
    assert "bewaard als concept" in await empty_town.says("bram", "klaar")
    assert "Organisatie" not in await empty_town.says("bram", "L1")
