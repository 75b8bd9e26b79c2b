"""Other words for what a coordinator does with prompts, and lines that only begin like that.

The clock stands at Tuesday 3 March 2026, 10:30 in Amsterdam; prompts come at 11:00 on workdays.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.store import SqlStore
from tests.dialogs.prompting import CORA, coordinated, running
from tests.platforms.plaza import Town, town


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with a coordinator, a room and one prompt."""
    store = SqlStore(sqlite_url)
    async with town(store) as opened:
        await coordinated(opened)
        await running(store, opened.clock())
        await opened.program.tick()
        yield opened
    await store.close()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("prikkel sla K1 over", "K1 slaat dinsdag 3 maart om 11:00 over."),
        ("prikkel overslaan K1", "K1 slaat dinsdag 3 maart om 11:00 over."),
        ("prikkel sla over K1", "K1 slaat dinsdag 3 maart om 11:00 over."),
        ("prikkel verplaats K1 naar 17:00", "K1 gaat van dinsdag 3 maart om 11:00 naar"),
        ("prompt reschedule K1 to 17:00", "K1 moves from Tuesday 3 March at 11:00 to"),
        ("prikkel pauzeer K1", "K1 is gepauzeerd"),
        ("prikkel hervatten K1", "K1 gaat weer door."),
        ("prikkel verwijder K1", "K1 komt niet meer."),
        ("prompt delete K1", "K1 does not come any more."),
        ("prikkel verander K1 succes", "K1 · elke werkdag om 11:00 · #leren · een succes"),
        ("prikkel plannen elke dinsdag 9:30 in #leren succes", "Begrepen: elke dinsdag om 9:30"),
    ],
)
async def test_other_words_for_a_verb(here: Town, line: str, said: str) -> None:
    """What people type as naturally does the same."""
    assert (await here.says(CORA, line)).startswith(said)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("prikkel K1 pauze", "`prikkel pauze K1`"),
        ("prikkel K1 graag even stoppen vandaag", "`prikkel stop K1`"),
        ("prikkel pauzze K1", "`prikkel pauze K1`"),
        ("prikkel elke dinsdag 9:30 in #leren succes", "`prikkel plan elke dinsdag 9:30 in #leren succes`"),
        ("prikkel K1", "`prikkel lijst K1`"),
        ("prikkel doe eens iets anders", "`prikkel lijst` · `prikkel plan`"),
        ("prompt K1 pause", "`prompt pause K1`"),
        ("plan elke dinsdag om 9 uur een vraag over mislukkingen", "`prikkel plan elke dinsdag om 9 uur`"),
        ("plan een prikkel", "`prikkel plan`"),
        ("remind us every Monday at 10", "`prompt plan every Monday at 10`"),
    ],
)
async def test_a_slip_is_no_question(here: Town, line: str, meant: str) -> None:
    """It hears what was perhaps meant, and nothing waits for an answer or stands in a digest."""
    said = await here.says(CORA, line, "leren")
    assert meant in said
    assert here.last().only_for == CORA
    async with here.store.read() as tx:
        assert await tx.questions.get(1) is None


async def test_a_question_about_prompts_is_a_question(here: Town) -> None:
    """Who asks something with that word in front is answered."""
    assert "Bedoel je" not in await here.says("bram", "Prompt engineering: wie heeft daar ervaring mee?")
    assert "Bedoel je" not in await here.says("bram", "plan van aanpak voor participatie")
    assert "Bedoel je" not in await here.says("bram", "Prikkels voor gezond eten in de kantine gezocht")
