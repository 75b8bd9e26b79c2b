"""Being forgotten where words went into what is somebody else's, or into the index."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.messages.incoming import Click, Message
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from tests.contract.everything import rows
from tests.dialogs.curators import draft_of, keep, lesson, stored, two_admins
from tests.dialogs.test_forget import WHO, files, is_forgotten, written_in
from tests.platforms.plaza import ADMIN, Town, town


async def leaves_words_with_others(here: Town) -> None:
    """Let words of somebody get into what is another's: a story, what search learned, what admins read."""
    await here.says(ADMIN, "kanaal meelezers leden", "leren")
    for who, title, told in (
        (WHO, "Een trekvogel gevolgd", "Wij volgden een purperreiger. Het regende wel."),
        ("bram", "Een vogel geteld", "Wij telden mussen. Het regende wel."),
    ):
        for line in ("deel", f"{title}. {told}", "Het regende wel.", "overslaan", "gelukt", "klaar"):
            await here.says(who, line)
    await here.says(ADMIN, "publiceer L1 L2")
    await here.says(WHO, "wie heeft een waterspreeuw gezien?")
    await here.says(WHO, "koppel Q1 L2")
    await here.says(WHO, "aanvulling L2 Bij ons zat er ook een roerdomp in het riet")
    await here.says(WHO, "vraag door L2 Waar zat die karekiet eigenlijk?")
    await here.says(ADMIN, "voeg samen L1 L2")
    await here.says("chris", "L2", "leren")


async def test_words_that_went_into_what_is_anothers_go_too(sqlite_url: str, tmp_path: Path) -> None:
    """What was merged in, what search learned, what others were told; what the other says stays."""
    traces = ("purperreiger", "waterspreeuw", "roerdomp")
    store = SqlStore(sqlite_url)
    index = TantivyIndex.open(tmp_path)
    async with town(store, index=index) as here:
        await leaves_words_with_others(here)
        assert "purperreiger" in await here.says("bram", "L2")
        assert "(L2)" in await here.says("bram", "wie heeft een waterspreeuw gezien?")
        before = files(tmp_path, sqlite_url)
        assert [trace for trace in traces if trace.encode() not in before] == []
        await is_forgotten(here)
        said = await here.says("bram", "L2")
        assert "mussen" in said
        assert "Het regende wel." in said
        assert "Dit ken ik nog niet" in await here.says("bram", "wie heeft een waterspreeuw?")
        await here.says("bram", "vergeet mij ja alles")
        await here.passes(timedelta(hours=2))
        after = files(tmp_path, sqlite_url)
        assert [trace for trace in (*traces, "mussen") if trace.encode() in after] == []
    await store.close()
    index.close()


async def test_what_others_were_told_of_them_is_in_no_table(store: SqlStore, database_url: str) -> None:
    """However it was put: their words, or their account, whether or not anything of it is still there."""
    told = ("dorpsmolen", WHO, "zonneweide", "roerdomp", "maanbasis")
    async with town(store) as here:
        await two_admins(here)
        await keep(here, lesson(here, 5, "Loting"))
        await draft_of(here, WHO, "Een dorpsmolen van riet")
        await here.says(WHO, "wie weet iets van een maanbasis?")
        for line in ("wachtrij", "vragen", f"rol @plaza:town:{WHO} lid"):
            await here.says(ADMIN, line)
        await here.says(WHO, 'stel voor L5 titel="Een zonneweide in de wijk"')
        await here.says(ADMIN, "wijs af W1")
        await here.says(WHO, "aanvulling L5 De  roerdomp\nzat er ook.")
        await here.says(WHO, "sluit Q1")
        await here.passes(timedelta(hours=30))
        before = str((await rows(database_url))["outbox"])
        assert [words for words in told if words not in before] == []
        await is_forgotten(here)
        assert [words for words in told if words in str(await rows(database_url))] == []


async def test_what_waited_to_be_told_loses_its_words_once_it_is(store: SqlStore, database_url: str) -> None:
    """An admin asked what waits when nothing went out; soon after it does, its words are gone."""
    async with town(store) as here:
        await two_admins(here)
        await draft_of(here, WHO, "Een dorpsmolen van riet")
        here.chat.down = True
        for who, line in ((ADMIN, "wachtrij"), (WHO, "vergeet mij ja alles")):
            await here.program.accept([Message(here.origin(who, None), line, addressed=True)])
            await here.handled()
        here.clock.forward(timedelta(minutes=11))
        await here.program.tick()
        here.chat.down = False
        await here.later()
        assert "dorpsmolen" in str([each.text for each in here.chat.shown[-2:]])
        await here.passes(timedelta(hours=2))
        assert "dorpsmolen" not in str(await rows(database_url))


