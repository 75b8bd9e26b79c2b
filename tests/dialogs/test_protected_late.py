"""What comes late, once more or changed, or whose key is gone: nothing of a dialogue gets into the open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import Edited, FileShared, FormSubmitted, Message, Unreadable
from storage.store import SqlStore
from tests.dialogs.protecting import TOLD, all_in, keys_in, protected_town, rows_of
from tests.platforms.plaza import town


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


@pytest.mark.parametrize("line", ["thema zeehonden", "contact met zeehonden", "L1 zeehonden", "ja", "stop"])
async def test_when_a_key_is_lost_no_command_is_done(sqlite_url: str, tmp_path: Path, line: str) -> None:
    """What reads as one may be an answer: it is not stored, typed or chosen; only `help` goes on."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        for file in keys_in(tmp_path):
            file.unlink()
        assert "afgebroken" in await here.says("bram", line)
        assert "afgebroken" in await here.clicks("bram", line)
        rows = repr(await rows_of(sqlite_url))
        assert "zeehond" not in rows
        assert "bram" not in rows
        assert "afgebroken" not in await here.says("bram", "Help!")


async def test_when_a_key_is_lost_no_form_or_file_is_taken_in(sqlite_url: str, tmp_path: Path) -> None:
    """Nor what cannot be read, nor what somebody changed."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        for file in keys_in(tmp_path):
            file.unlink()
        origins = [here.origin("bram", None) for _ in range(3)]
        for event in (
            FormSubmitted(origins[0], "question", (("question", "zeehonden"),)),
            FileShared(origins[1], "F1", "zeehonden.txt", "text/plain", 9),
            Unreadable(origins[2]),
        ):
            assert "afgebroken" in await here.happens(event)
        await here.happens(Edited(here.origin("bram", None), "zeehonden", addressed=True))
        rows = repr(await rows_of(sqlite_url))
        assert "zeehond" not in rows
        assert "bram" not in rows


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


async def test_a_changed_answer_is_not_taken_in_while_something_else_waits(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Only a change of the message that waits itself is; one of an answer in a dialogue never."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.happens(Message(here.origin("bram", None), "deel beschermd", addressed=True))
        answer = here.origin("bram", None)
        await here.happens(Message(answer, TOLD[0], addressed=True))
        await here.says("bram", "stop")
        waiting = here.origin("bram", None)
        changes = [replace(here.origin("bram", None), message=each.message) for each in (answer, waiting)]
        await here.program.accept([Message(waiting, "wie weet iets van een peiling?", addressed=True)])
        await here.program.accept([Edited(changes[0], "wie weet iets van zeehonden?", addressed=True)])
        await here.program.accept([Edited(changes[1], "wie weet iets van otters?", addressed=True)])
        await here.handled()
        rows = repr(await rows_of(sqlite_url))
        assert "zeehond" not in rows
        assert "otters" in rows


async def test_an_answer_whose_key_comes_after_the_dialogue_is_no_question(
    database_url: str, tmp_path: Path
) -> None:
    """None of those that could not be read while it was open; of one session that is said once."""
    async with protected_town(database_url, tmp_path) as here:
        await here.says("wilhelmina", "deel beschermd")
        answers = [here.origin("wilhelmina", None) for _ in range(2)]
        unreadable = [Unreadable(replace(each, event="unreadable session-1")) for each in answers]
        assert "Wat probeerden jullie?" in await here.happens(unreadable[0])
        assert await here.happens(unreadable[1]) == ""
        await here.says("wilhelmina", "stop")
        for answer in answers:
            late = Message(answer, "het ging over de zeehondenopvang en niemand kwam", addressed=True)
            assert await here.happens(late) == ""
        rows = repr(await rows_of(database_url))
        assert "zeehond" not in rows
        assert "wilhelmina" not in rows


async def test_an_answer_whose_key_comes_in_the_dialogue_is_not_taken_twice(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Whoever was told that it could not be read typed it anew, and it answers no other question."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        answer = here.origin("bram", None)
        await here.happens(Unreadable(answer))
        assert "Wat kwam ervan?" in await here.says("bram", TOLD[0])
        assert await here.happens(Message(answer, TOLD[0], addressed=True)) == ""


async def test_an_event_that_comes_once_more_is_recognised(database_url: str, tmp_path: Path) -> None:
    """What the platform delivers again after the dialogue is no question, nor does it begin another one."""
    async with protected_town(database_url, tmp_path) as here:
        events = []
        for line in ("deel beschermd", *TOLD):
            events.append(Message(here.origin("wilhelmina", None), line, addressed=True))
            await here.happens(events[-1])
        for event in events:
            assert await here.happens(event) == ""
        rows = await rows_of(database_url)
        assert len(rows["inbox"]) == len(events)
        assert "wilhelmina" not in repr(rows)
        assert not keys_in(tmp_path)
        assert all_in(tmp_path)
        await here.passes(timedelta(hours=2))
        assert not all_in(tmp_path)


async def test_a_process_without_the_folder_keeps_no_answer(database_url: str, tmp_path: Path) -> None:
    """While a dialogue may be open that it cannot read, a direct question is not stored there either."""
    async with protected_town(database_url, tmp_path) as here:
        await here.says("wilhelmina", "deel beschermd")
    store = SqlStore(database_url)
    async with town(store) as other:
        assert "afgebroken" in await other.says("wilhelmina", "Mijn verhaal over de zeehondenopvang")
        rows = await rows_of(database_url)
        assert "zeehond" not in repr(rows)
        assert not rows["question"]
        assert "wilhelmina" not in repr(rows["person"] + rows["account"])
    await store.close()
