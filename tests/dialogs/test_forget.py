"""Being told everything that is held, and being forgotten: afterwards it is in no table or file of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.domain.keys import AccountKey
from bot.domain.people import Role
from bot.messages.outgoing import Outgoing, Upload
from bot.ports.knowledge import Change
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from tests.contract.everything import rows
from tests.dialogs.curators import keep, lesson, person
from tests.dialogs.pioneering import QUESTION, REACH, is_found
from tests.platforms.plaza import ADMIN, PLACE, PlazaChat, Town, direct, town

WHO = "u7pia9kq"
"""An account whose id is nowhere by chance; the direct room with it has it in its name."""

TRACES = (
    WHO,
    "P. Voorbeeld",
    REACH,
    "dorpsmolen",
    "maanbasis",
    "zonneweide",
    "windvang",
    "tulpenbol",
    "moerasgas",
    "kruidenbaan",
)


class KeepingChat(PlazaChat):
    """The plaza, which keeps the files it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[bytes] = []

    def render(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Keep a file, and show it as any other."""
        if isinstance(outgoing, Upload):
            self.files.append(outgoing.file.content)
        return super().render(outgoing)


async def leaves_traces(here: Town) -> None:
    """Let somebody do everything that leaves something: each of `TRACES` is said once or more."""
    await is_found(here, "pim", "vraag mij eerst", name="Pim Pauw", about="Bomen", reach="pim@example.org")
    await is_found(here, WHO)
    await here.says(ADMIN, "kanaal meelezers leden", "leren")
    for line in ("deel", "Een dorpsmolen van riet", "De buurt bouwde mee", "overslaan", "gelukt", "klaar"):
        await here.says(WHO, line)
    await here.says(ADMIN, "publiceer L1")
    await here.says("bram", QUESTION, "leren")
    await here.says("bram", "wie bouwde een dorpsmolen?")
    await here.says("bram", "L1", "leren")
    await here.says(WHO, "wie heeft er een maanbasis?")
    await here.says(WHO, "wie weet iets van een zonneweide?", "leren")
    await here.says(WHO, "contact V1 hoe bouw je een windvang?")
    await here.says("bram", "contact V2 hoe begon je?")
    await here.joins(WHO, "leren")
    await here.says(WHO, "agenda stel voor een moerasgas zonder vlam", "leren")
    await here.says("bram", "agenda stel voor zonder vlam een moerasgas", "leren")
    await here.says("bram", "agenda", "leren")
    await is_coordinator(here)
    await here.says(WHO, "prikkel tekst succes Wie legde een kruidenbaan aan?")
    await here.says(WHO, "prikkel tekst weg T1")
    for line in ("koppel account", "mijn gegevens", "deel", "Een plan met een tulpenbol"):
        await here.says(WHO, line)
    await here.says(WHO, "stop")


async def is_coordinator(here: Town) -> None:
    """Let them be a coordinator from now on."""
    async with here.store.begin() as tx:
        known = await tx.people.of_account(AccountKey(PLACE, WHO))
        assert known
        await tx.people.save(replace(known, role=Role.COORDINATOR), Change(None, here.clock()))


async def is_forgotten(here: Town) -> str:
    """Let them be forgotten, and the time go by after which their last answer goes too."""
    said = await here.says(WHO, "vergeet mij ja alles")
    assert said.startswith("Gedaan: ik ben je vergeten.")
    await here.passes(timedelta(hours=2))
    return said


def files(folder: Path, url: str) -> bytes:
    """Return everything in the files of ours: the database with its log, and the index."""
    database = Path(str(make_url(url).database))
    beside = sorted(database.parent.glob(f"{database.name}*"))
    return b"\n".join(file.read_bytes() for file in (*beside, *folder.rglob("*")) if file.is_file())


def written_in(folder: Path) -> bytes:
    """Return everything in the files of the index."""
    return b"\n".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def stores(folder: Path) -> set[str]:
    """Return the names of the pieces that the index is in."""
    return {file.name for file in folder.rglob("*.store")}


async def test_afterwards_nothing_of_it_is_in_any_file(sqlite_url: str, tmp_path: Path) -> None:
    """Not in the tables, free pages or log of SQLite, and no piece of the index is older."""
    store = SqlStore(sqlite_url)
    index = TantivyIndex.open(tmp_path)
    async with town(store, index=index) as here:
        await leaves_traces(here)
        before = files(tmp_path, sqlite_url)
        assert [trace for trace in TRACES if trace.encode() not in before] == []
        pieces = stores(tmp_path)
        assert pieces
        await is_forgotten(here)
        after = files(tmp_path, sqlite_url)
        assert [trace for trace in TRACES if trace.encode() in after] == []
        assert pieces.isdisjoint(stores(tmp_path))
        assert "V1" in await here.says("bram", "wie heeft ervaring met bomen?")
        assert "Dit ken ik nog niet" in await here.says("bram", "wie bouwde een dorpsmolen?")
    await store.close()
    index.close()


async def test_afterwards_nothing_of_it_is_in_any_table(store: SqlStore, database_url: str) -> None:
    """Every table of both databases is searched, every value as it is stored."""
    async with town(store) as here:
        await leaves_traces(here)
        before = str(await rows(database_url))
        assert [trace for trace in TRACES if trace not in before] == []
        await is_forgotten(here)
        found = {
            (table, trace)
            for table, stored in (await rows(database_url)).items()
            for trace in TRACES
            if trace in str(stored)
        }
        assert found == set()
        assert "L1 staat niet meer in de kennisbank." in await here.says("bram", "L1")
        assert await here.says(WHO, "mijn lessen") != ""


async def test_what_was_taken_back_is_in_no_table(store: SqlStore, database_url: str) -> None:
    """A draft that its author undid leaves its number: there is no person's row any more to forget it by."""
    async with town(store) as here:
        for line in ("deel", "Een waterkers in de gracht", "Hij groeide", "overslaan", "gelukt", "klaar"):
            await here.says(WHO, line)
        said = await here.says(WHO, "ongedaan")
        assert "Teruggedraaid: L1 is er niet meer." in said
        kept = await rows(database_url)
        assert "waterkers" not in str(kept["revision"]) + str(kept["entry"]) + str(kept["entry_text"])


async def test_ones_own_story_goes_with_the_link_in_it(store: SqlStore, database_url: str) -> None:
    """A page that tells of it makes it no entry of a public source."""
    async with town(store) as here:
        for line in ("deel", "Een rietzanger geteld", "Hij zong", "overslaan", "gelukt", "klaar"):
            await here.says(WHO, line)
        await here.says(ADMIN, "publiceer L1")
        await here.says(ADMIN, 'bewerk L1 bron="Rietzangerblad" link=https://example.org/riet')
        await is_forgotten(here)
        assert "ietzanger" not in str((await rows(database_url))["entry_text"])
        assert "ietzanger" not in str((await rows(database_url))["revision"])


async def test_what_goes_and_stays_is_said_before_anything_happens(empty_town: Town) -> None:
    """Only the typed words do it; anything else only explains."""
    await is_found(empty_town, WHO)
    for line in ("vergeet mij", "vergeet me", "vergeet mij ja"):
        await empty_town.says(WHO, line)
    said = await empty_town.says(WHO, "vergeet mij")
    assert "Dit gaat weg: een bijdrage van jou" in said
    assert "Dit blijft: dat persoon" in said
    assert "een onleesbaar merkteken van berichten van jou waar ik naar vroeg" in said
    assert "Typ `vergeet mij ja alles`." in said
    assert "P. Voorbeeld" in await empty_town.says("bram", QUESTION)
    await empty_town.says(WHO, "language en")
    assert "This stays: that person" in await empty_town.says(WHO, "forget me")
    assert (await empty_town.says(WHO, "forget me, yes everything")) != ""
    assert (await empty_town.says(WHO, "forget me yes everything")).startswith("Done: I have forgotten you.")
    assert "Voorbeeld" not in await empty_town.says("bram", QUESTION)


async def test_what_showed_them_elsewhere_is_taken_back(empty_town: Town) -> None:
    """An answer in a channel that names them is gone from it; other answers stay."""
    await is_found(empty_town, WHO)
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    await empty_town.says("bram", QUESTION, "leren")
    await empty_town.says("bram", "wie heeft er een maanbasis?", "leren")
    await empty_town.says(WHO, "vergeet mij ja alles")
    left = " ".join(shown.text for shown in empty_town.chat.shown if shown.conversation != direct(WHO))
    assert "P. Voorbeeld" not in left
    assert "Dit ken ik nog niet" in left


async def test_what_names_it_in_a_channel_is_taken_back(empty_town: Town) -> None:
    """That it was published there, and that it was perhaps meant by another number."""
    await empty_town.says(ADMIN, "kanaal meelezers leden", "leren")
    for line in ("deel", "Een dorpsmolen van riet", "De buurt bouwde mee", "overslaan", "gelukt", "klaar"):
        await empty_town.says(WHO, line)
    assert "dorpsmolen" in await empty_town.says(ADMIN, "publiceer L1", "leren")
    assert "`L1` (Een dorpsmolen" in await empty_town.says("bram", "L12", "leren")
    await is_forgotten(empty_town)
    shown = [each.text for each in empty_town.chat.shown if each.conversation.room.id == "leren"]
    assert shown
    assert "dorpsmolen" not in str(shown)


async def test_who_waits_for_an_answer_of_theirs_hears_what_everybody_hears(empty_town: Town) -> None:
    """Whoever asked them for contact is told after the week, as with silence."""
    await is_found(empty_town, WHO, "vraag mij eerst")
    await empty_town.says("bram", "contact V1 hoe begon je?")
    await empty_town.says(WHO, "vergeet mij ja alles")
    assert "Het is niet tot contact met V1 gekomen" in await empty_town.passes(timedelta(days=7))


async def test_the_last_admin_cannot_be_forgotten(empty_town: Town) -> None:
    """An admin of the settings, or the last one there is, first sees to it that somebody else is."""
    assert "Je bent beheerder in het instellingenbestand." in await empty_town.says(
        ADMIN, "vergeet mij ja alles"
    )
    async with empty_town.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, "abe"), Role.ADMIN, Change(None, empty_town.clock()))
    assert "ik ben je vergeten" in await empty_town.says("abe", "vergeet mij ja alles")


