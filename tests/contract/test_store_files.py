"""What the store promises about files that wait for a yes to be imported."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Role
from bot.ports.people import HandedIn
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, DAY, NOW


async def test_a_person_has_one_file_that_waits(store: SqlStore) -> None:
    """It comes back byte by byte, a newer one takes its place, and it is taken once; no merging moves it."""
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
        ben = await tx.people.add(BEN, Role.ADMIN, BY_THE_PROGRAM)
    first = HandedIn(anna.id, "lessen.csv", bytes(range(256)), NOW)
    newer = replace(first, name="les;\n.xlsx", content=b"", at=NOW + DAY)
    async with store.begin() as tx:
        assert await tx.dialogues.file_of(anna.id) is None
        await tx.dialogues.keep_file(first)
        assert await tx.dialogues.file_of(anna.id) == first
        await tx.dialogues.keep_file(newer)
        assert await tx.dialogues.take_file(ben.id) is None
        assert await tx.dialogues.take_file(anna.id) == newer
        assert await tx.dialogues.take_file(anna.id) is None
        await tx.dialogues.keep_file(first)
        await tx.people.merge(anna.id, ben.id, BY_THE_PROGRAM)
        assert await tx.dialogues.file_of(anna.id) is None
        assert await tx.dialogues.file_of(ben.id) is None
