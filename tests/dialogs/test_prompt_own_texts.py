"""Texts for prompts that coordinators give by command: kept, said, listed, and taken away.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import AccountKey
from bot.messages.i18n import translator
from bot.ports.knowledge import Change
from bot.prompting.kinds import Kind
from bot.prompting.texts import TEXTS
from tests.dialogs.prompting import CORA, HOW, LEREN, coordinated
from tests.platforms.plaza import PLACE, Town

FIRST, DAY = timedelta(minutes=31), timedelta(days=1)
OWN = "Welke {deur} ging er *open*?"
KEPT = "Bewaard: T1, voor check-in, in het Nederlands."


async def asks(here: Town, kind: str, text: str = "") -> None:
    """Let a prompt of a kind run every day at eleven, once a text was given for it."""
    await coordinated(here)
    await here.program.tick()
    if text:
        await here.says(CORA, f"prikkel tekst {kind} {text}")
    await here.says(CORA, f"prikkel plan elke dag 11:00 in #leren {kind}")
    await here.says(CORA, "prikkel ja")


async def test_a_text_of_a_coordinator_comes_once_before_the_others(empty_town: Town) -> None:
    """As it was typed, signs and all; it does not come again while there are others."""
    await asks(empty_town, "check-in", f"“{OWN}”")
    assert OWN in await empty_town.says(CORA, "prikkel proef K1")
    assert await empty_town.passes(FIRST) == f"{OWN}\n\n{HOW}"
    for _ in TEXTS[Kind.CHECKIN]:
        assert OWN not in await empty_town.passes(DAY)


async def test_after_silence_it_is_left_out(empty_town: Town) -> None:
    """It asks something; what asks little is said then."""
    await asks(empty_town, "check-in")
    await empty_town.passes(FIRST)
    await empty_town.says(CORA, f"prikkel tekst check-in {OWN}")
    assert OWN not in await empty_town.passes(DAY)


async def test_texts_are_kept_listed_and_taken_away(empty_town: Town) -> None:
    """By kind, or all of them; the answer is for the coordinator alone."""
    await coordinated(empty_town)
    assert await empty_town.says(CORA, "prikkel teksten") == (
        "Niemand heeft nog een tekst toegevoegd.\n"
        "Zelf toevoegen: `prikkel tekst succes Wat werkte er deze week?`"
    )
    said = await empty_town.says(CORA, f"prikkel tekst check-in: {OWN}", "leren")
    assert said.startswith(f"{KEPT}\n")
    assert "`prikkel tekst weg T1` haalt hem weg." in said
    assert empty_town.last().only_for == CORA
    await empty_town.says(CORA, "prikkel tekst succes What did you get done this week?")
    assert "Die tekst heb ik al: T1." in await empty_town.says(CORA, f"prikkel tekst check-in {OWN}")
    both = await empty_town.says(CORA, "prikkel teksten")
    assert both.startswith(
        f"T1 · check-in · in het Nederlands: “{OWN}”\n"
        "T2 · succes · in het Engels: “What did you get done this week?”\n"
    )
    listed = await empty_town.says(CORA, "prikkel teksten succes")
    assert "T1" not in listed
    number = translator("nl").plural("{number}", "{number}", len(TEXTS[Kind.SUCCESS]))
    assert f"Voor succes heb ik zelf ook {number} teksten." in listed
    assert await empty_town.says(CORA, "prikkel tekst weg T1") == "T1 is weg. `ongedaan` haalt hem terug."
    assert "T1" not in await empty_town.says(CORA, "prikkel teksten")
    assert "Ik ken geen tekst T1." in await empty_town.says(CORA, "prikkel tekst weg T1")


async def test_only_texts_in_the_language_of_the_channel_are_said(empty_town: Town) -> None:
    """The language is that of the words, and that of the command when they do not tell."""
    await asks(empty_town, "check-in", "What keeps you busy in the office this week?")
    assert "What keeps" not in await empty_town.passes(FIRST)
    change = Change(None, empty_town.clock())
    async with empty_town.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, language="en"), change)
        cora = await tx.people.of_account(AccountKey(PLACE, CORA))
        assert cora
        await tx.people.save(replace(cora, language="en"), change)
    said = await empty_town.says(CORA, "prompt text check-in Energy?")
    assert said.startswith("Kept: T2, for check-in, in English.")
    await empty_town.says("anna", "hoi", "leren", thread=empty_town.chat.shown[-1].id)
    assert "T2 is gone." in await empty_town.says(CORA, "prompt text remove T2")


async def test_what_was_done_can_be_undone(empty_town: Town) -> None:
    """Adding a text, and taking one away."""
    await coordinated(empty_town)
    await empty_town.says(CORA, f"prikkel tekst check-in {OWN}")
    await empty_town.says(CORA, "prikkel tekst weg T1")
    assert await empty_town.says(CORA, "ongedaan") == "Teruggedraaid: je laatste “prikkel tekst”."
    assert "T1 · check-in" in await empty_town.says(CORA, "prikkel teksten check-in")
    assert await empty_town.says(CORA, "ongedaan") == "Teruggedraaid: je laatste “prikkel tekst”."
    assert "T1" not in await empty_town.says(CORA, "prikkel teksten")


@pytest.mark.parametrize("around", ["voor een succes:", "toevoegen bij succes", "voor de SUCCES -"])
async def test_what_stands_around_the_kind_is_understood(empty_town: Town, around: str) -> None:
    """As people say it."""
    await coordinated(empty_town)
    said = await empty_town.says(CORA, f"prikkel tekst {around} Wat werkte er deze week?")
    assert said.startswith("Bewaard: T1, voor succes, in het Nederlands.")
    assert "“Wat werkte er deze week?”" in await empty_town.says(CORA, "prikkel teksten")


async def test_a_text_without_a_kind_is_shown_with_one(empty_town: Town) -> None:
    """As it can be typed."""
    await coordinated(empty_town)
    said = await empty_town.says(CORA, "prikkel tekst Voor wie werkte er iets?")
    assert said.endswith("Typ bijvoorbeeld: `prikkel tekst succes Voor wie werkte er iets?`")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "prikkel tekst Wat werkte er?",
            "Waar is de tekst voor? Eerst komt een van deze: succes, mislukking,",
        ),
        ("prikkel tekst vrij Wat werkte er?", "Waar is de tekst voor?"),
        ("prikkel tekst weg ermee", "Waar is de tekst voor?"),
        ("prikkel teksten vrij", "Waar is de tekst voor?"),
        ("prikkel teksten succes nu", "Waar is de tekst voor?"),
        ("prikkel tekst succes", "Welke tekst? Zet hem achter de soort."),
        (f"prikkel tekst succes {'a' * 700}", "Die tekst is te lang: hooguit 600 tekens."),
        ("prikkel tekst weg T9", "Ik ken geen tekst T9."),
        ("prompt text Which one?", "What is the text for? First comes one of: success, failure,"),
    ],
)
async def test_what_cannot_be_read_is_asked_back(empty_town: Town, typed: str, said: str) -> None:
    """With what it could be."""
    await coordinated(empty_town)
    assert (await empty_town.says(CORA, typed)).startswith(said)
