"""What the store promises about what bears on a line: in one look what its parts are by themselves."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Mode, Readers, Role, Room
from bot.messages.incoming import Origin, Sender
from bot.ports.people import Bearing, Dialogue
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, DAY, NOW, ROOM, THREAD, post


async def test_what_bears_on_a_line_is_what_is_known_of_each_part(store: SqlStore) -> None:
    """One look says who somebody is, where, with which form, and what went before; of strangers nothing."""
    room = Room(ROOM, name="leren", mode=Mode.ACTIVE, language="nl", readers=Readers.MEMBERS)
    form = Dialogue(ANNA, "les", (("titel", "Ééntje"),), 3, NOW, paused=True)
    here = Origin("e1", THREAD, Sender(ANNA), NOW)
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        nothing_yet = await tx.bearing(here)
        await tx.rooms.save(room, BY_THE_PROGRAM)
        await tx.dialogues.save(form)
        await tx.rooms.note_talk(THREAD, ANNA, NOW)
        await tx.outbox.add(post("hoi"), here.cause, NOW, NOW + DAY)
    assert nothing_yet == Bearing(anna, None, None, talking=False, answered=False)
    async with store.read() as tx:
        assert await tx.bearing(here) == Bearing(anna, room, form, talking=True, answered=True)
        stranger = replace(here, event="e2", sender=Sender(BEN))
        assert await tx.bearing(stranger) == Bearing(None, room, None, talking=False, answered=False)
