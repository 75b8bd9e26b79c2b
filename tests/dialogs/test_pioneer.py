"""Becoming a pioneer, being found, pausing, and being gone at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, Kind, Status
from bot.messages.incoming import FormSubmitted
from bot.ports.knowledge import Change
from tests.dialogs.pioneering import QUESTION, REACH, declares, is_found
from tests.platforms.plaza import ADMIN, PLACE, Town, direct

DAY = timedelta(days=1)


async def test_a_pioneer_sees_themselves_before_anybody_else_does(empty_town: Town) -> None:
    """What is declared is seen back, is nobody else's before that, and is found at once after it."""
    said = await declares(empty_town, "pia")
    assert said.startswith("Zo zien anderen je straks. Nu nog niemand:")
    for told in ("P. Voorbeeld", "Windmolens op zee, loting (V1)", "Ik begeleidde bewoners", REACH):
        assert told in said
    assert "`vindbaar aan` (klopt, maak me vindbaar)" in said
    for line in (QUESTION, "V1", "nieuw", "contact V1"):
        assert "Voorbeeld" not in await empty_town.says(ADMIN, line)
    assert "Vanaf nu ben je vindbaar (V1)" in await empty_town.says("pia", "vindbaar aan")
    assert "voorloper P. Voorbeeld, Provincie Voorbeeld (V1)" in await empty_town.says("bram", QUESTION)
    assert "`contact V1` (contact opnemen)" in await empty_town.says("bram", "V1")


async def test_the_same_in_english(empty_town: Town) -> None:
    """Who chose English becomes a pioneer in English."""
    said = ""
    for line in ("language en", "i am a pioneer", "P. Example", "Wind farms", "skip", "I asked residents."):
        said = await empty_town.says("pia", line)
    assert "How may somebody who has a question reach you?" in said
    await empty_town.says("pia", "ask me first")
    said = await empty_town.says("pia", "skip")
    assert said.startswith("This is how others will see you. Nobody does yet:")
    assert "How you can be reached, you say when you say yes." in said
    assert "From now on you can be found (V1)" in await empty_town.says("pia", "findable on")
    assert "Nobody can find you until" in await empty_town.says("pia", "findable pause until 1 April")
    assert "Done: I do not show you" in await empty_town.says("pia", "findable off")


async def test_declaring_again_changes_what_is_there(empty_town: Town) -> None:
    """The form knows what was said, `goed` keeps it, and nobody sees the change before it was seen back."""
    await is_found(empty_town, "pia")
    said = await empty_town.says("pia", "ik ben voorloper")
    assert "Ik ken je al als voorloper." in said
    assert "Je schreef: “P. Voorbeeld”" in said
    for line in ("goed", "Zonnepanelen", "goed", "goed", "vraag mij eerst", "goed"):
        said = await empty_town.says("pia", line)
    assert "Zonnepanelen (V1)" in said
    assert "Pas na jouw ja ziet iemand: p.voorbeeld@example.org" in said
    assert "Voorbeeld" not in await empty_town.says("bram", "wie heeft ervaring met zonnepanelen?")
    await empty_town.says("pia", "vindbaar aan")
    assert "V1" in await empty_town.says("bram", "wie heeft ervaring met zonnepanelen?")
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)


async def test_a_form_shown_at_once_holds_what_is_known(empty_town: Town) -> None:
    """Where a platform shows the whole form, a pioneer finds their answers; in a room nobody reads it."""
    await is_found(empty_town, "pia")
    form = await empty_town.program.form(empty_town.origin("pia", None), "ik ben voorloper")
    assert form is not None
    assert {field.name: field.value for field in form.fields}["reach"] == REACH
    values = (
        ("name", "Pia"),
        ("themes", "Bomen"),
        ("did", "Geplant."),
        ("contact", "not_now"),
        ("reach", ""),
    )
    await empty_town.happens(FormSubmitted(empty_town.origin("pia", "leren"), "pioneer", values))
    assert empty_town.last().only_for == "pia"
    assert "Niemand kan je nu om contact vragen." in empty_town.last().text


async def test_begun_in_a_room_it_goes_on_directly(empty_town: Town) -> None:
    """In a room nothing of it is asked; only the person sees that it goes on directly."""
    await empty_town.says("pia", "ik ben voorloper", "leren")
    asked, told = empty_town.chat.shown[-2:]
    assert {asked.only_for, told.only_for} == {"pia", None}
    assert any("Welke naam" in each.text and each.conversation == direct("pia") for each in (asked, told))


async def test_who_says_directly_without_saying_how_is_asked_first(empty_town: Town) -> None:
    """Without a way to reach somebody there is nothing to show, so they are asked each time."""
    said = await declares(empty_town, "pia", "direct", reach="overslaan")
    assert "Contact: wil eerst gevraagd worden" in said


