"""Who is admin and who coordinator: who needs one of them can find out, and admins see who may do what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.keys import AccountKey, PlaceKey
from bot.domain.people import Role
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.platforms.plaza import ADMIN, PLACE, POLICY, Town, town

HERE = AccountKey(PLACE, ADMIN)
AWAY = AccountKey(PlaceKey("plaza", "far"), "eva")


async def test_they_are_named_as_they_are_called_here(empty_town: Town) -> None:
    """An admin sees how to make somebody one; a member does not."""
    for who in ("bram", "cora"):
        await empty_town.says(who, "nieuw")
    await empty_town.says(ADMIN, "rol @plaza:town:cora coordinator")
    asked = await empty_town.says(ADMIN, "rollen")
    assert "Beheerders publiceren lessen en houden de kennisbank bij: jij." in asked
    assert "Coördinatoren plannen prikkels: plaza:town:cora." in asked
    assert "Met `rol @iemand coördinator`" in asked
    answered = await empty_town.says("bram", "rollen", "leren")
    assert "bij: plaza:town:ada." in answered
    assert "`rol" not in answered
    assert empty_town.last().only_for == "bram"  # among others it would call them


@pytest.mark.parametrize(
    "line",
    [
        "wie zijn de beheerders?",
        "Wie is hier de coördinator?",
        "wie beheert deze bot",
        "wie kan een les publiceren?",
        "beheerders",
        "who are the admins?",
        "who can publish a lesson?",
    ],
)
async def test_it_can_be_asked(empty_town: Town, line: str) -> None:
    """In the words of whoever needs one, where the search found grid operators (“netbeheerders”)."""
    assert "plaza:town:ada" in await empty_town.says("bram", line)


@pytest.mark.parametrize(
    ("admins", "named"), [((AWAY, HERE), "plaza:town:ada en iemand elders"), ((AWAY,), "iemand elders")]
)
async def test_who_is_elsewhere_is_counted(
    store: SqlStore, admins: tuple[AccountKey, ...], named: str
) -> None:
    """An account of another place says nothing here."""
    async with town(store, replace(POLICY, admins=frozenset(admins))) as there:
        assert f"bij: {named}." in await there.says("bram", "rollen")


@pytest.mark.parametrize("other", [AWAY, AccountKey(PLACE, "thuis")])
async def test_somebody_with_two_accounts_is_named_once(store: SqlStore, other: AccountKey) -> None:
    """By one that is here, and as “you” by either."""
    async with town(store, replace(POLICY, admins=frozenset({other, HERE}))) as there:
        await there.says(ADMIN, "nieuw")
        async with store.begin() as tx:
            admin, change = await tx.people.of_account(HERE), Change(None, there.clock())
            same = await tx.people.add(other, Role.ADMIN, change)
            assert admin is not None
            await tx.people.merge(same.id, admin.id, change)
        assert "bij: plaza:town:ada." in await there.says("bram", "rollen")
        assert "bij: jij." in await there.says(ADMIN, "rollen")


async def test_where_there_are_none_it_says_so(store: SqlStore) -> None:
    """And who can change that."""
    async with town(store, replace(POLICY, admins=frozenset())) as there:
        said = await there.says("bram", "rollen")
    assert "Er is nog geen beheerder; wie mij laat draaien, noemt er een in de instellingen." in said
    assert "Nog niemand is coördinator." in said


@pytest.mark.parametrize("line", ["rollen in de energiesector", "wie zijn de beheerders van het stroomnet?"])
async def test_a_question_about_the_work_stays_one(empty_town: Town, line: str) -> None:
    """Only a whole line that means them is about them."""
    assert "Beheerders publiceren" not in await empty_town.says("bram", line)
