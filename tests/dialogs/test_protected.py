"""Protected sharing of a failure: what is asked, and that nothing of its author stays in a file of ours."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from bot.messages.incoming import Edited, Message
from storage.engine import open_engines
from storage.key_folder import KeyFolder
from storage.store import SqlStore
from storage.tables import metadata
from tests.platforms.plaza import Town, town

TOLD = ("We hielden een peiling in het buurthuis.", "Er kwam niemand.", "Ga zelf langs de deuren.", "ja")


@asynccontextmanager
async def protected_town(url: str, folder: Path) -> AsyncIterator[Town]:
    """Open a town over a database, with a folder for keys."""
    store = SqlStore(url, KeyFolder(folder))
    async with town(store) as opened:
        yield opened
    await store.close()


async def rows_of(url: str, *left_out: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    engines = open_engines(url)
    async with engines.reading.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in left_out]
        rows = {
            table.name: [tuple(row) for row in await connection.execute(select(table))] for table in tables
        }
    await engines.close()
    return rows


def keys_in(folder: Path) -> list[Path]:
    """Return the files with keys."""
    return list(folder.iterdir())


def files_of(url: str, folder: Path) -> dict[str, bytes]:
    """Return every file there is, with those of SQLite."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if url.startswith("sqlite"):
        database = Path(str(make_url(url).database))
        files += database.parent.glob(f"{database.name}*")
    return {path.name: path.read_bytes() for path in files}


def traces(names: Iterable[str]) -> set[bytes]:
    """Return every form in which a name could stand somewhere: plain, hex, base64, hashed without salt."""
    found: set[bytes] = set()
    for name in names:
        raw = name.encode()
        found |= {raw, raw.hex().encode()}
        found |= {base64.b64encode(bytes(shift) + raw)[4 if shift else 0 : -4] for shift in range(3)}
        for way in ("sha256", "sha1", "md5"):
            digest = hashlib.new(way, raw)
            found |= {digest.digest(), digest.hexdigest().encode(), base64.b64encode(digest.digest())}
    return found


