"""A file with lessons that an admin shares directly: tried first, and taken in after their yes."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from bot.commands.network import imports
from bot.domain.errors import FilesForbiddenError, MessageRefusedError, PlatformUnavailableError
from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, Kind, Status, Visibility
from bot.domain.people import Role
from bot.messages.incoming import FileShared
from bot.transfer import held
from storage.store import SqlStore
from tests.dialogs.curators import MEMBER, OTHER, keep, lesson, person
from tests.platforms.plaza import ADMIN, PLACE, Town, town

SHEET = """Titel;Wat gebeurde er?;Uitkomst;Organisatie;Jaar
Deelauto's;Tien auto's werden er drie.;gelukt;Gemeente Eik;2021
Zaterdagloket;Er kwam niemand.;mislukt;Gemeente Els;2019
"""
FAULTY = SHEET + "Buurtbus;Hij reed leeg.;misukt;Gemeente Es;2020\n"
L1, L2 = EntryId(Kind.LESSON, 1), EntryId(Kind.LESSON, 2)


async def shares(here: Town, who: str, content: bytes | Exception, name: str = "lessen.csv") -> str:
    """Let somebody share a file directly; return what they are told."""
    file = f"f{len(here.chat.shared)}"
    here.chat.shared[file] = content
    size = len(content) if isinstance(content, bytes) else 9
    return await here.happens(FileShared(here.origin(who, None), file, name, "text/csv", size))


async def held_in(here: Town) -> dict[EntryId, tuple[Status, Visibility]]:
    """Return the lessons of the base, with what was decided of them."""
    async with here.store.read() as tx:
        return {
            each.id: (each.status, each.visibility) for each in await tx.entries.following(None, None, 99)
        }


async def waits(here: Town, who: str = ADMIN) -> bool:
    """Say whether a file of somebody waits for their yes."""
    async with here.store.read() as tx:
        admin = await tx.people.of_account(AccountKey(PLACE, who))
        assert admin
        return await tx.dialogues.file_of(admin.id) is not None


async def test_a_file_is_tried_and_then_taken_in(empty_town: Town) -> None:
    """First what would come in; nothing before the yes; and then it is found."""
    said = await shares(empty_town, ADMIN, SHEET.encode())
    assert said == (
        "lessen.csv zou brengen: twee nieuw.\n\n"
        "Er is nog niets geïmporteerd. Ik bewaar het bestand tot je ja of nee zegt, hooguit een dag.\n\n"
        "Verder: `importeer ja` (importeren) · "
        "`importeer ja concept` (importeren als concept) · "
        "`importeer nee` (niet importeren)"
    )
    assert await held_in(empty_town) == {}
    said = await empty_town.says(ADMIN, "importeer ja")
    assert said.startswith("Geïmporteerd: twee nieuw.\nWat nieuw is, is gepubliceerd voor de leden")
    assert await held_in(empty_town) == dict.fromkeys((L1, L2), (Status.PUBLISHED, Visibility.NETWORK))
    assert "Zaterdagloket" in await empty_town.says(ADMIN, "zoek zaterdagloket")
    assert not await waits(empty_town)
    assert "Er wacht geen bestand (meer)" in await empty_town.says(ADMIN, "importeer ja")


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        ("import yes draft", (Status.DRAFT, Visibility.NETWORK)),
        ("importeer ja openbaar", (Status.PUBLISHED, Visibility.PUBLIC)),
        ("Import yes, draft public", (Status.DRAFT, Visibility.PUBLIC)),
    ],
)
async def test_what_is_new_can_be_a_draft_or_for_everybody(
    empty_town: Town, line: str, decided: tuple[Status, Visibility]
) -> None:
    """As with the options of the command line."""
    await shares(empty_town, ADMIN, SHEET.encode())
    await empty_town.says(ADMIN, line)
    assert await held_in(empty_town) == dict.fromkeys((L1, L2), decided)


async def test_what_is_wrong_is_said_with_its_row(empty_town: Town) -> None:
    """In the language of the reader; only what is good comes in, and only when asked for."""
    said = await shares(empty_town, ADMIN, FAULTY.replace("Jaar", "Lnk").encode())
    assert "De kolom “Lnk” ken ik niet. Bedoel je “link”?" in said
    assert "een van de 3 rijen kan zo niet mee:\n· regel 4, Uitkomst: “misukt” is geen van deze" in said
    assert "`importeer ja zonder fouten` (de rest importeren)" in said
    said = await empty_town.says(ADMIN, "importeer ja")
    assert "kan zo niet mee" in said
    assert await held_in(empty_town) == {}
    said = await empty_town.says(ADMIN, "importeer ja zonder fouten")
    assert "Geïmporteerd: twee nieuw.\nWeggelaten, omdat er iets mis mee is: 1." in said
    assert [*await held_in(empty_town)] == [L1, L2]


async def test_in_english(empty_town: Town) -> None:
    """The same, to who chose English."""
    await empty_town.says(ADMIN, "language english")
    said = await shares(empty_town, ADMIN, FAULTY.encode())
    assert said.startswith("lessen.csv would bring: two new.")
    assert "one of 3 rows cannot come in like this:\n· line 4, Uitkomst: “misukt” is none of these" in said
    assert "`import yes without faults` (import the rest)" in said
    assert (await empty_town.says(ADMIN, "import no")).startswith("I imported nothing")
    assert not await waits(empty_town)


async def test_what_is_there_already_is_not_kept(empty_town: Town) -> None:
    """A file that would change nothing waits for nothing."""
    await shares(empty_town, ADMIN, SHEET.encode())
    await empty_town.says(ADMIN, "importeer ja")
    said = await shares(empty_town, ADMIN, SHEET.encode())
    assert "lessen.csv zou brengen: twee hetzelfde als nu." in said
    assert "Er zou dus niets veranderen, en ik bewaar het bestand niet." in said
    assert not await waits(empty_town)


async def test_what_changed_meanwhile_is_judged_anew(empty_town: Town) -> None:
    """What came in since the file was tried does not come in twice."""
    await person(empty_town, OTHER, Role.ADMIN)
    for who in (ADMIN, OTHER):
        await shares(empty_town, who, SHEET.encode())
    assert "twee nieuw" in await empty_town.says(ADMIN, "importeer ja")
    assert "Geïmporteerd: twee hetzelfde als nu." in await empty_town.says(OTHER, "importeer ja")
    assert len(await held_in(empty_town)) == 2


async def test_an_excel_file_and_json_lines_come_in_too(empty_town: Town) -> None:
    """As on the command line."""
    book, file = Workbook(), io.BytesIO()
    assert book.active
    book.active.append(["Titel", "Uitkomst"])
    book.active.append(["Deelauto's", "gelukt"])
    book.save(file)
    assert "een nieuw" in await shares(empty_town, ADMIN, file.getvalue(), "lessen.xlsx")
    await empty_town.says(ADMIN, "importeer ja")
    content = b'{"titel": "Loket", "uitkomst": "mislukt"}\n{"titel": "Bus", "uitkomst": "gestopt"}\n'
    assert "twee nieuw" in await shares(empty_town, ADMIN, content, "lessen.jsonl")
    await empty_town.says(ADMIN, "importeer ja")
    assert len(await held_in(empty_town)) == 3


async def test_a_file_survives_a_restart_and_is_forgotten_by_itself(store: SqlStore) -> None:
    """Another process takes the yes; a day later nothing is left of it."""
    async with town(store) as here:
        await shares(here, ADMIN, SHEET.encode())
    async with town(store) as here:
        assert "zou brengen: twee nieuw" in await here.says(ADMIN, "importeer")
        assert "twee nieuw" in await here.says(ADMIN, "importeer ja")
        await shares(here, ADMIN, b"titel\nBuurtbus\n")
        await here.passes(timedelta(hours=22))
        assert await waits(here)
        await here.passes(timedelta(hours=3))
        assert not await waits(here)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"x", "lessen.pdf", "lessen.pdf kan ik niet importeren. Ik lees Excel (.xlsx), CSV en JSON Lines"),
        (b"x", "lessen", "lessen kan ik niet importeren."),
        (b"%PDF-1.7", "lessen.csv", "Het is een PDF."),
        (b"", "lessen.csv", "Het is leeg."),
        (b"PK\x03\x04stuk", "lessen.xlsx", "Het is een beschadigd Excel-bestand."),
        (b"een;twee\n1;2\n", "lessen.csv", "Geen van de kolommen ken ik"),
        (MessageRefusedError("weg"), "lessen.csv", "Ik kon lessen.csv niet ophalen"),
        (PlatformUnavailableError("druk"), "lessen.csv", "lessen.csv komt nu niet bij me binnen."),
        (FilesForbiddenError(), "lessen.csv", "Ik mag hier geen bestanden lezen."),
    ],
)
async def test_what_cannot_be_read_gets_a_clear_sentence(
    empty_town: Town, content: bytes | Exception, name: str, why: str
) -> None:
    """Wrong kind, damaged, empty, out of reach, not allowed: said at once, and nothing is kept."""
    said = await shares(empty_town, ADMIN, content, name)
    assert why in said
    assert not await waits(empty_town)


async def test_a_file_that_is_too_large_is_not_fetched(
    empty_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In bytes, as its sender says or as it turns out to be, or in rows."""
    too_large = "lessen.csv is hier te groot voor mij: hooguit 5 MB en 5000 rijen."
    origin = empty_town.origin(ADMIN, None)
    said = await empty_town.happens(
        FileShared(origin, "never", "lessen.csv", "text/csv", imports.LARGEST + 1)
    )
    assert said.startswith(too_large)
    empty_town.chat.shared["lied"] = bytes(imports.LARGEST + 1)
    origin = empty_town.origin(ADMIN, None)
    said = await empty_town.happens(FileShared(origin, "lied", "lessen.csv", "text/csv", 0))
    assert said.startswith(too_large)
    monkeypatch.setattr(held, "MOST", 1)
    assert (await shares(empty_town, ADMIN, SHEET.encode())).startswith(
        "lessen.csv is hier te groot voor mij"
    )
    assert not await waits(empty_town)