async def test_everything_held_is_given_as_a_file(store: SqlStore) -> None:
    """The file is JSON with everything of theirs and nothing of anybody else."""
    async with town(store, chat_made=KeepingChat) as here:
        await leaves_traces(here)
        said = await here.says(WHO, "mijn gegevens")
        assert "mijn-gegevens.json: alles wat ik over je heb" in said
        assert isinstance(here.chat, KeepingChat)
        text = here.chat.files[-1].decode()
        held = json.loads(text)
        assert [trace for trace in TRACES if trace not in text] == []
        assert "bram" not in text
        assert "pim@example.org" not in text
        assert held["accounts"] == [f"plaza:town:{WHO}"]
        assert held["contact_you_asked_for"][0]["about"] == "hoe bouw je een windvang?"
        await here.says("pim", "mijn gegevens")
        text = here.chat.files[-1].decode()
        asked = json.loads(text)["contact_asked_of_you"]
        assert [each["about"] for each in asked] == ["hoe bouw je een windvang?"]
        assert "asker" not in asked[0]
        assert WHO not in text  # who asks is told by nobody but them


async def test_what_others_and_time_do_with_somebody_is_held_about_them_too(store: SqlStore) -> None:
    """A role that was given to them, when their pause ends, what they changed before accounts were linked."""
    async with town(store, chat_made=KeepingChat) as here:
        await is_found(here, WHO)
        await here.says(ADMIN, f"rol @plaza:town:{WHO} admin")
        await here.says(WHO, "vindbaar pauze tot 17 mei")
        await keep(here, lesson(here, 1, "Loting"))
        await here.says(WHO, "bewerk L1 titel=Tulpenbol")
        target = await person(here, "derde")
        async with here.store.begin() as tx:
            source = await tx.people.of_account(AccountKey(PLACE, WHO))
            assert source
            await tx.people.merge(source.id, target, Change(target, here.clock()))
        await here.says("derde", "mijn gegevens")
        assert isinstance(here.chat, KeepingChat)
        held = json.loads(here.chat.files[-1])
        roles = [
            each["after"]["role"] for each in held["changes"] if each["subject"] == "person" and each["after"]
        ]
        assert roles[:2] == ["member", "admin"]
        assert [each["at"][:7] for each in held["findable_again"]] == ["2026-05"]
        assert "Tulpenbol" in json.dumps(held["changes"])


@pytest.mark.parametrize("line", ["mijn gegevens", "vergeet mij", "mijn lessen", "wie kent mij"])
async def test_what_is_somebodys_own_is_said_between_two(empty_town: Town, line: str) -> None:
    """In a room these lines are refused with where they work."""
    assert "Dat kan alleen onder vier ogen" in await empty_town.says("bram", line, "leren")