async def test_nothing_of_an_author_who_never_spoke_before_stays(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """After a story is handed in no file, row or log of ours holds who told it, where and by which events."""
    await leaves_nothing(sqlite_url, tmp_path, caplog)


async def test_nothing_of_an_author_stays_in_postgresql(
    postgresql_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """There too no row and no log holds who told it, in which room or by which events."""
    await leaves_nothing(postgresql_url, tmp_path, caplog)


async def leaves_nothing(database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Tell a story protected, and look for its author in everything that is kept."""
    caplog.set_level(logging.DEBUG)
    author, events = "wilhelmina-author", []
    names: set[str] = {author}
    async with protected_town(database_url, tmp_path / "keys") as here:
        said = []
        for line in ("deel beschermd", *TOLD):
            origin = here.origin(author, None)
            events.append(origin)
            said.append(await here.happens(Message(origin, line, addressed=True)))
        assert "Woo" in said[0]
        assert "Zo zien anderen het" in said[3]
        assert "zonder je naam" in said[4]
        names |= {each.event for each in events} | {events[0].room.id, str(events[0].sender.account)}
        names |= {each.cause for each in events} | {
            shown.id for shown in here.chat.shown if len(shown.id) > 3
        }
        assert not keys_in(tmp_path / "keys")
        forbidden = traces(names)
        kept = files_of(database_url, tmp_path)
        rows = await rows_of(database_url)
        kept["rows"] = repr(rows).encode()
        kept["logs"] = caplog.text.encode()
        assert len(rows["protected_story"]) == 1
        assert not rows["protected_dialogue"]
        for name, content in kept.items():
            assert not [each for each in forbidden if each in content], name
    assert b"buurthuis" in kept["rows"]


async def test_the_same_story_of_two_authors_leaves_the_same_rows(
    sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    """But for what is random, nobody can tell from what is kept which of two people told it."""
    left = []
    for author, url in (("a", sqlite_url), ("somebody-with-a-long-name", postgresql_url)):
        keys = tmp_path / author
        async with protected_town(url, keys) as here:
            for line in ("deel beschermd", *TOLD):
                await here.says(author, line)
            rows = await rows_of(url, "due", "lease")
            left.append({name: [_shape(row) for row in each] for name, each in rows.items()})
    assert left[0] == left[1]


def _shape(row: tuple[object, ...]) -> list[object]:
    """Return a row with what is random, which is long and without spaces, by its length only."""
    return [_bare(value) for value in row]


def _bare(value: object) -> object:
    written = value if isinstance(value, str) else repr(value)
    handles = re.sub(r"[0-9a-f]{32,}", "x", written)
    return len(written) if len(written) >= 32 and " " not in written else handles


async def test_the_key_goes_when_somebody_stops(sqlite_url: str, tmp_path: Path) -> None:
    """`stop` keeps nothing, and afterwards one can be begun anew, in English too."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        await here.says("bram", TOLD[0])
        assert len(keys_in(tmp_path)) == 1
        assert "Gestopt" in await here.says("bram", "stop")
        assert not keys_in(tmp_path)
        said = await here.says("bram", "share protected")
        assert "under a key of this dialogue" in said
        assert "nothing is kept" in said


async def test_the_key_goes_after_a_day(sqlite_url: str, tmp_path: Path) -> None:
    """A dialogue that nobody ends is over after 24 hours, whatever was answered."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        here.clock.forward(timedelta(hours=23))
        await here.program.tick()
        assert len(keys_in(tmp_path)) == 1
        here.clock.forward(timedelta(hours=1))
        await here.program.tick()
        assert not keys_in(tmp_path)
        assert not (await rows_of(sqlite_url))["protected_dialogue"]


async def test_an_answer_whose_key_is_lost_is_no_question(sqlite_url: str, tmp_path: Path) -> None:
    """Then nobody knows whose it was: it is not stored, and who sent it hears that it was broken off."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        for file in keys_in(tmp_path):
            file.unlink()
        said = await here.says("bram", "Mijn verhaal over de zeehondenopvang")
        assert "afgebroken" in said
        rows = await rows_of(sqlite_url)
        assert "zeehond" not in repr(rows)
        assert not rows["question"]


async def test_a_changed_message_of_a_dialogue_is_not_taken_in(sqlite_url: str, tmp_path: Path) -> None:
    """What somebody changes of an answer, during the dialogue or after it, does not come into the open."""
    async with protected_town(sqlite_url, tmp_path) as here:
        first = here.origin("bram", None)
        await here.happens(Message(first, "deel beschermd", addressed=True))
        answer = here.origin("bram", None)
        await here.happens(Message(answer, TOLD[0], addressed=True))
        changed = replace(here.origin("bram", None), message=answer.message)
        assert "geen wijzigingen" in await here.happens(Edited(changed, "zeehonden", addressed=True))
        await here.says("bram", "stop")
        changed = replace(here.origin("bram", None), message=answer.message)
        assert await here.happens(Edited(changed, "zeehonden", addressed=True)) == ""
        rows = await rows_of(sqlite_url)
        assert "zeehond" not in repr(rows)
        assert "bram" not in repr(rows)


async def test_a_guest_begins_no_protected_dialogue(sqlite_url: str, tmp_path: Path) -> None:
    """Who is a guest of the platform is none of the network, and no key is made."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("gast", "deel beschermd", guest=True)
        assert not keys_in(tmp_path)


async def test_a_story_can_be_changed_after_the_preview(sqlite_url: str, tmp_path: Path) -> None:
    """The preview points out names, dates and organisations; `nee` goes over the answers again."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        await here.says("bram", "Met mevrouw Jansen van de gemeente Vlissingen op 3 maart 2024 een app.")
        await here.says("bram", "Niets.")
        said = await here.says("bram", "overslaan")
        for words in ("Jansen", "gemeente Vlissingen", "3 maart 2024"):
            assert f"“{words}”" in said or words in said
        assert "Je schreef" in await here.says("bram", "nee")
        await here.says("bram", "Een app.")
        await here.says("bram", "goed")
        assert "“Een app.”" in await here.says("bram", "overslaan")
