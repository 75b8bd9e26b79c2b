"""That nothing of who told a story protected stays in a file of ours, all the way to its end."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.keys import AccountKey
from bot.messages.incoming import Click, Incoming, MemberJoined, Message, Origin, RoomChanged
from storage.key_folder import KeyFolder
from storage.search.sound import SoundIndex
from storage.store import SqlStore
from tests.dialogs.curators import OTHER, two_admins
from tests.dialogs.protecting import (
    AT_ONCE,
    FOUND,
    TOLD,
    WEEK,
    files_of,
    keys_in,
    protected_town,
    rows_of,
    tells,
    traces,
)
from tests.platforms.plaza import ADMIN, PLACE, Town, town

AUTHOR = "wilhelmina-author"


class Watched:
    """An author whose every event is noted, and what is searched for it."""

    def __init__(self, here: Town, url: str, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
        self._here = here
        self._url = url
        self._folder = folder
        self._caplog = caplog
        self._names: set[str] = {AUTHOR}
        self._shown = 0

    async def says(self, line: str, room: str | None = None, *, clicked: bool = False) -> str:
        """Let the author say something, or use a button of what was shown last; return what is shown."""
        origin = self._here.origin(AUTHOR, room)
        if clicked:
            return await self.happens(Click(replace(origin, message=self._here.chat.shown[-1].id), line))
        return await self.happens(Message(origin, line, addressed=True))

    async def happens(self, event: Incoming) -> str:
        """Let something happen that is of the author."""
        self.note(event.origin)
        before = len(self._here.chat.shown)
        said = await self._here.happens(event)
        self._names |= {shown.id for shown in self._here.chat.shown[before:] if len(shown.id) > 3}
        return said

    def note(self, origin: Origin) -> None:
        """Note what of this must be nowhere."""
        self._names |= {origin.event, origin.cause, origin.room.id, str(origin.sender.account)}

    def keeps_secret(self, words: str) -> None:
        """Note words that must be nowhere."""
        self._names.add(words)

    async def nothing_is_left(self) -> dict[str, list[tuple[object, ...]]]:
        """Look for the author in everything that is kept; return the rows."""
        forbidden = traces(self._names)
        kept = files_of(self._url, self._folder)
        rows = await rows_of(self._url)
        kept["rows"] = repr(rows).encode()
        kept["logs"] = self._caplog.text.encode()
        for name, content in kept.items():
            assert not [each for each in forbidden if each in content], name
        return rows


async def test_nothing_of_an_author_who_never_spoke_before_stays(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """From the greeting of the bot to the end of the story no file, row or log of ours holds who told it."""
    caplog.set_level(logging.DEBUG)
    store, index = SqlStore(database_url, KeyFolder(tmp_path / "keys")), SoundIndex(tmp_path / "index")
    async with town(store, AT_ONCE, index=index) as here:
        await two_admins(here)
        author = Watched(here, database_url, tmp_path, caplog)
        await author.happens(MemberJoined(here.origin(AUTHOR, None), me=True))
        await author.happens(MemberJoined(here.origin(AUTHOR, None), me=False))
        await author.happens(RoomChanged(here.origin(AUTHOR, None), name="Kamer van wilhelmina-author"))
        await author.says("deel beschermd", "plein-van-wilhelmina")
        code = await _told(author)
        rows = await author.nothing_is_left()
        assert len(rows["protected_story"]) == 1
        assert not keys_in(tmp_path / "keys")
        await _published(here)
        assert "(L1)" in await here.says("zoeker", FOUND)
        rows = await author.nothing_is_left()
        assert b"buurthuis" in repr(rows["entry_text"]).encode()
        for line in (f"deel beschermd {code}", "wijzig", "Een peiling in de bibliotheek.", *TOLD[1:]):
            await author.says(line)
        await author.nothing_is_left()
        await _published(here)
        await author.says(f"share protected {code}")
        assert "Taken back" in await author.says("take back", clicked=True)
        rows = await author.nothing_is_left()
        assert not rows["entry"]
        assert not rows["protected_story"]
    await store.close()
    index.close()


async def test_whom_the_author_mentions_is_no_one(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the author nor anybody else, whose keys stand in what they typed; not in the preview either."""
    caplog.set_level(logging.DEBUG)
    async with protected_town(database_url, tmp_path) as here:
        await two_admins(here)
        author = Watched(here, database_url, tmp_path, caplog)
        author.keeps_secret("evelien-colleague")
        keys = [AccountKey(PLACE, AUTHOR), AccountKey(PLACE, "evelien-colleague")]
        await author.says("deel beschermd")
        await author.says(f"Ik (@{keys[0]}) hield met @{keys[1]} een peiling in het buurthuis.")
        await author.says("Er kwam niemand uit #plaza:town:evelien-colleague.")
        said = await author.says("Vraag het @matrix:@evelien-colleague:b.nl.")
        assert "“Ik (iemand) hield met iemand een peiling in het buurthuis.”" in said
        assert "“Er kwam niemand uit een kanaal.”" in said
        assert "“Vraag het iemand.”" in said
        assert "evelien" not in said
        await author.says("ja")
        await author.nothing_is_left()
        await _published(here)
        assert "hield met iemand een peiling" in await here.says("bram", "L1")
        await author.nothing_is_left()


async def _told(author: Watched) -> str:
    """Let the author tell a story, with a button at the end; return its code."""
    for line in ("deel beschermd", *TOLD[:-1]):
        await author.says(line)
    said = await author.says(TOLD[-1], clicked=True)
    found = re.search(r"[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}", said)
    assert found
    author.keeps_secret(found[0])
    author.keeps_secret(found[0].replace("-", ""))
    return found[0]


async def _published(here: Town) -> None:
    await here.passes(WEEK)
    for admin in (ADMIN, OTHER):
        await here.says(admin, "geef vrij B1")
    await here.passes(WEEK)


async def test_the_same_story_of_two_authors_leaves_the_same_rows(
    sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    """But for what is random, nobody can tell from what is kept which of two people told it."""
    left = []
    for author, url in (("a", sqlite_url), ("somebody-with-a-long-name", postgresql_url)):
        async with protected_town(url, tmp_path / author) as here:
            await two_admins(here)
            code = await tells(here, author)
            before = await rows_of(url, "lease")
            await _published(here)
            for line in (f"deel beschermd {code}", "wijzig", *TOLD):
                await here.says(author, line)
            after = await rows_of(url, "lease")
            left.append([_shapes(before), _shapes(after)])
    assert left[0] == left[1]


def _shapes(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[list[object]]]:
    """Return rows with what is random, which is long and without spaces, by its length only."""
    return {
        name: sorted(([_bare(value) for value in row] for row in each), key=repr)
        for name, each in rows.items()
    }


def _bare(value: object) -> object:
    written = value if isinstance(value, str) else repr(value)
    handles = re.sub(r"[0-9a-f]{32,}", "x", written)
    return len(written) if len(written) >= 32 and " " not in written else handles
