"""Every way in which a message or an answer can be given up is told in the admins' room.

The others are in `test_failures.py` (an error in a handler, a platform that refuses, words that come too
late), `test_retention.py` (a message nobody handled for a day) and `test_poison.py` (one that kills).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.keys import ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Place, Role
from bot.ports.knowledge import Change
from bot.scheduling import Scheduler
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import post
from tests.platforms.plaza import PLACE, POLICY, RETENTION, Town, direct, direct_message, town
from tests.platforms.still_clock import Clock

ROOM = RoomKey(PLACE, "admins")
TOLD = replace(POLICY, admin_room=ROOM)
HALL = ConversationKey(RoomKey(PLACE, "hall"), None)


async def damage(url: str, table: str) -> None:
    """Let the disk change what is stored."""
    engines = open_engines(url)
    async with engines.writing.begin() as connection:
        await connection.execute(text(f'UPDATE {table} SET payload = \'{{"v": 1, "body": 7}}\''))  # noqa: S608 - ours
    await engines.close()


def in_their_room(here: Town) -> str:
    return "\n".join(shown.text for shown in here.chat.shown if shown.conversation.room == ROOM)


@pytest.mark.parametrize("table", ["inbox", "outbox"])
async def test_what_cannot_be_read_any_more_is_told(table: str, store: SqlStore, database_url: str) -> None:
    """A row that was damaged is given up when its turn comes, and the rest goes on."""
    now = Clock()()
    event = direct_message("bram", "nieuw", now)
    async with store.begin() as tx:
        await tx.people.add(event.origin.sender.account, Role.MEMBER, Change(None, now))
        if table == "inbox":
            await tx.inbox.receive(event, now)
        else:
            await tx.outbox.add(post("hoi", conversation=HALL), "c1", now, now + timedelta(days=1))
    await damage(database_url, table)
    async with town(store, TOLD) as here:
        assert "nog niets" in await here.says("bram", "nieuw")
        await here.program.settled(PLACE)
        assert "kan niet worden gelezen" in in_their_room(here)


@pytest.mark.parametrize("table", ["inbox", "outbox"])
async def test_what_cannot_be_read_and_is_too_old_is_told(
    table: str, store: SqlStore, database_url: str
) -> None:
    """Also when it is given up because of its age, before its turn came."""
    now = Clock()()
    old = now - timedelta(days=3)
    async with store.begin() as tx:
        if table == "inbox":
            await tx.inbox.receive(direct_message("bram", "nieuw", old), old)
        else:
            await tx.outbox.add(post("hoi", conversation=direct("bram")), "c1", old, old)
    await damage(database_url, table)
    scheduler = Scheduler(store, RETENTION, TOLD)
    await scheduler.plan(now, 0.0)
    await scheduler.tick(now, 0.0)
    async with store.read() as tx:
        assert (await tx.inbox.open(PLACE), await tx.outbox.open(PLACE)) == (0, 1)  # what is told
    async with town(store, TOLD) as here:
        await here.program.settled(PLACE)
        assert in_their_room(here).count("een opgeslagen bericht kan niet worden gelezen") == 1


async def test_what_waits_for_a_place_that_is_not_let_in_any_more(store: SqlStore) -> None:
    """It went and came back: nothing of before is said there until it is let in anew, and that is told."""
    now = Clock()()
    gone = ConversationKey(RoomKey(PlaceKey("plaza", "elsewhere"), "hall"), None)
    async with store.begin() as tx:
        await tx.rooms.save_place(Place(gone.room.place, admitted=False), Change(None, now))
        said_at = now - timedelta(minutes=1)
        await tx.outbox.add(post("hoi", conversation=gone), "c1", said_at, said_at + TOLD.patience)
    async with town(store, TOLD) as here:
        await here.program.settled(gone.room.place)
        await here.program.settled(PLACE)
        assert [shown.text for shown in here.chat.shown if shown.conversation == gone] == []
        assert "Een bericht voor #plaza:elsewhere:hall kwam niet aan" in in_their_room(here)
