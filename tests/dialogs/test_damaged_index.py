"""A search index that is damaged while people ask: they get their answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands.asking import ask
from bot.commands.command import Desk, Request
from storage.search.sound import SoundIndex
from storage.store import SqlStore
from tests.platforms.plaza import town

QUESTION = "welke gemeente herkent zwerfafval met camera's?"


def overwrite(folder: Path) -> None:
    """Put nonsense in every file of the index, where it is."""
    for file in folder.glob("*/index/*"):
        with file.open("r+b") as stream:
            stream.write(b"\xfe" * (file.stat().st_size // 2))


def cut(folder: Path) -> None:
    """Leave nothing in every file of the index."""
    for file in folder.glob("*/index/*"):
        with file.open("r+b") as stream:
            stream.truncate(0)


@pytest.mark.parametrize("harm", [overwrite, cut, shutil.rmtree], ids=lambda harm: harm.__name__)
async def test_the_person_who_asks_next_is_answered(
    starter_sqlite: str, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """The same question has the same answer before and after, and nobody reads about it."""
    store, index = SqlStore(starter_sqlite), SoundIndex(tmp_path / "index")
    async with town(store, index=index) as here:
        before = await here.says("bram", QUESTION)
        assert "Zwerfafval" in before
        harm(tmp_path / "index")
        assert await here.says("bram", QUESTION) == before
        assert "Zwerfafval" in await here.says("chris", "zoek zwerfafval", "leren")
    index.close()
    await store.close()


async def test_damage_between_looking_and_searching_is_no_reason_to_fail(
    starter_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question whose search meets the damage itself is searched again, and answered once."""
    asked = ask.question

    async def hurt_then_asked(request: Request, text: str, desk: Desk) -> object:
        index = await desk.index.current()
        if harms:
            harms.pop()(tmp_path / "index")
            monkeypatch.setattr(index, "check", lambda: None)
        try:
            return await asked(request, text, desk)
        finally:
            monkeypatch.undo()

    harms = [overwrite]
    store, index = SqlStore(starter_sqlite), SoundIndex(tmp_path / "index")
    async with town(store, index=index) as here:
        monkeypatch.setattr(ask, "question", hurt_then_asked)
        assert "Zwerfafval" in await here.says("bram", QUESTION)
        assert len(here.chat.shown) == 1
    index.close()
    await store.close()
