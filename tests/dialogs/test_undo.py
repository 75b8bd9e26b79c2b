"""Taking back what somebody did last."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.keys import AccountKey, RoomKey
from bot.domain.model import Consent, Pioneer, Status
from bot.domain.people import Mode, Role
from bot.ports.knowledge import Change
from tests.dialogs.curators import (
    OTHER,
    draft_of,
    keep,
    lesson,
    minute,
    person,
    pioneer,
    stored,
    two_admins,
)
from tests.platforms.plaza import ADMIN, PLACE, Town


async def test_one_action_that_touched_several_entries_is_taken_back_whole(empty_town: Town) -> None:
    """And the one before it after that, until there is nothing left."""
    before = [lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in (1, 2)]
    await keep(empty_town, *before)
    await empty_town.says(ADMIN, "publiceer L1 L2 openbaar")
    await empty_town.says(ADMIN, "bewerk L1 titel=Anders")
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Teruggedraaid: je laatste “bewerk”. Weer zoals het was: L1." in said
    said = await empty_town.says(ADMIN, "undo")
    assert "Taken back: your last “publish”. As it was before: L1 and L2." in said
    assert [await stored(empty_town, str(each.id)) for each in before] == before
    assert "Er is niets van jou dat ik kan terugdraaien." in await empty_town.says(ADMIN, "ongedaan")


async def test_nothing_is_taken_back_when_another_went_on(empty_town: Town) -> None:
    """The other's change is named; all entries of the action stay as they are."""
    await two_admins(empty_town)
    await keep(empty_town, *[lesson(empty_town, n, f"Proef {n}", Status.DRAFT) for n in (1, 2)])
    await empty_town.says(ADMIN, "publiceer L1 L2")
    minute(empty_town)
    await empty_town.says(OTHER, "bewerk L2 titel=Beter")
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Ik draai niets terug, want L2 is daarna veranderd:" in said
    assert "een beheerder:" in said
    assert "– Titel: “Proef 2” → “Beter”" in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.status is Status.PUBLISHED


async def test_who_shared_something_takes_it_back(empty_town: Town) -> None:
    """As long as it is the draft that they made; its number is not used again."""
    await draft_of(empty_town, "bram", "Een buurtfeest")
    assert "Teruggedraaid: L1 is er niet meer." in await empty_town.says("bram", "ongedaan")
    assert await stored(empty_town, "L1") is None
    assert "L1 ken ik niet" in await empty_town.says(ADMIN, "publiceer L1")
    await draft_of(empty_town, "bram", "Een straatfeest")
    assert await stored(empty_town, "L2")
    await empty_town.says(ADMIN, "publiceer L2")
    assert "want L2 is daarna veranderd" in await empty_town.says("bram", "ongedaan")


async def test_nobody_takes_back_what_another_did(empty_town: Town) -> None:
    """Everybody their own; a member has no action of an admin's."""
    await two_admins(empty_town)
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    await empty_town.says(ADMIN, "archiveer L1")
    assert "Er is niets van jou" in await empty_town.says(OTHER, "ongedaan")
    assert "Er is niets van jou" in await empty_town.says("bram", "ongedaan")


async def test_settings_and_roles_are_taken_back_too(empty_town: Town) -> None:
    """A language, a channel, a role; never the last admin."""
    await two_admins(empty_town)
    await empty_town.says("bram", "taal en")
    assert "Taken back: your last “language”." in await empty_town.says("bram", "undo")
    await empty_town.says(ADMIN, "kanaal modus actief", "leren")
    await empty_town.says(ADMIN, "rol @plaza:town:bram admin")
    await empty_town.says(ADMIN, "ongedaan")
    await empty_town.says(ADMIN, "ongedaan")
    async with empty_town.store.read() as tx:
        room = await tx.rooms.get(RoomKey(PLACE, "leren"))
        known = await tx.people.of_account(AccountKey(PLACE, "bram"))
    assert room
    assert room.mode is Mode.SILENT
    assert known
    assert known.role is Role.MEMBER


async def test_who_lost_the_right_takes_nothing_back(empty_town: Town) -> None:
    """What an admin did is not undone by who is none any more."""
    await two_admins(empty_town)
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    await empty_town.says(OTHER, "archiveer L1")
    await empty_town.says(ADMIN, f"rol @plaza:town:{OTHER} lid")
    said = await empty_town.says(OTHER, "ongedaan")
    assert "Je laatste “archiveer” kan ik niet terugdraaien." in said
    entry = await stored(empty_town, "L1")
    assert entry
    assert entry.status is Status.ARCHIVED


