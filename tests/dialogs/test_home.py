"""Somebody's own page: what there is to do for them comes from the command table."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.commands.catalog import COMMANDS
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Role
from bot.messages.incoming import Installed, Sender
from bot.messages.plaintext import render_plain
from bot.messages.reply import choices
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.pioneering import is_found
from tests.dialogs.test_new_command import GREET
from tests.dialogs.test_share import share
from tests.platforms.plaza import ADMIN, PLACE, Town, town


async def page(here: Town, who: str) -> str:
    """Return somebody's page as text."""
    return render_plain(await here.program.home(Sender(AccountKey(PLACE, who))))


async def appoint(here: Town, who: str, role: Role) -> None:
    async with here.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, who), role, Change(None, here.clock()))


async def test_what_it_does_and_where_to_begin(empty_town: Town) -> None:
    """Three sentences, and buttons that carry what could be typed."""
    await appoint(empty_town, "bram", Role.MEMBER)
    reply = await empty_town.program.home(Sender(AccountKey(PLACE, "bram")))
    begun = [(button.label, button.command) for button in choices(reply)]
    assert begun == [
        ("Stel een vraag", "stel een vraag"),
        ("Deel een les", "deel"),
        ("Vindbaar als voorloper", "ik ben voorloper"),
        ("wat ik nog meer kan", "help"),
    ]
    text = render_plain(reply)
    assert "Voor het testnetwerk onthoud ik" in text
    assert "Je hebt nog niets gedeeld." in text
    assert "`taal nl|en` – " in text
    assert "`koppel account [code]` – " in text
    assert "kanaal modus" not in text
    assert "publiceer" not in text


async def test_what_somebody_shared_and_still_asks(empty_town: Town) -> None:
    """The newest first, each with its state and a button that opens it, and how many questions are open."""
    for title in ("Een buurtapp", "Een moestuin"):
        await share(empty_town, "bram", "deel", title, "Niemand kwam", "overslaan", "3", "klaar")
    await empty_town.says(ADMIN, "publiceer L1")
    await empty_town.says("bram", "wie heeft ervaring met een maanbasis?")
    text = await page(empty_town, "bram")
    assert "Een buurtapp (L1): gepubliceerd" in text
    assert "Een moestuin (L2): concept, een beheerder leest het eerst" in text
    assert "Je hebt een vraag waar nog geen antwoord op is." in text
    assert {"L1", "L2"} <= {
        button.command for button in choices(await empty_town.program.home(Sender(AccountKey(PLACE, "bram"))))
    }
    assert "buurtapp" not in await page(empty_town, ADMIN)


async def test_who_does_not_agree_any_more_is_no_pioneer_there(empty_town: Town) -> None:
    """Not even to themselves, on a page that others may see on their screen."""
    await is_found(empty_town, "petra")
    assert "Windmolens op zee, loting (V1)" in await page(empty_town, "petra")
    await empty_town.says("petra", "vindbaar uit")
    assert "V1" not in await page(empty_town, "petra")


async def test_a_coordinator_and_an_admin_have_their_commands(empty_town: Town) -> None:
    """All that the table gives their role, and nothing more; what waits for an admin stands there too."""
    await appoint(empty_town, "cora", Role.COORDINATOR)
    for who, roles in (("cora", {Role.COORDINATOR}), (ADMIN, {Role.COORDINATOR, Role.ADMIN})):
        text = await page(empty_town, who)
        for command in COMMANDS:
            if command.rule.needs in {Role.COORDINATOR, Role.ADMIN}:
                assert (f"`{command.dutch.name}" in text) == (command.rule.needs in roles), command.dutch.name
    assert "op toelating" not in await page(empty_town, ADMIN)
    origin = empty_town.origin("ed", "leren")
    place = PlaceKey("plaza", "elders")
    away = ConversationKey(RoomKey(place, "leren"), None)
    await empty_town.happens(Installed(replace(origin, conversation=away)))
    assert "op toelating" in await page(empty_town, ADMIN)
    assert "op toelating" not in await page(empty_town, "cora")


async def test_a_later_command_is_there_by_itself(store: SqlStore) -> None:
    """For whom it is."""
    async with town(store, commands=(*COMMANDS, GREET)) as here:
        assert "`groet <naam>` – groet iemand" in await page(here, ADMIN)
        await appoint(here, "bram", Role.MEMBER)
        assert "groet" not in await page(here, "bram")


async def test_strangers_see_what_the_bot_is(empty_town: Town) -> None:
    """Guests of the platform and strangers; in a place that nobody admitted not even that."""
    await appoint(empty_town, "vera", Role.STRANGER)
    guest, vera = Sender(AccountKey(PLACE, "gast"), guest=True), Sender(AccountKey(PLACE, "vera"))
    elsewhere = await empty_town.program.home(Sender(AccountKey(PlaceKey("plaza", "elders"), "ed")))
    assert (
        render_plain(elsewhere).strip()
        == "Een beheerder van het netwerk heeft deze plaats nog niet toegelaten. "
        "Is dat gebeurd, dan geef ik hier antwoord."
    )
    for stranger in (guest, vera):
        text = render_plain(await empty_town.program.home(stranger))
        assert "Ik ben er voor de leden van dit netwerk." in text
        assert set(re.findall("`([^`]+)`", text)) == {"help"}


async def test_who_never_said_anything_sees_what_they_can_do(empty_town: Town) -> None:
    """As the member they will be; looking alone does not make the bot remember them."""
    assert "Je hebt nog niets gedeeld." in await page(empty_town, "nieuw")
    async with empty_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, "nieuw")) is None


@pytest.mark.parametrize(
    ("chosen", "words"), [("taal nl", "Jouw instellingen;"), ("language en", "Your settings, to be")]
)
async def test_it_is_in_their_own_language(empty_town: Town, chosen: str, words: str) -> None:
    """Which they chose by a command."""
    await empty_town.says("bram", chosen)
    assert words in await page(empty_town, "bram")
