"""Roles, linked accounts, language, and what the bot tells about itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.catalog import COMMANDS
from bot.commands.help.overview import NAMED_WHERE_OF_USE
from bot.domain.keys import AccountKey
from storage.store import SqlStore
from tests.platforms.plaza import ADMIN, PLACE, POLICY, Town, town


async def test_an_admin_makes_a_coordinator(empty_town: Town) -> None:
    """A role given is a role held, and every refusal says why."""
    assert "Deze persoon ken ik nog niet" in await empty_town.says(ADMIN, "rol @plaza:town:bram coordinator")
    await empty_town.says("bram", "nieuw")
    assert "Gedaan: deze persoon is nu coördinator." in await empty_town.says(
        ADMIN, "rol @plaza:town:bram coordinator"
    )
    assert "al coördinator" in await empty_town.says(ADMIN, "rol plaza:town:bram coordinator")
    assert "Vanaf nu lees ik hier mee" in await empty_town.says("bram", "kanaal modus luister", "leren")
    assert "alleen een beheerder" in await empty_town.says("bram", "rol @plaza:town:bram admin")
    assert "Ik weet niet wie @bram is" in await empty_town.says(ADMIN, "rol @bram lid")
    assert "in het instellingenbestand" in await empty_town.says(ADMIN, "rol @plaza:town:ada lid")


async def test_an_admin_of_the_settings_is_one_by_every_account(empty_town: Town) -> None:
    """Who is admin in the settings file cannot be made less through another account of theirs."""
    code = re.search(r"`koppel account (\w+)`", await empty_town.says(ADMIN, "koppel account"))
    assert code is not None
    await empty_town.says("ada_thuis", f"koppel account {code[1]}")
    assert "instellingenbestand" in await empty_town.says(ADMIN, "rol @plaza:town:ada_thuis lid")


async def test_the_last_admin_stays(store: SqlStore) -> None:
    """The last admin cannot be made anything else; with a second one it can."""
    async with town(store) as first:
        await first.says("bram", "nieuw")
        await first.says(ADMIN, "rol @plaza:town:bram admin")
    # the same base, now without ada in the settings
    async with town(store, replace(POLICY, admins=frozenset())) as second:
        assert "is nu lid" in await second.says("bram", "rol @plaza:town:ada lid")
        assert "Dit is de laatste beheerder" in await second.says("bram", "rol @plaza:town:bram lid")


async def test_accounts_are_linked_by_a_code_typed_on_the_other_one(empty_town: Town) -> None:
    """A code given to one account makes the other account the same person, once."""
    said = await empty_town.says("bram", "koppel account")
    code = re.search(r"`koppel account (\w+)`", said)
    assert code is not None
    assert "al gekoppeld" in await empty_town.says("bram", f"koppel account {code[1]}")
    assert "werkt niet (meer)" in await empty_town.says("bram_thuis", f"koppel account {code[1]}")
    again = re.search(r"`koppel account (\w+)`", await empty_town.says("bram", "koppel account"))
    assert again is not None
    assert "Gekoppeld" in await empty_town.says("bram_thuis", f"koppel account {again[1].lower()}")
    async with empty_town.store.read() as tx:
        one = await tx.people.of_account(AccountKey(PLACE, "bram"))
        other = await tx.people.of_account(AccountKey(PLACE, "bram_thuis"))
    assert one == other


async def test_a_code_does_not_work_after_a_quarter_of_an_hour(empty_town: Town) -> None:
    """A link code expires."""
    code = re.search(r"`koppel account (\w+)`", await empty_town.says("bram", "koppel account"))
    assert code is not None
    empty_town.clock.forward(timedelta(minutes=16))
    assert "werkt niet (meer)" in await empty_town.says("chris", f"koppel account {code[1]}")


async def test_a_person_chooses_a_language(empty_town: Town) -> None:
    """`taal en` changes the language of everything said to that person directly."""
    assert "From now on I speak English" in await empty_town.says("bram", "taal en")
    assert (await empty_town.says("bram", "nieuw")).startswith("There is nothing in the base yet")
    assert "Vanaf nu praat ik Nederlands" in await empty_town.says("bram", "language nl")


async def test_help_shows_what_this_person_can_do(empty_town: Town) -> None:
    """Help lists a member's commands, and an admin's only to an admin; one command is explained."""
    assert "`deel [mislukking|uitgebreid]`" in await empty_town.says("bram", "help")
    assert "publiceer" not in await empty_town.says("bram", "help beheer")
    assert "`help beheer`" in await empty_town.says(ADMIN, "help")
    assert "`publiceer <nummers> [openbaar|netwerk|kanaal]`" in await empty_town.says(ADMIN, "help beheer")
    assert (await empty_town.says(ADMIN, "help kanaal")).count("`kanaal ") == 6
    assert "Bijvoorbeeld: `deel` · `deel mislukking`" in await empty_town.says("bram", "help deel")


async def test_help_leaves_out_what_is_named_where_it_is_of_use(empty_town: Town) -> None:
    """So that it fits in one message; each is a command, and `help` with its name shows it."""
    assert {command.dutch.name for command in COMMANDS} >= NAMED_WHERE_OF_USE
    everything = await empty_town.says("bram", "help")
    for name in NAMED_WHERE_OF_USE:
        assert f"`{name}" not in everything
        about = name if name.count(" ") < 2 else name.split()[0]
        assert f"`{name}" in await empty_town.says("bram", f"help {about}")


async def test_a_guest_is_helped_with_what_a_guest_can_do(empty_town: Town) -> None:
    """A guest's help does not offer what would be refused."""
    said = await empty_town.says("gast", "help", "leren", guest=True)
    assert said == "Ik ben er voor leden. `over` vertelt wat ik ben, `privacy` wat ik bewaar."


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("hoi", "Hoi! Vraag me"),
        ("Bedankt!", "Graag gedaan!"),
        ("wie ben jij?", "Ik ben Voorloper."),
        ("wat bewaar je van mij?", "Ik bewaar:"),
        ("thema’s?", "Er zijn nog geen thema's"),
        ("what is new?", "There is nothing in the base yet"),
        ("🙏", "Hoi! Vraag me"),
    ],
)
async def test_courtesies_and_questions_about_the_bot_are_no_questions_to_keep(
    empty_town: Town, line: str, answer: str
) -> None:
    """A greeting, thanks or a question about the bot has its own answer and is not kept as a question."""
    assert (await empty_town.says("bram", line)).startswith(answer)
    async with empty_town.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_the_bot_tells_what_it_is_and_keeps(starter_town: Town) -> None:
    """`over` counts what there is for this reader; `privacy` names every span of time."""
    about = await starter_town.says("bram", "over")
    assert "Voor het testnetwerk onthoud ik" in about
    assert "EUPL" in about
    privacy = await starter_town.says("bram", "privacy")
    for span in ("1 dag", "2 weken", "1 uur", "1 jaar"):
        assert span in privacy
