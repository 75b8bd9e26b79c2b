"""A protected dialogue that has ended while its last words cannot go out yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import Message
from tests.dialogs.protecting import TOLD, keys_in, protected_town, rows_of
from tests.platforms.plaza import Town

WHO = "wil-van-hier"
AFTER = "Heb je het? Het ging over de zeehonden."


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town in which somebody has answered the questions."""
    async with protected_town(database_url, tmp_path / "keys") as opened:
        for line in ("deel beschermd", *TOLD[:3]):
            await opened.says(WHO, line)
        yield opened


async def comes_in(here: Town, text: str) -> Message:
    """Let somebody say something that cannot be answered yet."""
    said = Message(here.origin(WHO, None), text, addressed=True)
    await here.program.accept([said])
    await here.handled()
    return said


async def test_what_is_written_meanwhile_is_not_kept(here: Town, database_url: str, tmp_path: Path) -> None:
    """It is no question of who told the story; they hear so after the last words."""
    here.chat.down = True
    for line in ("ja", AFTER):
        await comes_in(here, line)
    rows = repr(await rows_of(database_url))
    assert "zeehonden" not in rows
    assert WHO not in rows
    here.chat.down = False
    await here.later()
    assert "Dit is je code" in here.chat.shown[-2].text
    assert "niet bewaard" in here.last().text
    assert not keys_in(tmp_path / "keys")
    assert "zeehonden" not in repr(await rows_of(database_url))
    assert "niet bewaard" not in await here.says(WHO, AFTER)


async def test_what_is_written_after_its_day_is_not_kept(here: Town, database_url: str) -> None:
    """Also when it was ended for its age, and its author could not hear of that yet."""
    here.chat.down = True
    here.clock.forward(timedelta(hours=23, minutes=40))
    await here.program.tick()
    await comes_in(here, AFTER)
    rows = repr(await rows_of(database_url))
    assert "zeehonden" not in rows
    assert WHO not in rows


async def test_a_new_dialogue_begins_meanwhile(here: Town, database_url: str) -> None:
    """`share protected` begins one, and once: also when the platform delivers it again."""
    here.chat.down = True
    await comes_in(here, "stop")
    again = await comes_in(here, "deel beschermd")
    await here.program.accept([again])
    await here.handled()
    opened = [row for row in (await rows_of(database_url))["protected_dialogue"] if row[2]]
    assert len(opened) == 1
    here.chat.down = False
    await here.later()
    assert "Gestopt" in await here.says(WHO, "stop")
    assert not (await rows_of(database_url))["protected_dialogue"]