async def test_a_story_that_went_into_one_that_is_forgotten_can_come_back(empty_town: Town) -> None:
    """Its number does not lead to what is not there any more, and an admin publishes it again."""
    await leaves_words_with_others(empty_town)
    await empty_town.says("bram", "vergeet mij ja alles")
    assert "opgegaan" not in await empty_town.says(ADMIN, "L1")
    await empty_town.says(ADMIN, "publiceer L1")
    assert "purperreiger" in await empty_town.says("chris", "L1")


async def test_words_that_were_anothers_for_a_while_are_nowhere(store: SqlStore, database_url: str) -> None:
    """Two merges were undone, one the other way: nothing is left, and no revision brings words back."""
    async with town(store) as here:
        await leaves_words_with_others(here)
        for line in ("ongedaan", "voeg samen L2 L1", "ongedaan"):
            await here.says(ADMIN, line)
        assert "purperreiger" in repr(await stored(here, "L1"))
        mine = await stored(here, "L2")
        await is_forgotten(here)
        assert await stored(here, "L2") == mine
        for number in range(2, 7):
            await here.says(ADMIN, f"herstel L2 {number}")
        assert await stored(here, "L2") == mine
        assert "purperreiger" not in str(await rows(database_url))


async def test_what_search_learned_and_forgot_again_is_in_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """The words of a question were taken away before who asked it was forgotten; pieces that hold them go."""
    store = SqlStore(sqlite_url)
    index = TantivyIndex.open(tmp_path)
    async with town(store, index=index) as here:
        for title in ("Een waterkers in de gracht", "Een tuin op het dak"):
            for line in ("deel", title, "Hij groeide", "overslaan", "gelukt", "klaar"):
                await here.says(ADMIN, line)
        await here.says(ADMIN, "publiceer L1 L2")
        await here.says(WHO, "wie kent een kwikstaartnest in een regenpijp?")
        await here.says("chris", "hoe bescherm je een zwaluwkolonie onder de dakrand?")
        await here.says(ADMIN, "koppel Q1 L1")
        await here.says(ADMIN, "koppel Q2 L2")
        await here.says("chris", "wie weet iets van tuinen?")
        await here.says(ADMIN, "ook gevraagd L1 weg 1")
        await here.says("chris", "wie weet iets van tuinen?")
        assert b"kwikstaart" in written_in(tmp_path)
        await is_forgotten(here)
        await here.says("chris", "wie weet iets van tuinen?")
        left = files(tmp_path, sqlite_url)
        assert [word for word in (b"kwikstaart", b"regenpijp") if word in left] == []
        assert b"zwaluwkolon" in left
    await store.close()
    index.close()


async def test_what_was_published_and_then_undone_is_in_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """Who takes back what they shared, after its publication was, leaves no word of it in the index."""
    store = SqlStore(sqlite_url)
    index = TantivyIndex.open(tmp_path)
    async with town(store, index=index) as here:
        for title in ("Een waterkers in de gracht", "Een tuin op het dak"):
            for line in ("deel", title, "Hij groeide", "overslaan", "gelukt", "klaar"):
                await here.says(ADMIN, line)
        await here.says(ADMIN, "publiceer L1 L2")
        await here.says(ADMIN, "ongedaan")
        await here.says(ADMIN, "publiceer L2")
        await here.says("bram", "wie weet iets van tuinen?")
        assert b"tuin" in written_in(tmp_path)
        for _ in range(3):
            await here.says(ADMIN, "ongedaan")
        assert "Dit ken ik nog niet" in await here.says("bram", "wie weet iets van tuinen?")
        left = written_in(tmp_path)
        assert [word for word in (b"waterkers", b"tuin", b"dak") if word in left] == []
    await store.close()
    index.close()


async def test_what_waited_to_be_shared_does_not_name_who_shared_it(
    store: SqlStore, database_url: str
) -> None:
    """It was on its way to the channel when they were forgotten: it tells nobody whose it was, nor them."""
    async with town(store) as here:
        await two_admins(here)
        await keep(here, lesson(here, 5, "Loting"))
        await here.says(ADMIN, "kanaal meelezers leden", "leren")
        await here.asks_alone(WHO, "L5", "leren")
        here.chat.down = True
        await here.program.accept([Click(here.alone(WHO, "leren"), "toon hier L5")])
        await here.handled()
        assert "Het staat nu in het kanaal" in str((await rows(database_url))["outbox"])
        await here.program.accept([Message(here.origin(WHO, None), "vergeet mij ja alles", addressed=True)])
        await here.handled()
        here.chat.down = False
        await here.passes(timedelta(minutes=1))
        assert "Het staat nu in het kanaal" not in str(here.chat.shown)
        await here.passes(timedelta(hours=2))
        assert WHO not in str(await rows(database_url))