async def test_themes_that_are_named_count_as_themes(starter_town: Town) -> None:
    """A theme of the base among what somebody names is one of the pioneer's."""
    async with starter_town.store.read() as tx:
        theme = (await tx.entries.themes())[0].name("nl")
    assert f"Thema's: {theme}" in await declares(starter_town, "pia", about=f"Windmolens, {theme}")


@pytest.mark.parametrize(
    "written", ["tot 10 maart", "10-3-2026", "tot 10/3", "until March 10", "tot dinsdag"]
)
async def test_a_pause_ends_by_itself_on_the_day(empty_town: Town, written: str) -> None:
    """Until that day nobody finds the pioneer; then everybody does, and the pioneer hears it once."""
    await is_found(empty_town, "pia")
    assert "Tot 10 maart 2026 kan niemand je vinden." in await empty_town.says(
        "pia", f"vindbaar pauze {written}"
    )
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)
    assert "Tot 10 maart 2026 kan niemand je vinden (V1)." in await empty_town.says("pia", "wie kent mij")
    assert await empty_town.passes(6 * DAY) == ""
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)
    assert (await empty_town.passes(DAY)).startswith(
        "Je pauze is voorbij: vanaf vandaag ben je weer vindbaar"
    )
    assert "P. Voorbeeld" in await empty_town.says("bram", QUESTION)
    assert await empty_town.passes(2 * DAY) == ""


async def test_a_pause_that_was_ended_or_overruled_does_not_end_again(empty_town: Town) -> None:
    """After `vindbaar uit`, or an answer changed meanwhile, the day of the pause changes nothing."""
    await is_found(empty_town, "pia")
    await empty_town.says("pia", "vindbaar pauze tot 5 maart")
    await empty_town.says("pia", "vindbaar uit")
    assert await empty_town.passes(4 * DAY) == ""
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)
    await empty_town.says("pia", "vindbaar aan")
    await empty_town.says("pia", "vindbaar pauze tot 20 maart")
    await empty_town.says("pia", "vindbaar aan")
    assert "P. Voorbeeld" in await empty_town.says("bram", QUESTION)
    assert await empty_town.passes(20 * DAY) == ""


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("vindbaar pauze", "Tot welke dag? Bijvoorbeeld `vindbaar pauze tot 1 maart`."),
        ("vindbaar pauze tot sint-juttemis", "Ik lees geen dag in “sint-juttemis”."),
        ("vindbaar pauze tot 30 februari", "Ik lees geen dag in “30 februari”."),
        ("vindbaar pauze tot 🙏", "Ik lees geen dag in “🙏”."),
        ("vindbaar pauze tot 1-1-2020", "Kies een dag na vandaag"),
        ("vindbaar pauze tot 1-1-2999", "Kies een dag na vandaag"),
        ("vindbaar aan", "Je bent al vindbaar (V1)."),
        ("vindbaar", "Je bent vindbaar als voorloper (V1)."),
    ],
)
async def test_what_cannot_be_done_is_said(empty_town: Town, line: str, answer: str) -> None:
    """Every line that changes nothing says why, and what can be typed instead."""
    await is_found(empty_town, "pia")
    assert (await empty_town.says("pia", line)).startswith(answer)
    assert "P. Voorbeeld" in await empty_town.says("bram", QUESTION)


@pytest.mark.parametrize(
    "line", ["vindbaar", "vindbaar aan", "vindbaar uit", "vindbaar pauze tot 1 mei", "wie kent mij"]
)
async def test_who_is_no_pioneer_hears_how_to_become_one(empty_town: Town, line: str) -> None:
    """For everybody else these lines lead to the form."""
    assert (await empty_town.says("bram", line)).startswith(
        "Je bent nog geen voorloper. Met `ik ben voorloper`"
    )


async def test_what_others_read_along_is_for_the_person_alone(empty_town: Town) -> None:
    """In a room only the pioneer sees what is said of being found."""
    await is_found(empty_town, "pia")
    await empty_town.says("pia", "vindbaar uit", "leren")
    assert empty_town.last().only_for == "pia"


async def test_an_admin_who_put_a_pioneer_away_is_not_overruled(empty_town: Town) -> None:
    """Who was archived stays so; declaring again does not bring them back."""
    await is_found(empty_town, "pia")
    async with empty_town.store.begin() as tx:
        person = await tx.people.of_account(AccountKey(PLACE, "pia"))
        assert person
        entry = await tx.entries.pioneer(person.id)
        assert entry
        await tx.entries.save(replace(entry, status=Status.ARCHIVED), Change(None, empty_town.clock()))
    await declares(empty_town, "pia")
    assert "Een beheerder heeft V1 weggezet." in await empty_town.says("pia", "vindbaar aan")
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)


