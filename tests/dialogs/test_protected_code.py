"""The code of a story that was told protected: with it its author changes the story or takes it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.locks import lookup_of, new_code, opens
from tests.dialogs.curators import OTHER, stored, two_admins
from tests.dialogs.protecting import FOUND, TOLD, WEEK, keys_in, protected_town, rows_of, tells
from tests.platforms.plaza import ADMIN, Town


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town with two admins."""
    async with protected_town(database_url, tmp_path / "keys") as opened:
        await two_admins(opened)
        yield opened


async def published(here: Town, number: str = "B1") -> None:
    """Let both admins release a story, and its day come."""
    await here.passes(WEEK)
    for admin in (ADMIN, OTHER):
        await here.says(admin, f"geef vrij {number}")
    await here.passes(WEEK)


async def test_a_story_is_changed_before_it_is_published(here: Town) -> None:
    """The code shows it as it stands; what is changed is read by two people anew."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    for admin in (ADMIN, OTHER):
        await here.says(admin, "geef vrij B1")
    said = await here.says("wil", f"deel beschermd {code}")
    assert "“Er kwam niemand.”" in said
    assert "vrijgegeven en wacht op zijn dag" in said
    assert "Je schreef" in await here.says("wil", "wijzig")
    for line in ("We gingen langs de deuren.", "houden", "overslaan"):
        await here.says("wil", line)
    assert "Je code blijft dezelfde" in await here.says("wil", "ja")
    await here.passes(WEEK)
    assert await stored(here, "L1") is None
    assert "langs de deuren" in await here.says(ADMIN, "verhaal B2")


async def test_a_story_is_changed_after_it_is_published(here: Town) -> None:
    """It stays as it is until two people read the change; its number stays the same."""
    code = await tells(here, "wil")
    await published(here)
    said = await here.says("iemand-anders", f"share protected {code.lower().replace('-', ' ')}")
    assert "It is published" in said
    await here.says("iemand-anders", "change")
    for line in ("We gingen langs de deuren.", "Er kwam niemand.", "skip", "yes"):
        await here.says("iemand-anders", line)
    entry = await stored(here, "L1")
    assert entry
    assert "buurthuis" in entry.text("nl").action
    await here.passes(WEEK)
    assert "in de plaats komen van wat nu in L1 staat" in await here.says(ADMIN, "verhaal B2")
    await published(here, "B2")
    entry = await stored(here, "L1")
    assert entry
    assert (entry.original, entry.text("en").action) == ("nl", "We gingen langs de deuren.")


async def test_a_change_that_is_declined_leaves_the_lesson(here: Town) -> None:
    """Only the change is erased, and the code goes on opening the story."""
    code = await tells(here, "wil")
    await published(here)
    for line in (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:]):
        await here.says("wil", line)
    await here.passes(WEEK)
    assert "L1 blijft zoals het is" in await here.says(ADMIN, "weiger B2")
    entry = await stored(here, "L1")
    assert entry
    assert "buurthuis" in entry.text("nl").action
    assert "staat in de kennisbank" in await here.says("wil", f"deel beschermd {code}")


async def test_words_that_nobody_read_are_not_released(here: Town) -> None:
    """What was shown and what was typed before is of the words before: the new ones have another number."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    await here.says(ADMIN, "verhaal B1")
    shown = here.last()
    for line in (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:]):
        await here.says("wil", line)
    await here.passes(WEEK)
    assert "Onder het nummer B1 wacht niets" in await here.presses(ADMIN, "geef vrij B1", shown)
    assert "Onder het nummer B1 wacht niets" in await here.says(OTHER, "geef vrij B1")
    await published(here, "B2")
    entry = await stored(here, "L1")
    assert entry
    assert entry.text("nl").action == "Anders."


