"""Any sequence of what is marked undoable, followed by its undo, leaves everything as it was.

Numbers and history grow; entries, their texts, tags, themes and links, roles, languages and channels do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from random import Random

from bot.commands.catalog import COMMANDS
from bot.commands.command import Effect
from bot.domain.keys import AccountKey, PlaceKey, RoomKey
from bot.domain.model import EntryId, Kind, Lesson, Outcome, Project, Status
from bot.domain.people import Place, Room
from bot.domain.prompt import Prompt
from bot.domain.schedule import Schedule, Workdays
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.curators import keep, lesson, person, pioneer
from tests.platforms.plaza import ADMIN, PLACE, Town, town

SEQUENCES = 12
STEPS = 9
ROOMS = ("leren", "groen")
WAITING = PlaceKey("slack", "T123")

Line = Callable[[Random], tuple[str, ...]]


def _ids(random: Random) -> str:
    return " ".join(
        random.choice(("L", "P")) + str(random.randint(1, 6)) for _ in range(random.randint(1, 3))
    )


def _pair(random: Random) -> str:
    return f"L{random.randint(1, 7)} L{random.randint(1, 7)}"


EDITS = (
    *(
        'titel="Nieuw"',
        'advies+="Begin op tijd."',
        "resultaat=",
        "thema+=water",
        "thema-=water",
        "rol=rechtmatig",
    ),
    *("jaar=2019-2021", "jaar=", "link=https://ede.nl/x", "bron=", "titel_en=Title", "zichtbaar=openbaar"),
    *("rol=lawful", "organisatie=Ede", "uitkomst=gelukt", "belemmering+=scepticism"),
)


def _edits(random: Random) -> str:
    return " ".join(random.sample(EDITS, random.randint(1, 3)))


def _one(random: Random) -> str:
    return random.choice(("L1", "L2", "L3", "P1", "V1"))


LINES: Mapping[str, Line] = {
    "publiceer": lambda r: (f"publiceer {_ids(r)}{r.choice(('', ' openbaar'))}",),
    "archiveer": lambda r: (f"archiveer {_ids(r)}",),
    "nagekeken": lambda r: (f"nagekeken {_ids(r)}",),
    "wijs af": lambda r: (f"wijs af {_one(r)} dit staat er al",),
    "bewerk": lambda r: (f"bewerk {_one(r)} {_edits(r)}",),
    "herstel": lambda r: (f"herstel {_one(r)} {r.randint(1, 3)}",),
    "voeg samen": lambda r: (f"voeg samen {_pair(r)}",),
    "neem over": lambda r: (f"stel voor {_one(r)} {_edits(r)}", f"neem over W{r.randint(1, 9)}"),
    "deel": lambda r: ("deel opnieuw", f"Proef {r.random()}", "Het lukte", "overslaan", "gelukt", "klaar"),
    "rol": lambda r: (f"rol @plaza:town:bram {r.choice(('admin', 'lid', 'coordinator'))}",),
    "taal": lambda r: (f"taal {r.choice(('nl', 'en'))}",),
    "kanaal modus": lambda r: (f"@{r.choice(ROOMS)} kanaal modus {r.choice(('stil', 'actief'))}",),
    "kanaal taal": lambda r: (f"@{r.choice(ROOMS)} kanaal taal {r.choice(('nl', 'en'))}",),
    "kanaal tijdzone": lambda r: (f"@{r.choice(ROOMS)} kanaal tijdzone Europe/Brussels",),
    "kanaal meelezers": lambda r: (f"@{r.choice(ROOMS)} kanaal meelezers {r.choice(('leden', 'gemengd'))}",),
    "kanaal mandaat": lambda r: (
        f"@{r.choice(ROOMS)} kanaal mandaat {r.choice(('weg', 'Niet doorvertellen.'))}",
    ),
    "kanaal lamp": lambda r: (f"@{r.choice(ROOMS)} kanaal lamp {r.choice(('aan', 'uit'))}",),
    "prikkel ja": lambda r: (f"prikkel ja K{r.randint(1, 3)}",),
    "prikkel wijzig": lambda r: (f"prikkel wijzig K{r.randint(1, 3)} {r.choice(('succes', 'mislukking'))}",),
    "prikkel pauze": lambda r: (f"prikkel pauze K{r.randint(1, 3)}{r.choice(('', ' tot 1 juni'))}",),
    "prikkel hervat": lambda r: (f"prikkel hervat K{r.randint(1, 3)}",),
    "prikkel stop": lambda r: (f"prikkel stop K{r.randint(1, 3)}",),
    "prikkel tekst": lambda r: (
        f"prikkel tekst {r.choice((f'succes Proef {r.random()}', f'weg T{r.randint(1, 6)}'))}",
    ),
    "plaats toelaten": lambda _: (f"plaats toelaten {WAITING}",),
}
"""How each command that is marked undoable is typed; a line that begins with @ is typed in that room."""


def test_every_undoable_command_is_tried() -> None:
    """A new one must say here how it is typed."""
    assert {each.dutch.name for each in COMMANDS if each.effect is Effect.UNDOABLE} == set(LINES)


async def test_a_sequence_and_its_undo_leave_everything_as_it_was(sqlite_url: str, seed: int) -> None:
    """Whatever was done in whatever order, as often as something is left to take back."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    store, taken = SqlStore(sqlite_url), 0
    async with town(store) as here:
        await _fill(here)
        for _ in range(SEQUENCES):
            before = await _everything(here)
            for _ in range(STEPS):
                for line in LINES[random.choice(sorted(LINES))](random):
                    await _type(here, line)
            taken += await _take_all_back(here)
            assert await _everything(here) == before
    await store.close()
    assert taken > SEQUENCES