async def test_consent_is_never_brought_back(empty_town: Town) -> None:
    """A pioneer who withdrew meanwhile is not shown again by an undo, nor told about."""
    await pioneer(empty_town)
    await empty_town.says(ADMIN, "archiveer V1")
    entry = await stored(empty_town, "V1")
    assert entry
    assert isinstance(entry.details, Pioneer)
    gone = replace(entry, details=replace(entry.details, consent=Consent.WITHDRAWN))
    async with empty_town.store.begin() as tx:
        await tx.entries.save(gone, Change(entry.details.person, empty_town.clock()))
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "kan ik niet terugdraaien" in said
    assert "Voorbeeld" not in said
    assert await stored(empty_town, "V1") == gone


async def test_the_actions_of_linked_accounts_are_one_persons(empty_town: Town) -> None:
    """Who linked a second account, and then a third one, takes back what they did with the first."""
    await two_admins(empty_town)
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    await empty_town.says(OTHER, "archiveer L1")
    for name in ("tweede", "derde"):
        target = await person(empty_town, name)
        async with empty_town.store.begin() as tx:
            source = await tx.people.of_account(AccountKey(PLACE, OTHER))
            assert source
            await tx.people.merge(source.id, target, Change(target, empty_town.clock()))
    assert "Teruggedraaid: je laatste “archiveer”" in await empty_town.says("derde", "ongedaan")


async def test_who_heard_of_something_hears_that_it_is_taken_back(empty_town: Town) -> None:
    """A publication and a rejection, in friendly words; what nobody was told of is not told about."""
    await draft_of(empty_town, "bram", "Een buurtfeest")
    await empty_town.says(ADMIN, "publiceer L1")
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "Je “Een buurtfeest” (L1) was gepubliceerd; een beheerder heeft dat teruggedraaid" in said
    await empty_town.says(ADMIN, "wijs af L1 dit staat er al")
    said = await empty_town.says(ADMIN, "ongedaan")
    assert "dat “Een buurtfeest” (L1) niet in de kennisbank kwam. Een beheerder heeft dat" in said
    await empty_town.says(ADMIN, "bewerk L1 titel=Feest")
    assert "beheerder heeft" not in await empty_town.says(ADMIN, "ongedaan")


async def linked(here: Town, source: str, target: str) -> None:
    """Let the person behind one account become the one behind another, who is somebody by now."""
    one, other = await person(here, source), await person(here, target)
    async with here.store.begin() as tx:
        await tx.people.merge(one, other, Change(other, here.clock()))


async def role_of(here: Town, who: str) -> Role:
    async with here.store.read() as tx:
        found = await tx.people.of_account(AccountKey(PLACE, who))
    assert found
    return found.role


async def test_linking_accounts_is_nobodys_change(empty_town: Town) -> None:
    """What somebody shared before, they still take back."""
    await draft_of(empty_town, "bram", "Een buurtfeest")
    await linked(empty_town, "bram", "tweede")
    assert "L1 is er niet meer" in await empty_town.says("bram", "ongedaan")


async def test_what_was_changed_of_somebody_who_linked_accounts_is_taken_back(empty_town: Town) -> None:
    """The role and the language that they have now, and nothing else of them."""
    await two_admins(empty_town)
    await person(empty_town, "bram")
    await empty_town.says(ADMIN, "rol @plaza:town:bram admin")
    await empty_town.says("bram", "taal en")
    await linked(empty_town, "bram", "tweede")
    await empty_town.says("tweede", "taal nl")
    assert "Teruggedraaid: je laatste “rol”" in await empty_town.says(ADMIN, "ongedaan")
    assert await role_of(empty_town, "bram") is Role.MEMBER
    async with empty_town.store.read() as tx:
        found = await tx.people.of_account(AccountKey(PLACE, "bram"))
    assert found
    assert found.language == "nl"


async def test_a_language_chosen_before_linking_accounts_is_taken_back(empty_town: Town) -> None:
    """By whichever account."""
    await empty_town.says("tweede", "taal en")
    await empty_town.says("bram", "taal en")
    await linked(empty_town, "bram", "tweede")
    assert "Taken back: your last “language”" in await empty_town.says("tweede", "undo")
    async with empty_town.store.read() as tx:
        found = await tx.people.of_account(AccountKey(PLACE, "bram"))
    assert found
    assert found.language is None


async def test_a_role_that_somebody_had_by_another_account_is_not_taken_back(empty_town: Town) -> None:
    """It was theirs before the accounts were linked, and nobody says that it went."""
    await two_admins(empty_town)
    await person(empty_town, "bram")
    await empty_town.says(ADMIN, "rol @plaza:town:bram admin")
    await linked(empty_town, "bram", OTHER)
    assert "kan ik niet terugdraaien" in await empty_town.says(ADMIN, "ongedaan")
    assert await role_of(empty_town, "bram") is Role.ADMIN
