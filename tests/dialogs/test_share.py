"""Sharing, publishing, and finding what was shared."""

from __future__ import annotations

from bot.messages.incoming import FormSubmitted
from tests.platforms.plaza import ADMIN, Town, direct


async def share(town: Town, who: str, *lines: str) -> str:
    said = ""
    for line in lines:
        said = await town.says(who, line)
    return said


async def test_a_failure_shared_and_published_answers_a_question(empty_town: Town) -> None:
    """A member shares a failure, an admin publishes it, the author hears it, and a question finds it."""
    said = await share(
        empty_town,
        "bram",
        "deel mislukking",
        "We hingen sensoren in prullenbakken op het strand.",
        "De sensoren roestten binnen een maand weg.",
        "Vraag eerst de leverancier naar zout.",
        "klaar",
    )
    assert "bewaard als concept" in said
    assert "(L1)" in said
    assert "Er wacht een nieuwe les: " in empty_town.last().text
    assert empty_town.last().conversation == direct(ADMIN)
    said = await empty_town.says(ADMIN, "publiceer L1")
    assert "Gepubliceerd: “We hingen sensoren in prullenbakken op het strand” (L1)" in said
    assert "Je les “We hingen sensoren" in said
    said = await empty_town.says("chris", "wie heeft ervaring met sensoren in prullenbakken?")
    assert "✗ Niet gelukt: We hingen sensoren in prullenbakken op het strand (L1)" in said
    assert "Bron: gedeeld door een lid, 3 maart 2026" in said
    assert "bram" not in said


async def test_a_draft_is_seen_by_its_author_and_admins_only(empty_town: Town) -> None:
    """What is not published is shown to nobody else, neither by its number nor in an answer."""
    await share(
        empty_town, "bram", "deel", "Een buurtapp", "Niemand gebruikte hem", "overslaan", "3", "klaar"
    )
    assert "Dit is een concept" in await empty_town.says("bram", "L1")
    assert "Dit is een concept" in await empty_town.says(ADMIN, "L1")
    assert "L1 ken ik niet" in await empty_town.says("chris", "L1")
    assert "L1 ken ik niet" in await empty_town.says("bram", "L1", "leren")
    assert "Dit ken ik nog niet" in await empty_town.says("chris", "wie heeft ervaring met een buurtapp?")


async def test_an_open_form_is_left_by_four_words_only(empty_town: Town) -> None:
    """While a form is open a line is an answer; `terug`, `help` and `overslaan` do what they say."""
    await empty_town.says("bram", "deel")
    assert "2 van 4" in await empty_town.says("bram", "nieuw")
    assert "Je schreef: “nieuw” Typ iets nieuws, of `goed` om dit te houden." in await empty_town.says(
        "bram", "terug"
    )
    assert "`terug` gaat naar de vorige vraag" in await empty_town.says("bram", "help")
    assert "Dit antwoord heb ik nodig." in await empty_town.says("bram", "overslaan")


async def test_a_stopped_form_keeps_its_answers_and_goes_on(empty_town: Town) -> None:
    """After `stop` the bot answers questions again, and `deel` goes on at the first open question."""
    await empty_town.says("bram", "deel")
    await empty_town.says("bram", "Een wijkschouw met bewoners")
    assert "`deel` ga je verder" in await empty_town.says("bram", "stop")
    assert "Dit ken ik nog niet" in await empty_town.says("bram", "wie heeft ervaring met wolven?")
    said = await empty_town.says("bram", "deel")
    assert "We gaan verder met wat je al schreef." in said
    assert "Wat kwam ervan?" in said


async def test_what_was_begun_as_a_failure_is_asked_again_when_it_goes_on(empty_town: Town) -> None:
    """Only who says so now shares a failure unasked; `deel opnieuw` begins with nothing kept."""
    await share(empty_town, "bram", "deel mislukking", "Een buurtfeest", "stop", "deel")
    assert "Hoe liep het?" in await share(empty_town, "bram", "Het ging heel goed", "overslaan")
    await empty_town.says("bram", "stop")
    assert "1 van 4" in await empty_town.says("bram", "deel opnieuw")


async def test_an_answer_looked_back_at_can_be_kept(empty_town: Town) -> None:
    """After `terug` the word `goed` keeps what was written."""
    await share(
        empty_town, "bram", "deel", "Een buurtfeest", "terug", "goed", "Leuk", "overslaan", "1", "klaar"
    )
    assert "Wat er gedaan is: Een buurtfeest" in await empty_town.says("bram", "L1")


async def test_an_outcome_is_chosen_by_number_or_by_word(empty_town: Town) -> None:
    """The outcome takes its number or its name; anything else is asked again with the choices."""
    await share(empty_town, "bram", "deel", "Een proef", "Het ging goed", "overslaan")
    said = await empty_town.says("bram", "prima hoor")
    assert "Kies een van: gelukt, deels gelukt, niet gelukt, gestopt." in said
    assert "extra, 1 van 6" in await empty_town.says("bram", "deels")


