"""Mistyped commands and ids that are not there: what was perhaps meant, without spoiling questions."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.domain.keys import PlaceKey
from bot.domain.model import EntryId, Status, Visibility
from bot.messages.incoming import Message
from bot.ports.knowledge import Change
from tests.platforms.plaza import ADMIN, Town


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("helpp", "Bedoel je `help`?"),
        ("privcay", "Bedoel je `privacy`?"),
        ("kanaal modus luistr", "Bedoel je `kanaal modus luister`?"),
        ("publiceeer L3", "Bedoel je `publiceer L3`?"),
        ("shrae failure", "Do you mean `share failure`?"),
        ("channel mode lissten", "Do you mean `channel mode listen`?"),
        ("thema enrgie", "Bedoel je `thema energie`?"),
        ("HELPP", "Bedoel je `help`?"),
        ("help publiceeer", "Bedoel je `help publiceer`?"),
        ("publiceer L3 opnebaar", "Bedoel je `publiceer L3 openbaar`?"),
    ],
)
async def test_a_mistyped_command_is_recognised(here: Town, typed: str, meant: str) -> None:
    """The nearest command is named, in its language, in a room too; nothing is kept as a question."""
    assert meant in await here.says("bram", typed)
    assert meant in await here.says("bram", typed, "leren")
    async with here.store.read() as tx:
        assert await tx.questions.get(1) is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("zoeken camera", "Dit vond ik"),
        ("nieuwe wijk bouwen", "Dit ken ik nog niet"),
        ("deelauto's", "Dit ken ik nog niet"),
        ("meer groen in de wijk", "Dit ken ik nog niet"),
        ("staal", "Dit ken ik nog niet"),
        ("MER", "Dit ken ik nog niet"),
        ("VOG?", "Dit ken ik nog niet"),
        ("zwerfafval", "Dit vond ik"),
    ],
)
async def test_a_short_question_is_a_question(here: Town, question: str, answer: str) -> None:
    """What the base surely answers is answered, and what looks like no command is kept as a question."""
    said = await here.says("bram", question)
    assert said.startswith(answer)


async def test_a_guest_who_mistypes_hears_who_the_bot_is_for(here: Town) -> None:
    """Nothing is guessed for whoever may ask nothing."""
    assert (await here.says("gast", "helpp", "leren", guest=True)).startswith("Ik ben er voor de leden")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("L80", "Die les ken ik niet: L80. Bedoel je `L8` ("),
        ("les 80", "Die les ken ik niet: L80. Bedoel je `L8` ("),
        ("#l80.", "Die les ken ik niet: L80. Bedoel je `L8` ("),
        ("les elf", "Die les ken ik niet: L11. Bedoel je `L1` ("),
        ("P0", "P0 ken ik niet. Zoeken kan ook"),
        ("L999999999999", "L999999999999 ken ik niet. Zoeken kan ook"),
        ("L" + "9" * 4000, "L999999999999999999… ken ik niet."),
        ("X7", "Het nummer X7 ken ik niet. Voor het nummer van een les staat een L"),
        ("12", "Het nummer 12 ken ik niet."),
        ("Q99999999999", "Ik heb geen open vraag Q99999999999 van jou."),
        ("publiceer L0", "L0 ken ik niet."),
        ("publiceer L999999999999", "L999999999999 ken ik niet."),
    ],
)
async def test_an_id_that_is_not_there_is_answered_with_what_was_meant(
    here: Town, typed: str, said: str
) -> None:
    """An id is read as people type it; one that cannot be leads on to one that is, or to searching."""
    assert (await here.says(ADMIN, typed)).startswith(said)
    async with here.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_a_question_about_an_entry_shows_it(here: Town) -> None:
    """With nothing else in it; what only looks like an id, or is not there, is looked for."""
    for line in ("wat weet je over P25?", "kun je P25 laten zien?", "what do you know about P25?"):
        assert "(P25)" in await here.says("bram", line)
    for line in ("wie gebruikt P2000?", "heeft iemand iets met L80?"):
        assert (await here.says("bram", line)).startswith("Dit ken ik nog niet")


async def test_the_number_of_an_item_is_never_looked_for(here: Town) -> None:
    """Without an answer that has items, “2” is no question, although a title in the base has a 2 in it."""
    await here.says("bram", "wie heeft een maanbasis gebouwd?")
    assert (await here.says("bram", "2")).startswith("Het nummer 2 ken ik niet.")


async def test_help_in_a_few_words_more_is_help(here: Town) -> None:
    """“help me even” asks for nothing but help."""
    for line in ("help me", "help mij even"):
        assert await here.says("bram", line) == await here.says("bram", "help")


async def test_another_kind_with_the_same_number_is_not_meant(here: Town) -> None:
    """V25 is no slip of P25; who types it is led to searching."""
    assert await here.says("bram", "V25") == "V25 ken ik niet. Zoeken kan ook: `zoek` en een paar woorden."
    assert "(P25)" in await here.says("bram", "P25")


async def test_help_about_what_is_no_command_says_so(here: Town) -> None:
    """Before everything there is help about."""
    assert (await here.says("bram", "help wolkenkrabber")).startswith(
        "“wolkenkrabber” ken ik niet. Dit kan ik:\n"
    )
    await here.says("bram", "taal en")
    said = await here.says("bram", "help skyscraper")
    assert said.startswith("I do not know “skyscraper”. This is what I can do:\n")
    assert "For everybody:" in said


async def test_nobody_is_pointed_at_what_they_may_not_see(here: Town) -> None:
    """Drafts, what is archived and what is for others are never what was perhaps meant."""
    lesson = EntryId.parse("L8")
    assert lesson is not None
    for change in (
        {"status": Status.DRAFT},
        {"status": Status.ARCHIVED},
        {"visibility": Visibility.NETWORK},
    ):
        async with here.store.begin() as tx:
            entry = (await tx.entries.get([lesson]))[lesson]
            hidden = replace(entry, status=Status.PUBLISHED, visibility=Visibility.PUBLIC)
            await tx.entries.save(replace(hidden, **change), Change(None, here.clock()))
        where = "mixed" if "visibility" in change else None
        assert "L8`" not in await here.says("bram", "L80", where)


async def test_a_question_of_ones_own_is_what_was_meant(here: Town) -> None:
    """A number of a question leads to a near one of the same person, and not to another's."""
    await here.says("bram", "wie heeft er ervaring met een maanbasis?")
    assert "Of bedoel je `Q1` (wie heeft er ervaring met een maanbasis?)?" in await here.says("bram", "Q12")
    assert "Q1`" not in await here.says("chris", "Q12")
    assert "Q1`" not in await here.says("bram", "Q12", "leren")