@pytest.mark.parametrize("readers", [(), (ADMIN,), (ADMIN, OTHER)])
async def test_nobody_sees_on_which_day_a_story_is_changed(here: Town, readers: tuple[str, ...]) -> None:
    """Until the change is listed the words before are, as they were; what is decided of them is in vain."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    for admin in readers:
        await here.says(admin, "geef vrij B1")
    before = [await here.says(OTHER, line) for line in ("wachtrij", "verhaal B1")]
    for line in (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:]):
        await here.says("wil", line)
    assert [await here.says(OTHER, line) for line in ("wachtrij", "verhaal B1")] == before
    assert "Onder het nummer B2 wacht niets" in await here.says(OTHER, "verhaal B2")
    for admin in (ADMIN, OTHER):
        await here.says(admin, "geef vrij B1")
    await here.passes(WEEK)
    assert await stored(here, "L1") is None
    assert "verhaal B2" in await here.says(ADMIN, "wachtrij")
    assert "B1" not in await here.says(ADMIN, "wachtrij")


@pytest.mark.parametrize(("begin", "word", "said"), [
    ("deel beschermd", "trek in", "Ingetrokken"),
    ("share protected", "withdraw", "Taken back"),
])  # fmt: skip
async def test_a_story_is_taken_back(here: Town, database_url: str, begin: str, word: str, said: str) -> None:
    """It is gone from the base, its history and what stands in conversations, and so is its code."""
    code = await tells(here, "wil")
    await published(here)
    assert "buurthuis" in await here.says("zoeker", FOUND)
    await here.says("wil", f"{begin} {code}")
    assert said in await here.says("wil", word)
    assert await stored(here, "L1") is None
    rows = await rows_of(database_url)
    assert "buurthuis" not in repr(rows["revision"] + rows["entry_text"] + rows["protected_story"])
    shown = [each.text for each in here.chat.shown if each.conversation.room.id == "direct-zoeker"]
    assert any("ingetrokken door wie het vertelde" in text for text in shown)
    assert "buurthuis (L1)" not in await here.says("zoeker2", FOUND)
    assert code not in await here.says("wil", f"{begin} {code}")
    assert len(rows["protected_story"]) == 0


async def test_a_story_is_taken_back_before_anybody_read_it(here: Town, database_url: str) -> None:
    """Then nothing of it ever was in the base."""
    code = await tells(here, "wil")
    await here.says("wil", f"deel beschermd {code}")
    await here.says("wil", "intrekken")
    await here.passes(WEEK)
    rows = await rows_of(database_url)
    assert not rows["protected_story"]
    assert "Er wacht niets" in await here.says(ADMIN, "wachtrij")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("deel beschermd {wrong}", "Ik ken geen verhaal met deze code"),
        ("deel beschermd ABCD", "Ik ken geen verhaal met deze code"),
        ("share protected {wrong}", "I know no story with this code"),
    ],
)
async def test_a_code_that_opens_nothing_is_said(
    here: Town, database_url: str, tmp_path: Path, line: str, said: str
) -> None:
    """One with another ending, or half of one; and it leaves no more than the right one."""
    code = await tells(here, "wil")
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert said in await here.says("dief", line.format(wrong=wrong))
    assert not keys_in(tmp_path / "keys")
    assert "dief" not in repr(await rows_of(database_url))


async def test_a_story_that_went_while_it_was_changed_is_said(here: Town) -> None:
    """Who changes what an admin declines meanwhile hears that there is nothing to change any more."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    for line in (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:3]):
        await here.says("wil", line)
    await here.says(ADMIN, "weiger B1")
    assert "Ik ken geen verhaal met deze code" in await here.says("wil", "ja")


async def test_what_is_asked_with_a_code_can_be_stopped(here: Town, tmp_path: Path) -> None:
    """`stop` leaves the story as it is; anything else is asked again."""
    code = await tells(here, "wil")
    await here.says("wil", f"deel beschermd {code}")
    assert "Wat wil je ermee doen?" in await here.says("wil", "eh")
    assert "Gestopt" in await here.says("wil", "stop")
    assert not keys_in(tmp_path / "keys")
    assert "wacht op twee mensen" in await here.says("wil", f"deel beschermd {code}")


def test_a_lock_is_opened_by_its_code_only() -> None:
    """However it is typed; and a lock does not hold the code."""
    code, lock = new_code()
    assert opens(code.lower().replace("-", " "), lock)
    assert lookup_of(code) == lock.lookup
    other, _ = new_code()
    assert not opens(other, lock)
    assert lookup_of("hallo") == ""
    assert code.replace("-", "") not in repr(lock)
