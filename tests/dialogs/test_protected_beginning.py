"""What begins a protected dialogue: in any wording, and with nothing kept of what else was typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages.incoming import Edited, Incoming, Message
from storage.store import SqlStore
from tests.dialogs.protecting import keys_in, protected_town, rows_of
from tests.platforms.plaza import town

STORY = "we hielden een peiling over de zeehondenopvang en er kwam werkelijk helemaal niemand op af"


@pytest.mark.parametrize(
    "line",
    [
        f"deel beschermd {STORY}",
        f"deel beschermd: {STORY}",
        f"deel beschermd\n{STORY}",
        f"Hoi!\n\nDeel een mislukking beschermd, {STORY}",
        f"{STORY}\nbeschermd delen: {STORY}",
        f"deel beschermt {STORY}",
        f"share protected: {STORY}",
        f"I would like to share a failure protected. {STORY}",
    ],
)
async def test_a_story_behind_the_command_is_not_kept(sqlite_url: str, tmp_path: Path, line: str) -> None:
    """The dialogue begins, says that it was not kept, and no row names who typed it or what."""
    async with protected_town(sqlite_url, tmp_path) as here:
        said = await here.says("bram", line)
        assert ("niet bewaard" in said) or ("did not keep what else" in said)
        assert ("Wat probeerden jullie?" in said) or ("What did you try?" in said)
        assert len(keys_in(tmp_path)) == 1
        rows = repr(await rows_of(sqlite_url))
        assert "zeehond" not in rows
        assert "bram" not in rows


@pytest.mark.parametrize(
    "line",
    [
        "Ik wil beschermd delen",
        "hoi, deel beschermd",
        "deel beschermt",
        "deel bescherm",
        "`deel  beschermd`.",
        "/deel-beschermd",
        "deelbeschermd",
        "Kan ik een mislukking beschermd delen?",
        "share protect",
        "Hello, I'd like to share something protected, please",
    ],
)
async def test_a_dialogue_begins_in_other_words(sqlite_url: str, tmp_path: Path, line: str) -> None:
    """A greeting, a wish or a slip makes no difference, and nothing else was typed that is not kept."""
    async with protected_town(sqlite_url, tmp_path) as here:
        said = await here.says("bram", line)
        assert ("Wat probeerden jullie?" in said) or ("What did you try?" in said)
        assert "niet bewaard" not in said
        assert "did not keep" not in said
        assert "bram" not in repr(await rows_of(sqlite_url))


@pytest.mark.parametrize("line", ["deel", "deel een les", "wie heeft ervaring met beschermd delen?"])
async def test_other_lines_begin_none(sqlite_url: str, tmp_path: Path, line: str) -> None:
    """Sharing openly, and a question about it, go the ordinary way."""
    async with protected_town(sqlite_url, tmp_path) as here:
        assert await here.says("bram", line)
        assert not keys_in(tmp_path)


async def test_an_answer_may_begin_like_the_command(sqlite_url: str, tmp_path: Path) -> None:
    """Within the dialogue only the bare command says that it goes on; a story is an answer."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        assert "geen wijzigingen" in await here.says("bram", "deel beschermd")
        assert "Wat kwam ervan?" in await here.says("bram", "Beschermd delen van dossiers met een app.")


async def test_a_changed_message_begins_one_too(sqlite_url: str, tmp_path: Path) -> None:
    """Also with a story behind it; the first words of the message were no part of it."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "help")
        kept = len((await rows_of(sqlite_url))["outbox"])
        await here.edits("bram", f"deel beschermd: {STORY}")
        assert "Wat probeerden jullie?" in here.last().text
        assert len(keys_in(tmp_path)) == 1
        rows = await rows_of(sqlite_url)
        assert "zeehond" not in repr(rows)
        assert "bram" not in repr(rows["inbox"] + rows["outbox"][kept:])


async def test_a_message_in_a_room_that_is_changed_into_it(database_url: str, tmp_path: Path) -> None:
    """It is refused to who typed it only, and no row says who that was, or where."""
    async with protected_town(database_url, tmp_path) as here:
        origin = here.origin("wilhelmina", "plein-met-naam")
        assert "direct bericht" in await here.happens(Edited(origin, "deel beschermd", addressed=True))
        assert here.last().only_for == "wilhelmina"
        kept = repr(await rows_of(database_url))
        assert "wilhelmina" not in kept
        assert "plein-met-naam" not in kept


@pytest.mark.parametrize("edited", [False, True])
async def test_in_a_talk_in_a_room_it_leaves_no_more(
    sqlite_url: str, tmp_path: Path, *, edited: bool
) -> None:
    """Without a mention, in a thread in which the bot talks with somebody, nothing is added."""
    async with protected_town(sqlite_url, tmp_path) as here:
        first = here.origin("bram", "plein")
        await here.happens(Message(first, "help", addressed=True))
        before = await rows_of(sqlite_url)
        origin = replace(here.origin("bram", "plein"), conversation=first.conversation)
        if edited:
            event: Incoming = Edited(
                replace(origin, message=first.message), "deel beschermd", addressed=False
            )
        else:
            event = Message(origin, f"deel beschermd: {STORY}", addressed=False)
        assert "direct bericht" in await here.happens(event)
        assert here.last().only_for == "bram"
        after = await rows_of(sqlite_url)
        assert after["inbox"] == before["inbox"]
        assert "bram" not in repr([row for row in after["outbox"] if row not in before["outbox"]])
        assert "zeehond" not in repr(after)


async def test_without_a_folder_no_word_of_a_story_is_stored(database_url: str) -> None:
    """It is refused, whatever was typed behind the command."""
    store = SqlStore(database_url)
    async with town(store) as here:
        assert "Beschermd delen kan hier niet" in await here.says("wilhelmina", f"deel beschermd: {STORY}")
        rows = await rows_of(database_url)
        assert not rows["inbox"]
        assert "zeehond" not in repr(rows)
    await store.close()