async def _fill(here: Town) -> None:
    await here.says(ADMIN, "help")
    change = Change(None, here.clock())
    await person(here, "bram")
    async with here.store.begin() as tx:
        water = await tx.entries.save_theme({"nl": "water"}, change)
        await tx.rooms.save_place(Place(WAITING), change)
        for name in ROOMS:
            await tx.rooms.save(Room(RoomKey(PLACE, name)), change)
    lessons = [lesson(here, n, f"Les {n}", Status.DRAFT if n % 2 else Status.PUBLISHED) for n in range(1, 7)]
    project = replace(lesson(here, 1, "Plan"), id=EntryId(Kind.PROJECT, 1), details=Project())
    success = replace(lessons[1], details=Lesson(Outcome.SUCCESS), themes=(water.id,), organisation="Tiel")
    await keep(here, lessons[0], success, *lessons[2:], project)
    await pioneer(here)
    await _prompts(here)


async def _prompts(here: Town) -> None:
    schedule = Schedule(Workdays(), time(9, 30))
    async with here.store.begin() as tx:
        owner = await tx.people.of_account(AccountKey(PLACE, ADMIN))
        assert owner
        for room in (*ROOMS, ROOMS[0]):
            key = RoomKey(PLACE, room)
            await tx.prompts.add(
                Prompt(0, key, owner.id, "success", schedule, "Europe/Amsterdam", here.clock())
            )


async def _type(here: Town, line: str) -> None:
    room, _, rest = line.partition(" ")
    if room.startswith("@"):
        await here.says(ADMIN, rest, room[1:])
    else:
        await here.says(ADMIN, line)


async def _take_all_back(here: Town) -> int:
    """Say `undo` until there is nothing left; return how many actions were taken back."""
    said = ""
    for taken in range(3 * STEPS):
        said = await here.says(ADMIN, "ongedaan")
        if "Er is niets van jou" in said or "There is nothing of yours" in said:
            return taken
        assert said.startswith(("Teruggedraaid:", "Taken back:")), said
    raise AssertionError(said)


async def _everything(here: Town) -> object:
    async with here.store.read() as tx:
        entries = await tx.entries.following(None, None, 1000)
        return (
            entries,
            await tx.curating.leads_to([each.id for each in entries]),
            await tx.entries.themes(),
            [await tx.people.of_account(AccountKey(PLACE, who)) for who in (ADMIN, "bram")],
            [await tx.rooms.get(RoomKey(PLACE, name)) for name in ROOMS],
            await tx.rooms.place(WAITING),
            [await tx.prompts.get(number) for number in range(1, 4)],
            await tx.prompts.texts(),
        )