async def test_an_archived_entry_is_said_to_be_gone(here: Town) -> None:
    """Who clicks on an old answer hears that it is not there any more; others than its readers do not."""
    project = EntryId.parse("P9")
    assert project is not None
    async with here.store.begin() as tx:
        entry = (await tx.entries.get([project]))[project]
        archived = replace(entry, status=Status.ARCHIVED, visibility=Visibility.NETWORK)
        await tx.entries.save(archived, Change(None, here.clock()))
    assert (await here.clicks("bram", "P9")).startswith("P9 staat niet meer in de kennisbank.")
    assert (await here.says("bram", "P9", "mixed")).startswith("P9 ken ik niet, of ik mag die hier")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("taal engels", "From now on I speak English with you."),
        ("language Dutch", "Vanaf nu praat ik Nederlands met je."),
        ("channel mode luister", "leren"),
        ("share mislukking", "Gladly"),
        ("publish L99 openbaar", "I do not know L99"),
    ],
)
async def test_a_command_may_have_its_words_in_the_other_language(here: Town, typed: str, said: str) -> None:
    """Names and what follows them may be mixed."""
    answer = await here.says(ADMIN, typed, "leren")
    assert said in answer or "read along here" in answer


async def test_a_draft_that_was_meant_is_named_to_an_admin_alone(here: Town) -> None:
    """Who mistypes the number of a draft hears directly which one waits; in a room nothing of it shows."""
    for line in ("deel", "Een buurtapp", "Leuk", "overslaan", "gelukt", "klaar"):
        await here.says("bram", line)
    (number,) = re.findall(r"\(L(\d+)\)", here.chat.shown[-2].text)
    said = await here.says(ADMIN, f"publiceer L{number}0")
    assert f"Of bedoel je `publiceer L{number}` (Een buurtapp)?" in said
    await here.says(ADMIN, "kanaal meelezers leden", "leren")
    assert "buurtapp" not in await here.says(ADMIN, f"publiceer L{number}0", "leren")
    assert "alleen een beheerder" in await here.says("bram", f"publiceer L{number}0")


async def test_a_place_that_was_meant_is_named(here: Town) -> None:
    """An admin who mistypes a place hears which one waits."""
    elsewhere = here.origin("dana", "plein")
    room = replace(elsewhere.conversation.room, place=PlaceKey("plaza", "village"))
    origin = replace(elsewhere, conversation=replace(elsewhere.conversation, room=room))
    await here.happens(Message(origin, "hoi", addressed=True))
    said = await here.says(ADMIN, "plaats toelaten plaza:vilage")
    assert "Bedoel je `plaats toelaten plaza:village`?" in said
    assert "village" not in await here.says("bram", "plaats toelaten plaza:vilage")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("voeg L1 samen met L2", "Bedoel je `voeg samen L1 L2`?"),
        ("wijs L3 af: te kort", "Bedoel je `wijs af L3 te kort`?"),
        ("L1 is verouderd", "Bedoel je `meld L1 verouderd`?"),
        ("approve L3", "Do you mean `publish L3`?"),
    ],
)
async def test_a_command_in_another_order_is_no_question(here: Town, typed: str, meant: str) -> None:
    """A line with an id and the words of a command is answered with what can be typed; nothing is kept."""
    assert meant in await here.says(ADMIN, typed)
    async with here.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_who_typed_the_name_of_a_command_is_told_how_it_is_used(here: Town) -> None:
    """No other command is meant, however near its name is."""
    said = await here.says(ADMIN, "thema maak")
    assert "theme maak" not in said
    assert "`thema maak " in said
