"""The form for planning a prompt, where forms are shown at once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.messages.incoming import FormSubmitted
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, coordinated
from tests.platforms.plaza import Town, town

FILLED = (("when", "3 december 2026 15:00"), ("room", "#leren"), ("kind", "success"), ("words", ""))


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with a coordinator and a room with a name."""
    store = SqlStore(sqlite_url)
    async with town(store) as opened:
        await coordinated(opened)
        yield opened
    await store.close()


async def test_only_the_command_alone_opens_the_form(here: Town) -> None:
    """With words behind it those are read; who may not plan gets no form."""
    assert here.program.opens("prikkel plan")
    assert not here.program.opens("prikkel plan elke dinsdag 9:30 in #leren succes")
    assert await here.program.form(here.origin(CORA, None), "prikkel plan")
    assert await here.program.form(here.origin("bram", None), "prikkel plan") is None


async def test_what_is_handed_in_is_read_back(here: Town) -> None:
    """Like what is typed; a schedule that cannot be read is named at its field."""
    said = await here.happens(FormSubmitted(here.origin(CORA, None), "prompt", FILLED))
    assert "#leren: een succes" in said
    assert "`prikkel ja K1`" in said
    wrong = dict(FILLED) | {"when": "ooit eens"}
    found = await here.program.faults(here.origin(CORA, None), "prompt", wrong)
    assert found == {"when": "In “ooit eens” kan ik geen schema lezen. Bijvoorbeeld: elke dinsdag om 9:30."}
    rest = wrong | {"when": "elke maandag 9:00 en donderdag 14:00"}
    found = await here.program.faults(here.origin(CORA, None), "prompt", rest)
    assert found == {
        "when": "In “en donderdag 14:00” kan ik geen schema lezen. Bijvoorbeeld: elke dinsdag om 9:30."
    }


async def test_a_member_who_hands_it_in_plans_nothing(here: Town) -> None:
    """The form of somebody who is no coordinator any more is refused."""
    said = await here.happens(FormSubmitted(here.origin("bram", None), "prompt", FILLED))
    assert "Dat kan alleen een coördinator" in said