async def test_only_an_admin_can(empty_town: Town) -> None:
    """A member hears what to do instead, and a file is not fetched; who lost the role cannot say yes."""
    said = await shares(empty_town, MEMBER, SHEET.encode())
    assert said.startswith("Bestanden neem ik alleen aan van een beheerder")
    assert "Dat kan alleen een beheerder" in await empty_town.says(MEMBER, "importeer ja")
    await person(empty_town, OTHER, Role.ADMIN)
    await shares(empty_town, OTHER, SHEET.encode())
    await empty_town.says(ADMIN, f"rol @{AccountKey(PLACE, OTHER)} lid")
    assert "Dat kan alleen een beheerder" in await empty_town.says(OTHER, "importeer ja")
    assert await held_in(empty_town) == {}


async def test_without_a_file_it_says_how(empty_town: Town) -> None:
    """Which kinds, and that nothing happens before a yes."""
    said = await empty_town.says(ADMIN, "importeer")
    assert said.startswith("Stuur me het bestand hier, als bijlage: Excel (.xlsx), CSV of JSON Lines")
    assert "Er wordt niets geïmporteerd voordat je ja zegt." in said


async def test_the_newer_file_takes_the_place_of_the_older(empty_town: Town) -> None:
    """One waits at a time."""
    await shares(empty_town, ADMIN, SHEET.encode())
    await shares(empty_town, ADMIN, b"titel\nBuurtbus\n", "beter.csv")
    await empty_town.says(ADMIN, "importeer ja")
    assert [*await held_in(empty_town)] == [L1]


