"""From an empty base to the first prompt, in five steps that are seen in what is there."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Role
from bot.domain.prompt import PromptState
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.curators import keep, lesson, person, pioneer
from tests.dialogs.prompting import running
from tests.platforms.plaza import ADMIN, Town, town

STEPS = (
    "de eerste eigen lessen",
    "een kanaal",
    "iemand naast jou",
    "de eerste voorloper",
    "de eerste prikkel",
)


def standing(said: str) -> list[str]:
    """Return how it stands with each step, in their order."""
    headings = [line for line in said.splitlines() if line[:1].isdigit()]
    named = [heading.partition(". ")[2].rpartition(" · ") for heading in headings]
    assert tuple(name for name, _, _ in named) == STEPS
    return [state for _, _, state in named]


async def test_the_steps_are_gone_through_one_by_one(empty_town: Town) -> None:
    """Only the next one says how; what is done is seen, whoever did it and in whatever way."""
    here = empty_town
    said = await here.says(ADMIN, "start")
    assert standing(said) == ["nu", "straks", "straks", "straks", "straks"]
    assert "`importeer` vertelt hoe" in said
    assert "`kanaal meelezers leden`" not in said
    await keep(here, lesson(here, 1, "Loting"), replace(lesson(here, 2, "Elders"), external_id="elders:2"))
    said = await here.says(ADMIN, "start")
    assert standing(said) == ["gedaan", "nu", "straks", "straks", "straks"]
    await here.says(ADMIN, "kanaal meelezers leden", "leren")
    said = await here.says(ADMIN, "start")
    assert "`rol @iemand coördinator`" in said
    await person(here, "cora", Role.COORDINATOR)
    assert "`ik ben voorloper`" in await here.says(ADMIN, "start")
    await pioneer(here)
    said = await here.says(ADMIN, "start")
    assert standing(said) == [*["gedaan"] * 4, "nu"]
    assert "`prikkel plan` vraagt je" in said


async def test_another_order_is_fine(store: SqlStore) -> None:
    """A prompt that runs is done; one that was stopped is not any more. It goes on after a restart."""
    async with town(store) as here:
        prompt = await running(store, here.clock())
        assert standing(await here.says(ADMIN, "start")) == ["nu", "straks", "gedaan", "straks", "gedaan"]
    async with town(store) as here:
        async with store.begin() as tx:
            await tx.prompts.save(replace(prompt, state=PromptState.STOPPED), Change(None, here.clock()))
        assert standing(await here.says(ADMIN, "start"))[-1] == "straks"


async def test_what_does_not_count(empty_town: Town) -> None:
    """What came from elsewhere is not of the network's own."""
    await keep(empty_town, replace(lesson(empty_town, 1, "Elders"), external_id="elders:1"))
    assert standing(await empty_town.says(ADMIN, "start"))[0] == "nu"


async def test_in_english_until_all_is_done(empty_town: Town) -> None:
    """Then it says what to look at next."""
    here = empty_town
    await here.says(ADMIN, "language english")
    said = await here.says(ADMIN, "start")
    assert said.startswith("From an empty base to the first prompt, in five steps:")
    assert "1. the first lessons of your own · now" in said
    await keep(here, replace(lesson(here, 1, "Loting"), external_id="row:3f"))
    await here.says(ADMIN, "channel readers members", "leren")
    await pioneer(here)
    await running(here.store, here.clock())
    said = await here.says(ADMIN, "start")
    assert said.count("· done") == 5
    assert "All five are done. `statistics` shows how it goes." in said
