"""What is left of a story told protected once it is declined, changed or taken back: nothing of its words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports.knowledge import Change
from tests.dialogs.curators import OTHER, keep, lesson, stored, two_admins
from tests.dialogs.protecting import FOUND, TOLD, WEEK, files_of, protected_town, rows_of, tells
from tests.platforms.plaza import ADMIN, Town

GONE = "Wat hier stond is weg"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town with two admins."""
    async with protected_town(database_url, tmp_path / "keys") as opened:
        await two_admins(opened)
        yield opened


async def read_and_released(here: Town, number: str = "B1") -> None:
    """Let both admins read a story and release it, and its day come."""
    await a_week_later(here)
    for admin in (ADMIN, OTHER):
        await here.says(admin, f"verhaal {number}")
        await here.says(admin, f"geef vrij {number}")
    await a_week_later(here)


async def a_week_later(here: Town) -> None:
    """Let a week go by in which everything goes out on its day."""
    for _ in range(7):
        await here.passes(timedelta(days=1))


async def is_nowhere(here: Town, url: str, words: str, *left_out: str) -> None:
    """See that words stand in no row, in no file of the database, and in nothing that an admin was shown."""
    assert words not in repr(await rows_of(url, *left_out))
    if url.startswith("sqlite") and not left_out:
        files = {name: content for name, content in files_of(url, Path("/nowhere")).items() if content}
        assert files
        assert not [name for name, content in files.items() if words.encode() in content]
    assert words not in repr([each.text for each in here.chat.shown if ADMIN in each.conversation.room.id])


async def test_a_story_that_is_declined_is_nowhere(here: Town, database_url: str) -> None:
    """Neither in what was said to who read it, nor where it stands in their conversation."""
    await tells(here, "wil")
    await here.passes(WEEK)
    await here.says(ADMIN, "verhaal B1")
    shown = here.last().id
    await here.says(OTHER, "weiger B1")
    await here.later()
    assert GONE in next(each.text for each in here.chat.shown if each.id == shown)
    await is_nowhere(here, database_url, "buurthuis")


async def test_a_story_that_is_taken_back_is_nowhere(here: Town, database_url: str) -> None:
    """Also when it was read before it was changed, published, found and looked into."""
    code = await tells(here, "wil")
    await read_and_released(here)
    await here.says("zoeker", "wie heeft ervaring met een peiling?")
    for line in ("geschiedenis L1", "bekijk L1", 'bewerk L1 titel="Peiling in het buurthuis"'):
        await here.says(ADMIN, line)
    await here.says("wil", f"deel beschermd {code}")
    assert "niets meer van in de kennisbank" in await here.says("wil", "trek in")
    await here.later()
    await is_nowhere(here, database_url, "buurthuis")


