"""Contact with a pioneer: as they chose, and without anybody learning who said no."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.store import SqlStore
from tests.dialogs.pioneering import REACH, is_found
from tests.platforms.plaza import POLICY, Town, direct, town

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
ABOUT = "hoe begon je met bewoners? Ik ben te bereiken op bram@example.org"


def told(here: Town, who: str) -> list[str]:
    """Return everything that somebody was told directly."""
    return [shown.text for shown in here.chat.shown if shown.conversation == direct(who)]


async def test_who_may_be_asked_directly_is_shown_with_how(empty_town: Town) -> None:
    """One line gives how to reach them, to the asker alone, also in a room."""
    await is_found(empty_town, "pia")
    said = await empty_town.says("bram", "contact V1")
    assert said == f"Je kunt P. Voorbeeld (V1) direct bereiken: {REACH}"
    await empty_town.says("ada", "kanaal meelezers leden", "leren")
    await empty_town.says("bram", "contact V1 over loting", "leren")
    assert empty_town.last().only_for == "bram"


async def test_who_wants_to_be_asked_first_is_asked_and_says_yes(empty_town: Town) -> None:
    """The pioneer reads the question with two choices; after yes each has what they need, and only then."""
    await is_found(empty_town, "pia", "vraag mij eerst")
    said = await empty_town.says("bram", f"contact V1 {ABOUT}")
    assert REACH not in said
    assert "Ik heb je vraag gesteld aan P. Voorbeeld (V1)" in said
    asked = told(empty_town, "pia")[-1]
    assert f"“{ABOUT}”" in asked
    assert "`verzoek 1 ja` (ja, breng ons bij elkaar) · `verzoek 1 nee` (nee, liever niet)" in asked
    assert "Ik heb het al voor je gevraagd" in await empty_town.says("bram", "contact V1 en nu?")
    await empty_town.clicks("pia", "verzoek 1 ja")
    assert f"Kan ik dat niet openen, dan geef ik door: {REACH}" in told(empty_town, "pia")[-1]
    assert (
        f"P. Voorbeeld (V1) hoort graag van je. Zo bereik je diegene: {REACH}" in told(empty_town, "bram")[-1]
    )
    assert "Je zei al ja" in await empty_town.says("pia", "verzoek 1 nee")
    assert await empty_town.passes(8 * DAY) == ""
    assert "Dit verzoek is voorbij" in await empty_town.says("pia", "verzoek 1 ja")


async def test_how_to_be_reached_can_be_said_with_the_yes(empty_town: Town) -> None:
    """Who gave nothing beforehand is asked for it; what is said with a yes goes before what was given."""
    await is_found(empty_town, "pia", "vraag mij eerst", reach="overslaan")
    await empty_town.says("bram", f"contact V1 {ABOUT}")
    assert "Hoe mogen ze je bereiken?" in await empty_town.says("pia", "verzoek 1 ja")
    await empty_town.says("pia", "verzoek 1 ja, bel 010 1234567")
    assert "Zo bereik je diegene: bel 010 1234567" in told(empty_town, "bram")[-1]


async def test_a_refusal_reads_and_comes_like_silence(store: SqlStore) -> None:
    """What the asker sees of a refusal and of silence is the same, to the letter and to the minute."""
    heard = []
    async with town(store) as here:
        await is_found(here, "pia", "vraag mij eerst")
        for refused in (True, False):
            await here.says("bram", f"contact V1 {ABOUT}")
            begun, before = here.clock(), len(told(here, "bram"))
            if refused:
                assert "Ze horen niet dat je nee zei" in await here.says("pia", "verzoek 1 nee")
            again = await here.says("bram", f"contact V1 {ABOUT}")
            assert await here.passes(7 * DAY - MINUTE) == ""
            assert len(told(here, "bram")) == before + 1
            await here.passes(MINUTE)
            day = f"{begun.day} maart 2026"
            heard.append((again[:40], told(here, "bram")[-1].replace(day, "toen")))
            if refused:
                assert "is voorbij" not in told(here, "pia")[-1]
        assert "Het contactverzoek van een week geleden is voorbij" in told(here, "pia")[-1]
    assert heard[0] == heard[1]
    assert heard[0][1].startswith("Het is niet tot contact met V1 gekomen na je vraag van toen.")


async def test_not_now_is_said_and_nobody_is_asked(empty_town: Town) -> None:
    """Who does not want to be asked now is not."""
    await is_found(empty_town, "pia", "nu niet")
    before = len(told(empty_town, "pia"))
    assert "is nu niet beschikbaar voor contact" in await empty_town.says("bram", f"contact V1 {ABOUT}")
    assert len(told(empty_town, "pia")) == before


async def test_a_pioneer_is_asked_no_more_than_the_settings_say(store: SqlStore) -> None:
    """After so many requests in a month the next one is told to wait; a month later it is put."""
    async with town(store, replace(POLICY, requests_a_month=2)) as here:
        await is_found(here, "pia", "vraag mij eerst")
        for who in ("bram", "chris"):
            assert "Ik heb je vraag gesteld" in await here.says(who, f"contact V1 {ABOUT}")
        assert "kreeg deze maand al genoeg vragen" in await here.says("dana", f"contact V1 {ABOUT}")
        await here.passes(31 * DAY)
        assert "Ik heb je vraag gesteld" in await here.says("dana", f"contact V1 {ABOUT}")


async def test_every_line_that_asks_for_nothing_possible_says_so(empty_town: Town) -> None:
    """Nothing to ask about, emoji only, too long, oneself, nobody: each has its own sentence."""
    await is_found(empty_town, "pia", "vraag mij eerst")
    for line in ("contact V1", "contact V1 🙏"):
        assert "Typ `contact V1` met daarachter je vraag" in await empty_town.says("bram", line)
    assert "langer dan 600 tekens" in await empty_town.says("bram", f"contact V1 {'x' * 601}")
    assert "Dat ben jij (V1)." in await empty_town.says("pia", f"contact V1 {ABOUT}")
    assert "V9 ken ik niet" in await empty_town.says("bram", f"contact V9 {ABOUT}")
    assert "verzoek met nummer 9 ken ik niet" in await empty_town.says("pia", "verzoek 9 ja")
    await empty_town.says("bram", f"contact V1 {ABOUT}")
    assert "verzoek met nummer 1 ken ik niet" in await empty_town.says("chris", "verzoek 1 ja")


async def test_who_cannot_be_found_cannot_be_asked(empty_town: Town) -> None:
    """Paused or gone reads like nobody; who is gone meanwhile is not named by a yes."""
    await is_found(empty_town, "pia", "vraag mij eerst")
    await empty_town.says("bram", f"contact V1 {ABOUT}")
    await empty_town.says("pia", "vindbaar pauze tot 1 mei")
    nobody = await empty_town.says("bram", "contact V2")
    assert (await empty_town.says("chris", "contact V1")).replace("V1", "V2") == nobody
    assert "Eerst `vindbaar aan`, dan `verzoek 1 ja`" in await empty_town.says("pia", "verzoek 1 ja")
    assert "Voorbeeld" not in told(empty_town, "bram")[-1]


async def test_contact_in_english(empty_town: Town) -> None:
    """Asker and pioneer each read it in their own language."""
    await is_found(empty_town, "pia", "vraag mij eerst")
    await empty_town.says("bea", "language en")
    assert "I have put your question to P. Voorbeeld" in await empty_town.says(
        "bea", "contact V1 how did you begin?"
    )
    assert "Iemand uit het netwerk wil graag contact" in told(empty_town, "pia")[-1]
    await empty_town.says("pia", "request 1 yes")
    assert "Good news: P. Voorbeeld (V1) would like to hear from you." in told(empty_town, "bea")[-1]


async def test_a_yes_brings_both_together_where_the_platform_can(empty_town: Town) -> None:
    """In a room of their own, which does not say how the pioneer is reached; elsewhere that is passed on."""
    empty_town.chat.opens_rooms = True
    await is_found(empty_town, "pia", "vraag mij eerst")
    await empty_town.says("bram", "contact V1 hoe begon je?")
    said = await empty_town.says("pia", "verzoek 1 ja")
    assert "Ik breng jullie bij elkaar in een eigen gesprek." in said
    (both,) = [shown for shown in empty_town.chat.shown if shown.conversation.room.id == "bram+pia"]
    assert "P. Voorbeeld (V1) zei ja op een vraag van een van jullie." in both.text
    assert "“hoe begon je?”" in both.text
    assert REACH not in both.text
    alone = [shown.text for shown in empty_town.chat.shown if shown.conversation == direct("bram")]
    assert not any(REACH in text for text in alone)
