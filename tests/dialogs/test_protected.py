"""Protected sharing of a failure: what is asked, where, and for how long its key is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import Edited, FileShared, FormSubmitted, Message, Unreadable
from storage.store import SqlStore
from tests.dialogs.protecting import TOLD, all_in, keys_in, protected_town, rows_of
from tests.platforms.plaza import BETWEEN, town


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


@pytest.mark.parametrize("line", ["stop.", "Stop!", "`stop`", "/stop", "“stop”", "`stop`."])
async def test_stop_is_understood_however_it_is_typed(sqlite_url: str, tmp_path: Path, line: str) -> None:
    """It is never an answer, and the story that was told until then is gone."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        await here.says("bram", TOLD[0])
        assert "Gestopt" in await here.says("bram", line)
        assert not keys_in(tmp_path)


@pytest.mark.parametrize(
    ("begin", "line", "said", "then"),
    [
        ("deel beschermd", "vergeet mij", "Typ nog een keer `vergeet mij`", "Dit gaat weg"),
        ("deel beschermd", "Vergeet mij ja, alles.", "Typ nog een keer `vergeet mij`", "ik ben je vergeten"),
        ("share protected", "forget me", "Type `forget me` once more", "This goes"),
    ],
)
async def test_being_forgotten_ends_it(
    sqlite_url: str, tmp_path: Path, begin: str, line: str, said: str, then: str
) -> None:
    """The dialogue is over, and it is said that the rest is forgotten when it is typed once more."""
    async with protected_town(sqlite_url, tmp_path) as here:
        await here.says("bram", begin)
        await here.says("bram", TOLD[0])
        assert said in await here.says("bram", line)
        assert not keys_in(tmp_path)
        assert not (await rows_of(sqlite_url))["protected_story"]
        assert then in await here.says("bram", line)


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
    """It could not be read while the dialogue was open, and is recognised when it can."""
    async with protected_town(database_url, tmp_path) as here:
        await here.says("wilhelmina", "deel beschermd")
        answer = here.origin("wilhelmina", None)
        said = await here.happens(Unreadable(replace(answer, event="unreadable session-1")))
        assert "Wat probeerden jullie?" in said
        await here.says("wilhelmina", "stop")
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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("deel beschermd", "Beschermd delen kan hier niet"),
        ("share protected", "Sharing protected is not possible here"),
    ],
)
async def test_without_a_folder_for_keys_it_is_refused(database_url: str, line: str, said: str) -> None:
    """The reason is said, and whoever asked is nobody to the bot afterwards, nor is what they wrote there."""
    store = SqlStore(database_url)
    async with town(store) as here:
        assert said in await here.says("wilhelmina", line)
        rows = await rows_of(database_url)
        assert not rows["inbox"]
        assert "wilhelmina" not in repr(rows["person"] + rows["account"] + rows["direct_room"])
    await store.close()


async def test_when_no_key_can_be_made_it_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    """A folder that cannot be written is said to be a trouble of the moment, and nothing is stored."""
    (tmp_path / "keys").write_text("no folder", encoding="utf-8")
    async with protected_town(sqlite_url, tmp_path / "keys") as here:
        assert "lukt nu even niet" in await here.says("wilhelmina", "deel beschermd")
        assert not (await rows_of(sqlite_url))["inbox"]


@pytest.mark.parametrize(
    ("line", "said"), [("deel beschermd", "direct bericht"), ("share protected", "a direct message")]
)
async def test_in_a_room_it_is_refused(database_url: str, tmp_path: Path, line: str, said: str) -> None:
    """Only who typed it reads that it goes directly, and no row says who that was, or where."""
    async with protected_town(database_url, tmp_path) as here:
        assert said in await here.says("wilhelmina", line, "plein-met-naam")
        assert here.last().only_for == "wilhelmina"
        kept = repr(await rows_of(database_url))
        assert "wilhelmina" not in kept
        assert "plein-met-naam" not in kept
        assert not keys_in(tmp_path)


async def test_other_ways_to_type_it_say_how(sqlite_url: str, tmp_path: Path) -> None:
    """In a form that is handed in at once it is no message of its own, and begins nothing."""
    async with protected_town(sqlite_url, tmp_path) as here:
        form = FormSubmitted(here.origin("bram", None), "question", (("question", "deel beschermd"),))
        said = await here.happens(form)
        assert "nieuw, los bericht" in said
        assert not keys_in(tmp_path)


async def test_a_dialogue_of_almost_a_day_is_ended(database_url: str, tmp_path: Path) -> None:
    """Its author hears that what they write from then on is no part of it, before it would be a question."""
    async with protected_town(database_url, tmp_path) as here:
        await here.says("bram", "deel beschermd")
        await here.says("bram", TOLD[0])
        said = await here.passes(timedelta(hours=23, minutes=40))
        assert "bijna een dag oud" in said
        assert not keys_in(tmp_path)
        rows = await rows_of(database_url)
        assert not rows["protected_dialogue"]
        assert "bram" not in repr(rows)


async def test_the_preview_says_what_cannot_be_promised(sqlite_url: str, tmp_path: Path) -> None:
    """In both languages, before anybody says yes."""
    async with protected_town(sqlite_url, tmp_path) as here:
        for who, lines in (
            ("bram", ("deel beschermd", "Een app.", "Niets.", "overslaan")),
            ("carol", ("share protected", "An app.", "Nothing.", "skip")),
        ):
            said = ""
            for line in lines:
                said = await here.says(who, line)
            assert "Woo" in said.split(BETWEEN)[-1]
            assert ("logboeken" in said) or ("keep logs" in said)


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