async def test_emoji_and_overlong_answers_are_asked_again(empty_town: Town) -> None:
    """An answer without words or with far too many is not kept, and the same question comes back."""
    await empty_town.says("bram", "deel")
    assert "geen woorden" in await empty_town.says("bram", "🙏🙏")
    assert "langer dan 1000 tekens" in await empty_town.says("bram", "x" * 1001)
    assert "2 van 4" in await empty_town.says("bram", "We probeerden een lichtkrant")


async def test_sharing_begun_in_a_room_goes_on_directly(empty_town: Town) -> None:
    """In a room the bot says so in one sentence and asks its questions in the direct room."""
    await empty_town.says("bram", "deel", "leren")
    in_room, asked = empty_town.chat.shown[-2:]
    assert in_room.conversation.room.id == "leren"
    assert in_room.text == "Graag! Ik stel je de vragen in een direct bericht."
    assert asked.conversation == direct("bram")
    assert "Wat probeerden jullie?" in asked.text
    assert "2 van 4" in await empty_town.says("bram", "Een proef met loting")


async def test_the_same_dialogue_in_english(empty_town: Town) -> None:
    """Who chose English shares in English."""
    await empty_town.says("bea", "language en")
    said = await share(empty_town, "bea", "share failure", "We tried a map", "Nobody came", "skip", "done")
    assert "It is saved as a draft: “We tried a map” (L1)." in said
    assert "An admin reads it first" in said


async def test_what_is_shared_for_one_channel_stays_there(empty_town: Town) -> None:
    """An entry published for a channel answers there, and directly to who is in it, nowhere else."""
    await share(empty_town, "bram", "deel", "Een bijenhotel", "Vol", "overslaan", "gelukt", "klaar")
    await empty_town.says(ADMIN, "kanaal meelezers leden", "groen")
    assert "Wie het mag zien: dit kanaal." in await empty_town.says(ADMIN, "publiceer L1 kanaal", "groen")
    question = "wie heeft ervaring met een bijenhotel?"
    await empty_town.joins("chris", "groen")
    assert "L1" in await empty_town.says("dana", question, "groen")
    assert "L1" in await empty_town.says("chris", question)
    assert "Dit ken ik nog niet" in await empty_town.says("dana", question)
    assert "Dit ken ik nog niet" in await empty_town.says("chris", question, "leren")


FILLED = (
    ("action", "Een wijkmoestuin op een braakliggend veld"),
    ("result", "De buurt nam het onderhoud over"),
    ("advice", ""),
    ("outcome", "success"),
)


async def test_a_form_filled_at_once_does_the_same(empty_town: Town) -> None:
    """What a platform with real forms hands in is saved like the dialogue's answers."""
    said = await empty_town.happens(FormSubmitted(empty_town.origin("bram", None), "lesson", FILLED))
    assert "“Een wijkmoestuin op een braakliggend veld” (L1)" in said
    assert "✓ Gelukt: " in await empty_town.says("bram", "L1")


async def test_a_form_takes_a_choice_by_its_word_and_ends_the_dialogue(empty_town: Town) -> None:
    """A typed choice counts as in the dialogue, and the dialogue that was open is over."""
    await empty_town.says("bram", "deel")
    values = (*FILLED[:3], ("outcome", "gelukt"))
    assert "(L1)" in await empty_town.happens(
        FormSubmitted(empty_town.origin("bram", None), "lesson", values)
    )
    assert "Dit ken ik nog niet" in await empty_town.says("bram", "wie heeft er een maanbasis?")


async def test_a_guest_cannot_hand_in_a_form(empty_town: Town) -> None:
    """A guest's form is refused with the reason, and nothing is kept."""
    origin = empty_town.origin("gast", None, guest=True)
    said = await empty_town.happens(FormSubmitted(origin, "lesson", FILLED))
    assert said.startswith("Ik ben er voor de leden")


async def test_faulty_fields_are_named_and_nothing_is_kept(empty_town: Town) -> None:
    """A form with faults is answered with each faulty field and what is wrong with it."""
    values = (("action", " "), ("result", "Iets"), ("outcome", "prachtig"))
    said = await empty_town.happens(FormSubmitted(empty_town.origin("bram", None), "lesson", values))
    assert "nog niet opgeslagen" in said
    assert "Wat probeerden jullie?: Dit antwoord heb ik nodig." in said
    assert "Hoe liep het?: Kies een van: gelukt, deels gelukt, niet gelukt, gestopt." in said
    assert "Wat kwam ervan?" not in said
    assert "L1 ken ik niet" in await empty_town.says("bram", "L1")