async def test_much_that_is_wrong_is_counted(empty_town: Town) -> None:
    """Ten are told, the others are not lost."""
    rows = "".join(f"Proef {n};misukt\n" for n in range(30))
    said = await shares(empty_town, ADMIN, f"titel;uitkomst\n{rows}".encode())
    assert said.count("misukt") == 10
    assert "En nog 20." in said
    assert "zou brengen: niets" in said
    assert not await waits(empty_town)


async def test_who_is_forgotten_leaves_no_file(empty_town: Town) -> None:
    """It goes with everything else of theirs, and until then they see that it is there."""
    number = await person(empty_town, OTHER, Role.ADMIN)
    await shares(empty_town, OTHER, SHEET.encode(), "van-otto.csv")
    await empty_town.says(OTHER, "mijn gegevens")
    (file,) = empty_town.chat.given
    assert b"van-otto.csv" in file.content
    await empty_town.says(OTHER, "vergeet mij ja alles")
    async with empty_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, OTHER)) is None
        assert await tx.dialogues.file_of(number) is None


async def test_what_is_in_the_base_can_change_by_a_file(empty_town: Town) -> None:
    """A row that is known again changes the entry, with who did it in its history."""
    await keep(empty_town, lesson(empty_town, 1, "Loting"))
    content = b'{"id": "L1", "recorded": "%s", "titel": "Loting", "organisatie": "Gemeente Eik"}\n'
    recorded = empty_town.clock().isoformat().encode()
    assert "een veranderd" in await shares(empty_town, ADMIN, content % recorded, "lessen.jsonl")
    await empty_town.says(ADMIN, "importeer ja")
    assert "Gemeente Eik" in await empty_town.says(ADMIN, "geschiedenis L1")