async def test_words_that_wait_to_be_replaced_go_with_the_story(here: Town, database_url: str) -> None:
    """A change that nobody could read yet, and what was listed until then."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    await here.says(ADMIN, "verhaal B1")
    for line in (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:], f"deel beschermd {code}"):
        await here.says("wil", line)
    await here.says("wil", "trek in")
    await here.later()
    await is_nowhere(here, database_url, "buurthuis")
    assert not (await rows_of(database_url))["protected_story"]


async def test_a_change_that_is_declined_takes_nothing_of_the_lesson(here: Town, database_url: str) -> None:
    """What both say stays where it was said; only the words of the change go."""
    code = await tells(here, "wil")
    await read_and_released(here)
    answer = await here.says("zoeker", FOUND)
    for line in (f"deel beschermd {code}", "wijzig", "Een kermis gehouden.", "houden", "houden", "ja"):
        await here.says("wil", line)
    await here.passes(WEEK)
    await here.says(ADMIN, "verhaal B2")
    await here.says(OTHER, "weiger B2")
    await here.later()
    await is_nowhere(here, database_url, "kermis")
    assert answer in [each.text for each in here.chat.shown]


async def test_words_of_before_go_when_a_change_is_listed(here: Town, database_url: str) -> None:
    """Who read them finds them no more, and neither does anybody else."""
    code = await tells(here, "wil", "Met mevrouw Jansen een kermis.", "Niemand kwam er.", "overslaan", "ja")
    await here.passes(WEEK)
    await here.says(ADMIN, "verhaal B1")
    for line in (f"deel beschermd {code}", "wijzig", "Een kermis gehouden.", "houden", "overslaan", "ja"):
        await here.says("wil", line)
    await a_week_later(here)
    await is_nowhere(here, database_url, "Jansen")
    assert "Een kermis" in await here.says(ADMIN, "verhaal B2")


async def test_words_of_before_go_when_a_change_is_published(here: Town, database_url: str) -> None:
    """No admin brings them back, and who found them is told that they were changed."""
    code = await tells(here, "wil", "Met mevrouw Jansen een kermis.", "Niemand kwam er.", "overslaan", "ja")
    await read_and_released(here)
    assert "Jansen" in await here.says("zoeker", "L1")
    for line in (f"deel beschermd {code}", "wijzig", "Een kermis gehouden.", "houden", "overslaan", "ja"):
        await here.says("wil", line)
    await read_and_released(here, "B2")
    assert "is niet bewaard" in await here.says(ADMIN, "herstel L1 1")
    assert "Jansen" not in repr(await rows_of(database_url))
    said = await here.says("zoeker2", "L1")
    assert "Een kermis" in said
    assert "L1" in await here.says(ADMIN, "geschiedenis L1")
    assert await stored(here, "L1")


async def test_what_showed_the_words_of_before_is_covered(here: Town) -> None:
    """On the day on which the change is published."""
    code = await tells(here, "wil")
    await read_and_released(here)
    await here.says("zoeker", FOUND)
    shown = here.last().id
    for line in (f"deel beschermd {code}", "wijzig", "Een kermis gehouden.", "houden", "overslaan", "ja"):
        await here.says("wil", line)
    await read_and_released(here, "B2")
    assert "gewijzigd door wie het vertelde" in next(e.text for e in here.chat.shown if e.id == shown)


@pytest.mark.parametrize("way", ["voeg samen L7 L1", "voeg samen L1 L7"])
async def test_what_was_merged_is_said_to_stay(here: Town, way: str) -> None:
    """Who takes a story back hears when something of it is in another lesson."""
    code = await tells(here, "wil")
    await read_and_released(here)
    async with here.store.begin() as tx:
        await tx.entries.save(
            replace(lesson(here, 7, "Loting voor bewoners"), author=None), Change(None, here.clock())
        )
    await here.says(ADMIN, way)
    await here.says(ADMIN, "ja")
    merged = await stored(here, "L7")
    assert merged
    into = "buurthuis" in repr(merged.texts)
    await here.says("wil", f"deel beschermd {code}")
    said = await here.says("wil", "trek in")
    assert ("niet helemaal" in said) == into
    assert ("niets meer van in de kennisbank" in said) != into


@pytest.mark.parametrize(
    "lines", [("trek in",), ("wijzig", "Een kermis gehouden.", "Niemand kwam er.", "overslaan", "ja")]
)
async def test_a_merge_that_was_undone_keeps_no_words(
    here: Town, database_url: str, lines: tuple[str, ...]
) -> None:
    """Taken back or told otherwise, nothing of a story is in the history of what it was merged into."""
    code = await tells(here, "wil")
    await read_and_released(here)
    await keep(here, lesson(here, 7, "Loting voor bewoners"))
    for line in ("voeg samen L1 L7", "ongedaan"):
        await here.says(ADMIN, line)
    mine = await stored(here, "L7")
    for line in (f"deel beschermd {code}", *lines):
        await here.says("wil", line)
    await read_and_released(here, "B2")
    assert await stored(here, "L7") == mine
    assert "buurthuis" not in repr((await rows_of(database_url))["revision"])
    await here.says(ADMIN, "herstel L7 2")
    said = await here.says("zoeker", "L7")
    assert "Wij deden loting" in said
    assert "buurthuis" not in said
