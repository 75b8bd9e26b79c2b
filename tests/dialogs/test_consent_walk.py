"""Every state a pioneer can come in, by everything they can do: without consent nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.keys import AccountKey
from bot.domain.model import Consent, Entry, Status
from bot.messages.incoming import FormSubmitted
from bot.pioneers import pioneer_of
from bot.transfer.exporting import Scope, export
from storage.search.index import TantivyIndex
from storage.store import SqlStore
from tests.dialogs.pioneering import QUESTION
from tests.platforms.plaza import ADMIN, BETWEEN, PLACE, Town, town

WHO = "pia"
AUDIENCES = tuple(Audience(readership) for readership in Readership)
DOES = (
    *("declare", "begin and stop", "vindbaar aan", "vindbaar uit"),
    *("vindbaar pauze tot over 3 dagen", "wait", "forget"),
)

FILLED = (
    *(("themes", "Windmolens op zee"), ("organisation", ""), ("did", "Ik begeleidde bewoners.")),
    *(("contact", "direct"), ("reach", "pia@example.org")),
)

WAYS = {
    "nobody": ("forget",),
    "published withdrawn": ("declare",),
    "published given": ("declare", "vindbaar aan"),
    "published paused": ("declare", "vindbaar aan", "vindbaar pauze tot over 3 dagen"),
}
"""Every state there is, and how it is come to from whatever other."""


class Rows:
    """A file of an export, in memory."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, values: Mapping[str, object]) -> None:
        """Keep a row."""
        self.written.append(str(values))


async def shown_as(here: Town) -> Entry | None:
    """Return what the walker is shown as now."""
    async with here.store.read() as tx:
        person = await tx.people.of_account(AccountKey(PLACE, WHO))
        return await tx.entries.pioneer(person.id) if person else None


def state_of(entry: Entry | None) -> str:
    """Return the state that decides what may be shown."""
    return "nobody" if entry is None else f"{entry.status} {pioneer_of(entry).consent}"


async def does(here: Town, what: str, name: str) -> None:
    """Let the walker do something, or time go by."""
    match what:
        case "declare":
            filled = (("name", name), *FILLED)
            await here.happens(FormSubmitted(here.origin(WHO, None), "pioneer", filled))
        case "begin and stop":
            for line in ("ik ben voorloper", name, "stop"):
                await here.says(WHO, line)
        case "wait":
            await here.passes(timedelta(days=4))
        case "forget":
            await here.says(WHO, "vergeet mij ja alles")
        case line:
            await here.says(WHO, line)


async def seen_by_others(here: Town, index: TantivyIndex, number: str) -> str:
    """Return everything that others can get to see of it: answers, lists, refusals, hits and exports."""
    said = [await here.says("bram", line) for line in (QUESTION, "nieuw", number)]
    said += [await here.says("bram", QUESTION, "leren"), await here.says("bram", f"contact {number}")]
    said += [await here.says(ADMIN, f"publiceer {number}")]
    hits = [hit for audience in AUDIENCES for hit in index.search(QUESTION, audience)]
    return BETWEEN.join([*said, str(hits), *[await exported(here, audience) for audience in AUDIENCES]])


def nobody_hears(written: int, total: int) -> None:
    """Take how far an export is."""


async def exported(here: Town, audience: Audience) -> str:
    """Return an export for these readers."""
    file = Rows()

    @contextmanager
    def opened(columns: tuple[str, ...]) -> Iterator[Rows]:
        del columns
        yield file

    await export(here.store, Scope(audience), opened, nobody_hears, table=False)
    return "\n".join(file.written)


async def test_without_consent_nobody_is_named_in_any_state(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """In every state everything is done once, and looked at by everybody else."""
    caplog.set_level("DEBUG")
    store, index = SqlStore(sqlite_url), TantivyIndex.in_memory()
    names: list[str] = []
    async with town(store, index=index) as here:
        await here.says(ADMIN, "kanaal meelezers leden", "leren")
        for (state, way), what in product(WAYS.items(), DOES):
            for step in way:
                names.append(f"Voorloopster{len(names)}x")
                await does(here, step, names[-1])
            assert state_of(await shown_as(here)) == state
            names.append(f"Voorloopster{len(names)}x")
            await does(here, what, names[-1])
            now = await shown_as(here)
            given = now is not None and state_of(now) == f"{Status.PUBLISHED} {Consent.GIVEN}"
            current = {pioneer_of(now).name} if now and given else set()
            seen = await seen_by_others(here, index, str(now.id) if now else "V1")
            assert {name for name in names if name in seen} == current, (state, what)
    await store.close()
    assert "Voorloopster" not in caplog.text