async def test_who_knows_me_shows_what_others_see(empty_town: Town) -> None:
    """The entry as others see it, how one is reached, and how many lessons there are without a name."""
    await is_found(empty_town, "pia", "vraag mij eerst")
    for line in ("deel", "Een proef met loting", "Het ging goed", "overslaan", "gelukt", "klaar"):
        await empty_town.says("pia", line)
    await empty_town.says(ADMIN, "publiceer L1")
    said = await empty_town.says("pia", "wie kent mij")
    assert "Je bent vindbaar als voorloper (V1)." in said
    assert "Dit zien anderen:" in said
    assert "Pas na jouw ja ziet iemand: p.voorbeeld@example.org" in said
    assert "Er staat een les of project van jou in de kennisbank, zonder je naam." in said
    assert "(Niemand" not in said


async def test_my_lessons_are_listed_with_what_became_of_them(empty_town: Town) -> None:
    """Each with its state, drafts too, in pages; what somebody else shared is not among them."""
    assert (await empty_town.says("bram", "mijn lessen")).startswith("Je hebt nog niets gedeeld.")
    for number in range(1, 23):
        empty_town.clock.forward(timedelta(minutes=1))
        for line in ("deel", f"Proef {number}", "Het ging goed", "overslaan", "gelukt", "klaar"):
            await empty_town.says("bram", line)
    await empty_town.says(ADMIN, "publiceer L1")
    said = await empty_town.says("bram", "mijn lessen")
    assert "Proef 22 (L22): concept, een beheerder leest het eerst" in said
    assert "`mijn lessen 2` (oudere)" in said
    said = await empty_town.says("bram", "mijn lessen 2")
    assert "Proef 1 (L1): gepubliceerd, voor leden van het netwerk" in said
    assert "`mijn lessen`" in await empty_town.says("bram", "mijn lessen 3")
    assert (await empty_town.says("chris", "mijn lessen")).startswith("Je hebt nog niets gedeeld.")


async def test_who_linked_two_pioneers_is_one(empty_town: Town) -> None:
    """Of two that became one person the newest goes on; what they change from then on is about all of it."""
    await is_found(empty_town, "pia")
    empty_town.clock.forward(timedelta(minutes=1))
    await is_found(empty_town, "pien", name="P. Tweede", about="Windmolens op zee, bomen")
    assert "Tweede" in (said := await empty_town.says("bram", QUESTION))
    assert "Voorbeeld" in said
    code = (await empty_town.says("pia", "koppel account")).partition("koppel account ")[2][:10]
    await empty_town.says("pien", f"koppel account {code}")
    assert "Tweede" in (said := await empty_town.says("bram", QUESTION))
    assert "P. Voorbeeld" not in said
    await empty_town.says("pia", "vindbaar uit")
    assert "Tweede" not in await empty_town.says("bram", QUESTION)


async def test_two_that_were_linked_before_are_one_at_the_next_change(empty_town: Town) -> None:
    """A pause is of the one that goes on; the other does not come back after it."""
    await is_found(empty_town, "pia")
    empty_town.clock.forward(timedelta(minutes=1))
    await is_found(empty_town, "pien", name="P. Tweede")
    async with empty_town.store.begin() as tx:
        persons = [await tx.people.of_account(AccountKey(PLACE, who)) for who in ("pia", "pien")]
        source, target = [each.id for each in persons if each]
        await tx.people.merge(source, target, Change(target, empty_town.clock()))
    await empty_town.says("pia", "vindbaar pauze tot 1 april")
    assert "P. " not in await empty_town.says("bram", QUESTION)
    await empty_town.passes(timedelta(days=40))
    assert "Tweede" in (said := await empty_town.says("bram", QUESTION))
    assert "P. Voorbeeld" not in said


async def test_who_is_in_the_archive_is_not_told_to_be_back(empty_town: Town) -> None:
    """They cannot pause there, and who paused before hears at the end that an admin decides."""
    await is_found(empty_town, "pia")
    await is_found(empty_town, "pim")
    await empty_town.says("pim", "vindbaar pauze tot 5 maart")
    await empty_town.says(ADMIN, "archiveer V1")
    for line in ("vindbaar pauze tot 5 maart", "vindbaar"):
        assert "Een beheerder heeft V1 weggezet" in await empty_town.says("pia", line)
    async with empty_town.store.begin() as tx:
        paused = EntryId(Kind.PIONEER, 2)
        entry = (await tx.entries.get([paused]))[paused]
        await tx.entries.save(replace(entry, status=Status.ARCHIVED), Change(None, empty_town.clock()))
    said = await empty_town.passes(9 * DAY)
    assert said.startswith("Je pauze is voorbij, maar niemand kan je vinden: een beheerder heeft V2")
