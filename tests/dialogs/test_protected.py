"""Protected sharing of a failure: what is asked, where, and for how long its key is there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import FormSubmitted
from storage.store import SqlStore
from tests.dialogs.protecting import TOLD, keys_in, protected_town, rows_of
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


@pytest.mark.parametrize("room", [None, "plein-met-naam"])
async def test_other_ways_to_type_it_say_how(database_url: str, tmp_path: Path, room: str | None) -> None:
    """In a form that is handed in at once it is no message of its own: it begins nothing, nor is it kept."""
    async with protected_town(database_url, tmp_path) as here:
        line = "deel beschermd: het ging over de zeehondenopvang"
        form = FormSubmitted(here.origin("wilhelmina", room), "question", (("question", line),))
        assert "nieuw, los bericht" in await here.happens(form)
        assert not keys_in(tmp_path)
        rows = repr(await rows_of(database_url))
        assert "zeehond" not in rows
        assert "wilhelmina" not in rows


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
